import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Entry } from '../session/entry.ts';
import { splitAddress } from '../vendors/request.ts';
import { conditionsOf } from './grading.ts';
import type { Finding } from './read-finding.ts';

/** A finding with a name that it has in every recording of the same fault. */
export interface NamedFinding extends Finding {
  /** Of the rule, the page without what changes in its address, the events, pixels and names. */
  id: string;
  /** It stands in the baseline: somebody has seen it before. */
  known?: true;
  /** Of merged sessions: the addresses of its pages, and how many sessions show it. */
  pages?: string[];
  sessions?: number;
}

/** Characters of a hash that are kept: a session has hundreds of findings, not millions. */
const LENGTH = 10;

/**
 * Names findings so that the same fault has the same name in another recording: by what it is about
 * and not by ids, times, counts and values, which are others each time. Several that nothing tells
 * apart are numbered.
 */
export function nameFindings(
  findings: readonly Finding[],
  get: (id: string) => Entry | undefined,
): NamedFinding[] {
  return findings.map(createNamer(get));
}

/** Names one finding after the other, as `nameFindings` does. */
export function createNamer(
  get: (id: string) => Entry | undefined,
): (finding: Finding) => NamedFinding {
  const seen = new Map<string, number>();
  return (finding) => {
    const name = hashOf(finding, get);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return { id: count === 1 ? name : `${name}-${count}`, ...finding };
  };
}

function hashOf({ rule, entries, data }: Finding, get: (id: string) => Entry | undefined): string {
  const { events, pixels, address } = conditionsOf(entries, get);
  const about: unknown[] = [rule, events, pixels, placeOf(address), [...wordsIn(data)].sort()];
  // A mapping rule may be called anything; its name is the same each time.
  if (typeof data === 'object' && data !== null && 'mappingRule' in data)
    about.push(data.mappingRule);
  if (typeof data === 'object' && data !== null && 'plan' in data) about.push(data.plan);
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(about)))).slice(0, LENGTH);
}

/** Host and path, with a sign for each part that may be an order's or a product's number. */
function placeOf(address: string): string {
  const split = splitAddress(address);
  if (split === undefined) return '';
  const parts = split.path.split('/').map((part) => (/\d/.test(part) ? '#' : part));
  return split.host + parts.join('/');
}

/** What code calls things: letters, and what joins them. Ids and values have digits or blanks. */
const WORD = /^[A-Za-z][A-Za-z_./-]{0,60}$/;

/** The names in a finding's data: parameters, sources, verdicts, what is wrong. */
function wordsIn(data: unknown, words = new Set<string>()): Set<string> {
  if (typeof data === 'string') {
    if (WORD.test(data)) words.add(data);
  } else if (typeof data === 'object' && data !== null)
    for (const value of Object.values(data)) wordsIn(value, words);
  return words;
}
