import type { Aspect } from '../../vendors/aspect.ts';
import type { Severity } from '../verdicts.ts';
import type { FactData } from './fact-data.ts';

/** Id of a rule, `<area>/<name>`. */
export type RuleId = keyof FactData;

/**
 * What a fact is about: one aspect of one entry. Facts about the same are one fault; which of them
 * is told is for the catalogue to say.
 */
export type Subject = `${string} ${Aspect}`;

/** The subject of an entry's aspect. */
export function subject(entry: string, aspect: Aspect): Subject {
  return `${entry} ${aspect}`;
}

/**
 * What analysis found. It carries no text: that is made from the catalogue when it is read.
 * Distributes over rules, so that `rule` decides the form of `data`.
 */
export type Fact<R extends RuleId = RuleId> = {
  [Rule in R]: {
    readonly rule: Rule;
    /** Ids of the entries that prove it, the one that it is about first. */
    readonly entries: readonly string[];
    readonly data: FactData[Rule];
    /** Only where it depends on the case; else the rule's own. */
    readonly severity?: Severity;
    /**
     * What it is about, where another fact may be about the same. It is silent where others speak
     * for all of them. Where the data has `items`, each stands for the item of its place, and items
     * that others speak for are left out; undefined: nobody else can.
     */
    readonly about?: readonly (Subject | undefined)[];
  };
}[R];
