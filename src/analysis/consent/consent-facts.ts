import type { HitEntry, HitEvent } from '../../session/entry.ts';
import type { Profile } from '../../session/profile.ts';
import { MISPLACED_CATEGORIES } from '../../vendors/consent/consent-calls.ts';
import { isSaleOptOut } from '../../vendors/consent/us-privacy.ts';
import type { ConsentSent, SourceSaid } from '../facts/consent-data.ts';
import type { Fact } from '../facts/fact.ts';
import type { Said, Together } from './combine.ts';
import type { Verdict } from './verdict.ts';

function sourcesOf(deciding: readonly Said[]): SourceSaid[] {
  return deciding.map(({ source, reading: { state, said } }) => ({ source, state, said }));
}

function entriesOf(deciding: readonly Said[]): string[] {
  return deciding.flatMap(({ entry }) => (entry === '' ? [] : [entry]));
}

function sentBy({ vendor, events }: HitEntry, deciding: readonly Said[]): ConsentSent {
  const names = new Set(events.flatMap(({ eventName }) => eventName ?? []));
  return { vendor, names: [...names], sources: sourcesOf(deciding) };
}

function unique(ids: readonly (string | undefined)[]): string[] {
  return [...new Set(ids.filter((id) => id !== undefined))];
}

/** The event left although the sources that count said no. */
export function deniedFact(
  verdict: Verdict,
  hit: HitEntry,
  call: string | undefined,
): Fact<'consent/sent-although-denied'> {
  const { deciding, isFirm } = verdict.together;
  const isPlaced = hit.joinedBy === undefined;
  const isLimited = isLimitedFor(deciding, hit);
  return {
    rule: 'consent/sent-although-denied',
    severity: isLimited ? 'info' : isFirm && isPlaced ? 'error' : 'warning',
    entries: unique([hit.id, call, ...entriesOf(deciding)]),
    data: {
      ...sentBy(hit, deciding),
      isAssumed: !isFirm,
      ...(!isPlaced && { isUnplaced: true as const }),
      ...(isLimited && { isLimited: true as const }),
    },
  };
}

/** Meta's own answer to an opt-out of sale (Meta, data processing options). */
function isLimitedFor(deciding: readonly Said[], { events }: HitEntry): boolean {
  // The events of a hit whose body nobody read are not known.
  return (
    events.length > 0 &&
    events.every(isLimitedEvent) &&
    deciding.every(({ reading }) => isSaleOptOut(reading.said))
  );
}

function isLimitedEvent({ parameters }: HitEvent): boolean {
  return parameters.dpo?.split(',').includes('LDU') === true;
}

/**
 * How grave it is to be early, by whether the profile says that the visitor has to be asked first,
 * and whether the reading is firm: where it hangs on the visitor's region, it may well be right.
 */
const EARLY = {
  'true true': 'error',
  'true false': 'warning',
  'false true': 'warning',
  'false false': 'info',
} as const;

/** The event left before anybody had decided; nothing where the region lets it. */
export function earlyFact(
  verdict: Verdict,
  hit: HitEntry,
  call: string | undefined,
  profile: Profile,
): Fact<'consent/sent-before-decision'> | undefined {
  const region = profile.consent?.region;
  if (region === 'opt-out') return undefined;
  const { deciding, isFirm } = verdict.together;
  return {
    rule: 'consent/sent-before-decision',
    severity: EARLY[`${region === 'opt-in'} ${isFirm && hit.joinedBy === undefined}`],
    entries: unique([hit.id, call, ...entriesOf(deciding)]),
    data: { ...sentBy(hit, deciding), isRegionOpen: region === undefined },
  };
}

/** The name of a fault that events share, and how it is told. */
export interface SharedFault {
  fault: string;
  proof: string[];
  write(events: number, entries: readonly string[]): Fact;
}

/**
 * No source in the document: that is not a no.
 * @param around what holds in the page around a frame
 */
export function noSourceFault(hit: HitEntry, around: Together | undefined): SharedFault {
  if (around === undefined || around.state === 'no-source')
    return {
      fault: `no-source ${hit.page}`,
      proof: [],
      write: (events, entries) => ({ rule: 'consent/no-source', entries, data: { events } }),
    };
  const { state, deciding } = around;
  const sources = [...new Set(deciding.map(({ source }) => source))].sort();
  const isLimited = state === 'denied' && isLimitedFor(deciding, hit);
  return {
    fault: `no-source ${hit.page} ${state} ${isLimited} ${sources.join(' ')}`,
    proof: entriesOf(deciding),
    write: (events, entries) => ({
      rule: 'consent/no-source',
      // A frame may ask the visitor itself, in a way that nobody here knows.
      severity: state === 'denied' && !isLimited ? 'warning' : 'info',
      entries,
      data: { events, around: { state, sources, ...(isLimited && { isLimited }) } },
    }),
  };
}

/** Sources that contradict each other: one fault, however many events leave under it. */
export function conflictFault(page: string, deciding: readonly Said[]): SharedFault {
  const sides = [...deciding].sort((a, b) => (a.source < b.source ? -1 : 1));
  // What an event says of itself differs from event to event; the sources that disagree do not.
  const sources = sides.map(({ source, reading: { state } }) => ({ source, state }));
  // A no that is an assumption is no proof against a yes.
  const isFirm = sides.some(({ reading }) => reading.state === 'denied' && reading.isFirm);
  return {
    fault: `conflict ${page} ${isFirm} ${sources.map(({ source, state }) => `${source} ${state}`).join(', ')}`,
    proof: entriesOf(sides),
    write: (events, entries) => ({
      rule: 'consent/conflict',
      severity: isFirm ? 'warning' : 'info',
      entries,
      data: { events, sources },
    }),
  };
}

/** Commanders Act events that do not say what the visitor has agreed to. */
export function missingCategoriesFault(page: string, hit: HitEntry): SharedFault {
  const isMisplaced = hit.events.some(({ parameters }) =>
    Object.hasOwn(parameters, MISPLACED_CATEGORIES),
  );
  return {
    fault: `categories ${page} ${isMisplaced}`,
    proof: [],
    write: (events, entries) => ({
      rule: 'consent/categories-missing',
      entries,
      data: { events, isMisplaced },
    }),
  };
}

/** A question that the profile leaves open. */
export function questionFaults({ source, entry, reading: { question } }: Said): SharedFault[] {
  if (question === undefined) return [];
  return [
    {
      fault: `question ${source} ${question.known.join(' ')}`,
      proof: entry === '' ? [] : [entry],
      write: (events, entries) => ({
        rule: 'consent/category-unknown',
        entries,
        data: { events, source, question },
      }),
    },
  ];
}

/** Consent was withdrawn after events had left: they were fine. */
export function withdrawnFact(
  change: string,
  hits: readonly string[],
  deciding: readonly Said[],
): Fact<'consent/withdrawn-after-hit'> {
  return {
    rule: 'consent/withdrawn-after-hit',
    entries: unique([change, ...hits]),
    data: { sources: sourcesOf(deciding) },
  };
}

/** A tool's cookie was there to be read, and the tool was not. */
export function leftOverFact(
  { source, entry, reading: { state } }: Said,
  counts: boolean,
): Fact<'consent/left-over-cookie'> {
  return {
    rule: 'consent/left-over-cookie',
    entries: [entry],
    data: { source, state, counts },
  };
}

/** Consent Mode's default came after a tag of Google's. */
export function lateDefaultFact(late: {
  fallback: string;
  tag: string;
}): Fact<'consent/google-default-late'> {
  return {
    rule: 'consent/google-default-late',
    entries: [late.fallback, late.tag],
    data: {},
  };
}
