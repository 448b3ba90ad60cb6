/**
 * Meta's rules of deduplication, as data and pure functions (domain facts 4.1, Meta's documentation
 * "Handling duplicate pixel and Conversions API events"). What the documentation leaves open is
 * said where it was decided.
 */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Copies under one key within this time of the receipt of the first are one event; milliseconds. */
export const WINDOW = 48 * HOUR;

/** Browser and server copies received within this time of each other: the browser's is favoured. */
export const TIE = 5 * MINUTE;

/** How old an event_time may be; another clock than the window's. Milliseconds. */
export const EVENT_TIME_AGE = 7 * 24 * HOUR;

/**
 * Part of the events that should carry a deduplication key. General knowledge of Events Manager's
 * advice, not looked up: it is shown and judges nothing.
 */
export const ADVISED_COVERAGE = 0.75;

/** One of Meta's rules, with the words that it stands in. */
export interface DeduplicationRule {
  /** What the rule decides. */
  rule: string;
  /** Meta's own words. */
  quote: string;
  /** Where the words are. */
  reference: string;
}

const DOCUMENT = 'domain facts 4.1; Meta, "Deduplicate pixel and server events"';

/** The rules that verdicts and findings cite. */
export const DEDUPLICATION_RULES = {
  key: {
    rule: 'Same pixel, same event name (case matters), same event id.',
    quote:
      'If we find the same server key combination (event_id and event_name) and browser key combination sent to the same Pixel ID within 48 hours, we discard the subsequent events.',
    reference: DOCUMENT,
  },
  window: {
    rule: 'The 48 hours count from the receipt of the first event with that id.',
    quote: 'within 48 hours',
    reference: DOCUMENT,
  },
  first: {
    rule: 'The copy that is received first is kept, whichever side sent it.',
    quote:
      'If server and browser events do not differ meaningfully in their content, we generally prefer the event that is received first.',
    reference: DOCUMENT,
  },
  tie: {
    rule: "Within 5 minutes of each other the browser's copy is favoured.",
    quote: 'within 5 minutes of each other, we favor the browser/app event',
    reference: 'domain facts 4.1; Meta, "Server event parameters", event_id',
  },
  fallback: {
    rule: 'Without ids, the event name with fbp or external_id: the browser first, then the server.',
    quote:
      'only works for deduplicating events sent first from the browser and then through the server. Server events will not be discarded if a browser event has not been received in the past 48 hours.',
    reference: DOCUMENT,
  },
  'one-source': {
    rule: 'The fallback needs both sources; the ids do not.',
    quote: 'Does not deduplicate events when only using one event source.',
    reference: DOCUMENT,
  },
  'event-time': {
    rule: 'An event_time older than 7 days makes Meta refuse the whole request.',
    quote: '≤7 days old else whole request fails',
    reference: 'domain facts 4; Meta, "Server event parameters", event_time',
  },
} as const satisfies Record<string, DeduplicationRule>;

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
export type NameDifference = 'none' | 'case' | 'spelling' | 'other';

/**
 * How two names differ: `case` where letters' case is all, `spelling` where blanks, hyphens and
 * underscores are (`add_to_cart`, `AddToCart`), which is how other systems spell Meta's names.
 */
export function nameDifference(a: string, b: string): NameDifference {
  if (a === b) return 'none';
  const [lowerA, lowerB] = [a.toLowerCase(), b.toLowerCase()];
  if (lowerA === lowerB) return 'case';
  return lowerA.replace(/[\s_-]/g, '') === lowerB.replace(/[\s_-]/g, '') ? 'spelling' : 'other';
}

/** Keys of the fourth argument that the SDK reads the event id from; the first wins (2.3). */
export const EVENT_ID_KEYS: readonly string[] = ['eventID', 'event_id'];

/** True for a key that somebody meant as the event id, however it is spelt. */
export function isMeantAsEventId(key: string): boolean {
  return /^event[\s_-]?ids?$/i.test(key) || key === 'eid';
}
