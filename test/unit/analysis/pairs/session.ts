import type { Pair } from '../../../../src/analysis/analysis.ts';
import { createChecks } from '../../../../src/analysis/checks/checks.ts';
import { createPairs } from '../../../../src/analysis/pairs/pairs.ts';
import type { Language } from '../../../../src/language/languages.ts';
import type { Finding } from '../../../../src/rules/read-finding.ts';
import type { CallEntry, Entry, HitEntry, ServerEntry } from '../../../../src/session/entry.ts';
import { EMPTY_PROFILE, type Profile } from '../../../../src/session/profile.ts';
import type { PageValue } from '../../../../src/session/value.ts';
import { FACEBOOK_EVENT_ID } from '../../../../src/vendors/event-properties.ts';
import { entry } from '../../../session/session.ts';
import { writeValue } from '../../../session/value-text.ts';
import { findingsIn, withFacts } from '../part-findings.ts';

export const PIXEL = '123456789012345';
export const OTHER_PIXEL = '987654321098765';
export { START_AT } from '../../../session/session.ts';

interface Sent {
  pixel?: string;
  name?: string;
  /** `''` and undefined: none. */
  eventId?: string;
  /** Milliseconds after the start. */
  at?: number;
  page?: string;
}

/** What stands before the first word of a line, and in it. */
const place = (id: string, { at = 0, page = 'd:0' }: Sent) =>
  `in ${page.slice(0, page.indexOf(':'))}\n@${at} #${id}`;

/** `name=value` of each; none for what is left out. */
const fields = (values: Readonly<Record<string, unknown>>) =>
  Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=(${writeValue(value as PageValue)})`)
    .join(' ');

const other = (more: object) =>
  Object.keys(more).length === 0 ? '' : `with ${writeValue(more as PageValue)}`;

/** A pixel hit. */
export function pixelHit(
  id: string,
  { pixel = PIXEL, name = 'Purchase', eventId, ...at }: Sent,
  parameters: Record<string, string> = {},
  more: Partial<HitEntry> = {},
): HitEntry {
  const own = { dl: NONE, ...(eventId ? { eid: eventId } : {}), ...parameters };
  return entry(
    'hit',
    `${place(id, at)} hit ${pixel || '-'} ${writeValue(name)} ${fields(own)} ${other(more)}`,
  );
}

/** What Segment's hit says where its destination for Meta runs on the server. */
export const ON_SERVER = {
  '_metadata.bundled': '["Segment.io"]',
  '_metadata.unbundled': '["Facebook Conversions API (Actions)"]',
};

const VENDOR_LINES = {
  'meta-gateway': 'gateway-hit',
  'commanders-act': 'cact-hit',
  segment: 'segment-hit',
} as const;

/** A hit of another vendor, one event, with parameters as the decoder gives them. */
export function vendorHit(
  id: string,
  vendor: keyof typeof VENDOR_LINES,
  { pixel, name = 'purchase', eventId, ...at }: Sent,
  parameters: Record<string, string> = {},
): HitEntry {
  const isAct = vendor === 'commanders-act';
  const pixels = vendor === 'meta-gateway' ? `${PIXEL} ` : '';
  const hit = entry('hit', `${place(id, at)} ${VENDOR_LINES[vendor]} ${pixels}${writeValue(name)}`);
  const events = [
    {
      ...(pixel ? { pixelId: pixel } : {}),
      eventName: name,
      ...(eventId ? { eventId } : {}),
      parameters: { ...(isAct && eventId ? { [FACEBOOK_EVENT_ID]: eventId } : {}), ...parameters },
    },
  ];
  return { ...hit, events };
}

/** A server event; tapped unless told otherwise. */
export function serverEvent(
  id: string,
  { pixel = PIXEL, name = 'Purchase', eventId, ...at }: Sent,
  event: Record<string, unknown> = {},
  more: Partial<ServerEntry> = {},
): ServerEntry {
  const own = {
    ...(eventId === undefined ? {} : { id: eventId }),
    // Each case says what it has of these.
    ...{ event_time: NONE, action_source: NONE, user_data: NONE },
    ...event,
  };
  return entry(
    'server',
    `${place(id, at)} server ${pixel || '-'} ${writeValue(name)} ${fields(own)} ${other(more)}`,
  );
}

/** What stands in a line for a field that is to go. */
const NONE = { $type: 'undefined' } as const;

const call = (id: string, line: string, at: number) =>
  entry('call', `${place(id, { at })} ${line} ${other({ id })}`);

/** An fbq call. */
export const fbqCall = (id: string, args: PageValue[], at = 0): CallEntry =>
  call(id, `fbq ${args.map((arg) => `(${writeValue(arg)})`).join(' ')}`, at);

/** A Commanders Act trigger's call. */
export const actCall = (id: string, at = 0): CallEntry => call(id, 'cact trigger purchase', at);

/** A LoyJoy listener's run, around other calls. */
export const listenerCall = (id: string, at = 0): CallEntry => call(id, 'loyjoy', at);

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
