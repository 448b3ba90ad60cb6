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
