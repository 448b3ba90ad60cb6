import type { Analysis, Pair } from '../../../analysis/analysis.ts';
import type { Fact } from '../../../analysis/facts/fact.ts';
import type { Language } from '../../../language/languages.ts';
import { type Finding, readFinding } from '../../../rules/read-finding.ts';

/** Entries of a chain that are looked at: longer ones are bursts, not a story. */
const LOOKED_AT = 200;

/**
 * The findings that a row of the ledger names, one per rule: the one that names an entry of the row
 * or of its chain (the pixel's call); else that of its pixel and name; else the session's.
 * The texts of no others are made.
 */
export function findingsOfPair(pair: Pair, analysis: Analysis, language: Language): Finding[] {
  if (pair.why.length === 0) return [];
  const own = new Set([...pair.browser, ...pair.server].slice(0, LOOKED_AT));
  for (const id of [...own].slice(0, 4))
    for (const other of analysis.chains.of(id)?.entries.slice(0, LOOKED_AT) ?? []) own.add(other);
  const isAlike = (id: string) =>
    analysis.pairs
      .of(id)
      .some((other) => other.eventName === pair.eventName && other.pixelId === pair.pixelId);
  const facts = analysis.facts.all();
  return pair.why.flatMap((rule): Finding[] => {
    const all: readonly Fact[] = facts.filter((fact) => fact.rule === rule);
    const found =
      all.find(({ entries }) => entries.some((id) => own.has(id))) ??
      all.find(({ entries }) => entries.slice(0, 2).some(isAlike)) ??
      all[0];
    if (found === undefined) return [];
    const severity = analysis.facts.gradeOf(found);
    return severity === undefined ? [] : [readFinding(found, severity, language)];
  });
}
