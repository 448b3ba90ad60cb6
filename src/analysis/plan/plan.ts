import type { Entry } from '../../session/entry.ts';
import type { Plan, PlanStep } from '../../session/plan.ts';
import { plainText } from '../../session/value/plain.ts';
import { matchesAddress } from '../../vendors/endpoints.ts';
import { type SentEvent, sentEvents, unreadHits } from '../../vendors/sent-events.ts';
import { sourcesOf } from '../../vendors/source-event.ts';
import type { Fact } from '../facts/fact.ts';
import type { Context, Part } from '../part.ts';
import { parameterFaults } from './parameter-faults.ts';

/** Holds a session that is over against the profile's plans. */
export interface Plans extends Part {
  /** Nothing more is to come. */
  end(): void;
}

/** A stretch of the session in which a step counts. */
interface Window {
  from: number;
  to: number;
  /** The end by `within` alone: what comes between it and `to` is late. */
  deadline: number;
  /** The event that it begins with. */
  opener?: string;
}

/** A moment that `after` and `before` can name. */
interface Moment {
  at: number;
  entry: string;
}

/** The part that holds plans. Without plans it keeps nothing. */
export function createPlans(context: Context): Plans {
  const book = context.facts.book();
  const plans = Object.entries(context.profile.plans ?? {});
  const isWanted = plans.length > 0;
  const ids = new Set<string>();
  let addresses: string[] = [];
  let beganAt = Number.POSITIVE_INFINITY;
  let isOver = false;

  const factsOf = (name: string, plan: Plan, session: Session): Fact[] => {
    const { on } = plan;
    if (on !== undefined && !addresses.some((address) => matchesAddress(on, address))) return [];
    return plan.steps.flatMap((step, n) => judgeStep(name, n + 1, step, session, context).facts);
  };

  return {
    add(entry) {
      if (!isWanted) return;
      beganAt = Math.min(beganAt, entry.at);
      if (entry.kind === 'call' || entry.kind === 'hit') ids.add(entry.id);
      else if (entry.kind === 'page' && entry.top !== false) addresses.push(entry.url);
    },
    settle() {
      if (!isOver || !isWanted) return;
      const entries = [...ids].flatMap((id) => context.get(id) ?? []);
      const session = readSession(
        entries.sort((a, b) => a.at - b.at),
        beganAt,
        Number.POSITIVE_INFINITY,
      );
      book.put(
        'plans',
        plans.flatMap(([name, plan]) => factsOf(name, plan, session)),
      );
    },
    end() {
      isOver = true;
    },
    clear() {
      book.clear();
      ids.clear();
      addresses = [];
      beganAt = Number.POSITIVE_INFINITY;
    },
  };
}

/** What plans ask of a session. */
interface Session {
  /** Time of its first entry. */
  beganAt: number;
  /** Time of its last one, as far as it has come. */
  lastAt: number;
  sent: SentEvent[];
  unread: Moment[];
  /** When an event of a name happened. */
  moments(name: string): readonly Moment[];
}

function readSession(entries: readonly Entry[], beganAt: number, lastAt: number): Session {
  const sent = sentEvents(entries);
  const called = new Map<string, Moment[]>();
  for (const { id, at, ...entry } of entries)
    if (entry.kind === 'call')
      for (const { name } of sourcesOf({ id, at, ...entry } as Entry))
        called.set(name, [...(called.get(name) ?? []), { at, entry: id }]);
  return {
    beganAt,
    lastAt,
    sent,
    unread: unreadHits(entries).map(({ at, id }) => ({ at, entry: id })),
    // A hit of the same name is the same event, seen later.
    moments: (name) => called.get(name) ?? sent.filter((one) => one.name === name),
  };
}

