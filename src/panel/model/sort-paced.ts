import { createPieces, type Schedule } from './store/schedule.ts';

/** What an item is ordered by: numbers before texts, what has none last. */
export type SortKey = number | string | undefined;

interface Keyed<T> {
  item: T;
  key: SortKey;
}

/** Items that one sort of the engine takes: less than a millisecond. */
const RUN = 512;

/**
 * Sorts a long list in pieces, so that the panel answers meanwhile. What is equal stays in its order.
 * @param isWanted asked between pieces; undefined comes out once it says no
 */
export async function sortPaced<T>(
  items: readonly T[],
  keyOf: (item: T) => SortKey,
  down: boolean,
  schedule: Pick<Schedule, 'now' | 'nextTurn'>,
  isWanted: () => boolean,
): Promise<T[] | undefined> {
  const pieces = createPieces(schedule);
  const compare = (a: Keyed<T>, b: Keyed<T>) => compareKeys(a.key, b.key, down);
  let runs: Keyed<T>[][] = [];
  for (let i = 0; i < items.length; ) {
    const run: Keyed<T>[] = [];
    for (const end = Math.min(items.length, i + RUN); i < end; i += 1) {
      const item = items[i] as T;
      run.push({ item, key: keyOf(item) });
      if (!pieces.isOver()) continue;
      await pieces.next();
      if (!isWanted()) return undefined;
    }
    runs.push(run.sort(compare));
  }
  while (runs.length > 1) {
    const next: Keyed<T>[][] = [];
    for (let i = 0; i < runs.length; i += 2) {
      const left = runs[i] as Keyed<T>[];
      const right = runs[i + 1] ?? [];
      const merged: Keyed<T>[] = [];
      for (let l = 0, r = 0; l < left.length || r < right.length; ) {
        const [a, b] = [left[l], right[r]];
        const takesLeft = b === undefined || (a !== undefined && compare(a, b) <= 0);
        merged.push((takesLeft ? a : b) as Keyed<T>);
        if (takesLeft) l += 1;
        else r += 1;
        if (merged.length % RUN !== 0 || !pieces.isOver()) continue;
        await pieces.next();
        if (!isWanted()) return undefined;
      }
      next.push(merged);
    }
    runs = next;
  }
  return (runs[0] ?? []).map(({ item }) => item);
}

/** Less than 0 where `a` stands first. What has no key stands last either way. */
export function compareKeys(a: SortKey, b: SortKey, down: boolean): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  const isLess = typeof a === typeof b ? a < b : typeof a === 'number';
  return isLess === down ? 1 : -1;
}
