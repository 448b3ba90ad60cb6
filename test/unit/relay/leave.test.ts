import { expect, it } from 'vitest';
import { createClock } from '../schedules/clock.ts';
import { asTrusted, PageEvent, PageTransition } from '../schedules/page-events.ts';
import { createRealm } from '../schedules/page-realm.ts';
import { createRandom } from '../schedules/random.ts';

/** A document whose relay is known to the background, and what it puts into storage. */
async function createDocument() {
  const random = createRandom(1);
  const clock = createClock(random);
  const listeners: ((message: unknown) => void)[] = [];
  const stored: Record<string, unknown>[] = [];
  const event = { addListener: () => undefined };
  const { window, outbox } = createRealm({
    clock,
    url: 'https://shop.test/',
    origin: 'https://shop.test',
    requests: { ended: [], hearers: [] },
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
  outbox.send('"at":1,"kind":"call","args":[]}');
  await clock.run(100);
  const place = { tabId: 7, frameId: 0, documentId: 'named' };
  for (const tell of listeners) tell({ type: 'start', ...place, layers: [] });
  const call = () => outbox.send('"at":1,"kind":"call","args":[]}');
  const hide = () =>
    window.dispatchEvent(asTrusted(new PageTransition('pagehide', { persisted: false })));
  const goodbyes = () =>
    stored.flatMap(({ messages }) =>
      (messages as { left?: string; next?: number }[]).flatMap(({ left, next }) =>
        left ? [`${left} ${next}`] : [],
      ),
    );
  return { window, clock, call, hide, place, stored, goodbyes };
}

it('a page that goes leaves its name with its entries, so that its hits find it', async () => {
  const { hide, stored, place } = await createDocument();
  hide();
  expect(stored).not.toEqual([]);
  for (const item of stored) expect(item).toMatchObject(place);
});

it('a count is whole only behind the last of the page’s listeners', async () => {
  const { window, call, hide, goodbyes } = await createDocument();
  window.addEventListener('pagehide', call, true);
  window.addEventListener('pagehide', call);
  hide();
  expect(goodbyes()).toEqual(['begun 2', 'begun 3', 'begun 4', 'whole 4']);
});

it('a browser that does not hear what is added meanwhile has it where the page turns hidden', async () => {
  const { window, call, hide, goodbyes } = await createDocument();
  window.isDeafToAdded = true;
  window.addEventListener('pagehide', call);
  hide();
  expect(goodbyes()).toEqual(['begun 2', 'begun 3']);
  for (const _ of [1, 2]) window.dispatchEvent(asTrusted(new PageEvent('visibilitychange')));
  expect(goodbyes()).toEqual(['begun 2', 'begun 3', 'whole 3']);
});

it('what is said after it is counted anew where its listener ends', async () => {
  const { clock, call, hide, goodbyes } = await createDocument();
  hide();
  call();
  call();
  clock.endListener();
  expect(goodbyes()).toEqual(['begun 2', 'whole 2', 'begun 3', 'begun 4', 'whole 4']);
});
