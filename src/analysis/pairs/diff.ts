import type { Entry } from '../../session/entry.ts';
import { isSameValue } from '../../vendors/meta/same-value.ts';
import { type Content, contentOf } from './content.ts';

/** One line of two copies side by side. */
export interface CopyDifference {
  /** Name at the Conversions API: `value`, `user_data.em`, `event_source_url`. */
  name: string;
  first?: string;
  second?: string;
  /** `unknown`: one is hashed and the other is not, or they are hashed by rules that may differ. */
  verdict: 'equal' | 'different' | 'only-first' | 'only-second' | 'unknown';
}

/** A copy by its entry, and the event's place in a batch (0 where it is left out). */
export interface CopyPlace {
  entry: Entry;
  index?: number;
}

/** User data that is compared as it stands; the rest is hashed before it is sent (4). */
const PLAIN_USER_DATA: ReadonlySet<string> = new Set([
  'fbp',
  'fbc',
  'client_ip_address',
  'client_user_agent',
  'subscription_id',
  'lead_id',
]);

/** SHA-256 in hexadecimal, with the suffix of Meta's parameter builder (domain facts 4.2). */
const HASH = /^[a-f0-9]{64}(?:\.[A-Za-z0-9_-]{2}|\.[A-Za-z0-9_-]{8})?$/i;

/** The parameters of two copies side by side, names sorted; event time and address first. */
export function diffCopies(a: CopyPlace, b: CopyPlace): CopyDifference[] {
  const [first, second] = [a, b].map(({ entry, index = 0 }) => contentOf({ index }, entry)) as [
    Content,
    Content,
  ];
  const rows: CopyDifference[] = [];
  const add = (name: string, left: string | undefined, right: string | undefined, is = compare) => {
    if (left === undefined && right === undefined) return;
    const row: CopyDifference = { name, verdict: is(name, left, right) };
    if (left !== undefined) row.first = left;
    if (right !== undefined) row.second = right;
    rows.push(row);
  };
  add('event_source_url', first.address, second.address);
  add('action_source', first.actionSource, second.actionSource);
  add('event_time', first.eventTime?.toString(), second.eventTime?.toString());
  for (const name of namesIn(first.properties, second.properties))
    add(name, first.properties[name], second.properties[name]);
  for (const name of namesIn(first.userData, second.userData))
    add(
      `user_data.${name}`,
      first.userData[name]?.join(', '),
      second.userData[name]?.join(', '),
      () => compareUserData(name, first.userData[name] ?? [], second.userData[name] ?? []),
    );
  return rows;
}

function namesIn(a: object, b: object): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
}

function compare(
  name: string,
  left: string | undefined,
  right: string | undefined,
): CopyDifference['verdict'] {
  if (left === undefined) return 'only-second';
  if (right === undefined) return 'only-first';
  return isSameValue(name, left, right) ? 'equal' : 'different';
}

function compareUserData(
  name: string,
  left: readonly string[],
  right: readonly string[],
): CopyDifference['verdict'] {
  if (left.length === 0) return 'only-second';
  if (right.length === 0) return 'only-first';
  if (PLAIN_USER_DATA.has(name))
    return left.some((value) => right.includes(value)) ? 'equal' : 'different';
  const [a, b] = [left.map(withoutSuffix), right.map(withoutSuffix)];
  if (a.some((value) => b.includes(value))) return 'equal';
  // Different hashes may be one value under two rules of Meta's own libraries (domain facts 4.2).
  return 'unknown';
}

function withoutSuffix(value: string): string {
  return HASH.test(value) ? value.slice(0, 64).toLowerCase() : value;
}
