import { afterEach, expect, it, vi } from 'vitest';
import { createSentRequests } from '../../../src/relay/sent-requests.ts';

const entry = (name: string, startTime: number, more = {}) => ({
  ...{ name, startTime, duration: 20, initiatorType: 'fetch', workerStart: 0 },
  ...more,
});

/** A page 5 s old. @returns what tells of a request that has ended now */
function openPage(listed: object[]): (...entries: object[]) => void {
  vi.spyOn(Date, 'now').mockReturnValue(1_005_000);
  vi.stubGlobal('performance', { now: () => 5_000, getEntriesByType: () => listed });
  let hear = (_: object[]): void => undefined;
  vi.stubGlobal(
    'PerformanceObserver',
    class {
      waiting: object[] = [];
      constructor(listener: (list: object) => void) {
        hear = (entries) => listener({ getEntries: () => entries });
      }
      observe({ buffered }: { buffered: boolean }) {
        if (buffered) this.waiting.push(...listed);
      }
      takeRecords() {
        return this.waiting.splice(0);
      }
    },
  );
  return (...entries) => hear(entries);
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it('lists what the page sent since Event Loupe was in it, and before the panel opened', () => {
  openPage([
    entry('https://shop.test/before-us', 50),
    entry('https://shop.test/image', 200, { initiatorType: 'img' }),
    entry('data:image/gif;base64,R0lGOD', 200),
    entry('https://shop.test/by-its-worker', 200, { workerStart: 201 }),
    entry('https://shop.test/fetch', 300),
    entry('https://shop.test/after', 4_000),
  ]);
  const requests = createSentRequests(() => undefined);
  expect(requests.list(1_000_100, 1_004_000)).toMatchObject([
    { url: 'https://shop.test/image', from: 1_000_200, to: 1_000_220, isImage: true },
    { url: 'https://shop.test/fetch', from: 1_000_300, to: 1_000_320, isImage: false },
  ]);
});

it('lists what the browser’s own list has no room for, from the first call on', () => {
  const end = openPage(Array.from({ length: 250 }, (_, i) => entry(`https://shop.test/${i}`, i)));
  const requests = createSentRequests(() => undefined);
  requests.watch();
  requests.take();
  end(entry('https://shop.test/behind', 1_000));
  const listed = requests.list(1_000_000, 1_004_000);
  expect(listed).toHaveLength(251);
  expect(listed.at(-1)).toMatchObject({ url: 'https://shop.test/behind', from: 1_001_000 });
});

it('asks the browser for nothing where the page came after the panel', () => {
  openPage([entry('https://shop.test/image', 200)]);
  vi.stubGlobal('PerformanceObserver', undefined);
  expect(createSentRequests(() => undefined).list(1_004_000, 1_003_000)).toEqual([]);
});
