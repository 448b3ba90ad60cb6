import type { CallEntry } from '../../session/entry.ts';
import { propertiesOf } from '../../session/value/read.ts';
import type { PageValue } from '../../session/value.ts';
import { isPlaceholderId } from './placeholder.ts';
import { readDigest } from './user-data/digest.ts';
import { isHashedField } from './user-data/fields.ts';
import { fieldNamed } from './user-data/other-names.ts';

/** Where calls keep what they know of the visitor. */
const CONTAINERS = ['user', 'user_data', 'userData', 'customer', 'traits', 'address'];

/** Longer texts are no name, address or number. */
const UNITS = 200;

/**
 * What a call tells of the visitor in plain text, as fields of user_data: the user data of fbq's
 * init, the traits of analytics' identify, and what stands under `user`, `user_data` and the like.
 */
export function knownTextsIn({ source, method, args }: CallEntry): [field: string, text: string][] {
  const found: [string, string][] = [];
  const isPixel = source === 'fbq' || source === 'cbq';
  const isPerson = (isPixel && method === 'init') || method === 'identify';
  if (isPixel && !isPerson) return found;
  for (const arg of args) {
    if (typeof arg !== 'object' || arg === null) continue;
    read(arg, isPerson, found, 0);
  }
  return found;
}

/** Longer texts are no click id. */
const CLICK_UNITS = 1_000;

/** The click id that Meta put behind a page's address (`fbclid`). */
export function clickIdIn(address: string): string | undefined {
  const id = /[?&]fbclid=([^&#]+)/.exec(address)?.[1];
  return id === undefined || id.length > CLICK_UNITS ? undefined : id;
}

/** Of a container within a container within a container nobody knows what it is. */
const DEPTH = 2;

function read(value: PageValue, isPerson: boolean, found: [string, string][], depth: number): void {
  const values = propertiesOf(value)?.values;
  if (values === undefined) return;
  if (isPerson)
    for (const [key, item] of Object.entries(values)) {
      const field = fieldNamed(key);
      if (field === undefined || !isHashedField(field)) continue;
      if (typeof item !== 'string' || item.trim() === '' || item.length > UNITS) continue;
      if (readDigest(item) === undefined && !isPlaceholderId(item)) found.push([field, item]);
    }
  if (depth === DEPTH) return;
  for (const key of CONTAINERS) {
    const inner = Object.hasOwn(values, key) ? values[key] : undefined;
    if (typeof inner === 'object' && inner !== null) read(inner, true, found, depth + 1);
  }
}
