import { type PageValue, parseStandIn, type StandIn } from '../session/value.ts';
import type { JsonObject } from './fields.ts';

/** A value as JSON.stringify would have sent it; undefined where it would have left it out. */
export type Serialised = null | boolean | number | string | Serialised[] | JsonObject | undefined;

/**
 * What a library sends of a value of the page when it writes JSON: undefined and functions are left
 * out, dates become text, NaN null. `unseen` is told the path of everything that the copy does not
 * hold (getters, what was cut): it may have been sent, and nobody here knows what it was.
 * @param path where the value stands, e.g. `user.email`
 */
export function serialised(
  value: PageValue,
  path: string,
  unseen: (path: string) => void,
): Serialised {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return listOf(value, path, unseen);
  const standIn = parseStandIn(value);
  if (standIn !== undefined) return ofStandIn(standIn, path, unseen);
  return objectOf(Object.entries(value), path, unseen);
}

function listOf(
  values: readonly PageValue[],
  path: string,
  unseen: (path: string) => void,
): Serialised[] {
  return values.map((item, i) => serialised(item, `${path}[${i}]`, unseen) ?? null);
}

function objectOf(
  pairs: Iterable<readonly [string, PageValue]>,
  path: string,
  unseen: (path: string) => void,
): JsonObject {
  // Without a prototype: a page's key may be `__proto__`.
  const object: JsonObject = Object.create(null);
  for (const [key, item] of pairs) {
    const made = serialised(item, path === '' ? key : `${path}.${key}`, unseen);
    if (made !== undefined) object[key] = made;
  }
  return object;
}

function ofStandIn(value: StandIn, path: string, unseen: (path: string) => void): Serialised {
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
      return objectOf([], path, unseen);
    case 'arguments':
      return listOf(value.values, path, unseen);
    case 'array':
      if (value.length > value.values.length) unseen(`${path}[]`);
      return listOf(value.values, path, unseen);
    case 'entries':
      if (value.length > value.entries.length) unseen(path);
      return objectOf(value.entries, path, unseen);
    case 'instance':
      return objectOf(Object.entries(value.properties), path, unseen);
    case 'bigint':
    case 'accessor':
    case 'cycle':
    case 'string':
    case 'cut':
    case 'unreadable':
    case 'element':
    case 'object':
      unseen(path);
      return undefined;
  }
}
