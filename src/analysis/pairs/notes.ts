import type { Fact } from '../facts/fact.ts';
import type { NoteRule, Row } from './row.ts';

/** What is told once about all rows that a note is true of. */
export function noteFact(rule: NoteRule, first: Row, count: number): Fact<NoteRule> {
  const [browser, server] = [first.browser[0], first.server[0]];
  const entries = [...(browser ? [browser.entry] : []), ...(server ? [server.entry] : [])];
  return { rule, entries, data: { count } };
}
