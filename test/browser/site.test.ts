import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BROWSERS } from '../../src/cli/browsers.ts';
import { type Site, type SiteHit, startSite } from '../site/server.ts';
import walk from '../site/walk.mjs';
import { createWalkedPage } from '../site/walked-page.ts';
import { poll } from './harness/poll.ts';
import { launch, type Session } from './harness/session.ts';

/*
 * The demo shop as it is without us: what its pages send, and that the fakes of Google, Commanders
 * Act and LoyJoy do what was seen of the real ones. The fake of Meta's SDK has a test of its own.
 */

interface CommandersActBody {
  event: string;
  eventId: string;
  properties: { integrations: { facebook: { event_id: string } }; amount?: number };
}

const commandersActOf = (hit: SiteHit) => hit.json as CommandersActBody;

/** A hit in a few words: `meta AddToCart`, `commanders-act add_to_cart`, `segment identify`. */
function nameOf(hit: SiteHit): string {
  const json = hit.json as { event?: string; type?: string } | undefined;
  return `${hit.vendor} ${hit.fields.ev ?? json?.event ?? json?.type}`;
}

// With us, and once without: the shop must behave the same.
const RUNS = [
  { browser: 'chromium' as const, extension: null, how: '' },
  ...BROWSERS.map((browser) => ({
    browser,
    extension: undefined,
    how: ', Event Loupe listening',
  })),
];

