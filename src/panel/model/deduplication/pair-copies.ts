import type { Pair } from '../../../analysis/analysis.ts';
import { type CopyLine, diffCopies } from '../../../analysis/pairs/diff.ts';
import type { CopyPlace } from '../../../analysis/pairs/differences.ts';
import type { Entry, HitEntry } from '../../../session/entry.ts';
import type { Profile } from '../../../session/profile.ts';
import { serverEventId } from '../../../vendors/event-properties.ts';
import type { Vendor } from '../../../vendors/hit.ts';

/** One copy of a row. */
export interface PairCopy {
  side: 'browser' | 'server';
  /** From 1, by time, among the copies of its side. */
  number: number;
  place: CopyPlace;
  /** Meta keeps this one. */
  isKept: boolean;
}

/** Copies listed and compared; Meta keeps one however many there are. */
const LISTED = 50;

/** The copies of a row, the browser's first. */
export function copiesOfPair(pair: Pair, get: (id: string) => Entry | undefined): PairCopy[] {
  const list = (ids: readonly string[], side: PairCopy['side']) =>
    ids.slice(0, LISTED).flatMap((id, i): PairCopy[] => {
      const entry = get(id);
      if (entry === undefined) return [];
      return [{ side, number: i + 1, place: placeOf(entry, pair), isKept: pair.kept === id }];
    });
  return [...list(pair.browser, 'browser'), ...list(pair.server, 'server')];
}

/** The copies that are compared at first: one of each side, else the first two. */
export function comparedOf(copies: readonly PairCopy[]): [PairCopy, PairCopy | undefined] | [] {
  const first = copies[0];
  if (first === undefined) return [];
  return [first, copies.find(({ side }) => side !== first.side) ?? copies[1]];
}

/** Where the row's event stands in its hit, which may carry several. */
function placeOf(entry: Entry, pair: Pair): CopyPlace {
  if (entry.kind !== 'hit' || entry.events.length === 1) return { entry };
  const index = entry.events.findIndex((event) => isEventOf(event, entry, pair));
  return index > 0 ? { entry, index } : { entry };
}

function isEventOf(event: HitEntry['events'][number], hit: HitEntry, pair: Pair): boolean {
  // Another vendor's hit has a name of its own; then the id is what the row knows it by.
  const isName = event.eventName === pair.eventName || hit.vendor !== 'meta';
  const eventId = serverEventId(hit.vendor as Vendor, event) ?? '';
  return isName && (eventId === pair.eventId || pair.verdict === 'id-mismatch');
}

/** A line of the comparison; of one copy alone, its parameters. */
export function linesOf(
  first: PairCopy,
  second: PairCopy | undefined,
  profile: Profile,
): CopyLine[] {
  if (second !== undefined) return diffCopies(first.place, second.place, profile);
  return diffCopies(first.place, first.place, profile).map(({ name, first: value }) =>
    value === undefined
      ? { name, verdict: 'only-first' }
      : { name, first: value, verdict: 'only-first' },
  );
}
