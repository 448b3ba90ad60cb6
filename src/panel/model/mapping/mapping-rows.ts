import type { MatchVerdict } from '../../../analysis/analysis.ts';
import { isWithheld } from '../../text/verdict-chips.ts';
import type { MatchLine, Survey } from './match-survey.ts';
import type { CatalogueGroup, CatalogueRule } from './rule-catalogue.ts';

/** What the events under a row came to. */
export interface Tally {
  events: number;
  verdicts: ReadonlyMap<MatchVerdict, number>;
  /** How many of the unsent ones are rightly so. */
  withheld: number;
  /** Events with parameters that were lost or changed on the way. */
  faulty: number;
}

/** One line of the view. All are of one height. */
export type MappingRow = {
  key: string;
  level: 1 | 2 | 3;
  /** Undefined: nothing is below it. */
  isOpen: boolean | undefined;
} & (
  | { kind: 'group'; group: CatalogueGroup; seen: number | undefined; tally: Tally }
  | { kind: 'rule'; rule: CatalogueRule; tally: Tally }
  /** Source events of one name that no rule names, or Meta events without a source. */
  | { kind: 'name'; name: string; source: string; tally: Tally }
  | { kind: 'never'; group: CatalogueGroup; count: number }
  | { kind: 'match'; line: MatchLine }
);

/** How the survey stands against the rules. */
export interface Coverage {
  groups: readonly GroupCoverage[];
  /** False while the first survey is under way: no nought is known yet. */
  isKnown: boolean;
  /** Rules that something met, and all rules. */
  seen: number;
  rules: number;
  /** Source events that no rule names. */
  unmapped: number;
}

interface GroupCoverage {
  group: CatalogueGroup;
  seen: readonly { rule: CatalogueRule; lines: readonly MatchLine[] }[];
  never: readonly CatalogueRule[];
  names: readonly { name: string; source: string; lines: readonly MatchLine[] }[];
  lines: readonly MatchLine[];
}

/** Groups the matches of a survey by the rules that they met, and the rest by name. */
export function coverRules(
  catalogue: readonly CatalogueGroup[],
  survey: Survey,
  isKnown = true,
): Coverage {
  const byRule = new Map<string, MatchLine[]>();
  const bare = new Map<string, MatchLine[]>();
  const groupOf = new Map(catalogue.flatMap((g) => g.systems.map((s) => [s, g.id] as const)));
  const known = new Set(catalogue.flatMap(({ rules }) => rules.map(({ id }) => id)));
  for (const line of survey.lines) {
    const hasRule = line.rule !== undefined && known.has(line.rule);
    const [map, key] = hasRule
      ? [byRule, line.rule ?? '']
      : [bare, `${groupOf.get(line.source) ?? 'meta'}\n${line.source}\n${line.name}`];
    const list = map.get(key);
    if (list) list.push(line);
    else map.set(key, [line]);
  }
  let seenRules = 0;
  let allRules = 0;
  let unmapped = 0;
  const groups = catalogue.map((group): GroupCoverage => {
    const seen: { rule: CatalogueRule; lines: readonly MatchLine[] }[] = [];
    const never: CatalogueRule[] = [];
    for (const rule of group.rules) {
      const lines = byRule.get(rule.id);
      if (lines) seen.push({ rule, lines });
      else never.push(rule);
    }
    const names = [...bare].flatMap(([key, lines]) => {
      const [home, source = '', ...rest] = key.split('\n');
      return home === group.id ? [{ name: rest.join('\n'), source, lines }] : [];
    });
    seenRules += seen.length;
    allRules += group.rules.length;
    if (group.id !== 'meta') for (const { lines } of names) unmapped += lines.length;
    const lines = [...seen, ...names].flatMap((part) => part.lines);
    return { group, seen, never, names, lines };
  });
  return { groups, isKnown, seen: seenRules, rules: allRules, unmapped };
}

/** Which rows are open and which verdicts are looked for. */
export interface RowsAsked {
  /** Keys of rows that the user opened or closed against what they are by themselves. */
  toggled: ReadonlySet<string>;
  /** Only these; none: all. */
  verdicts: ReadonlySet<MatchVerdict>;
}

/** The rows of the view, from the top. */
export function mappingRows(coverage: Coverage, { toggled, verdicts }: RowsAsked): MappingRow[] {
  const rows: MappingRow[] = [];
  const isFiltered = verdicts.size > 0;
  const wanted = (lines: readonly MatchLine[]) =>
    isFiltered ? lines.filter(({ verdict }) => verdicts.has(verdict)) : lines;
  const isOpen = (key: string, byItself: boolean) => toggled.has(key) !== byItself;
  const putLines = (key: string, lines: readonly MatchLine[]) => {
    lines.forEach((line, i) => {
      rows.push({
        kind: 'match',
        key: `${key}/${line.entry}#${i}`,
        level: 3,
        isOpen: undefined,
        line,
      });
    });
  };
  for (const { group, seen, never, names, lines } of coverage.groups) {
    const all = wanted(lines);
    const key = group.id;
    const hasAny = seen.length + names.length > 0;
    // Where nothing is to be said, the group is left out: a profile without rules, no loose events.
    if (group.rules.length === 0 && !hasAny) continue;
    if (isFiltered && all.length === 0) continue;
    const groupOpen = isOpen(key, hasAny);
    rows.push({
      kind: 'group',
      key,
      level: 1,
      isOpen: groupOpen,
      group,
      seen: coverage.isKnown ? seen.length : undefined,
      tally: tallyOf(all),
    });
    if (!groupOpen) continue;
    for (const { rule, lines: met } of seen) {
      const list = wanted(met);
      if (list.length === 0) continue;
      const ruleKey = `rule:${rule.id}`;
      const ruleOpen = isOpen(ruleKey, isFiltered);
      const tally = tallyOf(list);
      const row = { key: ruleKey, level: 2, isOpen: ruleOpen, tally } as const;
      rows.push({ kind: 'rule', rule, ...row });
      if (ruleOpen) putLines(ruleKey, list);
    }
    for (const { name, source, lines: met } of names) {
      const list = wanted(met);
      if (list.length === 0) continue;
      const nameKey = `name:${source}:${name}`;
      const nameOpen = isOpen(nameKey, isFiltered);
      const tally = tallyOf(list);
      const row = { key: nameKey, level: 2, isOpen: nameOpen, tally } as const;
      rows.push({ kind: 'name', name, source, ...row });
      if (nameOpen) putLines(nameKey, list);
    }
    if (never.length === 0 || isFiltered) continue;
    const neverKey = `never:${group.id}`;
    const neverOpen = isOpen(neverKey, false);
    rows.push({
      kind: 'never',
      key: neverKey,
      level: 2,
      isOpen: neverOpen,
      group,
      count: never.length,
    });
    if (!neverOpen) continue;
    for (const rule of never)
      rows.push({
        kind: 'rule',
        key: `rule:${rule.id}`,
        level: 3,
        isOpen: undefined,
        rule,
        tally: tallyOf([]),
      });
  }
  return rows;
}

function tallyOf(lines: readonly MatchLine[]): Tally {
  const verdicts = new Map<MatchVerdict, number>();
  let faulty = 0;
  for (const { verdict, faults } of lines) {
    verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
    if (faults > 0) faulty += 1;
  }
  return { events: lines.length, verdicts, withheld: lines.filter(isWithheld).length, faulty };
}
