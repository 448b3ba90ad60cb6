import { readDigest } from '../meta/user-data/digest.ts';
import { type Field, fieldOf, isLike, type PersonalKind, partsOf, plainName } from './kind.ts';
import { findPersonal } from './patterns.ts';

/** Something personal in plain text, and the place of it. */
export interface Found {
  /** `customer.email`; empty for a piece of an address without a name. */
  path: string;
  is: Exclude<PersonalKind, 'id'>;
}

/** Alone they tell nobody: whole towns share them. */
const SHARED: ReadonlySet<string> = new Set([
  'zip',
  'zipcode',
  'postcode',
  'postalcode',
  'plz',
  'postleitzahl',
  'city',
  'town',
  'ort',
  'stadt',
]);

/** Names recur in every event. */
const fields = new Map<string, Field | undefined>();
const KEPT_FIELDS = 5_000;

function knownField(path: readonly string[]): Field | undefined {
  const name = path.slice(-3).join('.');
  if (fields.has(name)) return fields.get(name);
  const parts = path.slice(-3).flatMap(partsOf);
  const field = SHARED.has(plainName(parts.at(-1) ?? '')) ? undefined : fieldOf(parts);
  if (fields.size < KEPT_FIELDS) fields.set(name, field);
  return field;
}

/** What a text is in a field, by the field's name or its own form. */
function kindsIn(text: string, path: readonly string[]): Found['is'][] {
  const field = knownField(path);
  const byForm = findPersonal(text).map(({ kind }) => kind as Found['is']);
  if (byForm.length > 0) return [...new Set(byForm)];
  // An address of mail that has not its form is a wish, and a person's id says nothing by itself.
  if (field === undefined || field.kind === 'email' || field.kind === 'id') return [];
  const { kind } = field;
  if (!isLike(kind, text) || readDigest(text) !== undefined) return [];
  if (kind === 'name' && !/\p{L}{2}/u.test(text)) return [];
  if (kind === 'address' && !/\p{L}{3}/u.test(text)) return [];
  return [kind];
}

/** Deeper than any event goes. */
const DEPTH = 8;

/**
 * Plain personal data in properties: JSON, or texts of JSON inside it.
 * @param path names that the value stands in, from the outermost
 */
export function personalIn(value: unknown, path: readonly string[] = []): Found[] {
  if (typeof value === 'string') {
    const inside = path.length < DEPTH ? parsed(value) : undefined;
    if (inside !== undefined) return personalIn(inside, path);
    return kindsIn(value, path).map((is) => ({ path: path.join('.'), is }));
  }
  if (typeof value === 'number') {
    const isNumber = knownField(path)?.kind === 'phone' && isLike('phone', String(value));
    return isNumber ? [{ path: path.join('.'), is: 'phone' }] : [];
  }
  if (typeof value !== 'object' || value === null || path.length > DEPTH) return [];
  const found: Found[] = [];
  if (Array.isArray(value)) {
    for (const item of value) found.push(...personalIn(item, path));
    return found;
  }
  for (const [key, item] of Object.entries(value)) found.push(...personalIn(item, [...path, key]));
  return found;
}

/** Plain personal data in an address: its path, its parameters, and those behind its `#`. */
export function personalInAddress(address: string): Found[] {
  const [, path = '', query = '', hash = ''] =
    /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(address) ?? [];
  const found: Found[] = [];
  const parts = hash.includes('=') ? [query, hash] : [query];
  for (const [name, value] of parts.flatMap((part) => [...new URLSearchParams(part)])) {
    // Short names, such as `fn`, mean something else in addresses.
    const names = ['parameters', ...partsOf(name)];
    for (const is of kindsIn(value, names)) found.push({ path: name, is });
  }
  for (const { kind } of findPersonal(decoded(path)))
    if (kind === 'email' || kind === 'token') found.push({ path: '', is: kind });
  return found;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function parsed(text: string): object | undefined {
  const first = text.trimStart()[0];
  if (first !== '{' && first !== '[') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    // Not JSON after all.
    return undefined;
  }
}
