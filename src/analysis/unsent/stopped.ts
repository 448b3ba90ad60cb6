import type { HitEntry } from '../../session/entry.ts';
import { type Fact, subject } from '../facts/fact.ts';
import type { UnsentData } from '../facts/pixel-data.ts';
import { LateMap } from '../late.ts';
import type { Context, Part } from '../part.ts';
import { callOfHit, hasFailed, isPixelEventHit } from '../pixel-hits.ts';
import { EVENTS, NAMED, requestsIn } from './named.ts';

type Role = NonNullable<HitEntry['role']>;

/**
 * The part that tells of requests that were stopped and that no call is known for; of the others
 * unsent.ts tells with their calls. An image in the page has no call, and of an archive of requests
 * none is known: there a library that did not load shows that nothing was sent.
 */
export function createStopped(context: Context): Part {
  const book = context.facts.book();
  /** Requests that did not get through, by document and id: the library, configurations, events. */
  let stopped = new Map<string, LateMap<string, HitEntry>>();
  /** What got through, by document. */
  let passed = new Map<string, ReadonlySet<Role | 'event'>>();
  let dirty = new Set<string>();

  const notePassed = (page: string, what: Role | 'event') => {
    const known = passed.get(page);
    if (known?.has(what) !== true) passed.set(page, new Set([...(known ?? []), what]));
  };

  /** Whether nothing of a document can have been sent because this did not load. */
  const keptAll = ({ page, role }: HitEntry): boolean => {
    const entry = context.get(page);
    if (entry?.kind !== 'page' || entry.seen !== 'requests' || role === undefined) return false;
    const others = passed.get(page);
    return others?.has(role) !== true && others?.has('event') !== true;
  };

  const ruleOf = (hit: HitEntry) => {
    const end = hit.outcome === 'blocked' ? 'blocked' : 'failed';
    if (hit.role !== undefined)
      return keptAll(hit) ? (`pixel/${hit.role}-${end}` as const) : undefined;
    return callOfHit(context, hit.id) === undefined ? (`pixel/hit-${end}` as const) : undefined;
  };

  const tell = (page: string): Fact[] => {
    const byRule = new Map<NonNullable<ReturnType<typeof ruleOf>>, HitEntry[]>();
    for (const hit of [...(stopped.get(page)?.values() ?? [])].sort(inOrder)) {
      const rule = ruleOf(hit);
      if (rule !== undefined) byRule.set(rule, [...(byRule.get(rule) ?? []), hit]);
    }
    return [...byRule].map(([rule, hits]) => {
      const named = hits.slice(0, NAMED).map(({ id }) => id);
      const names = hits.flatMap(({ events }) => events.map(({ eventName = '' }) => eventName));
      const data: UnsentData = {
        count: names.length,
        events: [...new Set(names)].slice(0, EVENTS),
        requests: requestsIn(hits),
      };
      return { rule, entries: named, data, about: named.map((id) => subject(id, 'sending')) };
    });
  };

  return {
    add(entry) {
      const { page } = entry;
      if (entry.kind === 'page' && stopped.has(page)) dirty.add(page);
      if (entry.kind !== 'hit' || entry.vendor !== 'meta') return;
      const { role } = entry;
      if (role === undefined && !isPixelEventHit(entry)) return;
      const isStopped = role === undefined ? isStoppedHit(entry) : hasFailed(entry);
      if (isStopped) {
        const hits = stopped.get(page) ?? new LateMap<string, HitEntry>();
        stopped.set(page, hits);
        hits.set(entry.id, entry);
      } else if (entry.outcome !== 'pending') notePassed(page, role ?? 'event');
      if (stopped.has(page)) dirty.add(page);
    },
    settle(changed) {
      if (stopped.size === 0) return;
      for (const id of changed) {
        const page = context.get(id)?.page ?? '';
        if (stopped.has(page)) dirty.add(page);
      }
      for (const page of dirty) book.put(page, tell(page));
      dirty = new Set();
    },
    clear() {
      book.clear();
      stopped = new Map();
      passed = new Map();
      dirty = new Set();
    },
  };
}

/** An event whose server answered with an error did leave. */
function isStoppedHit({ outcome }: HitEntry): boolean {
  return outcome === 'blocked' || outcome === 'failed';
}

function inOrder(a: HitEntry, b: HitEntry): number {
  return a.at - b.at || (a.id < b.id ? -1 : 1);
}
