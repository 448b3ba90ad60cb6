import type { FactList, Severity } from '../../../analysis/analysis.ts';
import type { Fact, RuleId } from '../../../analysis/facts/fact.ts';
import { SEVERITIES } from '../../../analysis/severity.ts';
import type { Language } from '../../../language/languages.ts';
import { type Finding, readFinding, titleOf } from '../../../rules/read-finding.ts';

/** What was found by one rule with one severity. */
export interface FactGroup {
  rule: RuleId;
  severity: Severity;
  title: string;
  /** In order of time; their texts are not made yet. */
  facts: Fact[];
}

/** Findings that read the same. */
export interface Block {
  finding: Finding;
  /** The first fact that reads so. */
  fact: Fact;
  /** Entries of all of them, each once. */
  entries: string[];
}

/** All facts that speak, by rule: the gravest first, then by title. No text is made. */
export function groupFacts(
  list: Pick<FactList, 'all' | 'gradeOf'>,
  language: Language,
): FactGroup[] {
  const groups = new Map<string, FactGroup>();
  for (const fact of list.all()) {
    const severity = list.gradeOf(fact);
    if (severity === undefined) continue;
    const { rule } = fact;
    const key = `${rule} ${severity}`;
    const group = groups.get(key);
    if (group) group.facts.push(fact);
    else groups.set(key, { rule, severity, title: titleOf(rule, language), facts: [fact] });
  }
  const { compare } = new Intl.Collator(language.words.say.locale);
  return [...groups.values()].sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      compare(a.title, b.title) ||
      compare(a.rule, b.rule),
  );
}

/** Makes the text of the first facts of a group; those that read the same become one. */
export function readBlocks(group: FactGroup, limit: number, language: Language): Block[] {
  const blocks = new Map<string, Block>();
  for (const fact of group.facts.slice(0, limit)) {
    const finding = readFinding(fact, group.severity, language);
    const key = `${finding.message}\n${finding.fix ?? ''}`;
    const block = blocks.get(key);
    if (block === undefined) blocks.set(key, { finding, fact, entries: [...finding.entries] });
    else block.entries = [...new Set([...block.entries, ...finding.entries])];
  }
  return [...blocks.values()];
}
