import { signal } from '@preact/signals';
import { afterEach, expect, it, vi } from 'vitest';
import { followPaced } from '../../../../src/panel/model/follow-paced.ts';
import type { Store } from '../../../../src/panel/model/store/store.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

it('answers the next question after work that threw, which is told', async () => {
  const told = vi.fn();
  vi.stubGlobal('reportError', told);
  const book = { analysis: {} };
  const store = {
    book: () => book,
    counts: signal(0),
    openFile: signal(undefined),
  } as unknown as Pick<Store, 'book' | 'counts' | 'openFile'>;
  const question = signal('bad');
  const schedule = { now: () => 0, nextTurn: async () => {} };
  const followed = followPaced(
    store,
    schedule as never,
    () => question.value,
    // biome-ignore lint/correctness/useYield: work may be over at once
    function* () {
      if (question.peek() === 'bad') throw new Error('a fault of ours');
      return question.peek();
    },
  );
  const stop = followed.watch();
  await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(1));
  question.value = 'good';
  await vi.waitFor(() => expect(followed.value.value).toBe('good'));
  stop();
});
