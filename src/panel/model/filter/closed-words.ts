import { PAIR_VERDICTS } from '../../../analysis/verdicts.ts';
import { RULE_IDS } from '../../../rules/catalogue.ts';
import { type Entry, HIGHLIGHTS, KINDS } from '../../../session/entry.ts';
import { nearestOf } from '../../../session/nearest.ts';
import { VENDORS } from '../../../vendors/hit.ts';
import { VERDICT_TONES } from '../../text/consent-words.ts';
import { isVendorToggle, TOGGLES } from '../../text/describe-entry.ts';
import { vendorLabel } from '../../text/hit-words.ts';
import { STATE_TONES } from '../../text/state-words.ts';
import { MATCH_TONES } from '../../text/verdict-chips.ts';
import { LETTERS_PER_SLIP, splitWords } from './split-words.ts';

/** Entries, the latest, that are looked at for what a session has. */
export const LOOKED_AT = 1_000;

/** A word whose values are known beforehand. */
interface ClosedWord {
  /** What is offered. */
  values(entries: readonly Entry[]): readonly string[];
  /** What is found beside these. */
  others?(entries: readonly Entry[]): readonly string[];
  /** Several may be asked for, with commas between. */
  isList?: boolean;
  /** Whether a value is what was asked for; both in lower case. */
  fits(value: string, wanted: string): boolean;
}

const isEqual = (value: string, wanted: string) => value === wanted;
const includes = (value: string, wanted: string) => value.includes(wanted);

const vendorsOf = (entries: readonly Entry[]) => [
  ...new Set<string>([
    ...VENDORS,
    // A newer session file has others.
    ...entries
      .slice(-LOOKED_AT)
      .flatMap((entry) => (entry.kind === 'hit' ? [entry.vendor as string] : [])),
  ]),
];

const CLOSED: Readonly<Record<string, ClosedWord>> = {
  source: {
    values: () => [...TOGGLES.filter((toggle) => !isVendorToggle(toggle)), 'page', 'gap'],
    isList: true,
    fits: (value, wanted) => value.startsWith(wanted),
  },
  kind: { values: () => KINDS, isList: true, fits: isEqual },
  verdict: {
    values: () => [
      ...new Set([MATCH_TONES, VERDICT_TONES, STATE_TONES].flatMap((tones) => Object.keys(tones))),
      ...PAIR_VERDICTS,
    ],
    fits: isEqual,
  },
  vendor: {
    values: vendorsOf,
    others: (entries) => vendorsOf(entries).map(vendorLabel),
    fits: includes,
  },
  rule: {
    values: () => [...new Set(RULE_IDS.map((id) => id.slice(0, id.indexOf('/'))))],
    others: () => RULE_IDS,
    fits: includes,
  },
  highlight: { values: () => HIGHLIGHTS, fits: includes },
};

/** The values of a word that takes no others; undefined for one that takes any. */
export function closedValues(
  key: string,
  entries: readonly Entry[],
): readonly string[] | undefined {
  return Object.hasOwn(CLOSED, key) ? CLOSED[key]?.values(entries) : undefined;
}

/**
 * The first value in a search that no entry can have, with the one that was probably meant: it finds
 * nothing, which is to be told.
 */
export function unknownValueIn(
  text: string,
  entries: readonly Entry[],
): { given: string; known: readonly string[]; meant: string | undefined } | undefined {
  for (const { key, text: value, flags } of splitWords(text)) {
    const word = key !== undefined && Object.hasOwn(CLOSED, key) ? CLOSED[key] : undefined;
    if (!word || flags !== undefined) continue;
    const known = word.values(entries);
    const others = word.others?.(entries) ?? [];
    const all = [...known, ...others];
    const wanted = word.isList ? value.split(',').filter((part) => part !== '') : [value];
    for (const each of wanted) {
      if (all.some((one) => word.fits(one.toLowerCase(), each.toLowerCase()))) continue;
      const near = (values: readonly string[]) =>
        nearestOf(each.toLowerCase(), values, LETTERS_PER_SLIP);
      const meant = near(known) ?? near(others);
      return {
        given: `${key}:${each}`,
        known,
        meant: meant === undefined ? undefined : `${key}:${meant}`,
      };
    }
  }
  return undefined;
}
