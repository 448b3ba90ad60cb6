import { compilePattern, mappingRuleId } from '../../session/mapping-rule.ts';
import { type Nearness, nearOf } from '../../session/nearest.ts';
import type { MappingRule, Profile } from '../../session/profile.ts';
import { isGiven, readPath } from '../../session/value/path.ts';
import { plainText, UNKNOWN } from '../../session/value/plain.ts';
import { COMMANDERS_ACT_MAPPING } from '../../vendors/commanders-act/mapping.ts';
import { DATA_LAYER_MAPPING } from '../../vendors/google/mapping.ts';
import {
  type MappedSystem,
  type MappingRow,
  type MappingTable,
  type ParameterForm,
  type ParameterRow,
  rowsOf,
  ruleId,
  type TableNote,
  type Visibility,
} from '../../vendors/mapping.ts';
import { isSameValue } from '../../vendors/meta/same-value.ts';
import { isStandardEvent } from '../../vendors/meta/standard-events.ts';
import { SEGMENT_MAPPING } from '../../vendors/segment/mapping.ts';
import type { SourceEvent } from '../../vendors/source-event.ts';

/** The tables that ship. */
export const TABLES: readonly MappingTable[] = [
  COMMANDERS_ACT_MAPPING,
  SEGMENT_MAPPING,
  DATA_LAYER_MAPPING,
];

/** A rule as it applies to one source event. */
export interface Rule {
  id: string;
  /** The Meta event. `null`: none may come of it. */
  to: string | null;
  origin: 'profile' | 'vendor';
  visibility: Visibility;
  parameters: readonly ParameterRow[];
  note?: TableNote;
  /** The name is the source event's own, or the page's own choice. */
  isPassThrough?: true;
}

/** What the rules say about a source event. */
export type RuleAnswer =
  | { kind: 'none' }
  | { kind: 'rule'; rule: Rule }
  /** Rules of the profile that contradict each other. */
  | { kind: 'clash'; ids: string[] };

/** A rule whose name a source event's name nearly is. */
export interface NearRule {
  id: string;
  origin: Rule['origin'];
  visibility: Visibility;
  to: string | null;
  /** The rule's own name. */
  meant: string;
  by: Nearness;
}

/** All rules of a session. */
export interface Rules {
  find(source: SourceEvent): RuleAnswer;
  /**
   * The rule that was probably meant to apply: the profile's where no rule of it does, a table's where
   * no row does.
   */
  near(source: SourceEvent, answer: RuleAnswer): NearRule | undefined;
  /** Rules of the profile, then those of the tables whose systems `spoke`. */
  ids(spoke: (system: MappedSystem) => boolean): string[];
  /** Systems that the profile maps to this Meta event. */
  profileSystemsOf(metaEvent: string): readonly MappedSystem[];
}

/** Systems of the tables by the source that a profile names: a hit stands for the call behind it. */
const PROFILE_SYSTEMS: Readonly<Record<MappingRule['from']['source'], readonly MappedSystem[]>> = {
  loyjoy: ['loyjoy'],
  dataLayer: ['dataLayer'],
  cact: ['cact', 'commanders-act'],
  analytics: ['analytics', 'segment'],
};

const TABLE_OF = new Map<MappedSystem, MappingTable>(
  TABLES.flatMap((table) => table.systems.map((system) => [system, table] as const)),
);

interface ProfileRule {
  id: string;
  given: MappingRule;
  pattern: RegExp | undefined;
  /** An exact name before a pattern, a condition before none. */
  precedence: number;
}

