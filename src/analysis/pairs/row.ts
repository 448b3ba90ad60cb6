import { keptSide, type NameDifference, type Side } from '../../vendors/meta/deduplication.ts';
import type { Pair, PairVerdict } from '../analysis.ts';
import type { RuleId } from '../facts/fact.ts';
import { type Copy, compareCopies, isDerived } from './copy.ts';

/** What shows that two copies with different ids, or one without an id, are one event. */
export type PairEvidence =
  /** The same order under the same name. */
  | 'order-id'
  /** Their calls ran inside one call, and are the only ones of that name there. */
  | 'chain'
  /** The browser used Commanders Act's own event id, Meta gets integrations.facebook.event_id. */
  | 'own-id'
  /** The browser used the id of the Commanders Act event before the one that it belongs to. */
  | 'previous-trigger'
  /** The same person under the same name, by the rule of the fallback. */
  | 'person';

/** What made the verdict, besides the copies themselves. */
export type Cause =
  /** One side sent different events under one id; `by` names what differs. */
  | { type: 'reused'; by: string; copies: readonly Copy[] }
  /** One side uses the id under several names; the first of the rows tells it. */
  | { type: 'shared'; names: readonly string[]; copies: readonly Copy[]; isFirst: boolean }
  | { type: 'name'; difference: NameDifference }
  | { type: 'pixel' }
  /** `by` is what the time was taken from. */
  | { type: 'window'; by: 'receipt' | 'event-time' }
  /** `of`: the copy that the other's id should have been. */
  | { type: 'evidence'; by: PairEvidence; of?: Copy };

/** One line of the ledger with what it was judged by. */
export interface Row {
  /** Number of the window among those of one pixel, name and id. */
  readonly window: number;
  readonly pixelId: string;
  readonly eventName: string;
  readonly eventId: string;
  readonly verdict: PairVerdict;
  /** By time. */
  readonly browser: readonly Copy[];
  readonly server: readonly Copy[];
  /** Copies of the same key that did not reach Meta. */
  readonly lost: readonly Copy[];
  readonly cause: Cause | undefined;
  /** What the reader of the ledger keeps about the row; the ledger itself does not look at it. */
  told: Told | undefined;
}

/** What is told about a row once it is shown. */
export interface Told {
  /** Rules of its own facts and notes. */
  readonly why: readonly RuleId[];
  readonly notes: readonly NoteRule[];
  /** What may make a fault of it, where it has no fact of its own. */
  readonly category: Category | undefined;
  /** It has a fault of its own, whatever the session knows. */
  readonly isFault: boolean;
  readonly hasFacts: boolean;
  readonly differs: Pair['differs'];
  pair: Pair | undefined;
}

/** What is said once for a session, however many rows it is true of. */
export type NoteRule =
  | 'dedup/server-first'
  | 'dedup/pixel-unknown'
  | 'dedup/receipt-unknown'
  | 'dedup/derived-copy';

/** Rows that are no fault by themselves, by what would make them one. */
export type Category = 'alone' | 'automatic' | 'bare-browser' | 'bare-server';

/** No copies. */
export const NO_COPIES: readonly Copy[] = [];

/** Unique among the rows of a ledger at one time. */
export function rowKey(row: Row): string {
  const id = row.eventId === '' ? `\0${firstOf(row).key}` : row.eventId;
  const joined = row.cause?.type === 'evidence' ? row.cause.by : '';
  return `${id}\0${row.pixelId}\0${row.eventName}\0${row.window}\0${joined}`;
}

/** The first copy of a row by time. */
export function firstOf(row: Row): Copy {
  const [browser] = row.browser;
  const [server] = row.server;
  if (browser === undefined || server === undefined) return (browser ?? server) as Copy;
  return compareCopies(browser, server) <= 0 ? browser : server;
}

/** Rows in the order in which the ledger shows them. */
export function compareRows(a: Row, b: Row): number {
  const byTime = compareCopies(firstOf(a), firstOf(b));
  if (byTime !== 0) return byTime;
  const [left, right] = [rowKey(a), rowKey(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The verdict of copies of both sides that Meta deduplicates: a pair where both were seen. */
export function togetherVerdict(server: readonly Copy[]): 'paired' | 'would-pair' {
  return server.every(isDerived) ? 'would-pair' : 'paired';
}

/** True for a row whose copies Meta deduplicates, as far as they reach it. */
export function isTogether({ verdict }: Pick<Row, 'verdict'>): boolean {
  return verdict === 'paired' || verdict === 'would-pair';
}

/** True where nobody knows when one of the copies was received. */
export function hasUnknownReceipt({ browser, server }: Row): boolean {
  return browser.some(hasNoReceipt) || server.some(hasNoReceipt);
}

function hasNoReceipt({ clock }: Copy): boolean {
  return clock !== 'receipt';
}

/** True for a row whose copies all have one side. */
export function sideOf(row: Row): Side | undefined {
  if (row.server.length === 0) return 'browser';
  return row.browser.length === 0 ? 'server' : undefined;
}

/**
 * The copy that Meta keeps, where the receipts are known and it keeps one. A connector's copy comes
 * after its hit, if it comes: it is never the one that is known to be kept.
 */
function keptOf(row: Row): Copy | undefined {
  if (row.verdict !== 'paired' && row.verdict !== 'id-reused') return undefined;
  if (hasUnknownReceipt(row)) return undefined;
  const [browser] = row.browser;
  const [server] = row.server;
  if (server === undefined) return browser;
  const isBrowser =
    browser !== undefined &&
    (row.cause?.type === 'evidence' || keptSide(browser.at, server.at) === 'browser');
  const kept = isBrowser ? browser : server;
  return isDerived(kept) ? undefined : kept;
}

/** Milliseconds from the first browser copy to the first server copy, where both receipts are known. */
export function delayOf(row: Row): number | undefined {
  const [browser] = row.browser;
  // When a connector sends its copy is not known.
  const server = row.server.find((copy) => !isDerived(copy));
  if (browser === undefined || server === undefined || hasUnknownReceipt(row)) return undefined;
  return server.at - browser.at;
}

/** The row as the report has it. */
export function toPair(row: Row, why: readonly RuleId[]): Pair {
  const pair: Pair = {
    pixelId: row.pixelId,
    eventName: row.eventName,
    eventId: row.eventId,
    verdict: row.verdict,
    browser: unique(row.browser),
    server: unique(row.server),
    why: [...why],
  };
  const delay = delayOf(row);
  if (delay !== undefined) pair.delay = delay;
  if (row.told?.differs !== undefined) pair.differs = row.told.differs;
  const kept = keptOf(row);
  if (kept !== undefined) pair.kept = kept.entry;
  return pair;
}

function unique(copies: readonly Copy[]): string[] {
  return copies.length === 1
    ? [(copies[0] as Copy).entry]
    : [...new Set(copies.map(({ entry }) => entry))];
}
