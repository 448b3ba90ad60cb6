import type { Analysis, CallState, ConsentVerdict, PairVerdict } from '../analysis/analysis.ts';
import { type Happening, happeningsOf, type Step } from './happenings.ts';
import { finish } from './steps.ts';

/** The version of the comparison that this build writes. */
const DIFF_VERSION = 1;

/** What became of one event between two sessions. */
export interface Change {
  what: 'step' | 'parameter' | 'state' | 'pair' | 'consent' | 'page';
  /** What was there and is no more, or is no longer good. */
  lost?: true;
  /** The step that it is about; absent for pair, consent and page. */
  step?: string;
  /** A parameter's path. */
  name?: string;
  /** Absent: it was not there. */
  before?: string;
  after?: string;
}

/** An event that is not the same in both sessions. */
export interface DiffEvent {
  status: 'went' | 'came' | 'changed';
  /** Its name at Meta where it gets there, else that of its first step. */
  event: string;
  /** Path of its page; of both where it is another. */
  page: string;
  /** Its steps: before for what went, after for all else. */
  steps: string[];
  /** Ids of its entries. */
  before: string[];
  after: string[];
  /** Empty but for `changed`. */
  changes: Change[];
}

/** Two sessions, held against each other; diff.schema.json describes it. */
export interface SessionDiff {
  version: typeof DIFF_VERSION;
  summary: {
    same: number;
    went: number;
    came: number;
    changed: number;
    /** Events that went, or of which something was lost. */
    lost: number;
  };
  /** Went, changed, came; each in order of time. */
  events: DiffEvent[];
}

/**
 * What came, went and changed between two recordings of the same steps. Events are matched by what
 * they are (page, first step, event at Meta) and their order; ids, hashes and times by their kind.
 */
export function diffSessions(before: Analysis, after: Analysis): SessionDiff {
  return finish(diffSteps(before, after));
}

/** The same, for who must do something else in between: each step is a fraction of a millisecond. */
export function* diffSteps(before: Analysis, after: Analysis): Generator<undefined, SessionDiff> {
  const left = new Set(yield* happeningsOf(before));
  const all = yield* happeningsOf(after);
  const right = new Set(all);
  const changed: DiffEvent[] = [];
  let same = 0;
  const take = (a: Happening, b: Happening) => {
    left.delete(a);
    right.delete(b);
    const changes = changesOf(a, b);
    if (changes.length === 0) same += 1;
    else changed.push({ ...eventOf('changed', b), before: idsOf(a), after: idsOf(b), changes });
  };
  for (const keyOf of KEYS) {
    yield* pairUp(left, right, (one) => withKey(keyOf(one), one.signature), take);
    yield* pairUp(left, right, keyOf, take);
  }
  const order = new Map(all.map(({ steps }, n) => [steps[0]?.entry, n]));
  const placeOf = ({ after: [id] }: DiffEvent) => order.get(id) ?? 0;
  changed.sort((a, b) => placeOf(a) - placeOf(b));
  const went = [...left].map((one) => ({ ...eventOf('went', one), before: idsOf(one) }));
  const came = [...right].map((one) => ({ ...eventOf('came', one), after: idsOf(one) }));
  const isLoss = ({ changes }: DiffEvent) => changes.some(({ lost }) => lost);
  return {
    version: DIFF_VERSION,
    summary: {
      same,
      went: went.length,
      came: came.length,
      changed: changed.length,
      lost: went.length + changed.filter(isLoss).length,
    },
    events: [...went, ...changed, ...came],
  };
}

/** By what an event is known again, the surest first; undefined where that does not apply. */
const KEYS: readonly ((one: Happening) => string | undefined)[] = [
  ({ page, root }) => `${page}\n${root}`,
  // Its first step went or came.
  ({ page, end }) => end && `${page}\n${end}`,
  // It moved to another page.
  ({ root }) => root,
  ({ end }) => end,
];

