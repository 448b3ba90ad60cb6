import type { Analysis, Pair } from '../../../analysis/analysis.ts';
import type { Finding } from '../../../rules/read-finding.ts';

/** Entries of a chain that are looked at: longer ones are bursts, not a story. */
const LOOKED_AT = 200;

/**
 * The findings that a row of the ledger names, one per rule: the one that names an entry of the row
 * or of its chain (the pixel's call); else that of its pixel and name; else the session's.
 */
export function findingsOfPair(pair: Pair, findings: readonly Finding[], analysis: Analysis) {
  if (pair.why.length === 0) return [];
  const own = new Set([...pair.browser, ...pair.server].slice(0, LOOKED_AT));
  for (const id of [...own].slice(0, 4))
    for (const other of analysis.chains.of(id)?.entries.slice(0, LOOKED_AT) ?? []) own.add(other);
  const isAlike = (id: string) =>
    analysis.pairs
      .of(id)
      .some((other) => other.eventName === pair.eventName && other.pixelId === pair.pixelId);
  return pair.why.flatMap((rule): Finding[] => {
    const all = findings.filter((finding) => finding.rule === rule);
    const found =
      all.find(({ entries }) => entries.some((id) => own.has(id))) ??
      all.find(({ entries }) => entries.slice(0, 2).some(isAlike)) ??
      all[0];
    return found ? [found] : [];
  });
}
