import type { Pair } from '../../../../src/analysis/analysis.ts';
import { createChecks } from '../../../../src/analysis/checks/checks.ts';
import { createPairs } from '../../../../src/analysis/pairs/pairs.ts';
import type { Language } from '../../../../src/language/languages.ts';
import type { Finding } from '../../../../src/rules/read-finding.ts';
import type { CallEntry, Entry, HitEntry, ServerEntry } from '../../../../src/session/entry.ts';
import { EMPTY_PROFILE, type Profile } from '../../../../src/session/profile.ts';
import type { PageValue } from '../../../../src/session/value.ts';
import { FACEBOOK_EVENT_ID } from '../../../../src/vendors/event-properties.ts';
import { findingsIn, withFacts } from '../part-findings.ts';

export const PIXEL = '123456789012345';
export const OTHER_PIXEL = '987654321098765';
/** 2026-11-21T00:00:00Z */
export const START_AT = 1_795_219_200_000;

interface Sent {
  pixel?: string;
  name?: string;
  /** `''` and undefined: none. */
  eventId?: string;
  /** Milliseconds after the start. */
  at?: number;
  page?: string;
}

/** A pixel hit as the decoder tells it. */
export function pixelHit(
  id: string,
  { pixel = PIXEL, name = 'Purchase', eventId, at = 0, page = 'd:0' }: Sent,
  parameters: Record<string, string> = {},
  more: Partial<HitEntry> = {},
): HitEntry {
  return {
    kind: 'hit',
    id,
    at: START_AT + at,
    page,
    vendor: 'meta',
    method: 'GET',
    url: `https://www.facebook.com/tr/?id=${pixel}&ev=${name}`,
    transport: 'image',
    outcome: 'done',
    status: 200,
    events: [
      {
        ...(pixel === '' ? {} : { pixelId: pixel }),
        eventName: name,
        ...(eventId ? { eventId } : {}),
        parameters: { id: pixel, ev: name, ...(eventId ? { eid: eventId } : {}), ...parameters },
      },
    ],
    ...more,
  };
}

/** What Segment's hit says where its destination for Meta runs on the server. */
export const ON_SERVER = {
  '_metadata.bundled': '["Segment.io"]',
  '_metadata.unbundled': '["Facebook Conversions API (Actions)"]',
};

/** A hit of another vendor, one event. */
export function vendorHit(
  id: string,
  vendor: 'meta-gateway' | 'commanders-act' | 'segment',
  { pixel, name = 'purchase', eventId, at = 0, page = 'd:0' }: Sent,
  parameters: Record<string, string> = {},
): HitEntry {
  const isAct = vendor === 'commanders-act';
  return {
    kind: 'hit',
    id,
    at: START_AT + at,
    page,
    vendor,
    method: 'POST',
    url: 'https://collect.example/events',
    transport: 'beacon',
    outcome: 'done',
    status: 200,
    events: [
      {
        ...(pixel ? { pixelId: pixel } : {}),
        eventName: name,
        ...(eventId ? { eventId } : {}),
        parameters: {
          ...(isAct && eventId ? { [FACEBOOK_EVENT_ID]: eventId } : {}),
          ...parameters,
        },
      },
    ],
  };
}

/** A server event; tapped unless told otherwise. */
export function serverEvent(
  id: string,
  { pixel = PIXEL, name = 'Purchase', eventId, at = 0 }: Sent,
  event: Record<string, unknown> = {},
  more: Partial<ServerEntry> = {},
): ServerEntry {
  return {
    kind: 'server',
    id,
    at: START_AT + at,
    page: 's:0',
    origin: 'tap',
    event: {
      event_name: name,
      ...(eventId === undefined ? {} : { event_id: eventId }),
      ...event,
    },
    ...(pixel === '' ? {} : { pixelId: pixel }),
    timeOf: 'receipt',
    ...more,
  };
}

/** An fbq call. */
export function fbqCall(id: string, args: PageValue[], at = 0): CallEntry {
  return {
    kind: 'call',
    id,
    at: START_AT + at,
    page: 'd:0',
    source: 'fbq',
    method: String(args[0]),
    args,
    phase: 'live',
  };
}

/** A Commanders Act trigger's call. */
export function actCall(id: string, at = 0): CallEntry {
  return { ...fbqCall(id, ['trigger', 'purchase'], at), source: 'cact' };
}

/** A LoyJoy listener's run, around other calls. */
export function listenerCall(id: string, at = 0): CallEntry {
  return { ...fbqCall(id, [], at), source: 'loyjoy', method: 'listener' };
}

/** What the links would tell: the entry before each entry. */
export type Before = Readonly<Record<string, string>>;

/** The part alone, with links given by hand. */
export function ledgerOf(batches: readonly Entry[][], before: Before = {}, profile?: Profile) {
  const entries = new Map<string, Entry>();
  /** A link is there once both of its ends are. */
  const previousOf = (id: string): string | undefined => {
    const previous = before[id];
    return previous !== undefined && entries.has(id) && entries.has(previous)
      ? previous
      : undefined;
  };
  const rootOf = (id: string): string => {
    const previous = previousOf(id);
    return previous === undefined ? id : rootOf(previous);
  };
  const nextOf = (id: string) => Object.keys(before).filter((key) => previousOf(key) === id);
  const context = withFacts({
    profile: profile ?? EMPTY_PROFILE,
    get: (id) => entries.get(id),
    chainOf(id) {
      const root = rootOf(id);
      if (root === id && nextOf(id).length === 0) return undefined;
      return { root, entries: [root, id], links: [] };
    },
    nextOf,
    previousOf(id) {
      const previous = previousOf(id);
      return previous === undefined ? [] : [previous];
    },
    statesOf: () => [],
    alongside: () => [],
  });
  const part = Object.assign(createPairs(context), {
    findings: findingsIn(context, 'dedup/'),
  });
  // What is wrong with the pixel's calls is read by the pairs.
  const checks = createChecks(context);
  for (const batch of batches) {
    for (const entry of batch) {
      const known = entries.get(entry.id);
      entries.set(entry.id, entry);
      checks.add(entry, known);
      part.add(entry, known);
    }
    const ids = batch.map(({ id }) => id);
    const changed = new Set(ids.flatMap((id) => [id, ...nextOf(id), ...context.previousOf(id)]));
    checks.settle(changed);
    part.settle(changed);
  }
  return part;
}

/** The rows of a session in one batch. */
export function pairsOf(entries: Entry[], before: Before = {}, profile?: Profile): Pair[] {
  return ledgerOf([entries], before, profile).pairs();
}

/** The verdicts of a session in one batch. */
export function verdictsOf(entries: Entry[], before: Before = {}): string[] {
  return pairsOf(entries, before).map(({ verdict }) => verdict);
}

/** The findings of a session in one batch, without what is said of every browser-only session. */
export function findingsOf(
  entries: Entry[],
  before: Before = {},
  profile?: Profile,
  language?: Language,
): Finding[] {
  return ledgerOf([entries], before, profile)
    .findings.all(language)
    .filter(({ rule }) => rule !== 'dedup/no-server-events');
}
