import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entry, HitEntry, PageEntry } from '../../src/session/entry.ts';
import { poll } from './harness/poll.ts';
import { type Answer, type ServedRequest, type Server, serve } from './harness/server.ts';
import { launch, type Panel, type Session } from './harness/session.ts';
import { entriesOf } from './log.ts';

const PAGES = fileURLToPath(new URL('../pages', import.meta.url));
const BLOCKER = fileURLToPath(new URL('../pages/hits/blocker', import.meta.url));
const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
const PIXEL: Answer = { type: 'image/gif', body: GIF, headers: { 'cache-control': 'no-store' } };
const SCRIPT: Answer = { type: 'text/javascript', headers: { 'cache-control': 'no-store' } };

/** The event's name in a request, as the server got it. */
function nameOf({ url, body }: ServedRequest): string | null {
  const sent = url.searchParams.get('ev') ?? new URLSearchParams(body).get('ev');
  return sent ?? /name="ev"\r\n\r\n([^\r]*)/.exec(body)?.[1] ?? null;
}

function hold(name: string): [string, { until: Promise<void>; release(): void }] {
  let release: () => void = () => undefined;
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  return [name, { until, release }];
}

describe.each(['chromium', 'firefox'] as const)('hits in %s', (browser) => {
  let server: Server;
  let session: Session;
  let panel: Panel;
  /** Events whose answer the server holds back until it is told to give it. */
  const held = new Map([hold('cancelled'), hold('answered late')]);

  beforeAll(async () => {
    server = await serve(
      {
        '/tr/': async (request) => {
          const name = nameOf(request);
          await held.get(name ?? '')?.until;
          if (name === 'error 500') return { ...PIXEL, status: 500 };
          if (name !== 'redirect') return PIXEL;
          const location = request.url.href.replace('ev=redirect', 'ev=redirected');
          return { status: 302, headers: { location, 'cache-control': 'no-store' } };
        },
        '/collect': PIXEL,
        '/thanks.html': {
          headers: { 'server-timing': 'db;dur=3, capi;desc="Purchase:order-1"' },
          body: '<!doctype html><title>Thanks</title>',
        },
        '/api/lead': { headers: { 'x-event-loupe-capi': 'Lead:lead-1' }, body: 'ok' },
        '/en_US/fbevents.js': SCRIPT,
        '/signals/config/1234567890': { ...SCRIPT, status: 404 },
      },
      { folder: PAGES },
    );
    session = await launch(browser, { server, beside: BLOCKER });
    // Browsers start pages and extensions at once; what is tested is an extension that runs.
    const recorder = await openRecorder();
    await session.page.goto('https://shop.test/blank.html');
    await recorder.waitFor(() => globalThis.recorder?.take(1));
    await recorder.close();
  });
  afterAll(async () => {
    for (const { release } of held.values()) release();
    await session?.close();
    await server?.close();
  });

  /** A tab in which the extension itself listens. */
  const openRecorder = async () => {
    const tab = await session.newTab();
    await tab.goto(session.extensionUrl('src/panel/record.html'));
    await tab.waitFor(() => globalThis.recorder?.ready);
    return tab;
  };
  const send = (how: string, name = how) =>
    session.page.evaluate(`void send[${JSON.stringify(how)}](${JSON.stringify(name)})`);
  const served = () =>
    server.requests.filter(({ method, url }) => url.pathname === '/tr/' && method !== 'OPTIONS');
  const isServed = (name: string) =>
    poll(() => served().some((request) => nameOf(request) === name), `${name} at the server`);

  const isHit = (entry: Entry): entry is HitEntry => entry.kind === 'hit';
  const eventOf = (hit: HitEntry) => hit.events[0]?.eventName ?? '(unknown)';
  /** The panel's hits once one for each name has come to an end. */
  const hitsOnceEnded = async (names: readonly string[]) => {
    let hits: HitEntry[] = [];
    const hasEnded = (name: string) =>
      hits.some((hit) => eventOf(hit) === name && hit.outcome !== 'pending');
    await poll(
      async () => {
        hits = (await entriesOf(panel)).filter(isHit);
        return names.every(hasEnded);
      },
      `hits ${names.join(', ')}`,
    ).catch((error) => {
      throw new Error(`missing: ${names.filter((name) => !hasEnded(name)).join(', ')}`, {
        cause: error,
      });
    });
    return hits;
  };

  const BEFORE = ['image', 'form', 'beacon of text', 'fetch'];
  const AFTER = [
    ...['beacon of FormData', 'beacon of URLSearchParams', 'XHR', 'XHR with a body'],
    ...['fetch with a body', 'keepalive', 'same-origin frame', 'cross-origin frame', 'worker'],
    ...['service worker', 'beacon of a Blob'],
  ];

  it('shows what the server got: before DevTools opened, over the end of the worker, in every way that a page sends', async () => {
    await session.page.goto('https://shop.test/hits/hits.html');
    for (const how of BEFORE) {
      await send(how);
      await isServed(how);
    }
    // It has heard of these requests' ends as the page has: no browser ends a worker that is at work.
    const listener = await openRecorder();
    let heard = '';
    await poll(async () => {
      heard += await listener.evaluate(() => globalThis.recorder?.take(100));
      return BEFORE.every((how) => new RegExp(`"eventName":"${how}".*"done"`).test(heard));
    }, 'what came before the worker ends');
    await listener.close();
    await session.killWorker();
    panel = await session.openPanel();
    await panel.click('[data-testid=preserve]');
    await hitsOnceEnded(BEFORE);
    for (const how of AFTER) {
      await send(how);
      await isServed(how);
    }
    await hitsOnceEnded(AFTER);
    await send('fetch', 'answered late');
    await poll(async () => {
      const hits = (await entriesOf(panel)).filter(isHit);
      return hits.some((hit) => eventOf(hit) === 'answered late' && hit.outcome === 'pending');
    }, 'a pending hit');
    await session.killWorker();
    held.get('answered late')?.release();
    for (const name of ['redirect', 'error 500', 'blocked']) await send('image', name);
    await send('cancelled');
    await isServed('cancelled');
    await session.page.evaluate('abort.abort()');
    await session.page.evaluate(
      `void (new Image().src = addressOf('refused').replace(PIXEL, 'http://127.0.0.1:1024/tr/'))`,
    );
    await hitsOnceEnded(['blocked', 'refused', 'error 500']);
    await session.page.goto('https://shop.test/hits/leaving.html');
    // A page without calls says that it is there once it has loaded.
    await poll(
      async () => JSON.stringify(await entriesOf(panel)).includes('/hits/leaving.html'),
      'the page',
    );
    await session.page.goto('https://shop.test/blank.html');
    const leaving = ['beacon at unload', 'keepalive at unload'];
    for (const name of leaving) await isServed(name);

    const hits = await hitsOnceEnded([
      ...[...BEFORE, ...AFTER, ...leaving],
      ...[
        'answered late',
        'redirect',
        'redirected',
        'error 500',
        'blocked',
        'cancelled',
        'refused',
      ],
    ]);
    const arrived = hits.filter(({ outcome }) => outcome !== 'blocked' && outcome !== 'failed');
    expect(arrived.map((hit) => `${hit.method} ${eventOf(hit)}`).sort()).toEqual(
      served()
        .map((request) => `${request.method} ${nameOf(request)}`)
        .sort(),
    );

    const byName = new Map(hits.map((hit) => [eventOf(hit), hit]));
    const pick = (name: string) => {
      const { outcome, status, joinedBy, error } = byName.get(name) ?? {};
      return { outcome, status, joinedBy, error: error !== undefined };
    };
    const none = { status: undefined, joinedBy: undefined, error: true };
    const done = { outcome: 'done', status: 200, joinedBy: undefined, error: false };
    expect(pick('image')).toEqual(done);
    expect(pick('answered late')).toEqual(done);
    expect(pick('service worker')).toEqual({ ...done, joinedBy: 'origin' });
    expect(pick('redirect')).toEqual({ ...done, outcome: 'redirected', status: 302 });
    expect(pick('redirected')).toEqual(done);
    expect(pick('error 500')).toMatchObject({ outcome: 'done', status: 500 });
    expect(pick('blocked')).toEqual({ ...none, outcome: 'blocked' });
    expect(pick('refused')).toEqual({ ...none, outcome: 'failed' });
    expect(pick('cancelled')).toEqual({ ...none, outcome: 'cancelled' });
    // DevTools adds where it was sent from, to what is sent while it is open.
    const stack = browser === 'chromium' ? expect.stringContaining('/hits/send.js:') : undefined;
    for (const how of ['XHR', 'beacon of a Blob'])
      expect([how, byName.get(how)?.stack]).toEqual([how, stack]);
    for (const how of ['form', 'beacon of FormData'])
      expect(byName.get(how)?.events[0]?.parameters['cd[long]']).toHaveLength(3000);

    // Each belongs to the document that sent it, at unload too; frames without calls to the top one.
    const pages = new Map(
      (await entriesOf(panel))
        .filter((entry): entry is PageEntry => entry.kind === 'page' && entry.event === 'start')
        .map((entry) => [entry.id, new URL(entry.url).pathname]),
    );
    for (const hit of hits)
      expect([eventOf(hit), pages.get(hit.page)]).toEqual([
        eventOf(hit),
        leaving.includes(eventOf(hit)) ? '/hits/leaving.html' : '/hits/hits.html',
      ]);
  });

  it('records the library and the configuration, that are no events', async () => {
    await session.page.goto('https://shop.test/hits/library.html');
    // Firefox asks again for a script whose early load has failed.
    const asked = () =>
      server.requests.filter(({ host }) => host === 'connect.facebook.net').map(({ path }) => path);
    const roles = await poll(async () => {
      const hits = (await entriesOf(panel)).filter(isHit).filter(({ role }) => role);
      const isOver = hits.length === asked().length && hits.length >= 2;
      return isOver && hits.every(({ outcome }) => outcome !== 'pending') && hits;
    }, 'library and configuration');
    expect(roles.map(({ url }) => new URL(url).pathname + new URL(url).search).sort()).toEqual(
      asked().sort(),
    );
    for (const { role, status, events } of roles)
      expect([role, status, events]).toEqual([role, role === 'library' ? 200 : 404, []]);
  });

  it('learns an endpoint of the site’s own from a call', async () => {
    await session.page.goto('https://shop.test/hits/hits.html');
    await session.page.evaluate(`fbq('set', 'endpoint', 'https://metrics.shop.test/collect')`);
    const isKnown = async () =>
      (await entriesOf(panel)).some(
        ({ kind, ...more }) =>
          kind === 'call' && JSON.stringify(more).includes('metrics.shop.test'),
      );
    await poll(isKnown, 'the call');
    let n = 0;
    // Nothing but the call tells that these are hits.
    const [hit] = await poll(async () => {
      n += 1;
      await session.page.evaluate(
        `void (new Image().src = 'https://metrics.shop.test/collect?id=1234567890&ev=Learned&n=${n}')`,
      );
      const hits = (await entriesOf(panel))
        .filter(isHit)
        .filter((one) => eventOf(one) === 'Learned');
      return hits.length > 0 && hits;
    }, 'a hit at the learned endpoint');
    expect(hit).toMatchObject({ vendor: 'meta', transport: 'image' });
    expect(hit?.marks ?? []).not.toContain('by-shape');
  });

  it('takes the site’s word for what its server sent: with the page, and with its own answers alone', async () => {
    await session.page.goto('https://shop.test/thanks.html');
    await session.page.evaluate(
      `Promise.all([fetch('https://third.test/api/lead'), fetch('/api/lead')]).then(() => 1)`,
    );
    const entries = await poll(async () => {
      const all = await entriesOf(panel);
      const pages = new Set(all.filter(({ kind }) => kind === 'page').map(({ id }) => id));
      // An answer is often heard before its page has said which document it is.
      const placed = all.filter(({ kind, page }) => kind === 'server' && pages.has(page));
      return placed.length >= 2 && all;
    }, 'two announced events, under their page');
    const page = entries.findLast((entry) => entry.kind === 'page' && entry.event === 'start');
    const about = { origin: 'header', timeOf: 'receipt', page: page?.id };
    expect(entries.filter(({ kind }) => kind === 'server')).toMatchObject([
      {
        ...about,
        event: { event_name: 'Purchase', event_id: 'order-1' },
        where: 'https://shop.test/thanks.html',
      },
      {
        ...about,
        event: { event_name: 'Lead', event_id: 'lead-1' },
        where: 'https://shop.test/api/lead',
      },
    ]);
  });

  it('puts the hits of a frame that the page writes under the frame', async () => {
    await session.page.goto('https://shop.test/blank.html');
    const send = (name: string) =>
      `new Image().src = 'https://www.facebook.com/tr/?id=1234567890&ev=${name}'`;
    await session.page.evaluate(
      (before: string, code: string, silent: string) => {
        const add = (script: string) => {
          const frame = document.createElement('iframe');
          document.body.append(frame);
          frame.contentDocument?.open();
          frame.contentDocument?.write(`<script>${script}</script>`);
          frame.contentDocument?.close();
        };
        add(`window.fbq = () => 0; fbq('track', 'Lead'); ${code}`);
        add(silent);
        const script = document.createElement('script');
        script.textContent = before;
        document.head.append(script);
      },
      send('of the page'),
      send('of the frame'),
      send('of a frame without calls'),
    );
    // In Firefox a frame without calls never says which document it is.
    const frames = [
      'of the frame',
      ...(browser === 'chromium' ? ['of a frame without calls'] : []),
    ];
    const placed = await poll(async () => {
      const entries = await entriesOf(panel);
      const pages = new Map(
        entries.flatMap((one) =>
          one.kind === 'page' && one.event === 'start' ? [[one.id, one.url]] : [],
        ),
      );
      const found = entries
        .filter(isHit)
        .filter((one) => eventOf(one).startsWith('of '))
        .map((one) => [eventOf(one), pages.get(one.page), one.joinedBy]);
      return (
        frames.every((name) => found.some(([of, url]) => of === name && url === 'about:blank')) &&
        found.find(([of]) => of === 'of the page')
      );
    }, 'hits under their frames');
    expect(placed).toEqual(['of the page', 'https://shop.test/blank.html', undefined]);
  });
});
