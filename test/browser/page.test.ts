import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileModule } from 'svelte/compiler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallEntry, Entry, PageEntry } from '../../src/session/entry.ts';
import { bundleForPage } from '../site/bundle.ts';
import { poll } from './harness/poll.ts';
import { type Server, serve } from './harness/server.ts';
import { launch, type Panel, type Session } from './harness/session.ts';
import { entriesOf } from './log.ts';

/*
 * What a page can tell of us, take from us and do to us, beside one browser with the extension and
 * one without.
 */

const PAGES = fileURLToPath(new URL('../pages', import.meta.url));
/** By which a page of the same origin can be at a frame's window before the frame's document. */
const WAYS = [
  'blank, then src',
  'blank, then a slow src',
  'slow src',
  'src, followed',
  'srcdoc',
  'blank, then srcdoc',
  'sandboxed, blank, then src',
  'sandboxed srcdoc',
  'a javascript: address',
  'blank, then location',
  'a blob: address',
  'an object element',
  'addEventListener patched',
  'dispatchEvent patched',
  'attachShadow patched',
];

const FRAMEWORKS = {
  Vue: 'vue-entry.js',
  Alpine: 'alpine-entry.js',
  MobX: 'mobx-entry.js',
  Svelte: 'svelte-entry.svelte.js',
  Solid: 'solid-entry.js',
} as const;

/** Svelte's runes are compiled; its own compiler does it. */
const svelte = {
  name: 'svelte-modules',
  transform: (code: string, id: string) =>
    id.endsWith('.svelte.js') ? compileModule(code, { filename: id }).js : undefined,
};

/** One page a framework, built once for both browsers. */
const pages = (async () => {
  const routes: Record<string, string | { type: string; body: string }> = {};
  for (const [name, entry] of Object.entries(FRAMEWORKS)) {
    const body = await bundleForPage(`reactive/${entry}`, [svelte]);
    routes[`/${name}.js`] = { type: 'text/javascript; charset=utf-8', body };
    routes[`/${name}.html`] =
      `<!doctype html><title>${name}</title><script src="/${name}.js"></script>`;
  }
  return routes;
})();

