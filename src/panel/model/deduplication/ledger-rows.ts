import type { Ledger, Pair, PairOverrides, PairVerdict } from '../../../analysis/analysis.ts';
import { PAIR_VERDICTS } from '../../../analysis/verdicts.ts';
import { pairLabel } from '../../text/pair-words.ts';
import { escapePattern } from '../filter/looked-for.ts';

/** Columns of the ledger, in their order. */
export const COLUMNS = [
  'pixel',
  'event',
  'id',
  'browser',
  'server',
  'delay',
  'verdict',
  'why',
] as const;

/** A column of the ledger. */
export type Column = (typeof COLUMNS)[number];

/** What the ledger is ordered by; without one, by the time of each row's first copy. */
export interface Order {
  column: Column;
  isDescending: boolean;
}

/**
 * What a row is known by while the ledger changes around it: two rows of one key cannot begin with
 * the same entry.
 */
export function pairKey({ browser, server, pixelId, eventName, eventId }: Pair): string {
  return JSON.stringify([browser[0] ?? '', server[0] ?? '', pixelId, eventName, eventId]);
}

/**
 * The rows as they are, or as they would be under an assumption. A row that it leaves as it is keeps
 * its reasons; the others are `assumed`.
 */
export function readLedger(
  ledger: Pick<Ledger, 'all' | 'under'>,
  overrides: PairOverrides | undefined,
): { pairs: readonly Pair[]; assumed: ReadonlySet<Pair> } {
  const all = ledger.all();
  const assumed = new Set<Pair>();
  if (overrides === undefined) return { pairs: all, assumed };
  const rowOf = ({ verdict, browser, server, ...pair }: Pair) =>
    JSON.stringify([verdict, pair.pixelId, pair.eventName, pair.eventId, browser, server]);
  const known = new Map(all.map((pair) => [rowOf(pair), pair]));
  const pairs = ledger.under(overrides).map((pair) => {
    const same = known.get(rowOf(pair));
    if (same === undefined) assumed.add(pair);
    return same ?? pair;
  });
  return { pairs, assumed };
}

/**
 * The row of a key. Where none has it any more, the one that one of its copies is in now: a row
 * keeps being looked at when its other copy arrives.
 */
export function findPair(pairs: readonly Pair[], key: string): Pair | undefined {
  const exact = pairs.find((pair) => pairKey(pair) === key);
  if (exact) return exact;
  const [browser, server] = JSON.parse(key) as [string, string];
  return pairs.find(
    (pair) =>
      (browser !== '' && pair.browser.includes(browser)) ||
      (server !== '' && pair.server.includes(server)),
  );
}

const RANKS = new Map(PAIR_VERDICTS.map((verdict, rank) => [verdict, rank]));

type Key = string | number;

const KEYS: Readonly<Record<Column, (pair: Pair) => Key | undefined>> = {
  pixel: ({ pixelId }) => pixelId || undefined,
  event: ({ eventName }) => eventName || undefined,
  id: ({ eventId }) => eventId || undefined,
  browser: ({ browser }) => browser.length,
  server: ({ server }) => server.length,
  delay: ({ delay }) => delay,
  verdict: ({ verdict }) => RANKS.get(verdict),
  why: ({ why }) => why[0],
};

/** The rows in order; equal ones, and last those that have nothing there, stay as they were. */
export function orderPairs(pairs: readonly Pair[], order: Order | undefined): readonly Pair[] {
  if (order === undefined) return pairs;
  const keyOf = KEYS[order.column];
  const keyed: { pair: Pair; key: Key }[] = [];
  const rest: Pair[] = [];
  for (const pair of pairs) {
    const key = keyOf(pair);
    if (key === undefined) rest.push(pair);
    else keyed.push({ pair, key });
  }
  const sign = order.isDescending ? -1 : 1;
  keyed.sort((a, b) => (a.key < b.key ? -sign : a.key > b.key ? sign : 0));
  return [...keyed.map(({ pair }) => pair), ...rest];
}

/** The rows that a text occurs in (whatever its case) and that have one of the verdicts, or any. */
export function filterPairs(
  pairs: readonly Pair[],
  text: string,
  verdicts: ReadonlySet<PairVerdict>,
): readonly Pair[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0 && verdicts.size === 0) return pairs;
  const patterns = words.map((word) => new RegExp(escapePattern(word), 'i'));
  return pairs.filter(
    (pair) =>
      (verdicts.size === 0 || verdicts.has(pair.verdict)) &&
      patterns.every((pattern) => isIn(pattern, pair)),
  );
}

function isIn(pattern: RegExp, { pixelId, eventName, eventId, verdict, why }: Pair): boolean {
  return (
    pattern.test(eventName) ||
    pattern.test(eventId) ||
    pattern.test(pixelId) ||
    pattern.test(verdict) ||
    pattern.test(pairLabel(verdict)) ||
    why.some((rule) => pattern.test(rule))
  );
}

/** How many rows each verdict has; verdicts without rows are left out. */
export function countVerdicts(pairs: readonly Pair[]): ReadonlyMap<PairVerdict, number> {
  const counts = new Map<PairVerdict, number>();
  for (const { verdict } of pairs) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return new Map(
    PAIR_VERDICTS.flatMap((verdict) => {
      const count = counts.get(verdict);
      return count === undefined ? [] : [[verdict, count] as const];
    }),
  );
}
