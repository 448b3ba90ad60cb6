import type { Language } from '../language/languages.ts';
import { RULE_IDS } from '../rules/catalogue.ts';
import { rulePageOf, rulePages, writeRulePage } from '../rules/rule-page.ts';
import { nearestOf } from '../session/nearest.ts';
import { Failure } from './failure.ts';

/** How near a rule's id must be to be suggested: one slip in three letters. */
const LETTERS_PER_SLIP = 3;

/** All rules, one in a line: id, severity, title. */
export function listRules(language: Language): string {
  const pages = rulePages(language);
  const width = Math.max(...pages.map(({ id }) => id.length));
  return pages
    .map(({ id, severity, title }) => `${id.padEnd(width)}  ${severity.padEnd(7)}  ${title}\n`)
    .join('');
}

/**
 * The page of a rule, as Markdown.
 * @throws Failure where there is no such rule
 */
export function explainRule(id: string, language: Language): string {
  const page = rulePageOf(id, language);
  if (page !== undefined) return writeRulePage(page, language);
  const nearest = nearestOf(id, RULE_IDS, LETTERS_PER_SLIP);
  throw new Failure((t) => (nearest === undefined ? t.unknownRule(id) : t.nearRule(id, nearest)));
}
