import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Entry, PageEntry } from '../../session/entry.ts';
import { type Order, sortKeyOf } from '../model/columns.ts';
import { usePanel } from '../model/context.ts';
import { sortPaced } from '../model/sort-paced.ts';
import { firstIndexAfter, indexOfEntry } from '../model/store/book.ts';
import { isDivider } from '../text/describe-entry.ts';

/** The rows in the order that was chosen. */
export interface Ordered {
  rows: readonly Entry[];
  /** `came`: oldest first; `newest`: newest first; `sorted`: by another column, without pages. */
  how: 'came' | 'newest' | 'sorted';
  indexOf(entry: Entry): number;
  /** The page of an entry, where rows do not stand under theirs and there are several. */
  pageOf: ((entry: Entry) => PageEntry | undefined) | undefined;
}

/** What was sorted, and the dividers that are not among it, by time. */
interface Sorted {
  rows: readonly Entry[];
  dividers: readonly PageEntry[];
  /** The file that was open. */
  file: unknown;
}

/** The least time between two sorts, in milliseconds; a long one waits longer. */
const REST_MS = 500;
/** Sorting takes at most one part in so many of the time. */
const SHARE = 5;

/** Follows the filtered list in an order. A sort by a column is made anew, in pieces, as entries come. */
export function useOrdered(order: Order): Ordered {
  const { store, schedule } = usePanel();
  const { entries } = store.shown.value;
  const sorted = useSignal<Sorted | undefined>(undefined);
  const run = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const nextAt = useRef(0);
  const { by, down } = order;
  const wanted = by !== 'time' ? 'sorted' : down ? 'newest' : 'came';
  const file = store.openFile.value;

  useSignalEffect(() => {
    void store.counts.value;
    // Of what was cleared no row comes back with the next entry.
    if (store.shown.value.entries.length === 0) sorted.value = undefined;
    resort.current();
  });
  const resort = useRef(() => {});
  resort.current = () => {
    if (wanted !== 'sorted' || timer.current !== undefined) return;
    const work = async () => {
      timer.current = undefined;
      run.current += 1;
      const own = run.current;
      const startAt = schedule.now();
      const { analysis } = store.book();
      const { entries: all } = store.shown.peek();
      const items = all.filter((entry) => !isDivider(entry));
      const dividers = all.filter(isDivider);
      const keyOf = (entry: Entry) =>
        by === 'page' ? pageUnder(dividers, entry)?.url : sortKeyOf(entry, by, analysis);
      const result = await sortPaced(items, keyOf, down, schedule, () => own === run.current);
      nextAt.current = schedule.now() + Math.max(REST_MS, SHARE * (schedule.now() - startAt));
      if (result !== undefined) sorted.value = { rows: result, dividers, file };
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
    if (wanted !== 'sorted') sorted.value = undefined;
    resort.current();
  }, [by, down, store.search.value, store.facets.value, file]);
  useEffect(
    () => () => {
      run.current += 1;
      clearTimeout(timer.current);
    },
    [],
  );

  // The list is one array while it only grows.
  const newest = useMemo(
    () => (wanted === 'newest' ? newestFirst(entries) : []),
    [wanted, entries, entries.length],
  );

  if (wanted === 'newest')
    return {
      rows: newest,
      how: wanted,
      indexOf: (entry) => newest.indexOf(entry),
      pageOf: undefined,
    };
  const known = sorted.value?.file === file && entries.length > 0 ? sorted.value : undefined;
  // Until it is sorted all stands as it came: no rows would say that there is nothing.
  if (wanted === 'came' || known === undefined)
    return {
      rows: entries,
      how: 'came',
      indexOf: (entry) => indexOfEntry(entries, entry),
      pageOf: undefined,
    };
  const { rows, dividers } = known;
  return {
    rows,
    how: wanted,
    indexOf: (entry) => rows.findIndex(({ id }) => id === entry.id),
    pageOf: dividers.length > 1 ? (entry) => pageUnder(dividers, entry) : undefined,
  };
}

/** The newest first, and each divider above what it heads. */
export function newestFirst(entries: readonly Entry[]): Entry[] {
  const rows: Entry[] = [];
  let end = entries.length;
  const turn = (start: number) => {
    for (let i = end - 1; i >= start; i -= 1) rows.push(entries[i] as Entry);
  };
  for (let i = end - 1; i >= 0; i -= 1) {
    const entry = entries[i] as Entry;
    if (!isDivider(entry)) continue;
    rows.push(entry);
    turn(i + 1);
    end = i;
  }
  turn(0);
  return rows;
}

/**
 * The divider that an entry belongs under: the last one before it that is of its own document, since
 * hits are told after another page began; of a frame's entries the last one.
 */
export function pageUnder(dividers: readonly PageEntry[], entry: Entry): PageEntry | undefined {
  const last = firstIndexAfter(dividers, entry.at) - 1;
  for (let i = last; i >= 0; i -= 1) {
    const divider = dividers[i];
    if (divider?.page === entry.page) return divider;
  }
  return dividers[last];
}
