import type { CallEntry, Entry, HitEntry, ServerEntry } from '../../session/entry.ts';
import { documentOf, numberOf } from '../../session/entry.ts';
import { toPlain } from '../../session/value/plain.ts';
import { describeCall } from '../../vendors/call-summary.ts';
import { eventIdOf, pixelCallOf } from '../../vendors/meta/call.ts';
import { isSameValue } from '../../vendors/meta/same-value.ts';
import type { Context } from '../part.ts';
import { callOfHit, isPixelEventHit } from '../pixel-hits.ts';
import { pixelEventName } from './meta-event.ts';
import { compareEntries } from './order.ts';

/**
 * Entries that are looked at below one source event, so that one call with everything nested in it
 * costs no more than that. More than this is no event of a site.
 */
const REACHED_ENTRIES = 1_000;

/** What a source event led to, through the chain. */
export interface Reach {
  /** Ids of Meta events: pixel calls, and hits without a known call. */
  events: string[];
  /** Those of them that carry the id of its own hit to Commanders Act or Segment. */
  sameId: ReadonlySet<string>;
  /** Hits to Commanders Act or Segment. */
  collected: HitEntry[];
  /** Server events that are the copies which those announce: they were seen to arrive. */
  arrivals: ServerEntry[];
}

const COLLECTORS: ReadonlySet<string> = new Set(['commanders-act', 'segment']);

/** True for a hit to a server that hands events on to Meta, other than Meta's own gateway. */
export function isCollectorHit(entry: { kind: string; vendor?: string }): boolean {
  return entry.kind === 'hit' && COLLECTORS.has(entry.vendor ?? '');
}

const NOTHING: Reach = { events: [], sameId: new Set(), collected: [], arrivals: [] };

/**
 * Follows the links from entries to the Meta events and the hits that came of them, in order of time.
 * @param ownIds ids for Meta of those events of a collector's hit that can be this source event;
 *   undefined: the hit is another's, and is passed over
 */
export function reachOf(
  context: Context,
  starts: readonly string[],
  ownIds: (hit: HitEntry) => ReadonlySet<string> | undefined,
): Reach {
  const [only] = starts;
  if (only !== undefined && starts.length === 1 && context.nextOf(only).length === 0)
    if (context.get(only)?.kind === 'call') return NOTHING;
  const events = new Set<string>();
  const sameId = new Set<string>();
  const collected: HitEntry[] = [];
  const arrivals = new Map<string, ServerEntry>();
  const visited = new Set<string>(starts);
  const open = [...starts].reverse();
  const look = (id: string) => {
    if (visited.has(id) || visited.size > REACHED_ENTRIES) return;
    visited.add(id);
    open.push(id);
  };
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const entry = context.get(id);
    if (entry === undefined) continue;
    if (entry.kind === 'call' && pixelEventName(entry) !== undefined) {
      events.add(id);
      continue;
    }
    if (entry.kind === 'hit') {
      if (isPixelEventHit(entry)) events.add(callOfHit(context, id)?.id ?? id);
      const ids = isCollectorHit(entry) ? ownIds(entry) : undefined;
      if (ids === undefined) continue;
      collected.push(entry);
      // The pixel's copy carries the same id; which of the two stands first is the links' business.
      // Where it has another name, the ledger knows it.
      const beside = context.alongside(id);
      for (const other of [...context.previousOf(id), ...context.nextOf(id), ...beside]) {
        const copy = context.get(other);
        // A batch has copies of its other events beside it too.
        if (copy === undefined || !idsOf(copy).some((eventId) => ids.has(eventId))) continue;
        if (copy.kind === 'server') arrivals.set(other, copy);
        const event = eventOf(context, other);
        if (event === undefined) continue;
        events.add(event);
        sameId.add(event);
      }
      continue;
    }
    for (const next of [...context.nextOf(id)].reverse()) look(next);
  }
  const byTime = (a: string, b: string) => compareEntries(context.get(a), context.get(b));
  return {
    events: events.size > 1 ? [...events].sort(byTime) : [...events],
    sameId,
    collected: collected.sort(compareEntries),
    arrivals: [...arrivals.values()].sort(compareEntries),
  };
}

/** The event ids that an entry carries to Meta. */
function idsOf(entry: Entry): string[] {
  if (entry.kind === 'hit') return entry.events.flatMap(({ eventId }) => eventId ?? []);
  if (entry.kind === 'server') return [String(entry.event.event_id ?? '')];
  const call = pixelCallOf(entry);
  return call === undefined ? [] : [eventIdOf(call) ?? ''];
}

