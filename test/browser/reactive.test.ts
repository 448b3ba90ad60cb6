import { compileModule } from 'svelte/compiler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallEntry, Entry } from '../../src/session/entry.ts';
import { bundleForPage } from '../site/bundle.ts';
import { poll } from './harness/poll.ts';
import { type Server, serve } from './harness/server.ts';
import { launch, type Panel, type Session } from './harness/session.ts';
import { entriesOf } from './log.ts';

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

describe.each(['chromium', 'firefox'] as const)('reactive pages in %s', (browser) => {
  let server: Server;
  let withExtension: Session;
  let without: Session;
  let panel: Panel;

  beforeAll(async () => {
    server = await serve(await pages);
    withExtension = await launch(browser, { server });
    without = await launch(browser, { server, extension: null });
    panel = await withExtension.openPanel();
  });
  afterAll(async () => {
    await Promise.all([withExtension?.close(), without?.close()]);
    await server?.close();
  });

  async function look(session: Session, name: string): Promise<unknown> {
    await session.page.goto(`https://shop.test/${name}.html`);
    await session.page.waitFor('window.finished');
    return session.page.evaluate('({ runs: window.runs, counts: window.counts })');
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
      expect(await look(withExtension, name)).toEqual(expected);
    },
  );

  it.each(Object.keys(FRAMEWORKS))('%s: a call shows what the page passed', async (name) => {
    const address = `https://shop.test/${name}.html?values`;
    await withExtension.page.goto(address);
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
