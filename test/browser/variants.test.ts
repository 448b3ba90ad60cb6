import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSERS } from '../../src/cli/browsers.ts';
import { createAnalysis } from '../../src/rules/create-analysis.ts';
import type { Entry, PageEntry } from '../../src/session/entry.ts';
import { pixelConfig } from '../site/server.ts';
import { poll } from './harness/poll.ts';
import { type ServedRequest, type Server, serve } from './harness/server.ts';
import { launch, type Panel, type Session } from './harness/session.ts';
import { entriesOf } from './log.ts';

/*
 * Pages with one fault each, and pages that look like it and have none: what is found in them as a
 * browser runs them beside the fake of Meta's SDK. One visit a page, all in one browser.
 */

const FAKE = readFileSync(new URL('../site/public/vendor/fbevents.js', import.meta.url), 'utf8');
const PIXEL = '123456789012345';
const OTHER_PIXEL = '987654321098765';
const LIBRARY = 'https://connect.facebook.net/en_US/fbevents.js';

const STUB = `!function(f){if(f.fbq)return;var n=f.fbq=function(){n.callMethod?n.callMethod.apply(n,arguments):n.queue.push(arguments)};
if(!f._fbq)f._fbq=n;n.push=n;n.loaded=!0;n.version='2.0';n.queue=[]}(window);`;
const load = (address: string) =>
  `!function(d){var t=d.createElement('script');t.async=!0;t.src='${address}';d.head.appendChild(t)}(document);`;
const BASE = `${STUB}${load(LIBRARY)}fbq('init', '${PIXEL}');`;
const PAGE_VIEW = `fbq('track', 'PageView');`;

/** A page: what runs in its head, what runs once the SDK has sent what waited, and what is found. */
interface Variant {
  head: string;
  later?: string;
  /** Hits with an event that reach Meta's host. */
  hits: number;
  /** Rules, in order of the alphabet; but for those that hold for each of these pages. */
  found: string[];
}

const VARIANTS: Readonly<Record<string, Variant>> = {
  'the base code as it should be': { head: BASE + PAGE_VIEW, hits: 1, found: [] },
  'a script loader that waits for a scroll that never comes': {
    head: `${STUB}addEventListener('scroll', () => { ${load(LIBRARY)} }); fbq('init', '${PIXEL}'); ${PAGE_VIEW}`,
    hits: 0,
    found: ['pixel/library-not-asked'],
  },
  'a stub without the question whether there is one, after the SDK': {
    head: BASE + PAGE_VIEW,
    later: `window.fbq = function() { fbq.queue.push(arguments) }; fbq.queue = []; fbq.loaded = true; fbq.version = '2.0'; fbq('track', 'Lead');`,
    hits: 1,
    found: ['pixel/no-hit'],
  },
  'fbq emptied, and a new stub for another pixel': {
    head: `${BASE}${PAGE_VIEW} window.fbq = null; ${STUB}fbq('init', '${OTHER_PIXEL}'); fbq('track', 'Contact');`,
    hits: 1,
    found: ['pixel/stub-laid-again'],
  },
  'a library of the site beside Meta’s': {
    head: BASE + PAGE_VIEW,
    later: `return new Promise((done) => {
  const script = document.createElement('script');
  script.src = 'https://static.shop.test/js/fbevents.js';
  script.onload = () => done(true);
  document.head.append(script);
});`,
    hits: 1,
    found: ['pixel/library-twice'],
  },
  'a router beside disablePushState': {
    head: `${STUB}fbq.disablePushState = true;${BASE}${PAGE_VIEW}`,
    later: `history.pushState(null, '', '/step-2'); ${PAGE_VIEW}`,
    hits: 1,
    found: ['pixel/page-view-dropped'],
  },
  'init alone': { head: BASE, hits: 0, found: ['pixel/init-without-event'] },
  'a second init with other user data': {
    head: `${STUB}${load(LIBRARY)}fbq('init', '${PIXEL}', {external_id: 'a1'}); fbq('init', '${PIXEL}', {external_id: 'b2'}); ${PAGE_VIEW}`,
    hits: 1,
    found: ['pixel/duplicate-pixel-id'],
  },
  'a hit that the page gives up as it leaves': {
    head: BASE,
    later: `fbq('track', 'Lead', {content_name: 'unanswered'});`,
    hits: 1,
    found: ['pixel/hit-cancelled'],
  },
  'the Signals Gateway Pixel alone': {
    head: `window.cbq = function() { cbq.queue.push(arguments) }; cbq.queue = []; cbq('init', '7212345678901234567'); cbq('track', 'PageView');`,
    hits: 0,
    found: [],
  },
  'fbq deleted, missed with a ReferenceError and put back': {
    head: BASE + PAGE_VIEW,
    later: `const kept = window.fbq; delete window.fbq;
try { fbq('track', 'Lead') } catch (error) { if (error instanceof ReferenceError) { window.fbq = kept; fbq('track', 'Contact') } }`,
    hits: 2,
    found: [],
  },
  'an event’s name as the command': {
    head: BASE + PAGE_VIEW,
    later: `fbq('Purchase', {value: 12.5, currency: 'EUR'});`,
    hits: 1,
    found: ['pixel/unknown-command'],
  },
  'placeholders that nobody filled in': {
    head: BASE + PAGE_VIEW,
    later: `fbq('track', 'Lead', {content_name: '%%TITLE%%'}, {eventID: '{{Event ID}}'});`,
    hits: 2,
    found: ['pixel/placeholder-event-id', 'pixel/placeholder-parameter'],
  },
  'an order in the layer of enhanced e-commerce, and its pixel': {
    head: `window.dataLayer = []; ${BASE}${PAGE_VIEW}`,
    later: `dataLayer.push({event: 'ordered', ecommerce: {currencyCode: 'EUR', purchase: {actionField: {id: 'T-1', revenue: '20.00'}, products: [{id: 'A1', price: '10.00', quantity: 2}]}}});
fbq('track', 'Purchase', {value: 20, currency: 'EUR', content_type: 'product', contents: [{id: 'A1', quantity: 2}]}, {eventID: 'T-1'});`,
    hits: 2,
    found: [],
  },
  'an order whose pixel has another amount': {
    head: `window.dataLayer = []; ${BASE}${PAGE_VIEW}`,
    later: `dataLayer.push({event: 'ordered', ecommerce: {currencyCode: 'EUR', purchase: {actionField: {id: 'T-2', revenue: '20.00'}, products: [{id: 'A1', price: '10.00', quantity: 2}]}}});
fbq('track', 'Purchase', {value: 2, currency: 'EUR', content_type: 'product', contents: [{id: 'A1', quantity: 2}]}, {eventID: 'T-2'});`,
    hits: 2,
    found: ['mapping/parameter-different'],
  },
  'the commands of Meta’s tag for Google Tag Manager': {
    head: `${STUB}${load(LIBRARY)}fbq('gateCheck', 'enable_gtm_ga4_structure', () => {}, () => {}, '${PIXEL}');
fbq('init', '${PIXEL}', {}, {}); fbq('set', 'agent', 'tmSimo-GTM-WebTemplate', '${PIXEL}');
fbq('trackSingle', '${PIXEL}', 'PageView', {}, {eventID: 'g-1'});`,
    hits: 1,
    found: [],
  },
};

