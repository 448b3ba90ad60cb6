import { isGiven, type Located, locateGiven, readPath } from '../../session/value/path.ts';
import { isObject, type Plain, type PlainObject, plainText } from '../../session/value/plain.ts';
import type { MappingTable, ParameterRow, TableNote } from '../mapping.ts';
import { isHashedField } from '../meta/user-data/fields.ts';
import { type HashJudgement, judgeHash } from '../meta/user-data/judge-hash.ts';
import { NORMALISATION_RULES, normalise } from '../meta/user-data/normalise.ts';
import { connectorItems } from './connector-items.ts';
import type { ConnectorNote, ValueAt } from './connector-note.ts';
import type { GivenEvent } from './given-event.ts';
import { OVERRIDES } from './mapping.ts';

/** A parameter of custom_data, and where it comes from. */
export interface CustomValue {
  /** Its name in custom_data. */
  to: string;
  /** The path that it was read at; empty for a constant. */
  from: string;
  value: unknown;
  /** What else it may be: which of the row's names counts, the vendor's settings say. */
  others?: readonly Plain[];
  notes?: readonly ConnectorNote[];
}

/**
 * How sure it is that a field of user_data is sent. `sent`: its value is there. `automatic`: the
 * server takes it from the request. `possible`: the library may add it, it could not be seen, or its
 * value is none that Meta takes.
 */
export type Presence = 'sent' | 'automatic' | 'possible';

/** A field of user_data, and where it comes from. */
export interface UserValue {
  /** `em`, `ph`, … */
  field: string;
  presence: Presence;
  from: string;
  /** What the page gave; empty unless it is `sent`. */
  values: readonly string[];
  /** The connector hashes it. */
  isHashed: boolean;
  /** What the value given shows of itself: a hash that is none, a hash where none belongs. */
  judgement?: HashJudgement;
  note?: ConnectorNote;
}

const USER_DATA = 'user_data.';

/** Both parameters of items stand for one row of the table. */
const ITEM_PARAMETERS = ['contents', 'content_ids'];

/** The fields of user_data that the connector can fill, in the table's order. */
export function userValues(source: GivenEvent, table: MappingTable): UserValue[] {
  const values: UserValue[] = [];
  for (const row of table.parameters) {
    if (!row.to.startsWith(USER_DATA)) continue;
    const value = userValue(source, row, row.to.slice(USER_DATA.length));
    if (value !== undefined) values.push(value);
  }
  for (const [field, located] of overridesOf(source.properties, OVERRIDES.user))
    if (!values.some((value) => value.field === field)) values.push(overridden(field, located));
  return values;
}

interface Found extends Located {
  note?: TableNote;
}

/** The values under a row's names, in its order: the first counts. */
function foundUnder(source: GivenEvent, row: ParameterRow): Found[] {
  const found: Found[] = [];
  for (const { path, note } of row.from) {
    const located = locateGiven(source.properties, path);
    if (located !== undefined) found.push(note === undefined ? located : { ...located, note });
  }
  return found;
}

function userValue(source: GivenEvent, row: ParameterRow, field: string): UserValue | undefined {
  const override = row.override && locateGiven(source.properties, row.override);
  if (override) return overridden(field, override);
  const [first, second] = foundUnder(source, row);
  if (first === undefined) return absent(source, row, field);
  const made: UserValue = {
    field,
    presence: 'sent',
    from: first.path,
    values: textsOf(first.value),
    isHashed: row.hashed === true,
  };
  const judgement = judgeGiven(made, second);
  if (judgement !== undefined) made.judgement = judgement;
  if (first.note !== undefined) made.note = { code: first.note };
  if (isRefused(made)) {
    made.presence = 'possible';
    made.note = { code: 'refused' };
  }
  return made;
}

/** No rule makes anything of any value, as of an e-mail address without an @. */
function isRefused({ field, isHashed, values }: UserValue): boolean {
  return (
    isHashed &&
    isHashedField(field) &&
    values.every((value) =>
      NORMALISATION_RULES.every((rule) => normalise(rule, field, value).do === 'refuse'),
    )
  );
}

const BY_REQUEST: ReadonlySet<string> = new Set(['client_ip_address', 'client_user_agent']);
const BY_LIBRARY: ReadonlyMap<string, ConnectorNote> = new Map([
  ['fbc', { code: 'by-library', cookie: '_fbc' }],
  ['fbp', { code: 'by-library', cookie: '_fbp' }],
]);