/** The profile's rules and the shipped tables together; the profile's go first. */
export function createRules(profile: Profile): Rules {
  const bySystem = new Map<MappedSystem, ProfileRule[]>();
  const targets = new Map<string, Set<MappedSystem>>();
  const own = (profile.mapping?.rules ?? []).map(compileRule);
  for (const compiled of own) {
    const { to } = compiled.given;
    for (const system of PROFILE_SYSTEMS[compiled.given.from.source]) {
      const list = bySystem.get(system);
      if (list) list.push(compiled);
      else bySystem.set(system, [compiled]);
      if (to === null) continue;
      const systems = targets.get(to);
      if (systems) systems.add(system);
      else targets.set(to, new Set([system]));
    }
  }
  const answersOf = new Map(
    TABLES.map((table) => [
      table,
      new Map(table.rows.map((row) => [row.from, answerOf(table, row)] as const)),
    ]),
  );

  const findInProfile = (source: SourceEvent): RuleAnswer => {
    let best: ProfileRule[] = [];
    for (const candidate of bySystem.get(source.system) ?? []) {
      const least = best[0]?.precedence ?? 0;
      if (candidate.precedence < least || !applies(candidate, source)) continue;
      if (candidate.precedence > least) best = [candidate];
      else best.push(candidate);
    }
    const [first] = best;
    if (first === undefined) return NONE;
    if (best.some(({ given }) => given.to !== first.given.to))
      return { kind: 'clash', ids: best.map(({ id }) => id) };
    return { kind: 'rule', rule: profileRule(first, source) };
  };

  const findInTable = (source: SourceEvent): RuleAnswer => {
    const table = source.isTag ? undefined : TABLE_OF.get(source.system);
    if (table === undefined) return NONE;
    const { nameOverride } = table;
    if (nameOverride !== undefined && source.mayHave(OVERRIDE_ROOT)) {
      const name = readPath(source.properties(), nameOverride);
      if (typeof name === 'string' && name !== '') return overridden(table, source, name);
    }
    return (
      byProperty(table, source) ??
      answersOf.get(table)?.get(source.name) ??
      passedThrough(table, source)
    );
  };

  /** By system and name: a page pushes the same few names again and again. */
  const nearKnown = new Map<string, NearRule | undefined>();

  const findNear = (source: SourceEvent, hasRow: boolean): NearRule | undefined => {
    const { name, system } = source;
    const exact = (bySystem.get(system) ?? []).filter(({ given }) => given.from.name !== undefined);
    const own = nearOf(
      name,
      exact.map(({ given }) => given.from.name ?? ''),
      LETTERS_PER_SLIP,
    );
    const rule = own && exact.find(({ given }) => given.from.name === own.word);
    if (own !== undefined && rule !== undefined)
      return {
        id: rule.id,
        origin: 'profile',
        visibility: 'seen',
        to: rule.given.to,
        meant: own.word,
        by: own.by,
      };
    const table = TABLE_OF.get(system);
    if (table === undefined || hasRow) return undefined;
    const rows = table.rows.filter(({ from }) => from !== VIRTUAL_PAGE_VIEW);
    const near = nearOf(
      name,
      rows.map(({ from }) => from),
      LETTERS_PER_SLIP,
    );
    const row = near && rows.find(({ from }) => from === near.word);
    if (near === undefined || row === undefined) return undefined;
    // Passed through under a standard name, it arrives as that.
    if (table.passesThrough && isStandardEvent(name)) return undefined;
    const { visibility } = table;
    const { to } = row;
    return {
      id: ruleId(table, row.from),
      origin: 'vendor',
      visibility,
      to,
      meant: near.word,
      by: near.by,
    };
  };

  return {
    near(source, answer) {
      if (source.isTag || source.name === '' || answer.kind === 'clash') return undefined;
      if (answer.kind === 'rule' && answer.rule.origin === 'profile') return undefined;
      const hasRow = answer.kind === 'rule' && answer.rule.isPassThrough !== true;
      const key = `${source.system} ${hasRow} ${source.name}`;
      if (!nearKnown.has(key)) {
        if (nearKnown.size >= NAMES_KEPT) nearKnown.clear();
        nearKnown.set(key, findNear(source, hasRow));
      }
      return nearKnown.get(key);
    },
    find(source) {
      const answer = findInProfile(source);
      return answer.kind === 'none' ? findInTable(source) : answer;
    },
    ids: (spoke) => [
      ...own.map(({ id }) => id),
      ...TABLES.filter(({ systems }) => systems.some(spoke)).flatMap((table) =>
        rowsOf(table).map(({ from }) => ruleId(table, from)),
      ),
    ],
    profileSystemsOf: (metaEvent) => [...(targets.get(metaEvent) ?? [])],
  };
}

const NONE: RuleAnswer = { kind: 'none' };

/** How long a name must be for one slip of the pen. */
const LETTERS_PER_SLIP = 5;
const NAMES_KEPT = 2_000;

/** Sites name the page views of their routes in many ways (`pageview`, `Page View`): none is a slip. */
const VIRTUAL_PAGE_VIEW = 'page_view';

