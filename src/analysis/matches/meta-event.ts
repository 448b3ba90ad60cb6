import type { CallEntry, HitEntry } from '../../session/entry.ts';
import {
  isObject,
  type Plain,
  type PlainObject,
  parseJson,
  toPlain,
} from '../../session/value/plain.ts';
import { eventProperties } from '../../vendors/event-properties.ts';
import { askedEventName, pixelCallOf } from '../../vendors/meta/call.ts';
import type { StateReason } from '../analysis.ts';
import type { Context } from '../part.ts';
import { isPixelEventHit } from '../pixel-hits.ts';
import { compareEntries } from './order.ts';

/**
 * An event for Meta: a pixel call with its hits, or a hit that no known call made. `out`: a hit left
 * and was not stopped in the browser. `unknown`: no hit is known, and no state says why.
 */
export interface MetaEvent {
  /** The call's id, or the hit's. */
  id: string;
  names: string[];
  call?: CallEntry;
  hits: HitEntry[];
  state: 'out' | 'held' | 'not-sent' | 'unknown';
  reason?: StateReason;
  /** Entries that show the reason. */
  proof: string[];
}

/** The event's name where the call sends one; undefined for init, consent, set and the like. */
export function pixelEventName(call: CallEntry): string | undefined {
  const read = pixelCallOf(call);
  return read && askedEventName(read);
}

const STOPPED: Readonly<Record<string, StateReason>> = {
  blocked: 'client-blocked',
  failed: 'hit-failed',
};

/** Why a hit did not leave; undefined where it did, as far as is known. */
export function stopOf(hit: HitEntry): StateReason | undefined {
  const { outcome } = hit;
  return outcome !== undefined && Object.hasOwn(STOPPED, outcome) ? STOPPED[outcome] : undefined;
}

/** The event that a pixel call or a pixel's hit is; undefined where it is none. */
export function readMetaEvent(context: Context, id: string): MetaEvent | undefined {
  const entry = context.get(id);
  if (isPixelEventHit(entry)) {
    const reason = stopOf(entry);
    const event: MetaEvent = {
      id,
      names: namesOf([entry]),
      hits: [entry],
      state: reason === undefined ? 'out' : 'not-sent',
      proof: [],
    };
    if (reason !== undefined) event.reason = reason;
    return event;
  }
  if (entry?.kind !== 'call') return undefined;
  const name = pixelEventName(entry);
  if (name === undefined) return undefined;
  const hits = hitsOf(context, id);
  const names = namesOf(hits);
  return {
    id,
    call: entry,
    hits,
    names: names.length > 0 ? names : [name],
    ...stateOf(context, id, hits),
  };
}

function namesOf(hits: readonly HitEntry[]): string[] {
  const names = hits.flatMap(({ events }) => events.flatMap(({ eventName }) => eventName ?? []));
  return [...new Set(names)];
}

function hitsOf(context: Context, callId: string): HitEntry[] {
  const ids = new Set(context.nextOf(callId));
  for (const { hits } of context.statesOf(callId)) for (const hit of hits) ids.add(hit);
  const hits: HitEntry[] = [];
  for (const id of ids) {
    const entry = context.get(id);
    if (isPixelEventHit(entry)) hits.push(entry);
  }
  return hits.sort(compareEntries);
}

function stateOf(
  context: Context,
  callId: string,
  hits: readonly HitEntry[],
): Pick<MetaEvent, 'state' | 'reason' | 'proof'> {
  const states = context.statesOf(callId);
  if (states.length === 0) {
    if (hits.length === 0) return { state: 'unknown', proof: [] };
    const reasons = hits.map(stopOf);
    if (reasons.includes(undefined)) return { state: 'out', proof: [] };
    const [reason] = reasons;
    return reason === undefined
      ? { state: 'out', proof: [] }
      : { state: 'not-sent', reason, proof: hits.map(({ id }) => id) };
  }
  if (states.some(({ state }) => state === 'sent')) return { state: 'out', proof: [] };
  if (states.some(({ state }) => state === 'called')) return { state: 'unknown', proof: [] };
  const held = states.find(({ state }) => state === 'held');
  const telling = held ?? states[0];
  const answer: Pick<MetaEvent, 'state' | 'reason' | 'proof'> = {
    state: held === undefined ? 'not-sent' : 'held',
    proof: telling?.proof ?? [],
  };
  if (telling?.reason !== undefined) answer.reason = telling.reason;
  return answer;
}

/** True where the event has not left: it is held, or something stopped it. */
export function isStopped({ state }: MetaEvent): boolean {
  return state === 'not-sent' || state === 'held';
}

/** What a Meta event carries, under Meta's names. */
export interface MetaParameters {
  custom: Readonly<Record<string, Plain>>;
  /** `em` → its hash; `fbp`, `fbc` as they are. */
  user: Readonly<Record<string, string>>;
  /** Where they were read. */
  of: 'hit' | 'call';
  /** Custom data of the call, where `custom` is a hit's. */
  called?: Readonly<Record<string, Plain>>;
  /** A part of the hit was not decoded: what is not there may have been sent. */
  isPartial: boolean;
}

const PARTIAL: ReadonlySet<string> = new Set([
  'too-long',
  'too-many-parameters',
  'too-deep',
  'truncated-multipart',
  'body-unreadable',
  'no-body',
]);

/** True where a part of the hit could not be decoded. */
export function isPartialHit(hit: HitEntry): boolean {
  return hit.marks?.some((mark) => PARTIAL.has(mark)) === true;
}

/** The parameters of an event: its first hit's that left, else the call's. */
export function readParameters(event: MetaEvent): MetaParameters {
  const called = event.call === undefined ? undefined : customDataOf(event.call);
  const hit = event.hits.find((candidate) => stopOf(candidate) === undefined) ?? event.hits[0];
  const sent = hit?.events.find(({ eventName }) => eventName !== undefined);
  if (hit === undefined || sent === undefined)
    return { custom: called ?? {}, user: {}, of: 'call', isPartial: false };
  const custom: Record<string, Plain> = Object.create(null);
  for (const [name, text] of Object.entries(eventProperties('meta', sent.parameters)))
    custom[name] = parseJson(text);
  const parameters: MetaParameters = {
    custom,
    user: userDataOf(sent.parameters),
    of: 'hit',
    isPartial: isPartialHit(hit),
  };
  return called === undefined ? parameters : { ...parameters, called };
}

function userDataOf(parameters: Readonly<Record<string, string>>): Record<string, string> {
  const user: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(parameters)) {
    if (name.startsWith('ud[') && name.endsWith(']')) user[name.slice(3, -1)] = value;
    else if (name === 'fbp' || name === 'fbc') user[name] = value;
  }
  return user;
}

function customDataOf(call: CallEntry): PlainObject {
  const data = toPlain(pixelCallOf(call)?.data);
  return isObject(data) ? data : {};
}
