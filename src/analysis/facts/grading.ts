import type { Entry } from '../../session/entry.ts';
import type { Severity } from '../verdicts.ts';
import type { Fact, RuleId } from './fact.ts';

/** What the catalogue of rules and the profile say of facts. */
export interface Grading {
  /**
   * How grave a fact is; undefined where the profile has switched it off.
   * @param get the session's entries, for conditions of the profile
   */
  severityOf(fact: Fact, get: (id: string) => Entry | undefined): Severity | undefined;
  /** True where the answer depends on entries that may come later. */
  isConditional(rule: RuleId): boolean;
  /** Of facts about one subject the one with the smallest rank speaks; equal ranks all do. */
  rankOf(rule: RuleId): number;
}
