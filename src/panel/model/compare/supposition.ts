import { batch, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { Fact } from '../../../analysis/facts/fact.ts';
import {
  type Assumable,
  assumableSteps,
  parseAssumption,
  withPixel,
} from '../../../diff/assumption.ts';
import { compareSteps, type WhatIf } from '../../../diff/what-if.ts';
import { createAnalysis, type JudgedAnalysis } from '../../../rules/create-analysis.ts';
import { type FindingsBetween, findingsBetween } from '../../../rules/findings-between.ts';
import { type Finding, readFinding } from '../../../rules/read-finding.ts';
import type { Entry } from '../../../session/entry.ts';
import type { Profile } from '../../../session/profile.ts';
import { language } from '../../text/language.ts';
import { feedAnalysis } from '../export/judge-session.ts';
import { type Followed, followPaced, runPaced } from '../follow-paced.ts';
import type { Profiles } from '../profile/profiles.ts';
import { createProfileCache, profileOf } from '../profile/sites.ts';
import type { Book } from '../store/book.ts';
import type { Schedule } from '../store/schedule.ts';
import type { Store } from '../store/store.ts';

/** What is to be assumed of the session on screen; all of it at once. */
export interface Assumed {
  /** `consent.trust.3`, `consent.meta`; `consent` for all sources; undefined: as recorded. */
  consent?: string | undefined;
  state: 'granted' | 'denied';
  /** The pixel that is another one; undefined: as recorded. */
  pixel?: { from: string; to: string } | undefined;
  /** The site whose profile is in force instead, null for none; undefined: the one in force. */
  profile?: string | null | undefined;
}

/** What would be otherwise. */
export interface Supposition {
  whatIf: WhatIf;
  findings: FindingsBetween<Finding>;
  /** The session that it is about, and how many entries it had. */
  book: Book;
  entries: number;
}

/** The what-if of one panel. It outlives the view's tab. */
export interface Suppositions {
  readonly assumed: ReadonlySignal<Assumed>;
  /** What the session has that something else could be assumed of. */
  readonly known: Followed<Assumable>;
  readonly result: ReadonlySignal<Supposition | undefined>;
  readonly isLooking: ReadonlySignal<boolean>;
  set(change: Partial<Assumed>): void;
  /** Looks at what the session has now. */
  look(): void;
}

const NOTHING: Assumed = { state: 'denied' };

/** Whether anything is assumed. */
export function isAssumed({ consent, pixel, profile }: Assumed): boolean {
  return consent !== undefined || (pixel !== undefined && pixel.to !== '') || profile !== undefined;
}

/**
 * Judges entries as they were recorded and under assumptions, in pieces.
 * @param isStale true: nobody wants the answer any more
 */
export async function suppose(
  entries: readonly Entry[],
  { consent, state, pixel }: Assumed,
  profiles: { before: Profile; after: Profile },
  schedule: Schedule,
  isStale: () => boolean,
): Promise<Pick<Supposition, 'whatIf' | 'findings'> | undefined> {
  const decision = consent === undefined ? undefined : parseAssumption(`${consent}=${state}`);
  const decisions = decision?.kind === 'consent' ? [decision] : [];
  const before = createAnalysis(profiles.before);
  const after = createAnalysis(profiles.after, undefined, decisions);
  const others = pixel && pixel.to !== '' ? withPixel(entries, pixel.from, pixel.to) : entries;
  if (!(await feedAnalysis(before, entries, schedule, isStale))) return undefined;
  if (!(await feedAnalysis(after, others, schedule, isStale))) return undefined;
  const whatIf = await runPaced(compareSteps(before, after), schedule, isStale);
  if (whatIf === undefined) return undefined;
  const { came, went } = findingsBetween(gradedIn(before), gradedIn(after));
  return { whatIf: whatIf.value, findings: { came: came.map(read), went: went.map(read) } };
}

/** A fact as it counts; its texts are made of those alone that are shown. */
interface Graded extends Pick<Finding, 'rule' | 'severity' | 'entries'> {
  fact: Fact;
}

function gradedIn({ facts }: JudgedAnalysis): Graded[] {
  return facts.all().flatMap((fact) => {
    const severity = facts.gradeOf(fact);
    const { rule, entries } = fact;
    return severity === undefined ? [] : [{ rule, severity, entries: [...entries], fact }];
  });
}

function read({ fact, severity }: Graded): Finding {
  return readFinding(fact, severity, language.peek());
}

function createSuppositions(
  store: Store,
  profiles: Pick<Profiles, 'inForce' | 'sites'>,
  schedule: Schedule,
): Suppositions {
  const assumed = signal<Assumed>(NOTHING);
  const result = signal<Supposition | undefined>(undefined);
  const isLooking = signal(false);
  const parse = createProfileCache();
  let asked = 0;

  const run = async () => {
    asked += 1;
    const turn = asked;
    const book = store.book();
    const { value } = assumed;
    if (!isAssumed(value)) {
      batch(() => {
        result.value = undefined;
        isLooking.value = false;
      });
      return;
    }
    isLooking.value = true;
    const before = profiles.inForce.peek().profile;
    const { profile } = value;
    const after =
      profile === undefined
        ? before
        : profile === null
          ? {}
          : profileOf(profiles.sites.peek(), profile, parse).profile;
    const entries = [...book.log.entries];
    const found = await suppose(entries, value, { before, after }, schedule, () => turn !== asked);
    if (found === undefined || turn !== asked) return;
    batch(() => {
      result.value = { ...found, book, entries: entries.length };
      isLooking.value = false;
    });
  };
  const look = () => untracked(() => void run());
  effect(() => {
    void assumed.value;
    void profiles.inForce.value.profile;
    void store.openFile.value;
    look();
  });

  return {
    assumed,
    known: followPaced(
      store,
      schedule,
      () => undefined,
      (book) => assumableSteps(book.analysis),
    ),
    result,
    isLooking,
    set(change) {
      assumed.value = { ...assumed.peek(), ...change };
    },
    look,
  };
}

const models = new WeakMap<Store, Suppositions>();

/** The what-if of a panel, made when it is first asked for. */
export function suppositionsOf(panel: {
  store: Store;
  profiles: Pick<Profiles, 'inForce' | 'sites'>;
  schedule: Schedule;
}): Suppositions {
  const { store, profiles, schedule } = panel;
  const own = models.get(store) ?? createSuppositions(store, profiles, schedule);
  models.set(store, own);
  return own;
}
