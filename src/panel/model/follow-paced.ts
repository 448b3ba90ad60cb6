import { effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { Book } from './store/book.ts';
import { createPieces, type Schedule } from './store/schedule.ts';
import type { Store } from './store/store.ts';

/** An answer about the whole session that takes long; it is made in pieces, and anew as the session goes on. */
export interface Followed<T> {
  /** The last answer; undefined while there is none. */
  readonly value: ReadonlySignal<T | undefined>;
  /** Follows the session from now on; returns what ends it. */
  watch(): () => void;
}

/** Between two answers, in milliseconds; longer where they take longer. */
const PAUSE_MS = 250;

/**
 * @param inputs what the answer is made of besides the entries; another one makes an answer stale
 * @param steps the work, in steps of a fraction of a millisecond; undefined where nothing is asked
 */
export function followPaced<T>(
  store: Pick<Store, 'book' | 'counts' | 'openFile'>,
  schedule: Schedule,
  inputs: () => unknown,
  steps: (book: Book) => Generator<undefined, T> | undefined,
): Followed<T> {
  const value = signal<T | undefined>(undefined);
  let isWatched = false;
  let isRunning = false;
  let isAskedAgain = false;

  const answer = async () => {
    const book = store.book();
    const { analysis } = book;
    const own = untracked(inputs);
    const isStale = () =>
      !isWatched ||
      store.book() !== book ||
      book.analysis !== analysis ||
      untracked(inputs) !== own;
    const work = steps(book);
    if (work === undefined) {
      value.value = undefined;
      return;
    }
    const done = await runPaced(work, schedule, isStale);
    if (done !== undefined) value.value = done.value;
  };

  const run = async () => {
    isAskedAgain = true;
    if (isRunning) return;
    isRunning = true;
    try {
      while (isAskedAgain && isWatched) {
        isAskedAgain = false;
        const startedAt = schedule.now();
        await answer();
        // What came meanwhile can wait as long as this took; another question cannot.
        if (isAskedAgain && isWatched && value.peek() !== undefined) {
          const took = schedule.now() - startedAt;
          await new Promise((resolve) => setTimeout(resolve, Math.max(PAUSE_MS, took)));
        }
      }
    } finally {
      // After work that throws, what comes next is worked on all the same.
      isRunning = false;
    }
  };

  return {
    value,
    watch() {
      isWatched = true;
      let last: unknown;
      const stop = effect(() => {
        void store.counts.value;
        void store.openFile.value;
        const next = inputs();
        // The answer to another question says nothing about this one.
        if (next !== last) value.value = undefined;
        last = next;
        untracked(() => void run());
      });
      return () => {
        isWatched = false;
        stop();
      };
    },
  };
}

/**
 * Runs work that comes in steps, in pieces so that the panel goes on answering.
 * @param isStale true: nobody wants the answer any more; then undefined comes out
 */
export async function runPaced<T>(
  steps: Generator<undefined, T>,
  schedule: Schedule,
  isStale: () => boolean,
): Promise<{ value: T } | undefined> {
  const pieces = createPieces(schedule);
  for (;;) {
    const step = steps.next();
    if (step.done) return { value: step.value };
    if (!pieces.isOver()) continue;
    await pieces.next();
    if (isStale()) return undefined;
  }
}