/** The Meta event that an entry is or belongs to: a pixel call, or a hit without one. */
function eventOf(context: Context, id: string): string | undefined {
  const entry = context.get(id);
  if (isPixelEventHit(entry)) return callOfHit(context, id)?.id ?? id;
  return entry?.kind === 'call' && pixelEventName(entry) !== undefined ? id : undefined;
}

/**
 * Calls for each entry of the chain that stands above `id`, nearest first, `id` itself included. A
 * hit to a collector counts as above the pixel hit that carries its id.
 */
export function climb(
  context: Context,
  id: string,
  visited: Set<string>,
  found: (id: string) => void,
): void {
  const open = [id];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (visited.has(at)) continue;
    visited.add(at);
    found(at);
    for (const above of context.previousOf(at)) open.push(above);
    const entry = context.get(at);
    if (entry?.kind === 'server' || isPixelEventHit(entry)) open.push(...context.alongside(at));
    if (isPixelEventHit(entry)) open.push(...collectorsBelow(context, at));
    else if (entry?.kind === 'call' && entry.source === 'fbq') {
      // A pixel call without a hit carries the id itself.
      open.push(...collectorsBelow(context, at));
      // A pixel call stands under the collector's hit that its own hit is a copy of.
      for (const hit of context.nextOf(at)) {
        open.push(...collectorsBelow(context, hit), ...context.alongside(hit));
        for (const above of context.previousOf(hit)) {
          const copy = context.get(above);
          if (copy !== undefined && isCollectorHit(copy)) open.push(above);
        }
      }
    }
  }
}

function collectorsBelow(context: Context, hitId: string): string[] {
  return context.nextOf(hitId).filter((id) => {
    const entry = context.get(id);
    return entry !== undefined && isCollectorHit(entry);
  });
}

/**
 * The runs of LoyJoy listeners that hear one event: runs of one name and detail, each directly after
 * the other, with nothing of the page in between but what ran inside them. Two events without
 * anything between them are taken for one.
 */
export function runsOf(context: Context, run: CallEntry): CallEntry[] {
  const runs = [run];
  for (let at = runBefore(context, run); at && runs.length < RUNS; at = runBefore(context, at))
    runs.unshift(at);
  for (let at = runAfter(context, run); at && runs.length < RUNS; at = runAfter(context, at))
    runs.push(at);
  return runs;
}

/** A site has a handful of listeners; a loop that reports the same event for ever is another thing. */
const RUNS = 50;

function isSameEvent(a: CallEntry, b: CallEntry): boolean {
  return (
    a.source === 'loyjoy' &&
    b.source === 'loyjoy' &&
    b.name === a.name &&
    a.cause === b.cause &&
    isSameValue('', toPlain(detailOf(a)), toPlain(detailOf(b)))
  );
}

function detailOf(run: CallEntry) {
  return describeCall(run).rest[0];
}

function runBefore(context: Context, run: CallEntry): CallEntry | undefined {
  const document = documentOf(run.id);
  let entry = context.get(`${document}:${numberOf(run.id) - 1}`);
  for (let steps = 0; entry?.kind === 'call' && steps < REACHED_ENTRIES; steps += 1) {
    if (isSameEvent(run, entry)) return entry;
    entry = entry.cause === undefined ? undefined : context.get(entry.cause);
  }
  return undefined;
}

function runAfter(context: Context, run: CallEntry): CallEntry | undefined {
  const last = lastInside(context, run);
  const entry = context.get(`${documentOf(run.id)}:${last + 1}`);
  return entry?.kind === 'call' && isSameEvent(run, entry) ? entry : undefined;
}

/** The highest number among the calls that ran inside this one. */
function lastInside(context: Context, run: CallEntry): number {
  let last = numberOf(run.id);
  const open: string[] = [run.id];
  let looked = 0;
  for (let id = open.pop(); id !== undefined && looked < REACHED_ENTRIES; id = open.pop()) {
    looked += 1;
    for (const next of context.nextOf(id)) {
      const entry = context.get(next);
      if (entry?.kind !== 'call' || entry.cause !== id) continue;
      last = Math.max(last, numberOf(next));
      open.push(next);
    }
  }
  return last;
}
