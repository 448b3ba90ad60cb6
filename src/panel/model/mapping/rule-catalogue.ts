import { TABLES } from '../../../analysis/matches/rules.ts';
import type { AnyNote } from '../../../language/notes.ts';
import { TABLE_LINKS } from '../../../rules/mapping.ts';
import type { Link } from '../../../rules/rule.ts';
import { mappingRuleId } from '../../../session/mapping-rule.ts';
import type { Profile } from '../../../session/profile.ts';
import { ruleId } from '../../../vendors/mapping.ts';

/** A rule as the view tells of it. */
export interface CatalogueRule {
  id: string;
  /** The source event's name, or what stands for names. */
  from: string;
  /** The Meta event; null: none may come of it; undefined: the page names it. */
  to: string | null | undefined;
  /** Where it is documented; absent for rules of the profile. */
  link?: Link;
  note?: AnyNote;
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
  rules: readonly CatalogueRule[];
}

const VISIBILITY_HINTS: Readonly<Record<string, string>> = {
  server: 'Its server sends the Meta event; what the browser shows is the hit to that server.',
  either: 'Whether the browser or a server sends the Meta event is a setting that nobody sees.',
  convention: 'A convention of tag templates, not a rule: its absence proves nothing.',
};

const LOYJOY_HINT =
  'LoyJoy maps nothing by itself: what its events become is for listeners, tags and the profile.';

/** All rules, by system: the profile's own first, as they go first in the analysis. */
export function createCatalogue(profile: Profile): CatalogueGroup[] {
  const groups: CatalogueGroup[] = [
    {
      id: 'profile',
      label: 'The profile’s own',
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
    const own = link === undefined ? {} : { link };
    const rules: CatalogueRule[] = table.rows.map(({ from, to, note }) => ({
      id: ruleId(table, from),
      from,
      to,
      ...own,
      ...(note === undefined ? {} : { note: { code: note } }),
    }));
    const { nameOverride, passesThrough } = table;
    if (nameOverride !== undefined)
      rules.push({
        id: ruleId(table, nameOverride),
        from: nameOverride,
        to: undefined,
        ...own,
        note: { code: 'overridden' },
      });
    if (passesThrough)
      rules.push({
        id: ruleId(table, '*'),
        from: 'any other name',
        to: undefined,
        ...own,
        note: { code: 'own-name' },
      });
    const hint = VISIBILITY_HINTS[table.visibility];
    groups.push({
      id: table.id,
      label: table.label,
      systems: table.systems,
      rules,
      ...(hint === undefined ? {} : { hint }),
    });
  }
  groups.push(
    { id: 'loyjoy', label: 'LoyJoy', systems: ['loyjoy'], hint: LOYJOY_HINT, rules: [] },
    {
      id: 'meta',
      label: 'Meta events without a source',
      systems: ['fbq', 'meta'],
      hint: 'They were sent although no source event of the profile’s rules asked for them.',
      rules: [],
    },
  );
  return groups;
}
