import type { RuleId } from '../analysis/facts/fact.ts';

/**
 * Who speaks where facts are about the same aspect of the same entry: the first in this list. An id
 * ending in `/` stands for the rest of its area. What the call itself does wrong is told of the
 * call, with the corrected line; that a copy, a pair or a mapping suffers from it is not told again.
 */
const ORDER: readonly string[] = [
  'pixel/',
  'loyjoy/',
  'datalayer/',
  // A pair knows both sides of it.
  'dedup/name-case',
  'dedup/name-not-mapped',
  'dedup/event-time-too-old',
  'dedup/clock-skew',
  'server/',
  'dedup/ids-unrelated',
  'dedup/no-event-id',
  'dedup/',
  'mapping/',
  'connector/',
];

const ranks = new Map<string, number>();

/** The place of a rule in the order of who speaks; smaller speaks first. */
export function rankOf(rule: RuleId): number {
  let rank = ranks.get(rule);
  if (rank === undefined) {
    const exact = ORDER.indexOf(rule);
    const area = ORDER.indexOf(rule.slice(0, rule.indexOf('/') + 1));
    rank = exact >= 0 ? exact : area >= 0 ? area : ORDER.length;
    ranks.set(rule, rank);
  }
  return rank;
}
