import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Analysis } from '../../analysis/analysis.ts';
import { usePanel } from './context.ts';
import type { Book } from './store/book.ts';

/** The least time between two looks; milliseconds. */
const REST_MS = 250;
/** Looking takes at most one part in so many of the time. */
const SHARE = 10;

/** The session on screen, and a number that changes when it is worth looking at it again. */
export interface Look {
  book: Book;
  version: number;
  /** Runs what reads much; the more time it takes, the longer until the next look. */
  read<T>(work: () => T): T;
}

/**
 * Follows the analysis at a pace at which its answers can be read whole: entries may come a thousand
 * times a second. Another session, and the first entries after a pause, are looked at at once.
 */
export function useLook(): Look {
  const { store, schedule } = usePanel();
  const seen = useSignal(lookAt(store.book(), 0));
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const nextAt = useRef(0);
  const cost = useRef(0);

  useSignalEffect(() => {
    void store.counts.value;
    const look = () => {
      timer.current = undefined;
      nextAt.current = schedule.now() + Math.max(REST_MS, SHARE * cost.current);
      cost.current = 0;
      const before = seen.peek();
      const next = lookAt(store.book(), before.number + 1);
      if (isOther(next, before)) seen.value = next;
    };
    const wait = nextAt.current - schedule.now();
    const isReplaced = isOther(
      { ...lookAt(store.book(), 0), version: seen.peek().version },
      seen.peek(),
    );
    if (isReplaced || (wait <= 0 && timer.current === undefined)) {
      clearTimeout(timer.current);
      look();
    } else timer.current ??= setTimeout(look, wait);
  });
  useEffect(() => () => clearTimeout(timer.current), []);

  return {
    book: seen.value.book,
    version: seen.value.number,
    read(work) {
      const startAt = schedule.now();
      const result = work();
      cost.current += schedule.now() - startAt;
      return result;
    },
  };
}

interface Seen {
  book: Book;
  /** To be compared only: another profile puts another analysis in its place. */
  analysis: Analysis;
  version: number;
  number: number;
}

function lookAt(book: Book, number: number): Seen {
  const { analysis } = book;
  return { book, analysis, version: analysis.version(), number };
}

function isOther(a: Seen, b: Seen): boolean {
  return a.book !== b.book || a.analysis !== b.analysis || a.version !== b.version;
}
