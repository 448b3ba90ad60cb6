import type { PairVerdict } from '../verdicts.ts';
import { isDerived } from './copy.ts';
import type { Row } from './row.ts';

/** Verdicts of rows whose copies are one event. */
const OF_ONE_EVENT: ReadonlySet<PairVerdict> = new Set(['paired', 'would-pair', 'name-mismatch']);

/** A row's connector hits, and the copies beside them under the same id that were seen. */
function sidesOf({ verdict, browser, server }: Row): { derived: string[]; seen: string[] } {
  const derived = server.filter(isDerived);
  if (derived.length === 0) return { derived: [], seen: [] };
  const others = server.filter((copy) => !isDerived(copy));
  const seen = OF_ONE_EVENT.has(verdict) ? [...browser, ...others] : others;
  return { derived: derived.map(({ entry }) => entry), seen: seen.map(({ entry }) => entry) };
}

/** See `Context.alongside`; `rows` are those that the entry stands in. */
export function alongside(id: string, rows: readonly Row[]): readonly string[] {
  const found = new Set<string>();
  for (const row of rows) {
    const { derived, seen } = sidesOf(row);
    for (const entry of derived.includes(id) ? seen : derived) found.add(entry);
  }
  found.delete(id);
  return [...found];
}

/** Entries of a row for which `alongside` has something to say. */
export function alongsideIn(row: Row): readonly string[] {
  const { derived, seen } = sidesOf(row);
  return seen.length === 0 ? [] : [...derived, ...seen];
}