function windowsOf({ after, before, within }: PlanStep, { moments, beganAt }: Session): Window[] {
  const ends = before === undefined ? [] : moments(before);
  const endBehind = (from: number) =>
    ends.find(({ at }) => at >= from)?.at ?? Number.POSITIVE_INFINITY;
  if (after === undefined) {
    const to = endBehind(Number.NEGATIVE_INFINITY);
    const limit = within === undefined ? Number.POSITIVE_INFINITY : beganAt + within * 1_000;
    return [{ from: beganAt, to, deadline: Math.min(to, limit) }];
  }
  const openers = moments(after);
  return openers.map(({ at, entry }, n) => {
    const to = Math.min(openers[n + 1]?.at ?? Number.POSITIVE_INFINITY, endBehind(at));
    const limit = within === undefined ? Number.POSITIVE_INFINITY : at + within * 1_000;
    return { from: at, to, deadline: Math.min(to, limit), opener: entry };
  });
}

function limitsOf({ times = { min: 1 } }: PlanStep): { min: number; max: number } {
  if (typeof times === 'number') return { min: times, max: times };
  return { min: times.min ?? 0, max: times.max ?? Number.POSITIVE_INFINITY };
}

/** What is said of hits elsewhere. */
export type Verdicts = Pick<Context, 'consentVerdictOf' | 'pairVerdictsOf'>;

/** What a session came to under one step. */
interface JudgedStep {
  facts: Fact[];
  /** Entries that were sent where and when the step asks for them. */
  met: string[];
  /** Some of the facts say that something is missing which can come yet. */
  isOpen: boolean;
  /** The others are so for good. */
  isFailed: boolean;
}

function judgeStep(
  plan: string,
  number: number,
  step: PlanStep,
  session: Session,
  verdicts: Verdicts,
): JudgedStep {
  const { event, after, before, within, vendor = 'meta', pixel, parameters = {} } = step;
  const place = {
    ...{ plan, step: number, event },
    ...(after !== undefined && { after }),
    ...(before !== undefined && { before }),
    ...(within !== undefined && { within }),
  };
  const { min, max } = limitsOf(step);
  const alike = session.sent.filter(
    (one) =>
      (event === '*' || one.name === event) &&
      one.vendor === vendor &&
      (pixel === undefined || one.pixelId === pixel),
  );
  const windows = windowsOf(step, session);
  const missing = (
    entries: string[],
    about: Pick<Fact<'plan/missing'>['data'], 'reason' | 'count' | 'seconds'>,
    unread: readonly Moment[],
  ): Fact<'plan/missing'> => ({
    rule: 'plan/missing',
    // What was sent and could not be read may have been it.
    ...(unread.length > 0 && { severity: 'warning' }),
    entries: [...entries, ...unread.map(({ entry }) => entry)],
    data: { ...place, expected: min, unread: unread.length, ...about },
  });
  const judged: JudgedStep = { facts: [], met: [], isOpen: false, isFailed: false };
  if (windows.length === 0) {
    judged.isOpen = true;
    if (min > 0) judged.facts.push(missing([], { reason: 'not-reached', count: 0 }, []));
    return judged;
  }

  for (const { from, to, deadline, opener } of windows) {
    const opening = opener === undefined ? [] : [opener];
    const inside = alike.filter(({ at }) => at >= from && at < to);
    const inTime = inside.filter(({ at }) => at <= deadline);
    const { facts } = judged;
    const before = facts.length;
    judged.met.push(...inTime.slice(0, max).map(({ entry }) => entry));
    let isAwaited = false;
    if (inTime.length < min) {
      const late = inside[inTime.length];
      const unread = late ? [] : session.unread.filter(({ at }) => at >= from && at <= deadline);
      const count = inTime.length;
      const told = [...opening, ...inside.map(({ entry }) => entry)];
      if (late) {
        const seconds = Math.round((late.at - from) / 100) / 10;
        facts.push(missing(told, { reason: 'late', count, seconds }, unread));
      } else {
        facts.push(missing(told, { reason: count === 0 ? 'never' : 'fewer', count }, unread));
        isAwaited = session.lastAt < deadline;
      }
    }
    for (const { per, members } of groupsOf(inTime, step.per))
      if (members.length > max)
        facts.push({
          rule: 'plan/unexpected',
          entries: [...members.slice(max).map(({ entry }) => entry), ...opening],
          data: { ...place, count: members.length, allowed: max, ...(per && { per }) },
        });
    for (const one of inTime) {
      facts.push(...standingFacts(one, { ...place, event: one.name }, step, verdicts));
      const faults = parameterFaults(one.parameters, parameters);
      if (faults.length === 0) continue;
      facts.push({
        rule: 'plan/parameters',
        entries: [one.entry],
        data: { ...place, event: one.name, faults },
      });
    }
    // The server's copy can come yet.
    const unpaired = facts.slice(before).filter(({ rule }) => rule === 'plan/not-paired').length;
    const open = unpaired + (isAwaited ? 1 : 0);
    if (open > 0) judged.isOpen = true;
    if (facts.length - before > open) judged.isFailed = true;
  }
  return judged;
}

