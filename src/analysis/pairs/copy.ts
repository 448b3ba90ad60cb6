import type { Entry, HitEntry, HitEvent, ServerEntry } from '../../session/entry.ts';
import { serverEventId } from '../../vendors/event-properties.ts';
import type { Vendor } from '../../vendors/hit.ts';
import type { Mark } from '../../vendors/marks.ts';
import { isAutomaticEvent } from '../../vendors/meta/automatic.ts';
import type { Side } from '../../vendors/meta/deduplication.ts';
import { metaDestinations } from '../../vendors/segment/destinations.ts';
import { append } from '../ordered.ts';
import type { MetaNames } from './names.ts';

/** What brought a copy. The vendors' hits but the pixel's are what a server hands on to Meta. */
export type Carrier =
  | 'pixel'
  | 'gateway'
  | 'signals-gateway'
  | 'commanders-act'
  | 'segment'
  | ServerEntry['origin'];

/** One event as one side sent it. */
export interface Copy {
  /** Unique in a session: the entry's id, with the event's place in a batch. */
  readonly key: string;
  readonly entry: string;
  /** Place of the event in its hit; 0 for a server entry. */
  readonly index: number;
  readonly page: string;
  readonly side: Side;
  readonly carrier: Carrier;
  /** Empty where it is not known. */
  readonly pixelId: string;
  /** The name at Meta; the likeliest where several are possible. */
  readonly name: string;
  /** Other names that Meta may see it under. */
  readonly otherNames: readonly string[] | undefined;
  /** Empty where the copy has none. */
  readonly eventId: string;
  /** Commanders Act: the event's own id where it is not the one that Meta gets. */
  readonly ownId: string | undefined;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** What `at` is; Meta's windows count from the receipt. A hit's start counts as its receipt. */
  readonly clock: ServerEntry['timeOf'];
  /** False: stopped in the browser, or refused by the answer. It is no copy at Meta. */
  readonly received: boolean;
  /** The SDK sent it by itself. */
  readonly automatic: boolean;
}

/** True for a copy that is derived from a hit to another server: whether it goes on is not seen. */
export function isDerived({ carrier }: Copy): boolean {
  return carrier === 'commanders-act' || carrier === 'segment' || carrier === 'signals-gateway';
}

/** By time, then by key: an order that does not depend on the order of arrival. */
export function compareCopies(a: Copy, b: Copy): number {
  return a.at - b.at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

/** True where two copies may be of one pixel. */
export function mayShare(a: string, b: string): boolean {
  return a === b || a === '' || b === '';
}

/** True for a copy that Meta may see under this name. */
export function hasName(copy: Copy, name: string): boolean {
  return copy.name === name || copy.otherNames?.includes(name) === true;
}

const NO_COPIES: Copy[] = [];

/** The copies that an entry is: one per event, none for what is no event. */
export function copiesOf(entry: Entry, metaNames: MetaNames): Copy[] {
  if (entry.kind === 'server') return serverCopies(entry);
  if (entry.kind !== 'hit' || entry.role !== undefined) return [];
  let copies: Copy[] = NO_COPIES;
  for (let index = 0; index < entry.events.length; index += 1) {
    const copy = hitCopy(entry, entry.events[index] as HitEvent, index, metaNames);
    if (copy) copies = append(copies, copy);
  }
  return copies;
}

function serverCopies(entry: ServerEntry): Copy[] {
  const { event, pixelId, answer } = entry;
  if (typeof event.event_name !== 'string' || event.event_name === '') return [];
  return [
    {
      key: entry.id,
      entry: entry.id,
      index: 0,
      page: entry.page,
      side: 'server',
      carrier: entry.origin,
      pixelId: pixelId ?? '',
      name: event.event_name,
      otherNames: undefined,
      eventId: readId(event.event_id),
      ownId: undefined,
      at: entry.at,
      clock: entry.timeOf,
      received: answer === undefined || answer.status < 400,
      automatic: false,
    },
  ];
}

/** A number is taken as its text, as the SDK does in the browser (domain facts 2.3). */
function readId(id: unknown): string {
  return typeof id === 'string' ? id : typeof id === 'number' ? String(id) : '';
}

const CARRIERS: Readonly<Record<Vendor, Carrier>> = {
  meta: 'pixel',
  'meta-gateway': 'gateway',
  'commanders-act': 'commanders-act',
  segment: 'segment',
};

function hitCopy(
  hit: HitEntry,
  event: HitEvent,
  index: number,
  metaNames: MetaNames,
): Copy | undefined {
  if (!Object.hasOwn(CARRIERS, hit.vendor)) return undefined;
  const vendor = hit.vendor as Vendor;
  const isDerivedHit = vendor === 'commanders-act' || vendor === 'segment';
  // What Segment's library runs on the page sends no second copy.
  if (vendor === 'segment' && !metaDestinations(event.parameters).server) return undefined;
  const names = isDerivedHit ? metaNames(vendor, event) : undefined;
  const name = names ? names[0] : event.eventName;
  if (name === undefined || name === '') return undefined;
  const eventId = serverEventId(vendor, event) ?? '';
  // Without the id for Meta nothing shows that Commanders Act or Segment hands this on at all.
  if (eventId === '' && isDerivedHit) return undefined;
  const ownId = vendor === 'commanders-act' ? event.eventId : undefined;
  return {
    key: index === 0 ? hit.id : `${hit.id}#${index}`,
    entry: hit.id,
    index,
    page: hit.page,
    side: vendor === 'meta' ? 'browser' : 'server',
    carrier: hasMark(hit, event, 'signals-gateway') ? 'signals-gateway' : CARRIERS[vendor],
    pixelId: event.pixelId ?? '',
    name,
    otherNames: names && names.length > 1 ? names.slice(1) : undefined,
    eventId,
    ownId: ownId === eventId ? undefined : ownId,
    at: hit.at,
    clock: 'receipt',
    received: wasReceived(hit),
    automatic: isAutomaticEvent(name) || hasMark(hit, event, 'automatic'),
  };
}

function hasMark(hit: HitEntry, event: HitEvent, mark: Mark): boolean {
  if (event.marks?.includes(mark) === true) return true;
  return hit.events.length === 1 && hit.marks?.includes(mark) === true;
}

/** A cancelled hit may have arrived, and one without an answer is on its way. */
function wasReceived({ outcome, status }: HitEntry): boolean {
  if (outcome === 'blocked' || outcome === 'failed') return false;
  return status === undefined || status < 400;
}