/** A field that the event does not give: undefined where nobody else gives it either. */
function absent(source: GivenEvent, row: ParameterRow, field: string): UserValue | undefined {
  const hidden = row.from.find(({ path }) => source.isHidden(path));
  const isByRequest = BY_REQUEST.has(field);
  const byLibrary = source.seen === 'call' ? BY_LIBRARY.get(field) : undefined;
  const note: ConnectorNote | undefined = isByRequest
    ? { code: 'by-request' }
    : hidden
      ? { code: 'unseen' }
      : byLibrary;
  if (note === undefined) return undefined;
  return {
    field,
    presence: isByRequest ? 'automatic' : 'possible',
    from: (hidden ?? row.from[0])?.path ?? '',
    values: [],
    isHashed: row.hashed === true,
    note,
  };
}

/** The second value is the hash that the page gave beside the plain text. */
function judgeGiven(
  { field, from, values, isHashed }: UserValue,
  second: Located | undefined,
): HashJudgement | undefined {
  if (!isHashed || from.endsWith('_sha256')) return notable(judgeHash({ field, sent: values }));
  if (second === undefined) return undefined;
  return notable(judgeHash({ field, sent: textsOf(second.value), plaintext: values }));
}

function notable(judgement: HashJudgement): HashJudgement | undefined {
  const isFine = judgement.fault === undefined && judgement.verdict !== 'different';
  return isFine ? undefined : judgement;
}

function overridden(field: string, { path, value }: Located): UserValue {
  const values = textsOf(value);
  const made: UserValue = {
    field,
    presence: 'sent',
    from: path,
    values,
    isHashed: false,
    note: { code: 'overridden' },
  };
  const judgement = notable(judgeHash({ field, sent: values }));
  return judgement === undefined ? made : { ...made, judgement };
}

function textsOf(value: Plain): string[] {
  const list: readonly Plain[] = Array.isArray(value) ? value : [value];
  return list.filter(isGiven).map(plainText);
}

/** The parameters of custom_data that the connector fills, in the table's order. */
export function customValues(source: GivenEvent, table: MappingTable): CustomValue[] {
  const overrides = new Map(overridesOf(source.properties, OVERRIDES.custom));
  const values: CustomValue[] = [];
  for (const row of table.parameters) {
    if (row.to.startsWith(USER_DATA)) continue;
    const names = row.form === 'contents' ? ITEM_PARAMETERS : [row.to];
    const given = names.filter((name) => overrides.has(name));
    if (given.length === 0) values.push(...customValue(source, row));
    for (const name of given) {
      const located = overrides.get(name);
      if (located) values.push({ to: name, from: located.path, value: located.value });
      overrides.delete(name);
    }
  }
  for (const [to, { path, value }] of overrides) values.push({ to, from: path, value });
  return values;
}

function customValue(source: GivenEvent, row: ParameterRow): CustomValue[] {
  const found = foundUnder(source, row);
  const [first] = found;
  if (first === undefined)
    return row.default === undefined
      ? []
      : [{ to: row.to, from: '', value: row.default, notes: [{ code: 'default' }] }];
  if (row.form === 'contents') return itemValues(first);
  const value = row.to === 'value' ? numberOf(first.value) : first.value;
  const conflict = conflictOf(found);
  const notes: ConnectorNote[] = [];
  if (first.note !== undefined) notes.push({ code: first.note });
  if (conflict !== undefined) notes.push(conflict);
  const made: CustomValue = { to: row.to, from: first.path, value };
  if (row.firstDecides !== true && found.length > 1)
    made.others = found.slice(1).map((each) => each.value);
  return [notes.length === 0 ? made : { ...made, notes }];
}

function itemValues({ path, value }: Located): CustomValue[] {
  const items = connectorItems(value);
  if (items === undefined) return [];
  const made: CustomValue = { to: items.to, from: path, value: items.value };
  return [items.note === undefined ? made : { ...made, notes: [items.note] }];
}

/** A hit's parameters are text: `101` was a number or looked like one. */
function numberOf(value: Plain): Plain {
  return typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : value;
}

/** Names that stand for one parameter must not say different things. */
function conflictOf(found: readonly Located[]): ConnectorNote | undefined {
  const [first, ...others] = found.filter(({ path }) => !path.startsWith('items['));
  const other = others.find(({ value }) => plainText(value) !== plainText(first?.value));
  if (first === undefined || other === undefined) return undefined;
  const at = ({ path, value }: Located): ValueAt => ({ path, value: plainText(value) });
  return { code: 'contradicted', values: [at(first), at(other)] };
}

function overridesOf(properties: PlainObject, path: string): [string, Located][] {
  const level = readPath(properties, path);
  if (!isObject(level)) return [];
  return Object.entries(level)
    .filter(([, value]) => isGiven(value))
    .map(([key, value]) => [key, { path: `${path}.${key}`, value }]);
}
