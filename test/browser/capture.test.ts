import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CallEntry, Entry, PageEntry } from '../../src/session/entry.ts';
import { poll } from './harness/poll.ts';
import { type Server, serve } from './harness/server.ts';
import { launch, type Panel, type Session } from './harness/session.ts';
import { entriesOf } from './log.ts';

const PAGES = fileURLToPath(new URL('../pages', import.meta.url));
const CSP = "default-src 'none'; script-src 'self'; require-trusted-types-for 'script'";

/** A call in one line: what the page passed, and how it was called where that is not plain. */
function line(call: CallEntry, all: Map<string, Entry>): string {
  const how = [
    call.via,
    call.layer,
    call.phase === 'queued' ? 'queued' : undefined,
    call.name,
    call.returned,
  ];
  const cause = call.cause === undefined ? undefined : (all.get(call.cause) as CallEntry);
  if (cause) how.push(`in ${cause.source} ${cause.name ?? cause.method}`);
  return [
    `${call.source} ${JSON.stringify(call.args)}`,
    ...how.filter((part) => part !== undefined),
  ].join(' | ');
}

describe.each(['chromium', 'firefox'] as const)('capture in %s', (browser) => {
  let server: Server;
  let session: Session;
  let panel: Panel;

  beforeAll(async () => {
    server = await serve(
      {
        '/csp.html': {
          headers: { 'content-security-policy': CSP },
          body: '<!doctype html><title>A strict content security policy</title><script src="/csp.js"></script>',
        },
      },
      { folder: PAGES },
    );
    session = await launch(browser, { server });
    panel = await session.openPanel();
    await panel.click('[data-testid=preserve]');
  });
  afterAll(async () => {
    await session?.close();
    await server?.close();
  });

  let visit = 0;
  /** Starts from an empty log, as a person does before a test of their own. */
  beforeEach(async () => {
    await panel.click('[data-testid=clear]');
  });

  /** Loads a page and gives its entries, and those of its frames, once there are as many calls. */
  async function entriesAfter(path: string, calls: number): Promise<Entry[]> {
    visit += 1;
    const mark = `visit=${visit}`;
    const [file, query] = path.split('?');
    await session.page.goto(`https://shop.test/${file}?${query ? `${query}&` : ''}${mark}`);
    return entriesSince(mark, calls);
  }

  /** Entries from the load of the page with this mark in its address, once there are enough calls. */
  async function entriesSince(mark: string, calls: number): Promise<Entry[]> {
    let found: Entry[] = [];
    const isThere = async () => {
      const entries = await entriesOf(panel);
      const start = entries.find(
        (e): e is PageEntry => e.kind === 'page' && e.top !== false && e.url.includes(mark),
      );
      if (start === undefined) return false;
      found = entries.filter((e) => e.at >= start.at);
      return found.filter((e) => e.kind === 'call').length >= calls;
    };
    // What is missing is best seen in what is there: the test says it.
    await poll(isThere, `${calls} calls since ${mark}`).catch(() => undefined);
    return found;
  }

  async function linesAfter(path: string, calls: number): Promise<string[]> {
    const entries = await entriesAfter(path, calls);
    const all = new Map(entries.map((entry) => [entry.id, entry]));
    expect(entries.filter((e) => e.kind === 'gap')).toEqual([]);
    return entries.filter((e) => e.kind === 'call').map((call) => line(call, all));
  }

  it('fbq: the stub first, then the SDK; push, legacy form, a reference past the hook; not the SDK’s own calls', async () => {
    expect(await linesAfter('forms/fbq-stub-first.html', 7)).toEqual([
      'fbq ["init","1"]',
      'fbq ["track","PageView"]',
      'fbq ["track","Pushed"] | fbq.push',
      'fbq [["track","Legacy"]] | fbq.push',
      'fbq ["track","PastTheHook"] | fbq.queue | queued',
      'fbq ["trackSingle","1","AfterSdk"]',
      'fbq ["track","KeptAfterSdk"]',
    ]);
  });

  it('fbq: the SDK first, entries already in the queue, the old array', async () => {
    expect(await linesAfter('forms/fbq-sdk-first.html', 4)).toEqual([
      'fbq ["track","InQueue",{"value":1}] | fbq.queue | queued',
      'fbq ["track","Live"]',
      'fbq ["track","OldQueued"] | _fbq.push | queued',
      'fbq [["track","OldPushed",{"a":1}]] | _fbq.push',
    ]);
  });

  it('dataLayer: existing entries, several at once, gtag, functions, reassignment, gtm.js on top, copied before it is written into', async () => {
    expect(await linesAfter('forms/data-layer.html', 11)).toEqual([
      'dataLayer [{"event":"before"}] | queued',
      'dataLayer [{"event":"one"},{"event":"two"}]',
      'dataLayer [{"$type":"arguments","values":["consent","default",{"ad_storage":"denied"}]}]',
      'dataLayer [{"$type":"function","name":""}]',
      'dataLayer [{"event":"mutated later","nested":{"a":1}}]',
      'dataLayer [{"event":"concatenated"}] | queued',
      'dataLayer [{"event":"after reassignment"}]',
      'dataLayer [{"event":"through gtm"}]',
      'dataLayer [{"event":"tagged"}]',
      'dataLayer [{"event":"from a tag"}] | in dataLayer push',
      'dataLayer [{"event":"late"}]',
    ]);
  });

  it('dataLayer: a name of its own told by gtm.js, before gtm.js writes into what waits; late creation', async () => {
    expect(await linesAfter('forms/data-layer-late.html', 3)).toEqual([
      'dataLayer [{"gtm.start":1,"event":"gtm.js"}] | shopLayer | queued',
      'dataLayer [{"event":"named"}] | shopLayer',
      'dataLayer [{"event":"created late"}]',
    ]);
  });

  it('cact: the stub, caReady past it, the library’s non-writable push, tC.event', async () => {
    expect(await linesAfter('forms/commanders-act.html', 6)).toEqual([
      'cact ["config",{"siteId":1}]',
      'cact ["trigger","purchase",{"amount":101}]',
      'cact [["trigger","direct"]] | caReady.push',
      'cact ["trigger","after library"]',
      'cact [["trigger","direct after library"]] | caReady.push',
      'cact [{"$type":"element","value":"button#b"},{"id":1}]',
    ]);
  });

  it('analytics: the array stub, then the library that takes the global; replays are not told twice', async () => {
    expect(await linesAfter('forms/analytics.html', 6)).toEqual([
      'analytics [] | analytics.push',
      'analytics ["Order Completed",{"revenue":101}]',
      'analytics ["u1",{"plan":"x"}]',
      'analytics [] | promise',
      'analytics ["g1"] | promise',
      'analytics ["u2","u1"] | promise',
    ]);
  });

  it('LoyJoy: both shapes of listeners, callbacks, every command, defined now and later; what runs inside is nested', async () => {
    const fn = '{"$type":"function","name":""}';
    expect(await linesAfter('forms/loyjoy.html', 17)).toEqual([
      `loyjoy ["boot",{"process":"p1","eventListeners":[${fn},${fn}],"callbacks":{"done":{"$type":"function","name":"done"}}}]`,
      'loyjoy ["open",{"$type":"undefined"}] | open',
      'dataLayer [{"event":"loyjoy","gaEventAction":{"$type":"undefined"},"gaEventLabel":"open"}] | in loyjoy open',
      'loyjoy ["open",{"$type":"undefined"}] | open',
      'loyjoy ["start",{"process_name":"Spring quiz"}] | start',
      'dataLayer [{"event":"loyjoy","gaEventAction":"Spring quiz","gaEventLabel":"start"}] | in loyjoy start',
      'loyjoy ["start",{"process_name":"Spring quiz"}] | start',
      'cact ["trigger","start"] | in loyjoy start',
      'loyjoy [5] | done',
      'loyjoy ["open"]',
      'loyjoy ["close"]',
      'loyjoy ["hide"]',
      'loyjoy ["show"]',
      'loyjoy ["remove"]',
      `loyjoy ["boot",{"eventListeners":{"signin":[${fn}]}}]`,
      'loyjoy [{"bot_id":"b1"}] | signin',
      'dataLayer [{"event":"signin","detail":{"bot_id":"b1"}}] | in loyjoy signin',
    ]);
  });

  it('calls past the usual way: queues without an SDK, bound methods, handlers, a pixel put back', async () => {
    const lines = await linesAfter('forms/odd.html', 12);
    expect(lines.slice(0, 5)).toEqual([
      'fbq ["init","1"]',
      'fbq ["track","Kept"] | fbq.queue | queued',
      'fbq ["track","Queued"] | fbq.queue | queued',
      'fbq ["init","2"]',
      'fbq ["track","Lazy"]',
    ]);
    expect(lines.slice(5)).toEqual([
      'fbq ["track","Recreated"]',
      'analytics ["Destructured"]',
      'analytics []',
      'analytics ["In a handler"] | in analytics page',
      'analytics [] | in analytics page',
      'cact ["exec",{},{"$type":"function","name":""}]',
      'cact [["trigger","in a callback"]] | caReady.push | in cact exec',
    ]);
  });

  it('frames of every kind: same and other site, srcdoc, about:blank, blob:, javascript:', async () => {
    const lines = await linesAfter('frames.html', 7);
    expect(lines.map((text) => /"event":"([^"&]*)/.exec(text)?.[1]).sort()).toEqual([
      'blank',
      'blob',
      'cross',
      'javascript',
      'same',
      'srcdoc',
      'top',
    ]);
  });

  it('a frame that is given what its page has: its calls are told once, in the page', async () => {
    const entries = await entriesAfter('shared-frame.html', 5);
    const pages = new Map(entries.flatMap((e) => (e.kind === 'page' ? [[e.id, e]] : [])));
    const told = entries.flatMap((e) =>
      e.kind === 'call'
        ? [
            `${/Lead|init|"event":"\w+/.exec(JSON.stringify(e.args))?.[0]} ${pages.get(e.page)?.top}`,
          ]
        : [],
    );
    expect(told.sort()).toEqual([
      '"event":"own false',
      '"event":"shared true',
      '"event":"top true',
      'Lead true',
      'init true',
    ]);
  });

  it('20 frames at once', async () => {
    const lines = await linesAfter('many-frames.html', 20);
    expect(new Set(lines).size).toBe(20);
  });

  it('a strict content security policy', async () => {
    expect(await linesAfter('csp.html', 1)).toEqual(['fbq ["track","under csp"]']);
  });

  it('misses the first inline script in 0 of 20 loads', async () => {
    const first = visit + 1;
    for (let i = 0; i < 20; i += 1) {
      visit += 1;
      await session.page.goto(`https://shop.test/first.html?visit=${visit}`);
    }
    const entries = await entriesSince(`visit=${first}`, 40);
    expect(entries.filter((e) => e.kind === 'gap')).toEqual([]);
    const pages = entries.filter((e) => e.kind === 'page');
    expect(pages).toHaveLength(20);
    const all = new Map(entries.map((entry) => [entry.id, entry]));
    const told = pages.map(({ id }) =>
      entries.flatMap((e) => (e.kind === 'call' && e.page === id ? [line(e, all)] : [])).join(),
    );
    const expected = 'fbq ["init","first"],dataLayer [{"event":"first"}]';
    expect(told.filter((lines) => lines !== expected)).toEqual([]);
  });

  it('calls at beforeunload and pagehide arrive', async () => {
    visit += 1;
    const mark = `visit=${visit}`;
    await session.page.goto(`https://shop.test/leaving.html?${mark}`);
    await session.page.click('#next');
    const entries = await entriesSince(mark, 5);
    const names = entries.flatMap((e) => (e.kind === 'call' ? [e.args[1]] : []));
    expect(names).toEqual(
      expect.arrayContaining(['loaded', 'clicked', 'beforeunload', 'pagehide 1', 'pagehide 2']),
    );
    expect(entries.filter((e) => e.kind === 'gap')).toEqual([]);
  });

  it('the back/forward cache loses nothing, and the return is an entry', async () => {
    visit += 1;
    const mark = `visit=${visit}`;
    await session.page.goto(`https://shop.test/cache.html?${mark}`);
    await session.page.goto('https://shop.test/blank.html');
    await session.page.back();
    await session.page.evaluate(() =>
      (window as unknown as { fbq(...a: string[]): void }).fbq('track', 'later'),
    );
    const entries = await entriesSince(mark, 3);
    const own = entries.filter((e) => e.page === entries[0]?.page);
    expect(
      own.map((e) => (e.kind === 'call' ? e.args[1] : e.kind === 'page' ? e.event : e.kind)),
    ).toEqual(['start', 'before', 'return', 'after return', 'later']);
  });

  it('document.open() loses nothing, not even the calls at pagehide after it', async () => {
    const mark = `visit=${visit + 1}`;
    await entriesAfter('document-open.html', 3);
    await session.page.goto('https://shop.test/blank.html');
    const entries = await entriesSince(mark, 4);
    expect(entries.flatMap((e) => (e.kind === 'call' ? [e.args[1]] : []))).toEqual([
      'before open',
      'written',
      'after close',
      'pagehide after open',
    ]);
  });

  it('a call has its stack, the page’s own frames deep down included and none of ours', async () => {
    const entries = await entriesAfter('stack.html', 1);
    const stack = entries.flatMap((e) => (e.kind === 'call' ? [e.stack ?? ''] : []))[0] ?? '';
    for (let i = 0; i < 10; i += 1) expect(stack).toContain(`frame${i}`);
    expect(stack).not.toMatch(/(chrome|moz)-extension:/);
    // The engine's own limit, as the page finds it.
    const limit = browser === 'chromium' ? 10 : 128;
    expect(await session.page.evaluate('Error.stackTraceLimit')).toBe(limit);
  });

  it('a route change without a load is an entry of the document', async () => {
    const mark = `visit=${visit + 1}`;
    await entriesAfter('routes.html', 1);
    await session.page.evaluate(() =>
      (window as unknown as { go(path: string): void }).go('/products'),
    );
    const entries = await entriesSince(mark, 2);
    expect(
      entries.map((e) => (e.kind === 'page' ? `${e.event} ${new URL(e.url).pathname}` : e.kind)),
    ).toEqual(['start /routes.html', 'call', 'route /products', 'call']);
  });

  it('a page without any of the globals is an entry and nothing more', async () => {
    const mark = `visit=${visit + 1}`;
    await session.page.goto(`https://shop.test/blank.html?${mark}`);
    const entries = await entriesSince(mark, 0);
    expect(entries.filter((e) => e.kind !== 'page')).toEqual([]);
  });

  it('tells a bare read of an undefined name, and not the ways in which pages ask on purpose', async () => {
    const mark = `visit=${visit + 1}`;
    await session.page.goto(`https://shop.test/reads.html?${mark}`);
    const reads = await poll(async () => {
      const told = (await entriesSince(mark, 0)).filter(
        (e): e is PageEntry => e.kind === 'page' && e.event === 'read',
      );
      return told.length > 1 && told;
    }, 'the reads');
    expect(reads.map(({ name, access }) => [name, access]).sort()).toEqual([
      ['cact', 'bare'],
      ['dataLayer', 'bare'],
    ]);
  });

  it('a killed worker loses nothing', async () => {
    const mark = `visit=${visit + 1}`;
    await entriesAfter('burst.html', 0);
    for (let round = 0; round < 3; round += 1) {
      await session.page.evaluate('burst(1000)');
      await session.killWorker();
      await session.page.evaluate('burst(1000)');
    }
    const entries = await entriesSince(mark, 6_000);
    expect(entries.filter((e) => e.kind === 'gap')).toEqual([]);
    expect(entries.filter((e) => e.kind === 'call')).toHaveLength(6_000);
  });

  it('what came before the panel was opened is there when it opens', async () => {
    await panel.close();
    visit += 1;
    await session.page.goto(`https://shop.test/forms/loyjoy.html?visit=${visit}`);
    panel = await session.openPanel();
    await panel.click('[data-testid=preserve]');
    expect(
      (await entriesSince(`visit=${visit}`, 17)).filter((e) => e.kind === 'call'),
    ).toHaveLength(17);
  });
});