/** Where a step of a plan stands while a session goes on. */
export interface StepProgress {
  step: PlanStep;
  /** `open`: it is not met yet, and can be. */
  state: 'met' | 'open' | 'failed';
  /** What was sent for it. */
  entries: readonly string[];
  /** What is wrong with it for good, or would be if the session ended now. */
  facts: readonly Fact[];
}

/**
 * A plan as a checklist, while what it asks for goes on.
 * @param entries of the session, in order of time
 * @param verdicts what is said of its hits
 * @returns undefined where the plan is for a page that the session has not visited
 */
export function planProgress(
  name: string,
  { on, steps }: Plan,
  entries: readonly Entry[],
  verdicts: Verdicts,
): StepProgress[] | undefined {
  const isHere =
    on === undefined ||
    entries.some(
      (entry) => entry.kind === 'page' && entry.top !== false && matchesAddress(on, entry.url),
    );
  if (!isHere) return undefined;
  const told = entries.filter(({ kind }) => kind === 'call' || kind === 'hit');
  const session = readSession(told, entries[0]?.at ?? 0, entries.at(-1)?.at ?? 0);
  return steps.map((step, n) => {
    const { facts, met, isOpen, isFailed } = judgeStep(name, n + 1, step, session, verdicts);
    const state = isFailed ? 'failed' : isOpen ? 'open' : 'met';
    return { step, state, entries: met, facts };
  });
}

/** Events that the limit of `times` counts together. */
interface Group {
  per?: { name: string; value: string };
  members: readonly SentEvent[];
}

function groupsOf(events: readonly SentEvent[], name: string | undefined): Group[] {
  if (name === undefined) return [{ members: events }];
  const byValue = new Map<string, SentEvent[]>();
  for (const one of events) {
    const value = Object.hasOwn(one.parameters, name) ? plainText(one.parameters[name]) : '';
    byValue.set(value, [...(byValue.get(value) ?? []), one]);
  }
  return [...byValue].map(([value, members]) => ({ per: { name, value }, members }));
}

/** Verdicts that a plan takes for a pair; of a connector's server copy no more can be seen. */
const PAIRED: ReadonlySet<string> = new Set(['paired', 'would-pair']);
/** Verdicts that a plan takes for consent. */
const WITH_CONSENT: ReadonlySet<string> = new Set(['granted', 'held']);

/** What an event is not, that the step says it must be: paired, with consent. */
function standingFacts(
  { entry }: SentEvent,
  place: Pick<Fact<'plan/not-paired'>['data'], 'plan' | 'step' | 'event'>,
  { paired, consent }: PlanStep,
  verdicts: Verdicts,
): Fact[] {
  const facts: Fact[] = [];
  if (paired) {
    const all = verdicts.pairVerdictsOf(entry);
    const wrong = all.find((one) => !PAIRED.has(one));
    const verdict = wrong ?? (all.length === 0 ? 'none' : undefined);
    if (verdict)
      facts.push({ rule: 'plan/not-paired', entries: [entry], data: { ...place, verdict } });
  }
  if (consent) {
    // What is not about Meta is not judged.
    const verdict = verdicts.consentVerdictOf(entry);
    if (verdict !== undefined && !WITH_CONSENT.has(verdict))
      facts.push({ rule: 'plan/without-consent', entries: [entry], data: { ...place, verdict } });
  }
  return facts;
}
