import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Entry } from '../../session/entry.ts';
import { type Order, sortKeyOf } from '../model/columns.ts';
import { usePanel } from '../model/context.ts';
import { sortPaced } from '../model/sort-paced.ts';
import { indexOfEntry } from '../model/store/book.ts';
import { isDivider } from '../text/describe-entry.ts';

/** The rows in the order that was chosen. */
export interface Ordered {
  rows: readonly Entry[];
  /** `came`: oldest first; `newest`: newest first; `sorted`: by another column, without pages. */
  how: 'came' | 'newest' | 'sorted';
  indexOf(entry: Entry): number;
}

/** The least time between two sorts, in milliseconds; a long one waits longer. */
const REST_MS = 500;
/** Sorting takes at most one part in so many of the time. */
const SHARE = 5;

/** Follows the filtered list in an order. A sort by a column is made anew, in pieces, as entries come. */
export function useOrdered(order: Order): Ordered {
  const { store, schedule } = usePanel();
  const { entries } = store.shown.value;
  const sorted = useSignal<readonly Entry[]>([]);
  const run = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const nextAt = useRef(0);
  const { by, down } = order;
  const how = by !== 'time' ? 'sorted' : down ? 'newest' : 'came';

  useSignalEffect(() => {
    void store.shown.value;
    void store.counts.value;
    resort.current();
  });
  const resort = useRef(() => {});
  resort.current = () => {
    if (how !== 'sorted' || timer.current !== undefined) return;
    const work = async () => {
      timer.current = undefined;
      run.current += 1;
      const own = run.current;
      const startAt = schedule.now();
      const { analysis } = store.book();
      const items = store.shown.peek().entries.filter((entry) => !isDivider(entry));
      const keyOf = (entry: Entry) => sortKeyOf(entry, by, analysis);
      const result = await sortPaced(items, keyOf, down, schedule, () => own === run.current);
      nextAt.current = schedule.now() + Math.max(REST_MS, SHARE * (schedule.now() - startAt));
      if (result !== undefined) sorted.value = result;
    };
    const wait = nextAt.current - schedule.now();
    if (wait <= 0) void work();
    else timer.current = setTimeout(() => void work(), wait);
  };
  useEffect(() => {
    // Another order is wanted at once, and what was under way is not.
    run.current += 1;
    nextAt.current = 0;
    clearTimeout(timer.current);
    timer.current = undefined;
    resort.current();
  }, [by, down, store.search.value, store.facets.value, store.openFile.value]);
  useEffect(
    () => () => {
      run.current += 1;
      clearTimeout(timer.current);
    },
    [],
  );

  switch (how) {
    case 'came':
      return { rows: entries, how, indexOf: (entry) => indexOfEntry(entries, entry) };
    case 'newest': {
      const last = entries.length - 1;
      return {
        rows: entries.toReversed(),
        how,
        indexOf(entry) {
          const index = indexOfEntry(entries, entry);
          return index === -1 ? -1 : last - index;
        },
      };
    }
    case 'sorted': {
      const rows = sorted.value;
      return { rows, how, indexOf: (entry) => rows.findIndex(({ id }) => id === entry.id) };
    }
  }
}
