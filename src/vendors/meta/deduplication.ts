/**
 * Meta's rules of deduplication, as data and pure functions. Meta's documentation: "Handling
 * Duplicate Pixel and Conversions API Events" and, for the 5 minutes, "Server Event Parameters",
 * event_name. What it leaves open is said where it was decided.
 */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Copies under one key within this time of the receipt of the first are one event; milliseconds. */
export const WINDOW = 48 * HOUR;

/** Browser and server copies received within this time of each other: the browser's is favoured. */
export const TIE = 5 * MINUTE;

/** How old an event_time may be; another clock than the window's. Milliseconds. */
export const EVENT_TIME_AGE = 7 * 24 * HOUR;

/** The same of an event with `action_source: 'physical_store'`. */
export const STORE_EVENT_TIME_AGE = 62 * 24 * HOUR;

/** Where a copy came from. */
export type Side = 'browser' | 'server';

/**
 * True where a copy received at `later` belongs to the event first received at `first`. Exactly 48
 * hours is within: the documentation does not say, and a millisecond cannot be observed.
 */
export function isWithinWindow(first: number, later: number): boolean {
  return later - first <= WINDOW;
}

/**
 * The side whose copy Meta keeps: the first one received, but the browser's where both came within
 * 5 minutes (exactly 5 minutes included).
 * @param browser receipt of the first browser copy, milliseconds
 * @param server receipt of the first server copy, milliseconds
 */
export function keptSide(browser: number, server: number): Side {
  return browser <= server || browser - server <= TIE ? 'browser' : 'server';
}

/** True where the fallback discards a server copy: the browser's came before it, within 48 hours. */
export function fallbackDiscards(browser: number, server: number): boolean {
  return browser <= server && isWithinWindow(browser, server);
}

/** What a browser and a server copy without ids can still be known by. */
export interface Person {
  fbp: string | undefined;
  externalIds: readonly string[];
}

/**
 * True where two copies name one person: fbp or external_id are the same, and neither contradicts.
 * Values are compared as they were sent: a plain external_id and its hash are not known to be one.
 */
export function isSamePerson(a: Person, b: Person): boolean {
  const comparesFbp = a.fbp !== undefined && b.fbp !== undefined;
  const comparesExternal = a.externalIds.length > 0 && b.externalIds.length > 0;
  if (!comparesFbp && !comparesExternal) return false;
  if (comparesFbp && a.fbp !== b.fbp) return false;
  return !comparesExternal || a.externalIds.some((id) => b.externalIds.includes(id));
}

/** How two event names differ. */
export type NameDifference = 'none' | 'case' | 'spaces' | 'spelling' | 'other';

/**
 * How two names differ: `case` where letters' case is all, `spaces` where those around them are too,
 * `spelling` where blanks, hyphens and underscores are (`add_to_cart`, `AddToCart`), which is how other systems spell Meta's names.
 */
export function nameDifference(a: string, b: string): NameDifference {
  if (a === b) return 'none';
  const [lowerA, lowerB] = [a.toLowerCase(), b.toLowerCase()];
  if (lowerA === lowerB) return 'case';
  if (lowerA.trim() === lowerB.trim()) return 'spaces';
  return lowerA.replace(/[\s_-]/g, '') === lowerB.replace(/[\s_-]/g, '') ? 'spelling' : 'other';
}

/** Keys of the fourth argument that the SDK reads the event id from; the first wins (2.3). */
export const EVENT_ID_KEYS: readonly string[] = ['eventID', 'event_id'];

/** True for a key that somebody meant as the event id, however it is spelt. */
export function isMeantAsEventId(key: string): boolean {
  return /^event[\s_-]?ids?$/i.test(key) || key === 'eid';
}