/** Where a page says things for Meta alone. */
const OVERRIDE_ROOT = 'integrations';

function tableRule(table: MappingTable, from: string, to: string): Rule {
  return {
    id: ruleId(table, from),
    to,
    origin: 'vendor',
    visibility: table.visibility,
    parameters: parametersOf(table, from),
  };
}

function answerOf(table: MappingTable, { from, to, note }: MappingRow): RuleAnswer {
  const rule = tableRule(table, from, to);
  return { kind: 'rule', rule: note === undefined ? rule : { ...rule, note } };
}

/** A source event that the table knows by what it carries. */
function byProperty(table: MappingTable, source: SourceEvent): RuleAnswer | undefined {
  for (const { property, to, parameters, step } of table.byProperty ?? []) {
    const [root = ''] = property.split('.');
    if (!source.mayHave(root)) continue;
    const properties = source.properties();
    if (!isGiven(readPath(properties, property))) continue;
    if (step !== undefined && Number(plainText(readPath(properties, step)) ?? 1) > 1) return NONE;
    return { kind: 'rule', rule: { ...tableRule(table, property, to), parameters } };
  }
  return undefined;
}

/** The page names the Meta event itself: parameters stay those of the source event's own name. */
function overridden(table: MappingTable, source: SourceEvent, name: string): RuleAnswer {
  const rule = tableRule(table, source.name, name);
  const id = ruleId(table, table.nameOverride ?? '');
  return { kind: 'rule', rule: { ...rule, id, isPassThrough: true } };
}

function passedThrough(table: MappingTable, source: SourceEvent): RuleAnswer {
  if (!table.passesThrough) return NONE;
  const rule = tableRule(table, source.name, source.name);
  return { kind: 'rule', rule: { ...rule, id: ruleId(table, '*'), isPassThrough: true } };
}

function compileRule(given: MappingRule): ProfileRule {
  const { name, pattern, where } = given.from;
  return {
    id: mappingRuleId(given),
    given,
    pattern: pattern === undefined ? undefined : compilePattern(pattern),
    precedence: (name === undefined ? 1 : 3) + (where === undefined ? 0 : 1),
  };
}

function applies({ given, pattern }: ProfileRule, source: SourceEvent): boolean {
  const { name, where } = given.from;
  if (name !== undefined && name !== source.name) return false;
  if (pattern !== undefined && !pattern.test(source.name)) return false;
  if (where === undefined) return true;
  const value = readPath(source.properties(), where.property);
  if (value === undefined || value === UNKNOWN) return false;
  return where.equals === undefined || isSameValue('', value, where.equals);
}

function profileRule({ id, given }: ProfileRule, source: SourceEvent): Rule {
  const table = TABLE_OF.get(source.system);
  // Without parameters of its own, a rule takes those that the vendor's table has for the name.
  const parameters = given.parameters?.map(
    ({ from, value, to, hashed }): ParameterRow => ({
      from: from === undefined ? [] : [{ path: from }],
      to,
      ...formOf(to),
      ...(value === undefined ? {} : { constant: value }),
      ...(hashed === true ? { hashed } : {}),
    }),
  );
  const { visibility } = table ?? { visibility: 'seen' };
  return {
    id,
    to: given.to,
    origin: 'profile',
    visibility: visibility === 'convention' || source.isTag ? 'seen' : visibility,
    parameters: parameters ?? (table === undefined ? [] : usualParameters(table, source)),
  };
}

/** What the vendor's table has for the source event, by what it carries or by its name. */
function usualParameters(table: MappingTable, source: SourceEvent): readonly ParameterRow[] {
  const answer = byProperty(table, source);
  return answer?.kind === 'rule' ? answer.rule.parameters : parametersOf(table, source.name);
}

/** Lists of products are compared as products, whatever the vocabulary. */
function formOf(to: string): Pick<ParameterRow, 'form'> {
  return Object.hasOwn(FORMS, to) ? { form: FORMS[to] as ParameterForm } : {};
}

const FORMS: Readonly<Record<string, ParameterForm>> = {
  contents: 'contents',
  content_ids: 'ids',
  num_items: 'count',
};

function parametersOf(table: MappingTable, name: string): readonly ParameterRow[] {
  const own = table.parametersOf;
  return own !== undefined && Object.hasOwn(own, name) ? (own[name] ?? []) : table.parameters;
}