/** What holds for every page here: none has a consent tool or a server. */
const EVERYWHERE: ReadonlySet<string> = new Set(['consent/no-source', 'dedup/no-server-events']);

const addressOf = (name: string) => `https://shop.test/v/${Object.keys(VARIANTS).indexOf(name)}`;

function pageOf({ head, later = '' }: Variant): string {
  return `<!doctype html><title>Variant</title><script>${head}</script><body>
<script>function goOn() { ${later} }</script>`;
}

const carriesEvent = ({ host, url, body }: ServedRequest) =>
  host === 'www.facebook.com' && url.pathname === '/tr/' && /(^|[?&"])ev\b/.test(url.search + body);

describe.each(BROWSERS)('variants of faulty and of right pages in %s', (browser) => {
  let server: Server;
  let session: Session;
  let panel: Panel;
  let entries: Entry[] = [];

  beforeAll(async () => {
    const script = { type: 'text/javascript; charset=utf-8', body: FAKE };
    let release = () => {};
    const left = new Promise<void>((resolve) => {
      release = resolve;
    });
    server = await serve({
      ...Object.fromEntries(
        Object.entries(VARIANTS).map(([name, variant]) => [
          new URL(addressOf(name)).pathname,
          pageOf(variant),
        ]),
      ),
      '/blank': '<!doctype html><title>Blank</title>',
      'connect.facebook.net/en_US/fbevents.js': script,
      'static.shop.test/js/fbevents.js': script,
      ...Object.fromEntries(
        [PIXEL, OTHER_PIXEL].map((id) => [
          `connect.facebook.net/signals/config/${id}`,
          { ...script, body: pixelConfig(id) },
        ]),
      ),
      'www.facebook.com/tr/': async ({ path }) => {
        if (path.includes('unanswered')) await left;
        return { type: 'image/gif' };
      },
    });
    session = await launch(browser, { server });
    panel = await session.openPanel();
    await panel.click('[data-testid=preserve]');
    const { page } = session;
    for (const [name, { head, later, hits }] of Object.entries(VARIANTS)) {
      server.requests.length = 0;
      await page.goto(addressOf(name));
      const arrived = (count: number) =>
        poll(async () => server.requests.filter(carriesEvent).length >= count, `${name}: hits`);
      if (head.includes(BASE)) await page.waitFor(() => window.fbq.getState().pixels.length > 0);
      if (head.includes(PAGE_VIEW) && hits > 0) await arrived(1);
      if (later !== undefined) await page.evaluate('goOn()');
      await arrived(hits);
    }
    await page.goto('https://shop.test/blank');
    release();
    const sum = Object.values(VARIANTS).reduce((all, { hits }) => all + hits, 0);
    await poll(async () => {
      entries = await entriesOf(panel);
      const events = entries.filter((entry) => entry.kind === 'hit' && entry.events.length > 0);
      return (
        events.length >= sum && entries.some((e) => e.kind === 'page' && e.url.endsWith('/blank'))
      );
    }, `${sum} hits in the panel`);
  }, 90_000);
  afterAll(async () => {
    await session?.close();
    await server?.close();
  });

  it.each(Object.entries(VARIANTS))('%s', (name, { found }) => {
    const start = entries.find(
      (entry): entry is PageEntry => entry.kind === 'page' && entry.url === addressOf(name),
    );
    const analysis = createAnalysis();
    analysis.add(entries.filter(({ id, page }) => id === start?.id || page === start?.id));
    analysis.end();
    const rules = new Set(analysis.findings().map(({ rule }) => rule as string));
    expect([...rules].filter((rule) => !EVERYWHERE.has(rule)).sort()).toEqual(found);
  });
});
