import { judgeHash } from '../../vendors/meta/user-data/judge-hash.ts';
import type { CopyDifference } from '../facts/dedup-data.ts';
import type { Content } from './content.ts';

/** What names the person, and is another on the server than in the browser; in what both sides have. */
export function personDifferences(a: Content, b: Content): CopyDifference[] {
  const found: CopyDifference[] = [];
  for (const name of ['fbp', 'fbc'] as const) {
    const [left, right] = [partOf(name, a), partOf(name, b)];
    if (left === undefined || right === undefined || left === right) continue;
    found.push({ name, isCase: left.toLowerCase() === right.toLowerCase() });
  }
  const [ids, others] = [a.person.externalIds, b.person.externalIds];
  if (ids.length > 0 && others.length > 0 && !ids.some((id) => others.some(isOne(id))))
    found.push({ name: 'external_id', isCase: false });
  return found;
}

/** Suffixes of Meta's Parameter Builder: two or eight characters. */
const SUFFIX = /\.(?:[A-Za-z0-9_-]{8}|[A-Za-z0-9_-]{2})$/;

/**
 * What is compared: of fbp all, of fbc the click id, since each side may have noted a time of its
 * own. Undefined where there is none, or it has not the form of one, which is told of the event.
 */
function partOf(name: 'fbp' | 'fbc', { userData }: Content): string | undefined {
  const [value = ''] = userData[name] ?? [];
  const [, , time, ...rest] = value.split('.');
  const id = rest.join('.');
  if (time === undefined || id === '') return undefined;
  const bare = rest.length > 1 ? id.replace(SUFFIX, '') : id;
  return name === 'fbc' ? bare : `${time}.${bare}`;
}

/** Whether two external ids are one, plain or hashed. */
function isOne(id: string): (other: string) => boolean {
  return (other) => id.trim() === other.trim() || isHashOf(id, other) || isHashOf(other, id);
}

function isHashOf(sent: string, plaintext: string): boolean {
  const { verdict } = judgeHash({ field: 'external_id', sent, plaintext });
  return verdict === 'equal' || verdict === 'hashed-equal';
}
