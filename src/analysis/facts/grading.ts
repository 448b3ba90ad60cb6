import type { Entry } from '../../session/entry.ts';
import type { Severity } from '../verdicts.ts';
import type { Fact, RuleId } from './fact.ts';

/** What conditions of the profile may ask of a session. */
export interface GradedSession {
  get(id: string): Entry | undefined;
  /** The pixels that a call of fbq reaches, as far as it is known. */
  pixelsOf(call: string): readonly string[];
}

/** What the catalogue of rules and the profile say of facts. */
export interface Grading {
  /**
   * How grave a fact is; undefined where the profile has switched it off.
   * @param session for conditions of the profile
   */
  severityOf(fact: Fact, session: GradedSession): Severity | undefined;
  /** True where the answer depends on entries that may come later. */
  isConditional(rule: RuleId): boolean;
  /** Of facts about one subject the one with the smallest rank speaks; equal ranks all do. */
  rankOf(rule: RuleId): number;
}
