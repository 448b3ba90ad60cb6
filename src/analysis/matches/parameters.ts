import { isGiven, readPath } from '../../session/value/path.ts';
import {
  hasUnknown,
  isObject,
  type Plain,
  type PlainObject,
  parseJson,
  plainText,
  showValue,
  UNKNOWN,
} from '../../session/value/plain.ts';
import type { MappedSystem, ParameterRow } from '../../vendors/mapping.ts';
import {
  inCentsOf,
  isSameAmount,
  isSameValue,
  isWrittenOut,
  numberOf,
} from '../../vendors/meta/same-value.ts';
import type { HashNote } from '../../vendors/meta/user-data/judge-hash.ts';
import type { ParameterMatch, ParameterNote } from '../verdicts.ts';
import { type ContentItem, itemsDifference, readItems } from './compare.ts';
import type { MetaParameters } from './meta-event.ts';

/**
 * Judges a hashed parameter.
 * @param field Meta's key: `em`, `ph`
 * @param plaintext the source event's value; undefined where only a hash is known
 * @param sent what was sent
 */
export type HashJudge = (
  field: string,
  plaintext: string | undefined,
  sent: string,
) => {
  verdict: 'hashed-equal' | 'different' | 'hashed-unknown';
  notes?: readonly HashNote[];
};

/** Judges nothing: which rule of normalisation was meant is not known. */
export const judgeNoHash: HashJudge = () => ({ verdict: 'hashed-unknown' });

/** What a source event's parameters are held against. */
export interface Arrived {
  /** The pixel's copy, where there is one. */
  pixel?: MetaParameters;
  /** Properties of the hit to the vendor's server, where the server sends the event on. */
  collected?: PlainObject;
  /** Whose server it is. */
  collector?: MappedSystem;
}

/** One parameter that should arrive. */
interface Expected {
  row: ParameterRow;
  /** The property that it was taken from; empty for a constant. */
  from: string;
  value: Plain;
  /** Values of the row's other names: which of them counts, the vendor's settings say. */
  others: Plain[];
  note?: ParameterNote;
  /** What another name of the row says instead, where the first decides. */
  contradiction?: ParameterNote;
}

/**
 * Holds a source event's parameters against what arrived: the pixel's copy where it has the
 * parameter, else the hit to the vendor's server. Values that were not copied whole are left out:
 * no difference can be proven of them.
 */
export function compareParameters(
  rows: readonly ParameterRow[],
  properties: PlainObject,
  arrived: Arrived,
  judgeHash: HashJudge,
): ParameterMatch[] {
  const matches: ParameterMatch[] = [];
  const covered = new Set<string>();
  for (const expected of expectedOf(rows, properties)) {
    covered.add(expected.row.to);
    if (expected.row.form === 'contents') covered.add('content_ids');
    const match = compareOne(expected, arrived, judgeHash);
    if (match !== undefined) matches.push(noted(match, extrasIn(match, properties)));
  }
  const { pixel } = arrived;
  if (pixel === undefined) return matches;
  for (const row of rows) covered.add(row.to);
  const changes = changedOnTheWay(pixel, covered);
  for (const { to } of changes) covered.add(to);
  for (const [name, value] of Object.entries(pixel.custom))
    if (rows.length > 0 && !covered.has(name))
      matches.push({ from: '', to: name, actual: showValue(value), verdict: 'extra' });
  return [...matches, ...changes];
}

/** What an order's amount may have in it or not, beside the amount in the source event. */
const EXTRAS: readonly string[] = ['shipping', 'tax', 'discount', 'shipping_amount', 'tax_amount'];

/** What of an order makes up the difference of two amounts; undefined where nothing does. */
function extrasIn(
  { from, to, expected, actual, verdict }: ParameterMatch,
  properties: PlainObject,
): ParameterNote | undefined {
  if (verdict !== 'different' || to !== 'value') return undefined;
  const apart = Math.abs(Number(actual) - Number(expected));
  const parent = from.slice(0, from.lastIndexOf('.') + 1);
  const extras = EXTRAS.flatMap((name) => {
    const amount = numberOf(readPath(properties, `${parent}${name}`));
    return amount === undefined || amount === 0 ? [] : [{ name, amount: Math.abs(amount) }];
  });
  const alone = extras.find(({ amount }) => isSameAmount(amount, apart));
  if (alone !== undefined) return { code: 'extras', names: [alone.name] };
  const [shipping, tax] = ['shipping', 'tax'].map((word) =>
    extras.find(({ name }) => name.startsWith(word)),
  );
  return shipping && tax && isSameAmount(shipping.amount + tax.amount, apart)
    ? { code: 'extras', names: [shipping.name, tax.name] }
    : undefined;
}

