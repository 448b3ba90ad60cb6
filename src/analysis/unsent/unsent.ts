import { type CallEntry, type HitEntry, numberOf } from '../../session/entry.ts';
import type { PixelState, StateReason } from '../analysis.ts';
import { type Fact, type RuleId, subject } from '../facts/fact.ts';
import type { FactData } from '../facts/fact-data.ts';
import type { UnsentData } from '../facts/pixel-data.ts';
import { lastMoment } from '../last-moment.ts';
import { LateSet } from '../late.ts';
import type { Context, Part } from '../part.ts';
import { EVENTS, NAMED, requestsIn } from './named.ts';
import { pageViewFacts } from './page-views.ts';

/**
 * A hit leaves within this many milliseconds of its call, where nothing holds the call. While a
 * session goes on there is no hurry; where it is over, less has to do.
 */
const PATIENCE = 5_000;
const PATIENCE_AT_END = 1_000;

/** A page passes the visitor's yes on to the pixel within this many milliseconds. Our choice. */
const GRANT_PATIENCE = 1_000;

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
  'stub-replaced': 'pixel/stub-laid-again',
  'hit-cancelled': 'pixel/hit-cancelled',
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

/** Why calls were not sent. */
export interface Unsent extends Part {
  /** Nothing more is to come. */
  end(): void;
}

/** Names of events that left a document. */
type Names = LateSet<string>;

/**
 * The part that tells why pixel calls were not sent, once for a cause and a document; and calls
 * that nothing holds and that have no hit, whose library nobody asked for, or that stay locked, once
 * the session has gone on for five seconds. Where it ended before, they are told as well, with the
 * weight of the time that passed. What the call itself does wrong (no init, a bad pixel id) is told
 * by the pixel's own words.
 */
