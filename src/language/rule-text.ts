import type { RuleId } from '../analysis/facts/fact.ts';
import type { FactData } from '../analysis/facts/fact-data.ts';
import type { System } from './system.ts';
import type { Words } from './words.ts';

/** What is said of a rule in one language. */
export interface RuleText<D> {
  /** What is wrong, in at most 60 characters. */
  title: string;
  /** What happened in this case. */
  message(data: D, t: Words): string;
  /** What to do; where the rule has code, what stands before it. Absent where nothing is to be done. */
  fix?(data: D, t: Words): string | undefined;
  /** What it costs whoever leaves it so. */
  why: string;
  /** How to see for oneself that it is so, and that it is mended. */
  confirm: string;
  /** How it is mended, by system. */
  fixes?: Partial<Record<System, string>>;
}

/** The texts of all rules. */
export type RuleTexts = { [R in RuleId]: RuleText<FactData[R]> };