for (const { browser, extension, how } of RUNS) {
  describe(`the demo shop in ${browser}${how}`, () => {
    let site: Site;
    let session: Session;

    beforeAll(async () => {
      site = await startSite();
      session = await launch(browser, extension === null ? { extension } : {});
    });

    afterAll(async () => {
      await session?.close();
      await site?.close();
    });

    const open = async (path: string) => {
      await session.page.goto(site.url + path);
      await session.page.waitFor(() => document.querySelector('body[data-ready]') !== null);
    };
    const run = <T>(expression: string) => session.page.evaluate<T>(expression);
    const metaHits = (name: string) => site.hits.filter((hit) => hit.fields.ev === name);

    test('walks, and everything that should leaves the browser, once', async () => {
      const { page } = session;
      site.hits.length = 0;
      await page.goto(`${site.url}/`);
      await walk(createWalkedPage(page));
      const expected: Record<string, number> = {
        // Home, product, frame, cart, checkout, chat, app, and one for each of the app's routes.
        'meta PageView': 10,
        'meta ViewContent': 1,
        'meta RecommendationSeen': 1,
        'meta AddToCart': 2,
        'meta InitiateCheckout': 1,
        'meta Purchase': 1,
        'meta product_tester': 1,
        'commanders-act page_view': 1,
        'commanders-act add_to_cart': 2,
        'commanders-act begin_checkout': 1,
        'commanders-act purchase': 1,
        'segment page': 1,
        'segment Product Viewed': 1,
        'segment identify': 1,
        'segment group': 1,
        'segment Order Completed': 1,
      };
      const total = Object.values(expected).reduce((sum, number) => sum + number, 0);
      await poll(() => site.hits.length >= total, `${total} hits`).catch(() => undefined);
      const counts: Record<string, number> = {};
      for (const name of site.hits.map(nameOf)) counts[name] = (counts[name] ?? 0) + 1;
      expect(counts).toEqual(expected);
    });

    test('the pixel carries the id of its own trigger, or of the one before', async () => {
      await open('/cart.html');
      site.hits.length = 0;
      await session.page.click('#add');
      await poll(() => site.hits.length === 2, 'a trigger and a pixel hit');
      await session.page.click('#add-pixel-first');
      await poll(() => site.hits.length === 4, 'two more');
      const ids = site.hits
        .filter(({ vendor }) => vendor === 'commanders-act')
        .map((hit) => commandersActOf(hit).properties.integrations.facebook.event_id);
      expect(ids[0]).not.toBe(ids[1]);
      expect(metaHits('AddToCart').map(({ fields }) => fields.eid)).toEqual([ids[0], ids[0]]);
    });

    test('Commanders Act: push is not writable, ids are long, a configured id is another one', async () => {
      await open('/cart.html');
      const push = await run(
        `(({ writable, configurable }) => ({ writable, configurable }))(Object.getOwnPropertyDescriptor(caReady, 'push'))`,
      );
      expect(push).toEqual({ writable: false, configurable: true });
      expect(await run('tC.uniqueEventId')).toMatch(/^\d{24,}$/);
      site.hits.length = 0;
      await run(`cact('trigger', 'search', { revenue: 3 }, { eventId: 'MYID' })`);
      await poll(() => site.hits.length === 1, 'the hit');
      const [body] = site.hits.map(commandersActOf);
      expect(body?.eventId).toBe('MYID');
      expect(body?.properties.integrations.facebook.event_id).toMatch(/^\d{24,}$/);
      expect(body?.properties.amount).toBe(3);
      await run(`cact('nonsense')`);
      expect(await run('caReady.at(-1)[0]')).toBe('nonsense');
    });

    test('Commanders Act: what waits before the container is lost until exec', async () => {
      await open('/');
      site.hits.length = 0;
      await run(`new Promise((resolve) => {
        window.caReady = [];
        window.cact = function () { window.caReady.push(arguments); };
        cact('trigger', 'early');
        const script = document.createElement('script');
        script.src = '/vendor/tag-commander.js';
        script.onload = () => resolve(true);
        document.head.append(script);
      })`);
      await run(`cact('trigger', 'late')`);
      await poll(() => site.hits.length === 1, 'the late one');
      await run(`cact('exec')`);
      await poll(() => site.hits.length === 2, 'the early one');
      expect(site.hits.map(nameOf)).toEqual(['commanders-act late', 'commanders-act early']);
    });

    test('Google: its own push, the stamp, functions, and its events', async () => {
      await open('/');
      expect(await run(`dataLayer.map((entry) => entry.event).filter(Boolean)`)).toEqual(
        expect.arrayContaining(['gtm.js', 'view_item_list', 'gtm.dom', 'gtm.load']),
      );
      expect(
        await run(
          `(({ enumerable, writable }) => ({ enumerable, writable }))(Object.getOwnPropertyDescriptor(dataLayer, 'push'))`,
        ),
      ).toEqual({ enumerable: true, writable: true });
      expect(await run(`dataLayer.push({ a: 1 })`)).toBe(true);
      const stamped = await run<Record<string, unknown>[]>(
        `(() => { const e = [{ event: 'x' }, { y: 1 }]; dataLayer.push(...e); return e; })()`,
      );
      expect(stamped).toEqual([{ event: 'x', 'gtm.uniqueEventId': expect.any(Number) }, { y: 1 }]);
      expect(
        await run(
          `(() => { let y; dataLayer.push(function () { y = this.get('y'); }); return y; })()`,
        ),
      ).toBe(1);
      expect(
        await run(`new Promise((done) => dataLayer.push({ event: 'z', eventCallback: done }))`),
      ).toBe('GTM-DEMO001');
      expect(await run(`google_tag_data.ics.entries.ad_storage`)).toEqual({ default: true });
    });

    test('Google: a data layer of another name', async () => {
      await open('/late.html');
      expect(await run(`typeof window.dataLayer`)).toBe('undefined');
      await session.page.waitFor(`shopLayer.some((entry) => entry.event === 'gtm.load')`);
    });

    test('LoyJoy: both shapes of listeners, in order, obj undefined where nothing is known', async () => {
      await open('/late.html');
      await run(`
        window.heard = [];
        LoyJoy('boot', { eventListeners: [
          (evt, obj) => heard.push(['first', evt, obj === undefined]),
          (evt, obj) => heard.push(['second', evt, obj === undefined]),
        ] });
        LoyJoy('open')`);
      await session.page.waitFor(`shopLayer.some((entry) => entry.event === 'chat_open')`);
      await session.page.waitFor(`heard.length >= 2`);
      expect(await run('heard.slice(-2)')).toEqual([
        ['first', 'open', true],
        ['second', 'open', true],
      ]);
      await session.page.click('#loyjoy-chat [data-reply="cart"]');
      await session.page.waitFor(`shopLayer.some((entry) => entry.product_id === 'house-250')`);
      expect(await run(`localStorage.getItem('loyjoy-chat')`)).toBe('{"started":true}');
    });

    test("the seed's data layer snippet gives no `event`, its legacy version does", async () => {
      await open('/chat.html');
      await session.page.waitFor(`dataLayer.some((entry) => entry.evt === 'show')`);
      expect(
        await run(`dataLayer.find((entry) => entry.evt === 'show')['gtm.uniqueEventId'] ?? null`),
      ).toBe(null);
      await open('/chat-legacy.html');
      await session.page.waitFor(`dataLayer.some((entry) => entry.gaEventLabel === 'show')`);
      expect(await run(`dataLayer.find((entry) => entry.gaEventLabel === 'show').event`)).toBe(
        'loyjoy',
      );
    });

    test('Segment: the library replaced the stub and talks to another origin', async () => {
      site.hits.length = 0;
      await open('/segment.html');
      expect(await run('Array.isArray(analytics)')).toBe(false);
      await poll(() => site.hits.map(nameOf).includes('segment page'), 'the page event');
      expect(site.hits[0]?.method).toBe('POST');
      expect(site.hits[0]?.contentType).toBe('text/plain');
    });
  });
}
