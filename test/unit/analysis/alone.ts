import type { Chain, PixelState } from '../../../src/analysis/analysis.ts';
import { createChecks } from '../../../src/analysis/checks/checks.ts';
import type { Context, Part } from '../../../src/analysis/part.ts';
import type { Severity } from '../../../src/analysis/verdicts.ts';
import type { Finding } from '../../../src/rules/read-finding.ts';
import type { Entry } from '../../../src/session/entry.ts';
import { EMPTY_PROFILE, type Profile } from '../../../src/session/profile.ts';
import type { Joint } from '../../session/session.ts';
import { findingsIn, withFacts } from './part-findings.ts';

/** What a test gives a part in place of the other parts' answers. */
export interface Given {
  profile?: Profile;
  /** From an entry to one that it made; a link is there once both of its ends are. */
  links?: readonly Joint[];
  states?: Readonly<Record<string, PixelState[]>>;
}

/** One part of the analysis, fed by hand. */
export interface Alone<P> {
  part: P;
  /** Adds a batch and settles. A call's cause is a link too. */
  add(batch: readonly Entry[]): void;
  findings(): Finding[];
  counts(): Readonly<Record<Severity, number>>;
}

/**
 * A part by itself, with the links and states that the test says.
 * @param area of the part's rules, where it reads what the checks found: they run before it
 */
export function alone<P extends Part>(
  create: (context: Context) => P,
  { profile = EMPTY_PROFILE, links = [], states = {} }: Given = {},
  area?: string,
): Alone<P> {
  const entries = new Map<string, Entry>();
  /** Links whose ends are both there. */
  let known: Joint[] = [];
  const settleLinks = () => {
    const nested = [...entries.values()].flatMap((entry): Joint[] =>
      entry.kind === 'call' && entry.cause !== undefined ? [[entry.cause, entry.id]] : [],
    );
    const unique = new Map([...nested, ...links].map((joint) => [joint.join(' '), joint]));
    known = [...unique.values()].filter(([from, to]) => entries.has(from) && entries.has(to));
  };
  const byTime = (a: string, b: string) =>
    (entries.get(a)?.at ?? 0) - (entries.get(b)?.at ?? 0) || (a < b ? -1 : 1);
  const nextOf = (id: string) =>
    known.flatMap(([from, to]) => (from === id ? [to] : [])).sort(byTime);
  const previousOf = (id: string) =>
    known.flatMap(([from, to]) => (to === id ? [from] : [])).sort(byTime);
  const rootOf = (id: string, below = new Set([id])): string => {
    const [previous] = previousOf(id);
    if (previous === undefined || below.has(previous)) return id;
    return rootOf(previous, below.add(previous));
  };
  const context = withFacts({
    profile,
    get: (id) => entries.get(id),
    chainOf(id): Chain | undefined {
      const root = rootOf(id);
      if (root === id && nextOf(id).length === 0) return undefined;
      return { root, entries: [root, id], links: [] };
    },
    nextOf,
    previousOf,
    statesOf: (id) => (entries.has(id) ? (states[id] ?? []) : []),
    alongside: () => [],
  });
  const checks = area === undefined ? undefined : createChecks(context);
  const part = create(context);
  return {
    part,
    add(batch) {
      const changed = new Set<string>();
      for (const entry of batch) {
        const before = entries.get(entry.id);
        entries.set(entry.id, entry);
        checks?.add(entry, before);
        part.add(entry, before);
        changed.add(entry.id);
      }
      settleLinks();
      for (const [from, to] of known)
        if (changed.has(from) || changed.has(to)) changed.add(from).add(to);
      checks?.settle(changed);
      part.settle(changed);
    },
    findings: () => findingsIn(context, area).all(),
    counts: () => findingsIn(context, area).counts,
  };
}