function expectedOf(rows: readonly ParameterRow[], properties: PlainObject): Expected[] {
  const list: Expected[] = [];
  for (const row of rows) {
    const expected = expectOne(row, properties);
    if (expected !== undefined) list.push(expected);
  }
  return [...list, ...ownOverrides(rows, properties)];
}

function expectOne(row: ParameterRow, properties: PlainObject): Expected | undefined {
  if (row.override !== undefined) {
    const value = readPath(properties, row.override);
    if (value !== undefined)
      return {
        row,
        from: row.override,
        value,
        others: [],
        note: { code: 'overridden' },
      };
  }
  let found: Expected | undefined;
  // An empty text says nothing where another name of the row says something.
  let empty: Expected | undefined;
  for (const { path, note, sum } of row.from) {
    const value = sum ? sumOf(readPath(properties, path)) : readList(properties, path, row.form);
    if (value === undefined) continue;
    const expected: Expected = { row, from: path, value, others: [] };
    if (note !== undefined) expected.note = { code: note };
    if (!isGiven(value) && value !== UNKNOWN) empty ??= expected;
    else if (found === undefined) found = expected;
    else if (row.firstDecides !== true) found.others.push(value);
    else found.contradiction ??= contradictionOf(found, path, value);
  }
  if (found !== undefined) return found;
  const value = row.constant ?? row.default;
  return value === undefined ? empty : { row, from: '', value, others: [] };
}

/**
 * What a path names. Where a list is wanted, `items[].id` is the ids of all items, not the first
 * one's.
 */
function readList(properties: PlainObject, path: string, form: ParameterRow['form']): Plain {
  const at = form === undefined ? -1 : path.indexOf('[].');
  if (at < 0) return readPath(properties, path);
  const list = readPath(properties, path.slice(0, at));
  const rest = path.slice(at + '[].'.length);
  return Array.isArray(list) ? list.map((item) => readPath(item, rest)) : list;
}

/** What items cost together, to the cent; undefined where one of them does not tell its price. */
function sumOf(list: Plain): Plain {
  if (list === UNKNOWN) return UNKNOWN;
  const items = readItems(list);
  if (items === undefined || items.some(({ price }) => price === undefined)) return undefined;
  const sum = items.reduce((all, { price = 0, quantity = 1 }) => all + price * quantity, 0);
  return Math.round(sum * 100) / 100;
}

/** That the value under another name is not the one that was taken. */
function contradictionOf(
  { row, from, value }: Expected,
  path: string,
  other: Plain,
): ParameterNote | undefined {
  if (hasUnknown(other) || hasUnknown(value) || isSameValue(row.to, value, other)) return undefined;
  return {
    code: 'contradicted',
    values: [
      { path: from, value: showValue(value) },
      { path, value: showValue(other) },
    ],
  };
}

/** `integrations.facebook.custom_data.your_field`: overrides that no row of the table has. */
function ownOverrides(rows: readonly ParameterRow[], properties: PlainObject): Expected[] {
  const { parents, known } = overridesIn(rows);
  const list: Expected[] = [];
  for (const parent of parents) {
    const values = readPath(properties, parent);
    if (!isObject(values)) continue;
    const prefix = parent.endsWith('user_data') ? 'user_data.' : '';
    for (const [key, value] of Object.entries(values)) {
      const from = `${parent}.${key}`;
      if (known.has(from) || value === undefined) continue;
      const row: ParameterRow = { from: [{ path: from }], to: `${prefix}${key}` };
      list.push({ row, from, value, others: [], note: { code: 'overridden' } });
    }
  }
  return list;
}

interface Overrides {
  /** The objects that overrides stand in. */
  parents: ReadonlySet<string>;
  /** Those that rows have. */
  known: ReadonlySet<string>;
}

/** A table's rows are the same for each of its events. */
const OVERRIDES = new WeakMap<readonly ParameterRow[], Overrides>();

function overridesIn(rows: readonly ParameterRow[]): Overrides {
  const before = OVERRIDES.get(rows);
  if (before !== undefined) return before;
  const parents = new Set<string>();
  const known = new Set<string>();
  for (const { override } of rows) {
    if (override === undefined) continue;
    known.add(override);
    parents.add(override.slice(0, override.lastIndexOf('.')));
  }
  const overrides = { parents, known };
  OVERRIDES.set(rows, overrides);
  return overrides;
}

const USER = 'user_data.';

/** Data of a person that the library reads from cookies. */
const COOKIES: ReadonlySet<string> = new Set(['fbp', 'fbc']);

