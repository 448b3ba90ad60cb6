import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Log } from '../analysis/log.ts';
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
  /** Addresses of the documents that it is about, where there are several in the session or sessions. */
  pages?: string[];
  /** Of merged sessions: how many show it. */
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
  log: Pick<Log, 'entries' | 'get'>,
): NamedFinding[] {
  return findings.map(createNamer(log));
}

/** Names one finding after the other, as `nameFindings` does. */
export function createNamer({
  entries,
  get,
}: Pick<Log, 'entries' | 'get'>): (finding: Finding) => NamedFinding {
  const seen = new Map<string, number>();
  const addresses = new Set<string>();
  for (const entry of entries)
    if (entry.kind === 'page' && entry.event === 'start') addresses.add(withoutQuery(entry.url));
  return (finding) => {
    const name = hashOf(finding, get);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    const pages = addresses.size > 1 ? pagesOf(finding, get) : [];
    return {
      id: count === 1 ? name : `${name}-${count}`,
      ...finding,
      ...(pages.length > 0 && { pages }),
    };
  };
}

/** Addresses of the documents that a finding is about, without what stands behind the path. */
export function pagesOf(
  { entries }: Pick<Finding, 'entries'>,
  get: (id: string) => Entry | undefined,
): string[] {
  const pages = entries.flatMap((id) => {
    const page = get(get(id)?.page ?? '');
    return page?.kind === 'page' ? withoutQuery(page.url) : [];
  });
  return [...new Set(pages)];
}

function withoutQuery(url: string): string {
  return url.split(/[?#]/, 1)[0] ?? url;
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
