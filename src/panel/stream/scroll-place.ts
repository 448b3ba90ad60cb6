import type { Entry } from '../../session/entry.ts';
import { firstIndexAfter, firstIndexAt, indexOfEntry } from '../model/store/book.ts';
import { isDivider } from '../text/describe-entry.ts';

/**
 * Where the list stands. Not a number of pixels: entries that come in above must not move what is
 * being read, so it is an entry and how far it is scrolled past; or the end, which is followed.
 */
export type ScrollPlace =
  | { follow: true }
  | { follow: false; entry: Entry | undefined; index: number; offset: number };

/** Pixels from the top at which a place stands in a list. */
export function resolvePlace(
  place: ScrollPlace,
  entries: readonly Entry[],
  rowPx: number,
  heightPx: number,
): number {
  const end = Math.max(0, entries.length * rowPx - heightPx);
  if (place.follow) return end;
  let { index } = place;
  if (place.entry && entries[index] !== place.entry) {
    index = indexOfEntry(entries, place.entry);
    // Filtered out: its neighbours in time.
    if (index === -1) index = firstIndexAt(entries, place.entry.at);
  }
  return Math.min(end, Math.max(0, index * rowPx + place.offset));
}

/** The place of a list that is scrolled to `top` pixels. At its end it follows. */
export function placeAt(
  top: number,
  entries: readonly Entry[],
  rowPx: number,
  heightPx: number,
): ScrollPlace {
  if (top >= entries.length * rowPx - heightPx - 2) return { follow: true };
  const index = Math.max(0, Math.floor(top / rowPx));
  return { follow: false, entry: entries[index], index, offset: top - index * rowPx };
}

/** Rows that came after what was last in sight. */
export function countAfter(entries: readonly Entry[], seenAt: number): number {
  return entries.length - firstIndexAfter(entries, seenAt);
}

/** Pixels from the top at which a place stands in a list that does not grow at its end. */
export function resolveFromTop(
  place: ScrollPlace,
  { rows, indexOf }: { rows: readonly Entry[]; indexOf(entry: Entry): number },
  rowPx: number,
  heightPx: number,
): number {
  const end = Math.max(0, rows.length * rowPx - heightPx);
  if (place.follow) return 0;
  const { entry, index, offset } = place;
  const found = entry === undefined || rows[index] === entry ? index : indexOf(entry);
  return Math.min(end, Math.max(0, (found === -1 ? index : found) * rowPx + offset));
}

/**
 * The place of such a list that is scrolled to `top` pixels; at its start it stays there.
 * @param rows empty where the list is to stay at its pixels
 */
export function placeFromTop(top: number, rows: readonly Entry[], rowPx: number): ScrollPlace {
  let index = Math.max(0, Math.floor(top / rowPx));
  // What is new comes between a divider and the rows under it: those are what is being read.
  while (top >= 2 && isDividerAt(rows, index)) index += 1;
  const entry = top < 2 ? undefined : rows[index];
  return { follow: false, entry, index, offset: top - index * rowPx };
}

function isDividerAt(rows: readonly Entry[], index: number): boolean {
  const entry = rows[index];
  return entry !== undefined && isDivider(entry);
}