function withKey(key: string | undefined, signature: string): string | undefined {
  return key === undefined ? undefined : `${key}\n${signature}`;
}

/** Takes what has the same key on both sides, the n-th with the n-th. */
function* pairUp(
  left: ReadonlySet<Happening>,
  right: ReadonlySet<Happening>,
  keyOf: (one: Happening) => string | undefined,
  take: (a: Happening, b: Happening) => void,
): Generator<undefined, void> {
  const waiting = new Map<string, Happening[]>();
  for (const one of right) {
    const key = keyOf(one);
    if (key === undefined) continue;
    const list = waiting.get(key);
    if (list) list.push(one);
    else waiting.set(key, [one]);
    yield;
  }
  for (const list of waiting.values()) list.reverse();
  for (const one of [...left]) {
    const key = keyOf(one);
    const other = key === undefined ? undefined : waiting.get(key)?.pop();
    if (other) take(one, other);
    yield;
  }
}

function eventOf(status: DiffEvent['status'], one: Happening): DiffEvent {
  const steps = one.steps.map(({ name }) => name);
  return { status, event: one.title, page: one.page, steps, before: [], after: [], changes: [] };
}

function idsOf({ steps }: Happening): string[] {
  return steps.map(({ entry }) => entry);
}

/** Verdicts that are as they should be. */
const GOOD_PAIRS: ReadonlySet<PairVerdict | undefined> = new Set(['paired', 'would-pair']);
const GOOD_CONSENT: ReadonlySet<ConsentVerdict | undefined> = new Set(['granted', 'held']);
const GOOD_STATES: ReadonlySet<CallState | undefined> = new Set(['sent']);

function changesOf(a: Happening, b: Happening): Change[] {
  if (a.signature === b.signature && a.page === b.page) return [];
  const other = new Map(b.steps.map((step) => [step.name, step]));
  const known = new Set(a.steps.map(({ name }) => name));
  const told = new Set<string>();
  return [
    ...(a.page === b.page ? [] : [{ what: 'page' as const, before: a.page, after: b.page }]),
    ...a.steps.flatMap((step): Change[] => {
      const same = other.get(step.name);
      if (!same) return [{ what: 'step', lost: true, step: step.name }];
      return [
        ...verdictChange('state', step.state, same.state, GOOD_STATES, step.name),
        ...parameterChanges(step, same).filter(({ name, before, after }) => {
          // On its way a value changes once; the steps behind only have it too.
          const key = JSON.stringify([name, before, after]);
          if (told.has(key)) return false;
          told.add(key);
          return true;
        }),
      ];
    }),
    ...b.steps
      .filter(({ name }) => !known.has(name))
      .map((step): Change => ({ what: 'step', step: step.name, after: step.name })),
    ...verdictChange('pair', a.pair, b.pair, GOOD_PAIRS),
    ...verdictChange('consent', a.consent, b.consent, GOOD_CONSENT),
  ];
}

function parameterChanges(a: Step, b: Step): Change[] {
  const names = [...new Set([...a.parameters.keys(), ...b.parameters.keys()])];
  return names.flatMap((name): Change[] => {
    const [before, after] = [a.parameters.get(name), b.parameters.get(name)];
    if (before?.token === after?.token) return [];
    const isLost = before !== undefined && (after === undefined || after.token === '<nothing>');
    return [
      {
        what: 'parameter',
        ...(isLost && { lost: true }),
        step: a.name,
        name,
        ...(before && { before: before.text }),
        ...(after && { after: after.text }),
      },
    ];
  });
}

function verdictChange<V extends string>(
  what: Change['what'],
  before: V | undefined,
  after: V | undefined,
  good: ReadonlySet<V | undefined>,
  step?: string,
): Change[] {
  if (before === after) return [];
  return [
    {
      what,
      ...(good.has(before) && !good.has(after) && { lost: true }),
      ...(step !== undefined && { step }),
      ...(before && { before }),
      ...(after && { after }),
    },
  ];
}
