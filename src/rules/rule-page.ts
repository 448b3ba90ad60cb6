import type { RuleId } from '../analysis/facts/fact.ts';
import type { Severity } from '../analysis/verdicts.ts';
import type { Language } from '../language/languages.ts';
import type { System } from '../language/system.ts';
import { RULE_IDS, RULES } from './catalogue.ts';
import { linksIn } from './links.ts';
import { textOf } from './read-finding.ts';
import type { Link } from './rule.ts';

/** All that is to be said of a rule, whatever the case. */
export interface RulePage {
  id: string;
  title: string;
  severity: Severity;
  why: string;
  confirm: string;
  /** How it is mended, where that differs between systems. */
  fixes: { system: System; fix: string }[];
  links: readonly Link[];
}

/** The page of a rule in a language; undefined where there is no such rule. */
export function rulePageOf(id: string, language: Language): RulePage | undefined {
  if (!Object.hasOwn(RULES, id)) return undefined;
  const rule = RULES[id as RuleId];
  const { title, why, confirm, fixes = {} } = textOf(id as RuleId, language);
  return {
    id,
    title,
    severity: rule.severity,
    why,
    confirm,
    fixes: (Object.entries(fixes) as [System, string][]).map(([system, fix]) => ({ system, fix })),
    links: linksIn(rule.links, language),
  };
}

/** All rules, by id. */
export function rulePages(language: Language): RulePage[] {
  return RULE_IDS.flatMap((id) => rulePageOf(id, language) ?? []);
}

/** A finding in its own words, as an example of a rule. */
export interface RuleExample {
  message: string;
  fix?: string | undefined;
  code?: string | undefined;
}

/** The page as Markdown. */
export function writeRulePage(page: RulePage, language: Language, example?: RuleExample): string {
  const { words } = language;
  const { rulePage: t } = words;
  const lines = [
    `# ${page.title}`,
    '',
    `\`${page.id}\` · ${words.severity[page.severity]}`,
    ...(example === undefined ? [] : ['', `> ${example.message}`]),
    '',
    `## ${t.why}`,
    '',
    page.why,
    ...fixLines(page, language, example),
    '',
    `## ${t.confirm}`,
    '',
    page.confirm,
    '',
    `## ${t.links}`,
    '',
    ...page.links.map(
      ({ title, url, says }) => `- [${title}](${url})${says === undefined ? '' : `: ${says}`}`,
    ),
    '',
    `## ${t.level}`,
    '',
    t.levelText,
    '',
    '```json',
    `{ "rules": { "${page.id}": "off" } }`,
    '```',
  ];
  return `${lines.join('\n')}\n`;
}

function fixLines(
  { fixes }: RulePage,
  { words }: Language,
  example: RuleExample | undefined,
): string[] {
  const { code, fix } = example ?? {};
  // The corrected line is the end of the fix: it stands in a block of its own.
  const sentence = code === undefined ? fix : fix?.slice(0, -code.length).trim();
  const lines = [
    ...(sentence === undefined || sentence === '' ? [] : [sentence]),
    ...(code === undefined ? [] : [['```js', code, '```'].join('\n')]),
    ...(fixes.length === 0
      ? []
      : [
          fixes
            .map(({ system, fix: text }) => `- **${words.rulePage.system[system]}**: ${text}`)
            .join('\n'),
        ]),
  ];
  if (lines.length === 0) return [];
  return ['', `## ${words.rulePage.fix}`, '', lines.join('\n\n')];
}
