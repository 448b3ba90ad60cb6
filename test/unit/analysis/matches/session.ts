import type { Chain, PixelState } from '../../../../src/analysis/analysis.ts';
import { createChecks } from '../../../../src/analysis/checks/checks.ts';
import { createMatches, type Matches } from '../../../../src/analysis/matches/matches.ts';
import type { HashJudge } from '../../../../src/analysis/matches/parameters.ts';
import type { CallEntry, Entry, HitEntry, HitEvent } from '../../../../src/session/entry.ts';
import { EMPTY_PROFILE, type MappingRule, type Profile } from '../../../../src/session/profile.ts';
import type { PageValue } from '../../../../src/session/value.ts';
import { findingsIn, type PartFindings, withFacts } from '../part-findings.ts';

export const PIXEL = '522344231566343';

export function call(
  n: number,
  source: CallEntry['source'],
  method: string,
  args: PageValue[],
  more: Partial<CallEntry> = {},
): CallEntry {
  const page = more.page ?? 'd:0';
  return {
    kind: 'call',
    id: `${page.slice(0, -2)}:${n}`,
    at: 1_000 + n,
    page,
    source,
    method,
    args,
    phase: 'live',
    ...more,
  };
}

export const inside = (n: number): Partial<CallEntry> => ({ cause: `d:${n}` });

export const push = (n: number, value: PageValue, more?: Partial<CallEntry>) =>
  call(n, 'dataLayer', 'push', [value], more);

export const fbq = (n: number, args: PageValue[], more?: Partial<CallEntry>) =>
  call(n, 'fbq', String(args[0]), args, more);

export const trigger = (n: number, name: string, properties: PageValue = {}) =>
  call(n, 'cact', 'trigger', ['trigger', name, properties]);

export const listener = (n: number, name: string, detail?: PageValue, more?: Partial<CallEntry>) =>
  call(n, 'loyjoy', 'listener', detail === undefined ? [name] : [name, detail], { name, ...more });

export const track = (n: number, name: string, properties: PageValue = {}) =>
  call(n, 'analytics', 'track', [name, properties]);

export function hit(
  id: string,
  vendor: string,
  event: HitEvent,
  more: Partial<HitEntry> = {},
): HitEntry {
  return {
    kind: 'hit',
    id: `d:${id}`,
    at: 5_000 + Number(id.slice(1)),
    page: 'd:0',
    vendor,
    method: 'GET',
    url: 'https://vendor.test/',
    transport: 'image',
    events: [event],
    outcome: 'done',
    status: 200,
    ...more,
  };
}

export const pixelHit = (
  id: string,
  eventName: string,
  parameters: Record<string, string> = {},
  more?: Partial<HitEntry>,
) => hit(id, 'meta', { pixelId: PIXEL, eventName, parameters }, more);

export const collectionHit = (
  id: string,
  eventName: string,
  parameters: Record<string, string> = {},
  more?: Partial<HitEntry>,
) => hit(id, 'commanders-act', { eventName, parameters }, more);

export const segmentHit = (
  id: string,
  eventName: string,
  parameters: Record<string, string> = {},
  more?: Partial<HitEntry>,
) => hit(id, 'segment', { eventName, parameters: { type: 'track', ...parameters } }, more);

/** The part, and what it found. */
export type JudgedMatches = Matches & { findings: PartFindings };

/** From an earlier entry to a later one, as the analysis would have linked them. */
export type Joint = readonly [from: string, to: string];

export interface Session {
  matches: JudgedMatches;
  add(entries: readonly Entry[]): void;
}

/**
 * The part alone, with links and states that the test gives: a call's cause links it, everything
 * else stands in `joints`. A link is there once both of its ends are.
 */
export function createSession(
  profile: Profile = EMPTY_PROFILE,
  {
    joints = [],
    states = {},
  }: { joints?: readonly Joint[]; states?: Record<string, PixelState[]> } = {},
  judgeHash?: HashJudge,
): Session {
  const entries = new Map<string, Entry>();
  const all = (): Joint[] => {
    const nested = [...entries.values()].flatMap((entry): Joint[] =>
      entry.kind === 'call' && entry.cause !== undefined ? [[entry.cause, entry.id]] : [],
    );
    return [...nested, ...joints].filter(([from, to]) => entries.has(from) && entries.has(to));
  };
  const byTime = (a: string, b: string) =>
    (entries.get(a)?.at ?? 0) - (entries.get(b)?.at ?? 0) || (a < b ? -1 : 1);
  const context = withFacts({
    profile,
    get: (id) => entries.get(id),
    chainOf: (): Chain | undefined => undefined,
    nextOf: (id) =>
      all()
        .flatMap(([from, to]) => (from === id ? [to] : []))
        .sort(byTime),
    previousOf: (id) =>
      all()
        .flatMap(([from, to]) => (to === id ? [from] : []))
        .sort(byTime),
    statesOf: (id) => (entries.has(id) ? (states[id] ?? []) : []),
  });
  const matches = Object.assign(createMatches(context, judgeHash), {
    findings: findingsIn(context, 'mapping/'),
  });
  // What is wrong with the pixel's calls is read by the matches.
  const checks = createChecks(context);
  return {
    matches,
    add(incoming) {
      const changed = new Set<string>();
      for (const entry of incoming) {
        const before = entries.get(entry.id);
        entries.set(entry.id, entry);
        checks.add(entry, before);
        matches.add(entry, before);
        changed.add(entry.id);
      }
      for (const [from, to] of all())
        if (changed.has(from) || changed.has(to)) changed.add(from).add(to);
      checks.settle(changed);
      matches.settle(changed);
    },
  };
}

/** The part after these entries came at once. */
export function judged(
  entries: readonly Entry[],
  options: { rules?: MappingRule[]; joints?: Joint[]; states?: Record<string, PixelState[]> } = {},
): JudgedMatches {
  const { rules, ...rest } = options;
  const session = createSession(rules === undefined ? {} : { mapping: { rules } }, rest);
  session.add(entries);
  return session.matches;
}

/** Rule and severity of each finding, in order. */
export function foundIn(matches: JudgedMatches): string[] {
  return matches.findings
    .all()
    .map(({ rule, severity }) => `${severity} ${rule}`)
    .sort();
}
