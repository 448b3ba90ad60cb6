import { signal } from '@preact/signals';
import { describe, expect, it, vi } from 'vitest';
import { followPaced } from '../../../../src/panel/model/follow-paced.ts';
import type { Book } from '../../../../src/panel/model/store/book.ts';
import type { Store } from '../../../../src/panel/model/store/store.ts';

describe('followPaced', () => {
  it('answers the next question after work that threw', async () => {
    const told: unknown[] = [];
    const note = (error: unknown) => void told.push(error);
    process.on('unhandledRejection', note);
    const question = signal('bad');
    const book = { analysis: {} } as Book;
    const store = { book: () => book, counts: signal({}), openFile: signal(undefined) };
    const followed = followPaced(
      store as unknown as Pick<Store, 'book' | 'counts' | 'openFile'>,
      { now: () => 0, onFrame: () => undefined, nextTurn: async () => undefined },
      () => question.value,
      // biome-ignore lint/correctness/useYield: work of one step
      function* () {
        if (question.peek() === 'bad') throw new Error('bad question');
        return question.peek();
      },
    );
    const stop = followed.watch();
    await vi.waitFor(() => expect(told).toHaveLength(1));
    question.value = 'good';
    await vi.waitFor(() => expect(followed.value.value).toBe('good'));
    stop();
    process.off('unhandledRejection', note);
  });
});
