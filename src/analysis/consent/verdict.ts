import type { CallEntry, HitEntry } from '../../session/entry.ts';
import { numberOf } from '../../session/entry.ts';
import type { Profile } from '../../session/profile.ts';
import { allOf, type ConsentReading, reading } from '../../vendors/consent/reading.ts';
import { readEventCategories } from '../../vendors/consent/trust.ts';
import type { ConsentAssumption, ConsentCheck, ConsentState } from '../analysis.ts';
import { readUnder } from './assume.ts';
import { categoriesOfCall, categoriesOfHit } from './bound.ts';
import { combine, type Said, type Together } from './combine.ts';
import type { DocumentConsent, Standing } from './document-consent.ts';
import type { Moment } from './timeline.ts';

/**
 * A hit is timed by the browser's network, a call by the page. A hit is told up to this many
 * milliseconds after the SDK sent it, so a no that is younger is no proof against it.
 */
const HIT_DELAY = 100;

/** Nobody has spoken. */
const NOTHING: Standing = { all: [], together: combine([], undefined) };

/** What is known of one event's consent. */
export interface Verdict {
  atCall: ConsentState;
  atHit: ConsentState | undefined;
  verdict: ConsentCheck['verdict'];
  /** At the hit where there is one, else at the call. */
  together: Together;
  all: readonly Said[];
  /**
   * Commanders Act alone. `missing`: the event does not say what the visitor has agreed to.
   * `filtered`: it says that Facebook is not among it, and Commanders Act keeps it back.
   */
  gate?: 'missing' | 'filtered';
}

/** The moment of a call, or of another entry that its document numbers. */
export function momentOf(entry: { id: string; at: number; kind?: string }): Moment {
  return entry.kind === 'hit' || entry.kind === 'server'
    ? { at: entry.at, number: Number.POSITIVE_INFINITY }
    : { at: entry.at, number: numberOf(entry.id) };
}

/**
 * Judges one event by the consent of its document.
 * @param consent undefined where nobody has spoken in the document
 */
export function judge(
  consent: DocumentConsent | undefined,
  call: CallEntry | undefined,
  hit: HitEntry | undefined,
  profile: Profile,
  assumptions: readonly ConsentAssumption[] = [],
): Verdict {
  const { all: saidAtCall, together: atCall } =
    call === undefined ? NOTHING : standingOf(call, consent, profile, assumptions);
  if (hit === undefined)
    return {
      atCall: atCall.state,
      atHit: undefined,
      verdict: atCall.state,
      together: atCall,
      all: saidAtCall,
    };

  const isGated = hit.vendor === 'commanders-act' && profile.consent?.commandersAct !== 'managed';
  const carried = isGated
    ? readOwn(hit, consent?.hasTrust === true, profile, assumptions)
    : undefined;
  const own =
    carried !== undefined && carried !== 'missing' && hasAll(carried, consent?.at(momentOf(hit)))
      ? undefined
      : carried;
  const standingAt = (moment: Moment): Standing => {
    const standing = consent?.at(moment) ?? NOTHING;
    return own === undefined || own === 'missing'
      ? standing
      : withTrust(standing, hit.id, own, profile);
  };
  let { all, together: atHit } = standingAt(momentOf(hit));
  if (atHit.state !== 'granted') {
    const earlier = { at: hit.at - HIT_DELAY, number: Number.POSITIVE_INFINITY };
    const start = call !== undefined && call.at > earlier.at ? momentOf(call) : earlier;
    const then = standingAt(start);
    if (then.together.state === 'granted') ({ all, together: atHit } = then);
  }
  const at = (
    state: ConsentState,
    verdict: ConsentCheck['verdict'],
    gate?: Verdict['gate'],
  ): Verdict => ({
    atCall: call === undefined ? state : atCall.state,
    atHit: state,
    verdict,
    together: atHit,
    all,
    ...(gate === undefined ? {} : { gate }),
  });
  if (own === 'missing') return at('undecided', 'undecided', 'missing');
  if (own?.state === 'denied') return at('denied', 'denied', 'filtered');
  const governs = profile.consent?.governs ?? 'trust';
  if (own?.question !== undefined && governs === 'trust') {
    const trust = all.filter(({ source }) => source === 'trust');
    atHit = { state: 'undecided', deciding: trust, isFirm: true, questions: trust };
    return at('undecided', 'undecided');
  }
  const isHeld = atHit.state === 'granted' && isRevoked(saidAtCall);
  return at(atHit.state, isHeld ? 'held' : atHit.state);
}

/**
 * Whether an event carries all categories that the page's TRUST knows of, each of them accepted:
 * which of them stands for Facebook is no question then.
 */
function hasAll({ question, said }: ConsentReading, standing: Standing | undefined): boolean {
  const trust = standing?.all.find(({ source }) => source === 'trust')?.reading;
  const on = said.items.flatMap(({ name, state }) => (state === 'granted' ? [name] : []));
  return question !== undefined && trust?.accepted?.every((id) => on.includes(id)) === true;
}

/** What an event itself says of its visitor follows another decision in TRUST. */
function ownUnder(own: ConsentReading, assumptions: readonly ConsentAssumption[]): ConsentReading {
  const assumed = assumptions.find(({ source = 'trust' }) => source === 'trust');
  return assumed === undefined ? own : readUnder(own, assumed);
}

/** The page had locked the pixel. */
function isRevoked(all: readonly Said[]): boolean {
  return all.some(({ source, reading: { state } }) => source === 'meta' && state === 'denied');
}

/** What a trigger itself says takes the place of what the page's TRUST says. */
function standingOf(
  call: CallEntry,
  consent: DocumentConsent | undefined,
  profile: Profile,
  assumptions: readonly ConsentAssumption[],
): Standing {
  const standing = consent?.at(momentOf(call)) ?? NOTHING;
  if (call.source !== 'cact' || profile.consent?.commandersAct === 'managed') return standing;
  const ids = categoriesOfCall(call);
  if (ids === undefined) return standing;
  const own = readEventCategories(ids, profile.consent?.categories?.trust);
  return withTrust(standing, call.id, ownUnder(own, assumptions), profile);
}

function withTrust(
  { all }: Standing,
  entry: string,
  own: ConsentReading,
  profile: Profile,
): Standing {
  const said: Said[] = [
    ...all.filter(({ source }) => source !== 'trust'),
    { source: 'trust', entry, reading: own, isAside: false },
  ];
  return { all: said, together: combine(said, profile.consent?.governs) };
}

/**
 * What a Commanders Act hit says of its own visitor. Without TRUST an empty list is what the
 * container sends when the page gave none (domain facts 9).
 */
function readOwn(
  hit: HitEntry,
  hasTrust: boolean,
  profile: Profile,
  assumptions: readonly ConsentAssumption[],
): ConsentReading | 'missing' | undefined {
  const lists = categoriesOfHit(hit);
  if (lists.length === 0) return undefined; // its body could not be read
  if (lists.some((ids) => ids === undefined || (ids.length === 0 && !hasTrust))) return 'missing';
  const category = profile.consent?.categories?.trust;
  const readings = lists.map((ids) =>
    ownUnder(readEventCategories(ids ?? [], category), assumptions),
  );
  const [first] = readings;
  if (first === undefined || readings.length === 1) return first;
  const state = allOf(readings.map((one) => one.state));
  return { ...first, ...reading(state, first.said.items, ...first.said.notes) };
}