export function createUnsent(context: Context): Unsent {
  const book = context.facts.book();
  /** `<page>\n<reason>` → call → states. */
  let causes = new Map<string, Map<string, PixelState[]>>();
  /** Call → the causes that it is in. */
  let causesOf = new Map<string, string[]>();
  /** Calls without a hit and without a reason, by document, with their times. */
  let open = new Map<string, Map<string, number>>();
  /** Calls that wait for a request for the library or a configuration, by document. */
  let loading = new Map<string, Map<string, number>>();
  /** Calls that wait for a library that was not asked for, by document. */
  let unasked = new Map<string, Map<string, number>>();
  /** Calls that wait behind a revoke, by document. */
  let locked = new Map<string, Map<string, number>>();
  /** Documents that told the pixel of consent in a word that it does not know, which is told of it. */
  let misspoken = new Set<string>();
  /** Documents that asked for the library. */
  let asking = new Set<string>();
  /** What left each document. */
  let sent = new Map<string, Names>();
  /** When the library and the configurations of a document were there, as far as that was seen. */
  let readyAt = new Map<string, number>();
  let hasGap = false;
  /** Document → the time from which on more of its calls have waited too long; absent: look now. */
  let dueAt = new Map<string, number>();
  let hasHits = false;
  let isOver = false;
  let latestAt = Number.NEGATIVE_INFINITY;

  const place = (call: CallEntry, dirty: Set<string>) => {
    for (const key of causesOf.get(call.id) ?? []) {
      causes.get(key)?.delete(call.id);
      dirty.add(key);
    }
    const keys: string[] = [];
    let isOpen = false;
    let isLoading = false;
    let isUnasked = false;
    let isLocked = false;
    for (const state of context.statesOf(call.id)) {
      if (state.state === 'called') isOpen = true;
      if (isOfLoading(state)) isLoading = true;
      if (state.reason === 'library-not-asked') isUnasked = true;
      if (state.reason === 'consent-revoked') isLocked = true;
      if (state.reason === undefined || !isTold(state.reason)) continue;
      const key = `${call.page}\n${state.reason}`;
      const calls = causes.get(key) ?? new Map<string, PixelState[]>();
      causes.set(key, calls);
      calls.set(call.id, [...(calls.get(call.id) ?? []), state]);
      if (!keys.includes(key)) keys.push(key);
      dirty.add(key);
    }
    if (keys.length > 0) causesOf.set(call.id, keys);
    else causesOf.delete(call.id);
    note(open, call, isOpen);
    note(loading, call, isLoading);
    note(unasked, call, isUnasked);
    note(locked, call, isLocked);
  };

  const tell = (key: string) => {
    const calls = [...(causes.get(key) ?? [])].sort(([a], [b]) => numberOf(a) - numberOf(b));
    const reason = key.slice(key.indexOf('\n') + 1) as StateReason;
    const rule = RULES[reason];
    if (calls.length === 0) {
      causes.delete(key);
      book.put(key, []);
      return;
    }
    if (rule === undefined) {
      book.put(key, pageViewFacts(context, calls));
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

  const statesOf = (calls: readonly string[]) =>
    calls.map((id) => [id, context.statesOf(id)] as const);

  const openFact = (page: string, calls: readonly string[], hasWaited: boolean): Fact => {
    const named = calls.slice(0, NAMED);
    const data = dataOf(statesOf(named), calls.length, []);
    const left = sent.get(page);
    const pattern =
      left === undefined
        ? 'nothing'
        : data.events.some((name) => left.has(name))
          ? 'some-calls'
          : 'some-names';
    const isLikely =
      hasWaited || calls.some((id) => isQuiet(page, context.get(id)?.at ?? latestAt));
    return {
      rule: 'pixel/no-hit',
      severity: isLikely ? 'warning' : 'info',
      entries: named,
      data: { ...data, pattern, hasWaited },
    };
  };

  /** Calls whose library or configuration did not come. */
  const loadingFact = (calls: readonly string[], hasWaited: boolean): Fact => {
    const named = calls.slice(0, NAMED);
    const states = statesOf(named);
    const proof = [...new Set(states.flatMap(([, own]) => own.flatMap((state) => state.proof)))];
    return {
      rule: 'pixel/no-hit',
      severity: hasWaited ? 'warning' : 'info',
      entries: [...new Set([...named, ...proof])],
      data: { ...dataOf(states, calls.length, proof), pattern: 'loading', hasWaited },
    };
  };

  const unaskedFact = (page: string, calls: readonly string[], hasWaited: boolean): Fact => {
    const named = calls.slice(0, NAMED);
    const states = statesOf(named);
    const consent = context.consentOf(page);
    const isHeldBack = consent === 'denied' || consent === 'undecided' || consent === 'conflict';
    const proof = states.flatMap(([, own]) => own.flatMap((state) => state.proof));
    return {
      rule: 'pixel/library-not-asked',
      severity: isHeldBack ? 'info' : hasWaited ? 'error' : 'warning',
      entries: [...new Set([...named, ...proof])],
      data: { ...dataOf(states, calls.length, []), isHeldBack },
      about: named.map((id) => subject(id, 'sending')),
    };
  };

  /**
   * Calls that a revoke holds although the visitor has agreed, or of whose consent nobody else speaks;
   * undefined where the lock is as it should be.
   */
  const lockedFact = (page: string, calls: readonly string[]): Fact | undefined => {
    const { state, since } = context.consentBesideLock(page);
    const hasWaited = latestAt - since >= GRANT_PATIENCE;
    const isAgreed = state === 'granted' && (hasWaited || isOver);
    if (!isAgreed && state !== 'no-source') return undefined;
    const named = calls.slice(0, NAMED);
    const states = statesOf(named);
    const proof = states.flatMap(([, own]) => own.flatMap((one) => one.proof));
    return {
      rule: 'pixel/grant-missing',
      severity: isAgreed && hasWaited ? 'warning' : 'info',
      entries: [...new Set([...named, ...proof])],
      data: { ...dataOf(states, calls.length, []), isAgreed },
      about: named.map((id) => subject(id, 'sending')),
    };
  };

  /** Whether another document of the site asked for the library: this one may have it from memory. */
  const mayBeInMemory = (page: string): boolean => {
    const origin = originOf(page);
    return origin !== undefined && [...asking].some((other) => originOf(other) === origin);
  };
  const originOf = (page: string): string | undefined => {
    const entry = context.get(page);
    return entry?.kind === 'page' ? /^\w+:\/\/[^/]+/.exec(entry.url)?.[0] : undefined;
  };

  const dataOf = (
    calls: readonly (readonly [string, readonly PixelState[]])[],
    count: number,
    proof: readonly string[],
  ): UnsentData => ({
    count,
    events: [...new Set(calls.map(([, [state]]) => state?.eventName ?? ''))].slice(0, EVENTS),
    requests: requestsIn(
      proof
        .map((id) => context.get(id))
        .filter((entry): entry is HitEntry => entry?.kind === 'hit'),
    ),
  });

  /**
   * Calls that have waited long enough, or whose page was left, all of them where nothing more is to
   * come; whether one has waited; and the time at which the next of the others will have.
   */
  const lateOf = (calls: ReadonlyMap<string, number> | undefined, from = 0) => {
    const late: string[] = [];
    let hasWaited = false;
    let next = Number.POSITIVE_INFINITY;
    for (const [id, at] of calls ?? []) {
      const due = Math.max(at, from) + PATIENCE;
      const isLate = latestAt >= due || isNeverSent(context.statesOf(id));
      if (isLate) hasWaited = true;
      else if (due < next) next = due;
      if (isLate || isOver) late.push(id);
    }
    return { late: inOrder(late), next, hasWaited };
  };

  /** Whether enough time went by at the end of a session for a hit to leave. */
  const isQuiet = (page: string, calledAt: number) =>
    latestAt - Math.max(calledAt, readyAt.get(page) ?? 0) >= PATIENCE_AT_END;

  const waitingPages = () =>
    new Set([open, loading, unasked, locked].flatMap((calls) => [...calls.keys()]));
  const isWaiting = (page: string) =>
    [open, loading, unasked, locked].some((calls) => calls.has(page));

  const tellOpen = () => {
    for (const page of waitingPages()) {
      if (latestAt < (dueAt.get(page) ?? Number.NEGATIVE_INFINITY)) continue;
      const called = lateOf(open.get(page), readyAt.get(page));
      const slow = lateOf(loading.get(page));
      const waiting = lateOf(unasked.get(page));
      const held = lateOf(misspoken.has(page) ? undefined : locked.get(page));
      // The page may pass the visitor's yes on a little later.
      const since = held.late.length === 0 ? 0 : context.consentBesideLock(page).since;
      const granted = since + GRANT_PATIENCE;
      dueAt.set(
        page,
        Math.min(
          called.next,
          slow.next,
          waiting.next,
          held.next,
          granted > latestAt ? granted : called.next,
        ),
      );
      const isUnknown = hasGap || mayBeInMemory(page);
      const bare = isUnknown ? [...called.late, ...waiting.late] : called.late;
      const hasWaited = called.hasWaited || (isUnknown && waiting.hasWaited);
      // A session without any hit may have been made without hits in sight: nothing is missing.
      book.put(
        `${page}\nopen`,
        bare.length === 0 || !hasHits ? [] : [openFact(page, bare, hasWaited)],
      );
      book.put(
        `${page}\nloading`,
        slow.late.length === 0 ? [] : [loadingFact(slow.late, slow.hasWaited)],
      );
      book.put(
        `${page}\nunasked`,
        waiting.late.length === 0 || isUnknown
          ? []
          : [unaskedFact(page, waiting.late, waiting.hasWaited)],
      );
      const lock = held.late.length === 0 || hasGap ? undefined : lockedFact(page, held.late);
      book.put(`${page}\nlocked`, lock === undefined ? [] : [lock]);
    }
  };

  return {
    add(entry) {
      latestAt = Math.max(latestAt, lastMoment(entry));
      // Who may speak of consent, or shows what left, has the document looked at again.
      if (entry.kind === 'consent' || unasked.has(entry.page) || locked.has(entry.page))
        dueAt.delete(entry.page);
      if (entry.kind === 'call' && isMisspoken(entry)) misspoken.add(entry.page);
      if (entry.kind === 'gap') {
        if (!hasGap) dueAt.clear();
        hasGap = true;
      }
      if (entry.kind !== 'hit' || entry.vendor !== 'meta') return;
      dueAt.delete(entry.page);
      const isNews = !hasHits || (entry.role === 'library' && !asking.has(entry.page));
      if (isNews) dueAt.clear();
      hasHits = true;
      if (entry.role === 'library') asking.add(entry.page);
      if (entry.role !== undefined)
        readyAt.set(entry.page, Math.max(readyAt.get(entry.page) ?? 0, lastMoment(entry)));
      for (const { eventName = '' } of entry.events) {
        const names = sent.get(entry.page) ?? new LateSet<string>();
        sent.set(entry.page, names.add(eventName));
      }
    },
    settle(changed) {
      const dirty = new Set<string>();
      const pages = new Set<string>();
      for (const id of changed) {
        const entry = context.get(id);
        if (entry?.kind !== 'call' || entry.source !== 'fbq') continue;
        pages.add(entry.page);
        dueAt.delete(entry.page);
        place(entry, dirty);
      }
      for (const key of dirty) tell(key);
      for (const page of pages)
        if (!isWaiting(page)) for (const kind of KINDS) book.put(`${page}\n${kind}`, []);
      tellOpen();
    },
    end() {
      isOver = true;
      dueAt.clear();
    },
    clear() {
      book.clear();
      isOver = false;
      causes = new Map();
      causesOf = new Map();
      open = new Map();
      loading = new Map();
      unasked = new Map();
      locked = new Map();
      misspoken = new Set();
      asking = new Set();
      sent = new Map();
      readyAt = new Map();
      hasGap = false;
      dueAt = new Map();
      hasHits = false;
      latestAt = Number.NEGATIVE_INFINITY;
    },
  };
}

/** Notes whether a call is among those of its document. */
function note(lists: Map<string, Map<string, number>>, call: CallEntry, isIn: boolean): void {
  const calls = lists.get(call.page) ?? new Map<string, number>();
  if (isIn) lists.set(call.page, calls.set(call.id, call.at));
  else if (calls.delete(call.id) && calls.size === 0) lists.delete(call.page);
}

/** Held by a request that has no answer yet. */
function isOfLoading({ state, reason }: PixelState): boolean {
  return state === 'held' && (reason === 'library-loading' || reason === 'config-loading');
}

/** What is told of calls that wait, by document. */
const KINDS = ['open', 'loading', 'unasked', 'locked'] as const;

/** fbq("consent", …) with a word that the SDK does not know. */
function isMisspoken({ source, method, args }: CallEntry): boolean {
  return source === 'fbq' && method === 'consent' && args[1] !== 'grant' && args[1] !== 'revoke';
}

function inOrder(calls: string[]): string[] {
  return calls.sort((a, b) => numberOf(a) - numberOf(b));
}

function isNeverSent(states: readonly PixelState[]): boolean {
  return states.some(({ state }) => state === 'not-sent');
}

function isTold(reason: StateReason): boolean {
  return RULES[reason] !== undefined || reason === 'repeated-page-view';
}
