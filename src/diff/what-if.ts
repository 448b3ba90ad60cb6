import type {
  Analysis,
  CallState,
  ConsentVerdict,
  PairVerdict,
  StateReason,
} from '../analysis/analysis.ts';
import { CONSENT_VERDICTS, PAIR_VERDICTS } from '../analysis/verdicts.ts';
import type { Entry } from '../session/entry.ts';
import { describeCall } from '../vendors/call-summary.ts';
import { finish } from './steps.ts';

/** The version of what `check --assume` writes. */
const WHAT_IF_VERSION = 1;

/**
 * What would become of an event. `go`: it was kept back for want of consent, and would be sent.
 * `be-held`: it was sent, and Meta’s library would keep it back. `lack-consent`: it was sent with
 * consent, and would have none; whether the page then sends it is not in a recording.
 * `have-consent`: it was sent without consent, and would have it. `change`: another verdict.
 */
export type Fate = 'go' | 'be-held' | 'lack-consent' | 'have-consent' | 'change';

/** Fates, the gravest first. */
export const FATES: readonly Fate[] = ['lack-consent', 'be-held', 'go', 'have-consent', 'change'];

/** An event’s verdicts; each is absent where there is none. */
export interface Standing {
  state?: CallState;
  reason?: StateReason;
  consent?: ConsentVerdict;
  pair?: PairVerdict;
}

/** An event that would not be as it was recorded. */
export interface ChangedEvent {
  /** The call, or the hit where no call is known. */
  entry: string;
  event: string;
  fate: Fate;
  before: Standing;
  after: Standing;
}

/** A session under an assumption, beside the session as it was recorded. */
export interface WhatIf {
  version: typeof WHAT_IF_VERSION;
  /** How many events there are, and how many of them would be as they were. */
  events: number;
  same: number;
  changed: ChangedEvent[];
}

/** Why the library kept a call back, where consent is the reason. */
const FOR_CONSENT: ReadonlySet<StateReason | undefined> = new Set([
  'consent-revoked',
  'consent-deadlock',
]);

/**
 * What would become of each event of a session.
 * @param before the analysis of the session as it was recorded
 * @param after the analysis of the same entries under the assumption
 */
export function compareUnder(before: Analysis, after: Analysis): WhatIf {
  return finish(compareSteps(before, after));
}

/** The same, for who must do something else in between. */
export function* compareSteps(before: Analysis, after: Analysis): Generator<undefined, WhatIf> {
  const owners = [...new Set(before.consent.all().map(({ entry }) => entry))];
  const changed: ChangedEvent[] = [];
  for (const id of owners) {
    yield;
    const entry = before.log.get(id);
    const [a, b] = [standingOf(id, before), standingOf(id, after)];
    // A hit is never made up: what the library would do stands in the fate.
    const fate = fateOf(a, b, isLocked(id, before), isLocked(id, after));
    if (entry && fate) changed.push({ entry: id, event: nameOf(entry), fate, before: a, after: b });
  }
  const events = owners.length;
  return { version: WHAT_IF_VERSION, events, same: events - changed.length, changed };
}

function nameOf(entry: Entry): string {
  if (entry.kind === 'call') return describeCall(entry).name ?? entry.method;
  if (entry.kind !== 'hit') return '';
  return entry.events.map(({ eventName = '' }) => eventName).join(', ');
}

function standingOf(id: string, { states, consent, pairs }: Analysis): Standing {
  const [state] = states.of(id);
  const found = new Set(consent.of(id).map(({ verdict }) => verdict));
  const copies = new Set(pairs.of(id).map(({ verdict }) => verdict));
  const worst = CONSENT_VERDICTS.find((verdict) => found.has(verdict));
  const pair = PAIR_VERDICTS.find((verdict) => copies.has(verdict));
  return {
    ...(state && { state: state.state }),
    ...(state?.reason && { reason: state.reason }),
    ...(worst && { consent: worst }),
    ...(pair && { pair }),
  };
}

/** Whether `fbq('consent', 'revoke')` held at an event. */
function isLocked(id: string, { consent }: Analysis): boolean {
  return consent.at(id).meta?.state === 'denied';
}

function fateOf(
  before: Standing,
  after: Standing,
  wasLocked: boolean,
  isLocked: boolean,
): Fate | undefined {
  const wasSent = before.state === undefined || before.state === 'sent';
  if (FOR_CONSENT.has(before.reason) && wasLocked && !isLocked) return 'go';
  if (wasSent && !wasLocked && isLocked) return 'be-held';
  const had = before.consent === 'granted' || before.consent === 'held';
  const has = after.consent === 'granted' || after.consent === 'held';
  if (wasSent && had && !has) return 'lack-consent';
  if (wasSent && !had && has) return 'have-consent';
  return JSON.stringify(before) === JSON.stringify(after) ? undefined : 'change';
}