function compareOne(
  expected: Expected,
  arrived: Arrived,
  judgeHash: HashJudge,
): ParameterMatch | undefined {
  const { row, from, value } = expected;
  if (hasUnknown(value)) return undefined;
  const base: ParameterMatch = { from, to: row.to, expected: showValue(value), verdict: 'equal' };
  const notes = [expected.note, expected.contradiction].filter((note) => note !== undefined);
  if (notes.length > 0) base.notes = notes;
  const { pixel, collected } = arrived;
  if (pixel !== undefined) {
    const match = row.to.startsWith(USER)
      ? compareUser(base, expected, pixel, judgeHash)
      : compareCustom(base, expected, pixel);
    if (match !== undefined) return match;
  }
  // A constant is put in by the server: the hit to it has none.
  if (collected !== undefined && from !== '') return compareCollected(base, expected, arrived);
  if (collected !== undefined || pixel === undefined || pixel.isPartial) return undefined;
  // A default is the vendor's code's, and an empty text need not be sent: neither was lost on the way.
  if (isDefault(expected) || !isGiven(value)) return undefined;
  // What the library takes from cookies is in every hit; a person's data come with init alone.
  if (row.to.startsWith(USER))
    return noted(
      { ...base, verdict: 'not-judged' },
      COOKIES.has(row.to.slice(USER.length)) ? undefined : { code: 'travels-with-init' },
    );
  return { ...base, verdict: 'missing' };
}

function compareUser(
  base: ParameterMatch,
  { row, from, value }: Expected,
  pixel: MetaParameters,
  judgeHash: HashJudge,
): ParameterMatch | undefined {
  const field = row.to.slice(USER.length);
  const sent = pixel.user[field];
  if (sent === undefined) return undefined;
  if (row.hashed !== true)
    return { ...base, actual: sent, verdict: plainText(value) === sent ? 'equal' : 'different' };
  if (/sha256$/i.test(from) && plainText(value) === sent)
    return { ...base, actual: sent, verdict: 'hashed-equal' };
  const plaintext = /sha256$/i.test(from) ? undefined : showValue(value);
  const { verdict, notes = [] } = judgeHash(field, plaintext, sent);
  return noted({ ...base, actual: sent, verdict }, ...notes);
}

function compareCustom(
  base: ParameterMatch,
  expected: Expected,
  pixel: MetaParameters,
): ParameterMatch | undefined {
  const { row } = expected;
  // Meta takes contents in place of content_ids.
  const instead = row.form === 'ids' ? pixel.custom.contents : undefined;
  const actual = pixel.custom[row.to] ?? instead;
  if (row.form === 'contents' && actual === undefined) return compareIds(base, expected, pixel);
  if (actual === undefined) {
    const called = pixel.called?.[row.to];
    // The call had it, so it was lost behind the call.
    if (called === undefined || called === null || pixel.isPartial) return undefined;
    return noted({ ...base, verdict: 'missing' }, { code: 'lost-behind-call' });
  }
  if (hasUnknown(actual)) return undefined;
  const match: ParameterMatch = { ...base, actual: showValue(actual) };
  const difference = differenceOf(expected, actual, pixel.custom.currency);
  if (difference === undefined) return match;
  const accepted = row.accepts?.find(({ value }) => value === String(actual));
  if (accepted !== undefined) return noted(match, { code: accepted.note });
  const place: ParameterNote | undefined = isDefault(expected)
    ? { code: 'default' }
    : placeOfChange(expected, pixel);
  return noted({ ...match, verdict: 'different' }, difference.note, place);
}

function isDefault({ from, row }: Expected): boolean {
  return from === '' && row.constant === undefined;
}

const CENTS_AT = ['source', 'meta'] as const;

/** Undefined where both are the same; else what differs, where more than the value is known. */
function differenceOf(
  { row, value, others }: Expected,
  actual: Plain,
  currency?: Plain,
): { note?: ParameterNote } | undefined {
  if (row.form === 'contents' || row.form === 'ids') {
    const read = row.form === 'ids' ? idsOf : readItems;
    const wanted = read(value);
    const sent = read(actual);
    if (wanted !== undefined && sent !== undefined) {
      const difference = itemsDifference(wanted, sent);
      return difference && { note: { code: 'items', ...difference } };
    }
  }
  const own: readonly Plain[] =
    row.form === 'count' && Array.isArray(value) ? countsOf(value) : [value];
  const wantedOnes = [...own, ...others];
  const isSame = wantedOnes.some(
    (candidate) =>
      isSameValue(row.to, candidate, actual) || isWrittenOut(row.to, candidate, actual),
  );
  if (isSame) return undefined;
  const larger = inCentsOf(row.to, [value, actual], currency);
  return larger === undefined ? {} : { note: { code: 'in-cents', at: CENTS_AT[larger] } };
}

