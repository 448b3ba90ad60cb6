import type { BrowserName } from '../../src/cli/browsers.ts';
import { serve } from '../browser/harness/server.ts';
import { launch } from '../browser/harness/session.ts';

/** Nanoseconds per call, medians over rounds that alternate between the kinds. */
export interface HookCost {
  unhooked: number;
  hooked: number;
  stringify: number;
}

const PAGE = `<!doctype html><title>hook cost</title><script>
function stub() { var n = function () { n.callMethod ? n.callMethod.apply(n, arguments) : n.queue.push(arguments); }; n.queue = []; return n; }
window.plain = stub();
window.fbq = stub();
</script>`;

/**
 * The cost of a hooked \`fbq\` call (a Purchase of about 300 bytes), of the same call unhooked, and of
 * JSON.stringify of the same arguments, all in one page and one run. The hooked figure holds all that
 * runs synchronously: copy, numbering, and every 500 calls the hand-over to the relay.
 */
export async function measureHookCost(browser: BrowserName): Promise<HookCost> {
  const server = await serve({ '/': PAGE });
  const session = await launch(browser, { server });
  try {
    await session.page.goto('https://shop.test/');
    return await session.page.evaluate(async () => {
      type Fbq = ((...args: unknown[]) => void) & { queue: unknown[] };
      const { plain, fbq } = window as unknown as { plain: Fbq; fbq: Fbq };
      const parameters = {
        value: 101.5,
        currency: 'EUR',
        content_type: 'product',
        contents: [
          { id: 'sku-1', quantity: 1, item_price: 50 },
          { id: 'sku-2', quantity: 2, item_price: 25.75 },
        ],
        content_name: 'Checkout of the spring sale',
        num_items: 3,
        status: 'completed',
      };
      const options = { eventID: '95228584042.123456789' };
      const CALLS = 2_000;
      const ROUNDS = 41;
      let sink = 0;
      const kinds = {
        unhooked: () => plain('track', 'Purchase', parameters, options),
        hooked: () => fbq('track', 'Purchase', parameters, options),
        stringify: () => {
          sink += JSON.stringify(['track', 'Purchase', parameters, options]).length;
        },
      };
      const times: Record<keyof typeof kinds, number[]> = {
        unhooked: [],
        hooked: [],
        stringify: [],
      };
      const idle = () =>
        new Promise<void>((resolve) => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => resolve();
          channel.port2.postMessage(0);
        });
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const kind of Object.keys(kinds) as (keyof typeof kinds)[]) {
          const run = kinds[kind];
          const startedAt = performance.now();
          for (let i = 0; i < CALLS; i += 1) run();
          times[kind].push(((performance.now() - startedAt) / CALLS) * 1e6);
          plain.queue.length = 0;
          fbq.queue.length = 0;
          await idle();
        }
      }
      const median = (list: number[]) =>
        [...list].sort((a, b) => a - b)[list.length >> 1] as number;
      // The first rounds warm the engine up.
      const late = (list: number[]) => median(list.slice(10));
      return {
        unhooked: late(times.unhooked),
        hooked: late(times.hooked),
        stringify: late(times.stringify),
        sink,
      };
    });
  } finally {
    await session.close();
    await server.close();
  }
}

/** Microseconds per call, each in a task of its own after work that cools the caches down. */
export interface ColdCost {
  unhooked: number;
  hooked: number;
  stringify: number;
}

/** High-resolution clocks (5 µs in Chromium, 20 µs in Firefox) need an isolated document. */
const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/**
 * The cost of one call at a person's pace: a task of its own, 20 ms after the last, behind work that
 * pushes code and data out of the caches. JSON.stringify of the same arguments is as cold. Means of
 * the middle half, since the clock is coarse. @param panel whether DevTools is open with the panel
 */
