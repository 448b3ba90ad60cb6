import type { PixelState } from '../../../../src/analysis/analysis.ts';
import { createChecks } from '../../../../src/analysis/checks/checks.ts';
import { createLinks } from '../../../../src/analysis/links/links.ts';
import type { Finding } from '../../../../src/rules/read-finding.ts';
import type {
  CallEntry,
  Entry,
  GapEntry,
  HitEntry,
  HitEvent,
  PageEntry,
} from '../../../../src/session/entry.ts';
import { EMPTY_PROFILE } from '../../../../src/session/profile.ts';
import type { PageValue } from '../../../../src/session/value.ts';
import { findingsIn, withFacts } from '../part-findings.ts';

/** Sessions for the tests of the pixel's own words, and what is found in them. */

export const PIXEL = '123456789012345';

export const page = (document = 'd'): PageEntry => ({
  kind: 'page',
  id: `${document}:0`,
  at: 1_000,
  page: `${document}:0`,
  event: 'start',
  url: 'https://shop.test/',
});
export const call = (
  number: number,
  source: CallEntry['source'],
  args: PageValue[],
  more: Partial<CallEntry> = {},
): CallEntry => ({
  kind: 'call',
  id: `d:${number}`,
  at: 1_000 + number,
  page: 'd:0',
  source,
  method: typeof args[0] === 'string' ? args[0] : 'call',
  args,
  phase: 'live',
  ...more,
});
export const fbq = (number: number, ...args: PageValue[]) => call(number, 'fbq', args);
export const push = (number: number, value: PageValue, more: Partial<CallEntry> = {}) =>
  call(number, 'dataLayer', [value], { method: 'push', ...more });
export const listener = (number: number, name: string, more: Partial<CallEntry> = {}) =>
  call(number, 'loyjoy', [name, { process_id: 'p' }], { method: 'listener', name, ...more });
export const gap = (from: number, to: number): GapEntry => ({
  kind: 'gap',
  id: `d:gap${from}`,
  at: 1_000 + from,
  page: 'd:0',
  from,
  to,
  reason: 'limit',
});
export const hit = (id: string, events: HitEvent[], more: Partial<HitEntry> = {}): HitEntry => ({
  kind: 'hit',
  id: `d:${id}`,
  at: 2_000,
  page: 'd:0',
  vendor: 'meta',
  method: 'GET',
  url: 'https://www.facebook.com/tr/',
  transport: 'image',
  events,
  ...more,
});
export const pixelEvent = (
  eventName: string,
  parameters: Record<string, string> = {},
): HitEvent => ({
  pixelId: PIXEL,
  eventName,
  parameters: { id: PIXEL, ev: eventName, v: '2.9.325', ...parameters },
});

/** Links of calls to hits, as the links' part would give them. */
export type Joins = Record<string, string>;

export function analyse(
  batches: Entry[][],
  joins: Joins = {},
  states: Record<string, PixelState[]> = {},
): Finding[] {
  const entries = new Map<string, Entry>();
  const context = withFacts({
    profile: EMPTY_PROFILE,
    get: (id) => entries.get(id),
    chainOf: () => undefined,
    nextOf: (id) => (joins[id] !== undefined && entries.has(joins[id]) ? [joins[id]] : []),
    previousOf: (id) =>
      Object.keys(joins).filter((from) => joins[from] === id && entries.has(from)),
    statesOf: (id) => states[id] ?? [],
  });
  const words = createChecks(context);
  for (const batch of batches) {
    for (const entry of batch) {
      const before = entries.get(entry.id);
      entries.set(entry.id, entry);
      words.add(entry, before);
    }
    // Links change where one of their ends came.
    const ids = new Set(batch.map(({ id }) => id));
    words.settle(
      new Set(
        Object.entries(joins)
          .filter(([from, to]) => ids.has(from) || ids.has(to))
          .flat()
          .filter((id) => entries.has(id)),
      ),
    );
  }
  return inOrder(findingsIn(context).all());
}

export function inOrder(findings: Finding[]): Finding[] {
  const key = ({ rule, entries }: Finding) => `${rule} ${entries}`;
  return findings.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

export const rulesOf = (...args: Parameters<typeof analyse>) =>
  analyse(...args).map(({ rule, entries }) => `${rule} ${entries.join(' ')}`);

/** With the links and states that the analysis makes of the entries. */
export function analyseWithLinks(batches: Entry[][]): Finding[] {
  const links = createLinks();
  const context = withFacts({ profile: EMPTY_PROFILE, ...links });
  const words = createChecks(context);
  for (const batch of batches) {
    for (const entry of batch) {
      const { before } = links.add(entry);
      words.add(entry, before);
    }
    words.settle(links.settle());
  }
  return inOrder(findingsIn(context).all());
}
