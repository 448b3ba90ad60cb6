import { de, deLinks, deRules } from './de.ts';
import { en } from './en.ts';
import type { RuleTexts } from './rule-text.ts';
import type { Words } from './words.ts';

/** A language: its words, and what it says of rules and of their documents where that is not with these. */
export interface Language {
  words: Words;
  rules: Partial<RuleTexts>;
  /** By the names that `LINKS` has in the catalogue. */
  links: Readonly<Record<string, string>>;
}

/** English: what is spoken where nobody asked for another. */
export const ENGLISH: Language = { words: en, rules: {}, links: {} };

/** By code. A further language is one file, and a line here. */
export const LANGUAGES: Readonly<Record<string, Language>> = {
  en: ENGLISH,
  de: { words: de, rules: deRules, links: deLinks },
};

/**
 * The language that serves best.
 * @param wanted BCP 47 codes, best first: `de-AT` is served by `de`
 */
export function languageFor(wanted: readonly string[]): Language {
  for (const code of wanted) {
    const short = code.toLowerCase().split('-')[0] ?? '';
    const known = Object.hasOwn(LANGUAGES, short) ? LANGUAGES[short] : undefined;
    if (known !== undefined) return known;
  }
  return ENGLISH;
}
