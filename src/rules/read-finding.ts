import type { Fact } from '../analysis/facts/fact.ts';
import type { Severity } from '../analysis/verdicts.ts';
import type { Language } from '../language/languages.ts';
import type { RuleText } from '../language/rule-text.ts';
import { RULES } from './catalogue.ts';
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
export function textOf(rule: string, language: Language): RuleText<unknown> | undefined {
  const own = language.rules[rule as keyof typeof language.rules];
  return (own ?? RULES[rule as keyof typeof RULES]?.text) as RuleText<unknown> | undefined;
}

/** What is wrong, in a few words; the rule's id where it has no text. */
export function titleOf(rule: string, language: Language): string {
  return textOf(rule, language)?.title ?? rule;
}

/** Makes the text of a fact. */
export function readFinding(fact: Fact, severity: Severity, language: Language): Finding {
  const rule = RULES[fact.rule] as Rule<unknown> | undefined;
  const text = textOf(fact.rule, language);
  const { data } = fact as { data: unknown };
  const finding: Finding = {
    rule: fact.rule,
    title: titleOf(fact.rule, language),
    severity,
    entries: [...fact.entries],
    data,
    message: text?.message(data, language.words) ?? '',
    links: [...(rule?.links ?? [])],
  };
  const code = rule?.code?.(data);
  const words = text?.fix?.(data, language.words);
  const fix = [words, code].filter((part) => part !== undefined && part !== '').join(' ');
  if (fix !== '') finding.fix = fix;
  if (code !== undefined) finding.code = code;
  return finding;
}