/** Items, or bare ids, as items of which nothing but the id is known. */
function idsOf(given: Plain): ContentItem[] | undefined {
  const items = readItems(given);
  if (items !== undefined) return items.map(({ id }) => ({ id }));
  const value = typeof given === 'string' ? parseJson(given) : given;
  const list: readonly Plain[] = Array.isArray(value) ? value : [value];
  const ids = list.map((id) => (typeof id === 'number' ? String(id) : id));
  return ids.every((id) => typeof id === 'string') ? ids.map((id) => ({ id })) : undefined;
}

/** How many items a list has: both ways of counting are in use. */
function countsOf(list: readonly Plain[]): number[] {
  const items = readItems([...list]) ?? [];
  return [list.length, items.reduce((all, { quantity = 1 }) => all + quantity, 0)];
}

function placeOfChange(expected: Expected, pixel: MetaParameters): ParameterNote | undefined {
  if (pixel.of === 'call') return { code: 'changed-before-call' };
  const called: Plain = pixel.called?.[expected.row.to];
  if (called === undefined || hasUnknown(called)) return undefined;
  const isInCall = differenceOf(expected, called) === undefined;
  return { code: isInCall ? 'changed-behind-call' : 'changed-before-call' };
}

/** Meta takes content_ids in place of contents (domain facts 2.4). */
function compareIds(
  base: ParameterMatch,
  { value }: Expected,
  pixel: MetaParameters,
): ParameterMatch | undefined {
  const actual = pixel.custom.content_ids;
  const items = readItems(value);
  if (actual === undefined || items === undefined || hasUnknown(actual)) return undefined;
  const match = noted({ ...base, actual: showValue(actual) }, { code: 'sent-as-content-ids' });
  const ids = items.map(({ id }) => id);
  const list: readonly Plain[] = Array.isArray(actual) ? actual : [actual];
  const sent = new Set(list.map((id) => showValue(id)));
  const lost = ids.filter((id) => !sent.has(id));
  const added = [...sent].filter((id) => !ids.includes(id));
  if (lost.length === 0 && added.length === 0) return match;
  const isRenamed = lost.length === sent.size && added.length === lost.length;
  return noted(
    { ...match, verdict: 'different' },
    { code: 'items', lost, added, changed: [], ...(isRenamed && { isRenamed }) },
  );
}

function compareCollected(
  base: ParameterMatch,
  { from, value }: Expected,
  { collected, collector, pixel }: Arrived,
): ParameterMatch | undefined {
  const actual = readPath(collected, from);
  const where: ParameterNote | undefined =
    collector === undefined ? undefined : { code: 'in-collector-hit', collector };
  if (actual === undefined)
    return isGiven(value) ? noted({ ...base, verdict: 'missing' }, where) : undefined;
  if (hasUnknown(actual)) return undefined;
  const key = from.slice(from.lastIndexOf('.') + 1);
  const match: ParameterMatch = {
    ...base,
    actual: showValue(actual),
    verdict: isSameValue(key, value, actual) ? 'equal' : 'different',
  };
  return noted(match, where, pixel === undefined ? undefined : { code: 'not-in-pixel-copy' });
}

/** Parameters that no rule speaks of, and that are not what the pixel call said. */
function changedOnTheWay(pixel: MetaParameters, covered: ReadonlySet<string>): ParameterMatch[] {
  const changes: ParameterMatch[] = [];
  for (const [name, called] of Object.entries(pixel.called ?? {})) {
    if (covered.has(name) || called === undefined || called === null || hasUnknown(called))
      continue;
    const sent = pixel.custom[name];
    if (sent === undefined ? pixel.isPartial : isSameValue(name, called, sent)) continue;
    // The source event has nothing of the kind: only the pixel call does.
    const change = { from: '', to: name, expected: showValue(called) };
    changes.push(
      sent === undefined
        ? { ...change, verdict: 'missing', notes: [{ code: 'lost-behind-call' }] }
        : {
            ...change,
            actual: showValue(sent),
            verdict: 'different',
            notes: [{ code: 'changed-behind-call' }],
          },
    );
  }
  return changes;
}

/** Adds notes to a match that was just made. */
function noted(
  match: ParameterMatch,
  ...notes: readonly (ParameterNote | undefined)[]
): ParameterMatch {
  for (const note of notes)
    if (note !== undefined)
      match.notes = match.notes === undefined ? [note] : [...match.notes, note];
  return match;
}
