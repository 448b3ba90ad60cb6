import type { Fact } from '../facts/fact.ts';
import type { NoteRule, Row } from './row.ts';

/**
 * What is told once about all rows that a note is true of.
 * @param first the first of them, whose copies are named
 * @param count how many there are
 */
export function noteFact(rule: NoteRule, first: readonly Row[], count: number): Fact<NoteRule> {
  const entries = new Set<string>();
  for (const row of first)
    for (const copy of [row.browser[0], row.server[0]]) if (copy) entries.add(copy.entry);
  return { rule, entries: [...entries], data: { count } };
}