describe.each(['chromium', 'firefox'] as const)('a page in %s', (browser) => {
  let server: Server;
  let session: Session;
  let without: Session;
  let panel: Panel;

  beforeAll(async () => {
    const frame = readFileSync(`${PAGES}/thief-frame.html`, 'utf8');
    server = await serve(
      {
        ...(await pages),
        // Long enough for a page that looks at its frame in every task.
        '/slow-frame.html': () => new Promise((done) => setTimeout(done, 300, frame)),
      },
      { folder: PAGES },
    );
    session = await launch(browser, { server });
    without = await launch(browser, { server, extension: null });
    panel = await session.openPanel();
  });
  afterAll(async () => {
    await Promise.all([session?.close(), without?.close()]);
    await server?.close();
  });

  describe('that is hostile', () => {
    let entries: Entry[] = [];

    beforeAll(async () => {
      await session.page.goto('https://shop.test/hostile.html');
      await session.page.waitFor('window.finished');
      await poll(async () => {
        entries = await entriesOf(panel);
        return entries.some((e) => e.kind === 'call' && e.args[1] === 'last');
      }, 'the last call');
    });

    it('is thrown nothing', async () => {
      expect(await session.page.evaluate('window.thrown')).toEqual([]);
    });

    it('sees none of its code run, but for traps that the language does not let us avoid', async () => {
      expect(await session.page.evaluate('window.ran')).toEqual([]);
    });

    it('gets nothing of the channel, and cannot forge an entry', async () => {
      expect(await session.page.evaluate('window.stolen')).toEqual([]);
      expect(JSON.stringify(entries)).not.toContain('FORGED');
    });

    it('has every call in the panel, with stand-ins for what cannot be copied', async () => {
      const names = await session.page.evaluate<string[]>('window.names');
      const calls = entries.filter((e) => e.kind === 'call' && e.source === 'fbq');
      const told = calls.map((e) => (e.kind === 'call' ? e.args[1] : undefined));
      expect(told.filter((name) => name !== 'at the edge')).toEqual([...names, 'last']);
      expect(entries.filter((e) => e.kind === 'call' && e.source === 'dataLayer')).toHaveLength(
        names.length,
      );
      const argument = (name: string) => {
        const call = calls.find((e) => e.kind === 'call' && e.args[1] === name);
        return call?.kind === 'call' ? call.args[2] : undefined;
      };
      expect(argument('getter')).toEqual({
        secret: { $type: 'accessor' },
        boom: { $type: 'accessor' },
      });
      expect(argument('cycle')).toEqual({ name: 'cycle', self: { $type: 'cycle', path: '/2' } });
      expect(argument('revoked')).toEqual({ $type: 'unreadable' });
      expect(argument('revokedFunction')).toEqual({ $type: 'unreadable' });
      expect(argument('trapper')).toEqual({ $type: 'unreadable' });
      expect(argument('long')).toMatchObject({ $type: 'string', length: 10 * 1024 * 1024 });
      expect(argument('element')).toEqual({ $type: 'element', value: 'b' });
      expect(argument('type')).toMatchObject({ $type: 'entries' });
      expect(argument('args')).toEqual({ $type: 'arguments', values: [1, 2] });
      expect(argument('win')).toMatchObject({ $type: expect.any(String) });
      expect(argument('markup')).toContain('<img');
    });

    it('runs at the edge of its stack; what could not be written is a gap, not silence', async () => {
      const reached = await session.page.evaluate('window.reached');
      const isTold = entries.some((e) => e.kind === 'call' && e.args[1] === 'at the edge');
      const lost = entries.filter((e) => e.kind === 'gap');
      // At the very edge the page's own call may not fit either; then there is nothing to tell.
      if (reached === 1) expect(isTold || lost.length === 1).toBe(true);
      else expect(reached).toMatch(/RangeError|InternalError/);
    });
  });

  describe('that looks for the hook', () => {
    const look = async (from: Session): Promise<Record<string, unknown>> => {
      await from.page.goto('https://shop.test/invisible.html');
      return from.page.evaluate('window.ready');
    };

    it('return values, errors, own keys, identity, order and queues are as without it', async () => {
      const expected = await look(without);
      expect(Object.keys(expected).length).toBeGreaterThan(30);
      expect(await look(session)).toEqual(expected);
    });
  });

  describe('that wants the channel of a frame', () => {
    const isInFrame = (e: Entry) => e.kind === 'call' && e.args[1] === 'InFrame';

    it.each(WAYS)('%s: nothing is stolen or forged, or the document says so', async (way) => {
      await session.page.goto(`https://shop.test/thief.html?way=${encodeURIComponent(way)}`);
      await session.page.waitFor('window.told');
      let entries: Entry[] = [];
      const isThere = async () => {
        entries = await entriesOf(panel);
        return entries.some(isInFrame);
      };
      await poll(isThere, 'the call in the frame').catch(() => undefined);
      const call = entries.find(isInFrame);
      const own = (e: Entry): e is PageEntry => e.kind === 'page' && e.event === 'start';
      const frames = entries.filter(own).filter((e) => e.top === false);
      const { stolen, patched } = await session.page.evaluate<{
        stolen: string[];
        patched: string[];
      }>('({ stolen: window.stolen, patched: window.patched })');
      const isForged = JSON.stringify(entries).includes('FORGED');
      if (frames.some((frame) => frame.contested)) {
        // What cannot be kept from the page is told.
        expect(way).toMatch(/patched/);
        return;
      }
      expect(call).toBeDefined();
      expect({ stolen, isForged, patched }).toEqual({ stolen: [], isForged: false, patched: [] });
    });
  });

  describe('of a reactive framework', () => {
    async function look(from: Session, name: string): Promise<unknown> {
      await from.page.goto(`https://shop.test/${name}.html`);
      await from.page.waitFor('window.finished');
      return from.page.evaluate('({ runs: window.runs, counts: window.counts })');
    }

    /** The last call of the page at this address; that of the page before is still in the log for a moment. */
    const lastOf = (entries: Entry[], address: string) => {
      const page = entries.find((e) => e.kind === 'page' && e.url === address);
      return entries.find(
        (e): e is CallEntry => e.kind === 'call' && e.args[1] === 'Last' && e.page === page?.id,
      );
    };

    it.each(Object.keys(FRAMEWORKS))(
      '%s: every effect runs as often as without the extension',
      async (name) => {
        const expected = await look(without, name);
        expect(await look(session, name)).toEqual(expected);
      },
    );

    it.each(Object.keys(FRAMEWORKS))('%s: a call shows what the page passed', async (name) => {
      const address = `https://shop.test/${name}.html?values`;
      await session.page.goto(address);
      const last = await poll(async () => lastOf(await entriesOf(panel), address), 'the last call');
      const cart = {
        coupon: { code: 'A' },
        items: [
          { id: 'a', price: 1 },
          { id: 'b', price: 2 },
        ],
      };
      // Where the framework lets nobody read at once without being tracked, it is read when the task
      // is over, and the entry says so.
      const total = last.late === undefined ? 1 : 5;
      expect(last.args[2]).toEqual({ cart: { ...cart, total }, own: 1 });
      if (last.late !== undefined) expect(last.late).toEqual(['/2/cart']);
      expect(last.late === undefined).toBe(name === 'Vue' || name === 'Alpine');
    });
  });
});
