import { expect, it } from 'vitest';
import { createClock } from '../schedules/clock.ts';
import { asTrusted, PageEvent, PageTransition } from '../schedules/page-events.ts';
import { createRealm } from '../schedules/page-realm.ts';
import { createRandom } from '../schedules/random.ts';

/** A document's relay, what it says on its connections and what it puts into storage. */
function createRelay(
  url = 'https://shop.test/',
  { top = true, ended = [] as object[], seed = 1 } = {},
) {
  const random = createRandom(seed);
  const clock = createClock(random);
  const listeners: ((message: unknown) => void)[] = [];
  const stored: Record<string, unknown>[] = [];
  const said: unknown[] = [];
  const event = { addListener: () => undefined };
  const realm = createRealm({
    clock,
    url,
    origin: 'https://shop.test',
    requests: { ended, hearers: [] },
    top,
    api: {
      runtime: {
        sendMessage: async () => undefined,
        connect: () => ({
          postMessage: (message: unknown) => said.push(message),
          disconnect: () => undefined,
          onMessage: { addListener: (one: (message: unknown) => void) => listeners.push(one) },
          onDisconnect: event,
        }),
        onMessage: { addListener: (one: (message: unknown) => void) => listeners.push(one) },
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
    beforeFlush: () => undefined,
    onReturn: () => undefined,
  });
  const { window, outbox } = realm;
  const call = () => outbox.send('"at":1,"kind":"call","args":[]}');
  const tell = (message: unknown) => {
    for (const one of [...listeners]) one(message);
  };
  return { realm, window, clock, call, tell, said, stored };
}

/** One that is known to the background. */
async function createDocument() {
  const { window, clock, call, tell, stored } = createRelay();
  call();
  await clock.run(100);
  const place = { tabId: 7, frameId: 0, documentId: 'named' };
  tell({ type: 'start', ...place, layers: [] });
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

it('a blank page that nobody opened says so while it has said nothing else', async () => {
  const attach = {
    type: 'attach',
    tabId: 7,
    openedAt: 0,
    wantsLists: true,
    have: {},
    layers: [],
    endpoints: [],
  };
  const announced = async (url: string) => {
    const { clock, call, tell, said } = createRelay(url);
    tell(attach);
    call();
    await clock.run(100);
    tell(attach);
    return said.flatMap((message) => {
      const { type, blank } = message as { type: string; blank?: true };
      return type === 'document' ? [blank ?? false] : [];
    });
  };
  const [first, ...later] = await announced('about:blank');
  expect([first, new Set(later)]).toEqual([true, new Set([false])]);
  expect(new Set(await announced('https://shop.test/'))).toEqual(new Set([false]));
});

it.each([1, 2, 3, 4, 5, 6])(
  'opens a channel only where a page has more to say than its first words, whoever came first (%i)',
  async (seed) => {
    const { realm, clock, call, said } = createRelay('https://shop.test/', { seed });
    const told = () =>
      said.flatMap((message) => {
        const { type, from, count } = message as { type: string; from: number; count: number };
        return type === 'entries' ? Array.from({ length: count }, (_, n) => from + n) : [];
      });
    await clock.run(100);
    expect(realm.channels).toBe(0);
    call();
    await clock.run(100);
    expect(realm.channels).toBe(0);
    for (let n = 0; n < 3; n += 1) {
      call();
      await clock.run(100);
    }
    expect(realm.channels).toBe(1);
    expect(told()).toEqual([0, 1, 2, 3, 4]);
  },
);

it('hears the names of data layers, though the page has said nothing', async () => {
  const { realm, clock, tell } = createRelay();
  tell({ type: 'start', tabId: 7, frameId: 0, documentId: 'named', layers: ['ownLayer'] });
  await clock.run(100);
  expect(realm.channels).toBe(1);
});

it('a frame that called nothing says what it sent before the panel, and not that it is there', async () => {
  const image = { initiatorType: 'img', workerStart: 0, startTime: 20, duration: 10 };
  const { clock, tell, said } = createRelay('https://shop.test/', {
    top: false,
    ended: [{ ...image, name: 'https://www.facebook.com/tr/?id=1' }],
  });
  await clock.run(100);
  const attach = {
    type: 'attach',
    tabId: 7,
    wantsLists: true,
    have: {},
    layers: [],
    endpoints: [],
  };
  tell({ ...attach, openedAt: 1_000_010 });
  expect(said).toEqual([]);
  tell({ ...attach, openedAt: 1_000_050 });
  expect(said).toMatchObject([
    { type: 'listed', requests: [{ url: 'https://www.facebook.com/tr/?id=1', from: 1_000_020 }] },
  ]);
});

it('a page that was prerendered says when it was shown, and nothing before', async () => {
  const { realm, clock, call, said } = createRelay();
  const { document } = realm as { document: { prerendering?: boolean } & typeof realm.document };
  document.prerendering = true;
  call();
  await clock.run(500);
  expect(said).toEqual([]);
  document.prerendering = false;
  document.dispatchEvent(asTrusted(new PageEvent('prerenderingchange')));
  await clock.run(100);
  expect(said[0]).toMatchObject({ type: 'document', next: 2, away: [[1_000_000, 1_000_500]] });
});
