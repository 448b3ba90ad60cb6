import { TABLES } from '../../../analysis/matches/rules.ts';
import { sayNotes } from '../../../language/match.ts';
import { LINKS } from '../../../rules/links.ts';
import { TABLE_LINKS } from '../../../rules/mapping.ts';
import type { Link } from '../../../rules/rule.ts';
import { mappingRuleId } from '../../../session/mapping-rule.ts';
import type { Profile } from '../../../session/profile.ts';
import { rowsOf, ruleId } from '../../../vendors/mapping.ts';
import { t } from '../../text/language.ts';

/** A rule as the view tells of it. */
export interface CatalogueRule {
  id: string;
  /** The source event's name, or what stands for names. */
  from: string;
  /** The Meta event; null: none may come of it; undefined: the page names it. */
  to: string | null | undefined;
  /** The public document that says so; none for the profile's own. */
  link?: Link;
  note?: string;
}

/** Rules of one system. */
export interface CatalogueGroup {
  /** A table's id; `profile`, `loyjoy`. */
  id: string;
  label: string;
  /** Systems whose events belong here where no rule takes them elsewhere. */
  systems: readonly string[];
  /** What is to be known of the group as a whole. */
  hint?: string;
  link?: Link;
  rules: readonly CatalogueRule[];
}

/** All rules, by system: the profile's own first, as they go first in the analysis. */
export function createCatalogue(profile: Profile): CatalogueGroup[] {
  const words = t().mapping;
  const labels: Readonly<Record<string, string>> = words.group;
  const hints: Readonly<Record<string, string>> = words.hint;
  const groups: CatalogueGroup[] = [
    {
      id: 'profile',
      label: words.group.profile,
      systems: [],
      rules: (profile.mapping?.rules ?? []).map((rule) => ({
        id: mappingRuleId(rule),
        from: `${rule.from.source} ${rule.from.name ?? `/${rule.from.pattern}/`}`,
        to: rule.to,
      })),
    },
  ];
  for (const table of TABLES) {
    const link = TABLE_LINKS[table.id];
    const cited = link === undefined ? {} : { link };
    const rules: CatalogueRule[] = rowsOf(table).map(({ from, to, note }) => ({
      id: ruleId(table, from),
      from,
      to,
      ...cited,
      ...(note === undefined ? {} : { note: sayNotes([{ code: note }], t()) }),
    }));
    const { nameOverride, passesThrough } = table;
    if (nameOverride !== undefined)
      rules.push({
        id: ruleId(table, nameOverride),
        from: nameOverride,
        to: undefined,
        ...cited,
        note: words.pageNamesIt,
      });
    if (passesThrough)
      rules.push({
        id: ruleId(table, '*'),
        from: words.anyOtherName,
        to: undefined,
        ...cited,
        note: words.passesThrough,
      });
    const hint = hints[table.id];
    groups.push({
      id: table.id,
      label: labels[table.id] ?? table.id,
      systems: table.systems,
      rules,
      ...cited,
      ...(hint === undefined ? {} : { hint }),
    });
  }
  groups.push(
    {
      id: 'loyjoy',
      label: words.group.loyjoy,
      systems: ['loyjoy'],
      hint: words.hint.loyjoy,
      link: LINKS.loyjoyEvents,
      rules: [],
    },
    {
      id: 'meta',
      label: words.group.meta,
      systems: ['fbq', 'meta'],
      hint: words.hint.meta,
      rules: [],
    },
  );
  return groups;
}
