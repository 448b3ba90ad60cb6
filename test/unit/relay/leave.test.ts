import { expect, it } from 'vitest';
import { createClock } from '../schedules/clock.ts';
import { asTrusted, PageTransition } from '../schedules/page-events.ts';
import { createRealm } from '../schedules/page-realm.ts';
import { createRandom } from '../schedules/random.ts';

it('a page that goes leaves its name with its entries, so that its hits find it', async () => {
  const random = createRandom(1);
  const clock = createClock(random);
  const listeners: ((message: unknown) => void)[] = [];
  const stored: Record<string, unknown>[] = [];
  const event = { addListener: () => undefined };
  const { window, outbox } = createRealm({
    clock,
    url: 'https://shop.test/',
    top: true,
    api: {
      runtime: {
        connect: () => ({
          postMessage: () => undefined,
          disconnect: () => undefined,
          onMessage: { addListener: (one: (message: unknown) => void) => listeners.push(one) },
          onDisconnect: event,
        }),
        onMessage: event,
      },
      storage: {
        local: { get: async () => ({}) },
        session: {
          set: async (items: Record<string, unknown>) => {
            stored.push(...(Object.values(items) as Record<string, unknown>[]));
          },
        },
      },
    },
    random: random.next,
    onReturn: () => undefined,
  });
  outbox.send(JSON.stringify({ id: outbox.nextNumber(), at: 1, kind: 'call', args: [] }));
  await clock.run(100);
  const place = { tabId: 7, frameId: 0, documentId: 'named' };
  for (const tell of listeners) tell({ type: 'start', ...place, layers: [] });
  window.dispatchEvent(asTrusted(new PageTransition('pagehide', { persisted: false })));
  expect(stored).not.toEqual([]);
  for (const item of stored) expect(item).toMatchObject(place);
});
