import type { RuleId } from '../analysis/facts/fact.ts';
import type { FactData } from '../analysis/facts/fact-data.ts';
import type { Severity } from '../analysis/verdicts.ts';
import type { RuleText } from '../language/rule-text.ts';

/** A public document: its title as published, its address, and what it says where that decides. */
export interface Link {
  title: string;
  url: string;
  /** The fact in our own words. */
  says?: string;
}

/** What can be wrong. Its texts in other languages stand in those languages' files. */
export interface Rule<D> {
  /** Where the case does not decide. */
  severity: Severity;
  /** Public documents of the vendor or the standard; one at least. */
  links: readonly Link[];
  /** The corrected line, where code is the fix. */
  code?(data: D): string | undefined;
  /** In English. */
  text: RuleText<D>;
}

/** The rules of an area, by their ids. */
export type Area<A extends string> = {
  [R in Extract<RuleId, `${A}/${string}`>]: Rule<FactData[R]>;
};
