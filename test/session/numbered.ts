import type { CallEntry, Entry, GapEntry, HitEntry, PageEntry } from '../../src/session/entry.ts';
import { entry } from './session.ts';

/**
 * Entries by number, for tests to which it matters what kind of entry comes when, and not what it
 * says. `n` is the number in document `d` and the time; `more` are other fields.
 */

/** A pixel call, `d:n`. */
export function makeCall(n: number, more: Partial<CallEntry> = {}): CallEntry {
  return { ...entry('call', `fbq track Event${n}`), id: `d:${n}`, at: n, ...more };
}

/** A hit that is still under way, `h:n`. */
export function makePendingHit(n: number, more: Partial<HitEntry> = {}): HitEntry {
  const hit = entry(
    'hit',
    'request GET https://www.facebook.com/tr/ image pending with {marks: undefined}',
  );
  return { ...hit, id: `h:${n}`, at: n, ...more };
}

/** The start of a document, `d:n`. */
export function makePage(n: number, more: Partial<PageEntry> = {}): PageEntry {
  const page = entry('page', 'page d https://shop.example/cart');
  return { ...page, id: `d:${n}`, page: `d:${n}`, at: n, ...more };
}

/** Five entries that are lost, `d:gap<n>`. */
export function makeGap(n: number, more: Partial<GapEntry> = {}): GapEntry {
  return { ...entry('gap', `gap ${n}-${n + 4}`), id: `d:gap${n}`, at: n, ...more };
}

/** A pixel's hit that was answered, `d:h<n>`. */
export function makeHit(n: number, more: Partial<HitEntry> = {}): HitEntry {
  const hit = entry(
    'hit',
    'request GET https://www.facebook.com/tr/?id=1234&ev=Purchase image with {endAt: undefined}',
  );
  return { ...hit, id: `d:h${n}`, at: n, ...more };
}

/** Ids of entries. */
export function idsOf(entries: readonly Entry[]): string[] {
  return entries.map(({ id }) => id);
}
