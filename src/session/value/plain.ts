import { type PageValue, parseStandIn, type StandIn } from '../value.ts';

/** Stands where the page's value was not copied whole: nothing can be said about it. */
export const UNKNOWN: unique symbol = Symbol('unknown');

/** A value as JSON would carry it; `UNKNOWN` somewhere inside where it is not known. */
export type Plain =
  | undefined
  | null
  | boolean
  | number
  | string
  | typeof UNKNOWN
  | Plain[]
  | PlainObject;

/** An object as JSON would carry it. Its prototype may be anything: read it with `Object.hasOwn`. */
export interface PlainObject {
  [key: string]: Plain;
  /** It had more properties, which were not copied. */
  [UNKNOWN]?: true;
}

/**
 * What JSON makes of a copied value: undefined and functions are left out (null in a list), dates
 * become text, NaN null, a Map, a Set, an Error and a RegExp an empty object. The one reading of a
 * page's value that everybody compares, maps or sends on.
 */
export function toPlain(value: PageValue | undefined): Plain {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return listOf(value, value.length);
  const standIn = parseStandIn(value);
  if (standIn !== undefined) return ofStandIn(standIn);
  const entries = Object.entries(value);
  return objectOf(entries, entries.length);
}

/** As `toPlain`; an object of which nothing is known where it is none. */
export function toPlainObject(value: PageValue | undefined): PlainObject {
  const plain = toPlain(value);
  if (isObject(plain)) return plain;
  return plain === UNKNOWN ? objectOf([], 1) : objectOf([], 0);
}

function listOf(values: readonly PageValue[], length: number): Plain[] {
  const list = values.map((item) => toPlain(item) ?? null);
  if (length > values.length) list.push(UNKNOWN);
  return list;
}

function objectOf(pairs: readonly (readonly [string, PageValue])[], length: number): PlainObject {
  // Without a prototype: a page's key may be `__proto__`.
  const object: PlainObject = Object.create(null);
  for (const [key, item] of pairs) {
    const plain = toPlain(item);
    if (plain !== undefined) object[key] = plain;
  }
  if (length > pairs.length) object[UNKNOWN] = true;
  return object;
}

function ofStandIn(value: StandIn): Plain {
  switch (value.$type) {
    case 'undefined':
    case 'function':
    case 'symbol':
      return undefined;
    case 'number':
      return value.value === '-0' ? 0 : null;
    case 'date':
    case 'url':
      return value.value;
    case 'regexp':
    case 'error':
    case 'map':
    case 'set':
      return objectOf([], 0);
    case 'arguments':
      return listOf(value.values, value.values.length);
    case 'array':
      return listOf(value.values, value.length);
    case 'entries':
      return objectOf(value.entries, value.length);
    case 'instance': {
      const entries = Object.entries(value.properties);
      return objectOf(entries, entries.length);
    }
    case 'bigint':
    case 'accessor':
    case 'cycle':
    case 'string':
    case 'cut':
    case 'unreadable':
    case 'element':
    case 'object':
      return UNKNOWN;
  }
}

/** Tells a plain object from lists and everything else. */
export function isObject(value: Plain): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True where a part of the value is not known, so that no difference is proven. */
export function hasUnknown(value: Plain): boolean {
  if (value === UNKNOWN) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  if (!isObject(value)) return false;
  return value[UNKNOWN] === true || Object.values(value).some(hasUnknown);
}

/** The value without what is not known; undefined where that is all of it. */
export function knownPart(value: Plain): Exclude<Plain, typeof UNKNOWN> {
  if (value === UNKNOWN) return undefined;
  if (Array.isArray(value))
    return value.filter((item) => item !== UNKNOWN).map((item) => knownPart(item));
  if (!isObject(value)) return value;
  const object: PlainObject = Object.create(null);
  for (const [key, item] of Object.entries(value))
    if (item !== UNKNOWN) object[key] = knownPart(item);
  return object;
}

/** Text of a list or an object as what it says; every other text as it is. */
export function parseJson(text: string): Plain {
  const first = text.trimStart()[0];
  if (first !== '{' && first !== '[') return text;
  try {
    return JSON.parse(text) as Plain;
  } catch {
    // Not JSON after all, such as a name in brackets: it is a text.
    return text;
  }
}

/** A value as text: a text as it is, all else as JSON, '' for undefined. */
export function plainText(value: Plain): string {
  if (typeof value === 'string') return value;
  return (
    JSON.stringify(value, (_key, inside) => (inside === UNKNOWN ? '(not known)' : inside)) ?? ''
  );
}

/** A value as one line of text for reports, cut after 200 UTF-16 units. */
export function showValue(value: Plain): string {
  const text = plainText(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
