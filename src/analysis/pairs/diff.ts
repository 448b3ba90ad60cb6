import type { Entry } from '../../session/entry.ts';
import type { Profile } from '../../session/profile.ts';
import { isSameValue } from '../../vendors/meta/same-value.ts';
import { type Content, contentAtMeta } from './content.ts';

/** One line of two copies side by side. */
export interface CopyDifference {
  /** Name at the Conversions API: `value`, `user_data.em`, `event_source_url`. */
  name: string;
  first?: string;
  second?: string;
  /** `unknown`: one is hashed and the other is not, or they are hashed by rules that may differ. */
  verdict: 'equal' | 'different' | 'only-first' | 'only-second' | 'unknown';
  /** One side alone has it, as it should: the server's own fields, and what each knows of the person. */
  isExpected?: true;
}

/** Whether a line tells the copies apart. */
export function isDifference({ verdict, isExpected }: CopyDifference): boolean {
  return verdict !== 'equal' && verdict !== 'unknown' && !isExpected;
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

/** What is looked at first; the rest follows by name. */
const FIRST = ['value', 'currency', 'contents'];

/** What only a server says. */
const OF_SERVER: ReadonlySet<string> = new Set(['action_source', 'event_time']);

/**
 * The parameters of two copies side by side: the event id, value, currency and contents first. A hit
 * that a connector hands on is compared as the event that the connector makes of it.
 */
export function diffCopies(a: CopyPlace, b: CopyPlace, profile: Profile = {}): CopyDifference[] {
  const [first, second] = [a, b].map(({ entry, index = 0 }) =>
    contentAtMeta({ index }, entry, profile),
  ) as [Content, Content];
  const rows: CopyDifference[] = [];
  const add = (name: string, left: string | undefined, right: string | undefined, is = compare) => {
    if (left === undefined && right === undefined) return;
    const verdict = is(name, left, right);
    const row: CopyDifference = { name, verdict };
    if (left !== undefined) row.first = left;
    if (right !== undefined) row.second = right;
    const isOnOne = verdict === 'only-first' || verdict === 'only-second';
    if (isOnOne && (OF_SERVER.has(name) || name.startsWith(USER_DATA))) row.isExpected = true;
    rows.push(row);
  };
  add('event_id', first.eventId, second.eventId);
  for (const name of namesIn(first.properties, second.properties))
    add(name, first.properties[name], second.properties[name]);
  add('event_source_url', first.address, second.address);
  add('action_source', first.actionSource, second.actionSource);
  add('event_time', first.eventTime?.toString(), second.eventTime?.toString());
  for (const name of namesIn(first.userData, second.userData))
    add(USER_DATA + name, first.userData[name]?.join(', '), second.userData[name]?.join(', '), () =>
      compareUserData(name, first.userData[name] ?? [], second.userData[name] ?? []),
    );
  return rows;
}

const USER_DATA = 'user_data.';

function namesIn(a: object, b: object): string[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return [
    ...FIRST.filter((name) => names.includes(name)),
    ...names.filter((n) => !FIRST.includes(n)),
  ];
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