export async function measureColdCall(browser: BrowserName, panel: boolean): Promise<ColdCost> {
  const server = await serve({ '/': { headers: ISOLATED, body: PAGE } });
  const session = await launch(browser, { server });
  try {
    if (panel) await session.openPanel();
    await session.page.goto('https://shop.test/');
    return await session.page.evaluate(async () => {
      type Fbq = ((...args: unknown[]) => void) & { queue: unknown[] };
      const { plain, fbq } = window as unknown as { plain: Fbq; fbq: Fbq };
      const make = (i: number) => ({
        value: 100 + i,
        currency: 'EUR',
        content_type: 'product',
        contents: [
          { id: `sku-${i}`, quantity: 1, item_price: 50 },
          { id: 'sku-2', quantity: 2, item_price: 25.75 },
        ],
        content_name: 'Checkout of the spring sale',
        num_items: 3,
        status: 'completed',
      });
      let sink = 0;
      const kinds = {
        unhooked: (p: unknown, o: unknown) => plain('track', 'Purchase', p, o),
        hooked: (p: unknown, o: unknown) => fbq('track', 'Purchase', p, o),
        stringify: (p: unknown, o: unknown) => {
          sink += JSON.stringify(['track', 'Purchase', p, o]).length;
        },
      };
      type Kind = keyof typeof kinds;
      const times: Record<Kind, number[]> = { unhooked: [], hooked: [], stringify: [] };
      const heap = new Float64Array(1 << 20);
      const cool = () => {
        for (let i = 0; i < heap.length; i += 8) heap[i] = (heap[i] as number) + i;
        const text = JSON.stringify(Array.from({ length: 2_000 }, (_, i) => ({ i, s: `${i}` })));
        sink += (JSON.parse(text) as unknown[]).length + (heap[8] as number);
      };
      for (let round = 0; round < 80; round += 1) {
        for (const kind of Object.keys(kinds) as Kind[]) {
          await new Promise((done) => setTimeout(done, 20));
          const [p, o] = [make(round), { eventID: `${round}.123456789` }];
          cool();
          const startedAt = performance.now();
          kinds[kind](p, o);
          times[kind].push((performance.now() - startedAt) * 1000);
        }
      }
      const middle = (list: number[]) => {
        const sorted = list.slice(5).sort((a, b) => a - b);
        const part = sorted.slice(sorted.length >> 2, sorted.length - (sorted.length >> 2));
        return part.reduce((sum, one) => sum + one, 0) / part.length;
      };
      return {
        unhooked: middle(times.unhooked),
        hooked: middle(times.hooked),
        stringify: middle(times.stringify),
        sink,
      };
    });
  } finally {
    await session.close();
    await server.close();
  }
}

/** Milliseconds from the navigation to the load event, medians, of a page without any tag. */
export interface LoadCost {
  without: number;
  with: number;
  /** Compiling and running the built hook and relay alone, as scripts of a page in a new process. */
  scripts: number;
  /** The same on the next page in that process, which has compiled them before. */
  scriptsAgain: number;
}

/**
 * What an empty page pays for the extension as it loads: 40 loads with it and 40 without, in turns,
 * and the built content scripts timed as inline scripts of a page without the extension.
 */
export async function measureLoad(
  browser: BrowserName,
  scripts: { hook: string; relay: string },
): Promise<LoadCost> {
  const stub = `window.chrome = { runtime: { connect() { throw 0; }, onMessage: { addListener() {} } }, storage: { local: { get: () => new Promise(() => {}) } } }; window.browser = window.chrome;`;
  const server = await serve({
    '/': '<!doctype html><title>a page without any tag</title><p>Nothing here.',
    '/scripts': {
      headers: ISOLATED,
      body: `<!doctype html><script>${stub} window.times = [performance.now()];</script><script>${scripts.relay}</script><script>${scripts.hook}</script><script>times.push(performance.now())</script>`,
    },
  });
  const [extended, plain] = [
    await launch(browser, { server }),
    await launch(browser, { server, extension: null }),
  ];
  try {
    const loads = async (session: typeof plain) => {
      await session.page.goto('https://shop.test/');
      return session.page.evaluate<number>(
        'performance.getEntriesByType("navigation")[0].loadEventEnd',
      );
    };
    const scriptsOf = async () => {
      await plain.page.goto('https://shop.test/scripts');
      return plain.page.evaluate<number>('times[1] - times[0]');
    };
    const withIt: number[] = [];
    const without: number[] = [];
    const alone: number[] = [];
    const again: number[] = [];
    for (let round = 0; round < 40; round += 1) {
      withIt.push(await loads(extended));
      without.push(await loads(plain));
      // Its headers give it a process of its own.
      alone.push(await scriptsOf());
      again.push(await scriptsOf());
    }
    const median = (list: number[]) => [...list].sort((a, b) => a - b)[list.length >> 1] as number;
    return {
      with: median(withIt),
      without: median(without),
      scripts: median(alone),
      scriptsAgain: median(again),
    };
  } finally {
    await Promise.all([extended.close(), plain.close()]);
    await server.close();
  }
}
