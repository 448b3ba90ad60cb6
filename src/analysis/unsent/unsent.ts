import { type CallEntry, type HitEntry, numberOf } from '../../session/entry.ts';
import type { PixelState, StateReason } from '../analysis.ts';
import { type Fact, type RuleId, subject } from '../facts/fact.ts';
import type { FactData } from '../facts/fact-data.ts';
import type { UnsentData } from '../facts/pixel-data.ts';
import type { Context, Part } from '../part.ts';

/** Calls that are named as proof of one finding; their number is told. */
const NAMED = 100;

/** A hit leaves within this many milliseconds of its call, where nothing holds the call. */
const PATIENCE = 5_000;

/** The rule that tells a reason, once for a document. Reasons that others tell are not here. */
const RULES: Partial<Record<StateReason, UnsentRule>> = {
  'config-failed': 'pixel/config-failed',
  'config-blocked': 'pixel/config-blocked',
  'library-failed': 'pixel/library-failed',
  'library-blocked': 'pixel/library-blocked',
  'client-blocked': 'pixel/hit-blocked',
  'hit-failed': 'pixel/hit-failed',
  'consent-deadlock': 'pixel/consent-deadlock',
  'left-too-soon': 'pixel/left-too-soon',
  'bad-arguments': 'pixel/arguments-cannot-be-sent',
  threw: 'pixel/call-threw',
};

type UnsentRule = {
  [R in RuleId]: FactData[R] extends UnsentData
    ? UnsentData extends FactData[R]
      ? R
      : never
    : never;
}[RuleId];

/**
 * The part that tells why pixel calls were not sent, once for a cause and a document; and calls
 * that nothing holds and that have no hit, once the session has gone on for five seconds. What the
 * call itself does wrong (no init, a bad pixel id) is told by the pixel's own words.
 */
export function createUnsent(context: Context): Part {
  const book = context.facts.book();
  /** `<page>\n<reason>` → call → states. */
  let causes = new Map<string, Map<string, PixelState[]>>();
  /** Call → the causes that it is in. */
  let causesOf = new Map<string, string[]>();
  /** Calls without a hit and without a reason, by document, with their times. */
  let open = new Map<string, Map<string, number>>();
  /** Document → the time from which on more of its calls have waited too long; absent: look now. */
  let dueAt = new Map<string, number>();
  let hasHits = false;
  let latestAt = Number.NEGATIVE_INFINITY;

  const place = (call: CallEntry, dirty: Set<string>) => {
    for (const key of causesOf.get(call.id) ?? []) {
      causes.get(key)?.delete(call.id);
      dirty.add(key);
    }
    const keys: string[] = [];
    let isOpen = false;
    for (const state of context.statesOf(call.id)) {
      if (state.state === 'called') isOpen = true;
      if (state.reason === undefined || RULES[state.reason] === undefined) continue;
      const key = `${call.page}\n${state.reason}`;
      const calls = causes.get(key) ?? new Map<string, PixelState[]>();
      causes.set(key, calls);
      calls.set(call.id, [...(calls.get(call.id) ?? []), state]);
      if (!keys.includes(key)) keys.push(key);
      dirty.add(key);
    }
    if (keys.length > 0) causesOf.set(call.id, keys);
    else causesOf.delete(call.id);
    const waiting = open.get(call.page) ?? new Map<string, number>();
    if (isOpen) open.set(call.page, waiting.set(call.id, call.at));
    else if (waiting.delete(call.id) && waiting.size === 0) open.delete(call.page);
  };

  const tell = (key: string) => {
    const calls = [...(causes.get(key) ?? [])].sort(([a], [b]) => numberOf(a) - numberOf(b));
    const reason = key.slice(key.indexOf('\n') + 1) as StateReason;
    const rule = RULES[reason];
    if (calls.length === 0 || rule === undefined) {
      causes.delete(key);
      book.put(key, []);
      return;
    }
    const proof = new Set(calls.flatMap(([, states]) => states.flatMap((state) => state.proof)));
    const named = calls.map(([id]) => id).slice(0, NAMED);
    book.put(key, [
      {
        rule,
        entries: [...new Set([...named, ...[...proof].slice(0, 5)])],
        data: dataOf(calls, calls.length, [...proof]),
        about: named.map((id) => subject(id, 'sending')),
      },
    ]);
  };

  const openFact = (calls: readonly string[]): Fact => {
    const named = calls.slice(0, NAMED);
    const states = named.map((id) => [id, context.statesOf(id)] as const);
    return { rule: 'pixel/no-hit', entries: named, data: dataOf(states, calls.length, []) };
  };

  const dataOf = (
    calls: readonly (readonly [string, readonly PixelState[]])[],
    count: number,
    proof: readonly string[],
  ): UnsentData => ({
    count,
    events: [...new Set(calls.map(([, [state]]) => state?.eventName ?? ''))].slice(0, EVENTS),
    requests: proof
      .map((id) => context.get(id))
      .filter((entry): entry is HitEntry => entry?.kind === 'hit')
      .slice(0, REQUESTS)
      .map((hit) => {
        const query = hit.url.indexOf('?');
        return {
          address: query === -1 ? hit.url : hit.url.slice(0, query),
          end:
            hit.outcome === 'done' ? `HTTP ${hit.status ?? '?'}` : (hit.error ?? hit.outcome ?? ''),
        };
      }),
  });

  /** A session without any hit was not made with hits in sight: nothing is missing. */
  const tellOpen = () => {
    if (!hasHits) return;
    for (const [page, calls] of open) {
      if (latestAt < (dueAt.get(page) ?? Number.NEGATIVE_INFINITY)) continue;
      const late: string[] = [];
      let next = Number.POSITIVE_INFINITY;
      for (const [id, at] of calls) {
        if (latestAt - at >= PATIENCE) late.push(id);
        else if (at + PATIENCE < next) next = at + PATIENCE;
      }
      dueAt.set(page, next);
      late.sort((a, b) => numberOf(a) - numberOf(b));
      book.put(`${page}\nopen`, late.length === 0 ? [] : [openFact(late)]);
    }
  };

  return {
    add(entry) {
      if (entry.at > latestAt && entry.kind !== 'server') latestAt = entry.at;
      if (entry.kind === 'hit' && entry.vendor === 'meta') hasHits = true;
    },
    settle(changed) {
      const dirty = new Set<string>();
      const pages = new Set<string>();
      for (const id of changed) {
        const entry = context.get(id);
        if (entry?.kind !== 'call' || entry.source !== 'fbq') continue;
        if (open.has(entry.page)) pages.add(entry.page);
        dueAt.delete(entry.page);
        place(entry, dirty);
      }
      for (const key of dirty) tell(key);
      for (const page of pages) if (!open.has(page)) book.put(`${page}\nopen`, []);
      tellOpen();
    },
    clear() {
      book.clear();
      causes = new Map();
      causesOf = new Map();
      open = new Map();
      dueAt = new Map();
      hasHits = false;
      latestAt = Number.NEGATIVE_INFINITY;
    },
  };
}

/** Names of events that are told. */
const EVENTS = 20;
/** Requests that are told. */
const REQUESTS = 3;
