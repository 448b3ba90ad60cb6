import { afterEach, expect, it, vi } from 'vitest';
import { listRequests } from '../../../src/relay/sent-requests.ts';

afterEach(() => vi.unstubAllGlobals());

it('lists what the page sent since Event Loupe was in it, and before the panel opened', () => {
  const entry = (name: string, startTime: number, more = {}) => ({
    ...{ name, startTime, duration: 20, initiatorType: 'fetch', workerStart: 0 },
    ...more,
  });
  vi.spyOn(Date, 'now').mockReturnValue(1_005_000);
  vi.stubGlobal('performance', {
    now: () => 5_000,
    getEntriesByType: () => [
      entry('https://shop.test/before-us', 50),
      entry('https://shop.test/image', 200, { initiatorType: 'img' }),
      entry('data:image/gif;base64,R0lGOD', 200),
      entry('https://shop.test/by-its-worker', 200, { workerStart: 201 }),
      entry('https://shop.test/fetch', 300),
      entry('https://shop.test/after', 4_000),
    ],
  });
  expect(listRequests(1_000_100, 1_004_000)).toEqual([
    { url: 'https://shop.test/image', from: 1_000_200, to: 1_000_220, isImage: true },
    { url: 'https://shop.test/fetch', from: 1_000_300, to: 1_000_320, isImage: false },
  ]);
  vi.restoreAllMocks();
});
