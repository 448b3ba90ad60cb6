import type { Fact, RuleId } from '../analysis/facts/fact.ts';
import type { Severity } from '../analysis/verdicts.ts';
import type { Language } from '../language/languages.ts';
import type { RuleText } from '../language/rule-text.ts';
import { RULES } from './catalogue.ts';
import { linksIn } from './links.ts';
import type { Link, Rule } from './rule.ts';

/** A fact as a person reads it. */
export interface Finding {
  rule: string;
  /** What is wrong, in a few words. */
  title: string;
  severity: Severity;
  /** Ids of the entries that prove it. */
  entries: string[];
  /** What the texts are made of. */
  data: unknown;
  message: string;
  /** What to do; absent where nothing is to be done. */
  fix?: string;
  /** The corrected line, where code is the fix; it stands in `fix` too. */
  code?: string;
  links: Link[];
}

/** The texts of a rule in a language. */
export function textOf(rule: RuleId, language: Language): RuleText<unknown> {
  return (language.rules[rule] ?? RULES[rule].text) as RuleText<unknown>;
}

/**
 * What is wrong, in a few words.
 * @param rule an id as pairs name it
 */
export function titleOf(rule: string, language: Language): string {
  return textOf(rule as RuleId, language).title;
}

/** Makes the text of a fact. */
export function readFinding(fact: Fact, severity: Severity, language: Language): Finding {
  const rule = RULES[fact.rule] as Rule<unknown>;
  const text = textOf(fact.rule, language);
  const { data } = fact as { data: unknown };
  const finding: Finding = {
    rule: fact.rule,
    title: text.title,
    severity,
    entries: [...fact.entries],
    data,
    message: text.message(data, language.words),
    links: linksIn(rule.links, language),
  };
  const code = rule.code?.(data);
  const words = text.fix?.(data, language.words);
  // The line that a colon announces is not always known.
  const said = code === undefined ? words?.replace(/:$/, '.') : words;
  const fix = [said, code].filter((part) => part !== undefined && part !== '').join(' ');
  if (fix !== '') finding.fix = fix;
  if (code !== undefined) finding.code = code;
  return finding;
}
