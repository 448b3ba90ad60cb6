import type { CallEntry, HitEntry, HitEvent } from '../../session/entry.ts';
import { numberOf } from '../../session/entry.ts';
import { entriesOf, propertyOf, textOf } from '../../session/value/read.ts';
import type { PageValue } from '../../session/value.ts';
import { describeCall } from '../../vendors/call-summary.ts';
import { eventProperty } from '../../vendors/event-properties.ts';
import type { Vendor } from '../../vendors/hit.ts';
import type { Ambiguity, Evidence } from '../analysis.ts';
import { LateMap, LateSet } from '../late.ts';
import { append, insert, toLength } from '../ordered.ts';
import { joinInOrder } from './join-in-order.ts';

/** A call that makes a library send its event to a collection of its own. */
interface Sender {
  id: string;
  number: number;
  at: number;
  /** The id that the library gave it, where it is known. */
  eventId: string | undefined;
  /** The library made the id for this one event: hits that repeat it are its retries. */
  isOwnId: boolean;
  /** Values that the hit must carry unchanged, if it carries the name at all. */
  values: LateMap<string, string>;
}

interface Collected {
  id: string;
  at: number;
  eventId: string | undefined;
  vendor: Vendor;
  /** What the event says, as it was decoded. */
  parameters: Readonly<Record<string, string>>;
}

type Link = readonly [from: string, to: string, evidence: Evidence];

interface Queue {
  senders: Sender[];
  hits: Collected[];
  links: readonly Link[];
  ambiguous: Ambiguity[];
}

const NONE: never[] = [];

export interface CollectionLinksListener {
  link(from: string, to: string, evidence: Evidence): void;
  unlink(from: string, to: string): void;
}

/** Names that these libraries write themselves, whatever the call said (domain facts 5.1). */
const OWN_NAMES: ReadonlySet<string> = new Set(['amount', 'revenue', 'url', 'status', 'type']);

/**
 * Joins `cact('trigger')` to Commanders Act's hits and analytics.js calls to Segment's, within one
 * document: by message id, else the n-th call of a name to its n-th hit.
 */
export class CollectionLinks {
  private readonly listener: CollectionLinksListener;
  private readonly queues = new LateMap<string, Queue>();
  private readonly collected = new LateMap<string, readonly [Queue, Collected][]>();
  private readonly dirty = new LateSet<Queue>();

  constructor(listener: CollectionLinksListener) {
    this.listener = listener;
  }

  private queueOf(vendor: string, name: string): Queue {
    const key = `${vendor}\n${name}`;
    let queue = this.queues.get(key);
    if (!queue) {
      queue = { senders: NONE, hits: NONE, links: NONE, ambiguous: NONE };
      this.queues.set(key, queue);
    }
    return queue;
  }

  private join(queue: Queue): void {
    const links: Link[] = [];
    const idsOfSenders = countIds(queue.senders);
    const idsOfHits = countIds(queue.hits);
    const senderOf = (id: string | undefined) => {
      const sender = id === undefined || idsOfSenders.get(id) !== 1 ? undefined : byId.get(id);
      return sender?.isOwnId || (id !== undefined && idsOfHits.get(id) === 1) ? sender : undefined;
    };
    const byId = new Map(queue.senders.map((sender) => [sender.eventId, sender]));
    const done = new Set<Sender | Collected>();
    for (const hit of queue.hits) {
      const sender = senderOf(hit.eventId);
      if (!sender) continue;
      links.push([sender.id, hit.id, 'same-id']);
      done.add(sender).add(hit);
    }
    const senders = queue.senders.filter((sender) => !done.has(sender));
    const hits = queue.hits.filter((hit) => !done.has(hit)).sort(byTime);
    const { pairs, ambiguous } = joinInOrder(senders, hits, agrees);
    for (const [sender, hit] of pairs) links.push([sender.id, hit.id, 'order']);
    queue.ambiguous = ambiguous.map(([hit, candidates]) => ({
      entry: hit.id,
      candidates: candidates.slice(0, 20).map(({ id }) => id),
    }));
    const wanted = new Set(links.map((link) => link.join(' ')));
    for (const link of queue.links)
      if (!wanted.has(link.join(' '))) this.listener.unlink(link[0], link[1]);
    for (const link of links) this.listener.link(...link);
    queue.links = toLength(links);
  }

  addCall(entry: CallEntry): void {
    const read = readSender(entry);
    if (!read) return;
    const queue = this.queueOf(read.vendor, read.name);
    queue.senders = insert(queue.senders, read.sender);
    if (queue.hits.length > 0) this.dirty.add(queue);
  }

  /** The id under which the event of a call left has become known. */
  reviseCall(entry: CallEntry): void {
    const read = readSender(entry);
    if (!read) return;
    const queue = this.queueOf(read.vendor, read.name);
    const sender = queue.senders.find(({ id }) => id === entry.id);
    if (!sender) return;
    sender.eventId = read.sender.eventId;
    this.dirty.add(queue);
  }

  addHit(entry: HitEntry, before: HitEntry | undefined): void {
    if (before)
      for (const [queue, hit] of this.collected.get(entry.id) ?? []) {
        queue.hits = queue.hits.filter((other) => other !== hit);
        this.dirty.add(queue);
      }
    const hits = entry.events.map((event): [Queue, Collected] => {
      const queue = this.queueOf(entry.vendor, event.eventName ?? '');
      const hit = collect(entry, event);
      queue.hits = append(queue.hits, hit);
      this.dirty.add(queue);
      return [queue, hit];
    });
    this.collected.set(entry.id, hits);
  }

  settle(): void {
    for (const queue of this.dirty) this.join(queue);
    this.dirty.clear();
  }

  *ambiguities(): Iterable<Ambiguity> {
    for (const queue of this.queues.values()) yield* queue.ambiguous;
  }
}

function countIds(items: readonly { eventId: string | undefined }[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { eventId } of items)
    if (eventId !== undefined) counts.set(eventId, (counts.get(eventId) ?? 0) + 1);
  return counts;
}

function byTime(a: Collected, b: Collected): number {
  return a.at - b.at || (a.id < b.id ? -1 : 1);
}

/** A hit that says another value under a name of the call is not that call's. */
function agrees(sender: Sender, hit: Collected): boolean {
  if (sender.eventId !== undefined && hit.eventId !== undefined && sender.eventId !== hit.eventId)
    return false;
  for (const [name, value] of sender.values) {
    const sent = eventProperty(hit.vendor, hit.parameters, name);
    if (sent !== undefined && sent !== value) return false;
  }
  return true;
}

function collect(entry: HitEntry, event: HitEvent): Collected {
  return {
    id: entry.id,
    at: entry.at,
    eventId: event.eventId,
    vendor: entry.vendor === 'segment' ? 'segment' : 'commanders-act',
    parameters: event.parameters,
  };
}

/** Methods of analytics.js that send an event. */
const ANALYTICS_EVENTS: ReadonlySet<string> = new Set([
  'track',
  'page',
  'screen',
  'identify',
  'group',
  'alias',
]);

function readSender(
  entry: CallEntry,
): { vendor: string; name: string; sender: Sender } | undefined {
  const { command, name, rest } = describeCall(entry);
  if (entry.source === 'cact') {
    if (command !== 'trigger' || name === undefined) return undefined;
    // Its own event id is in config; without one the library makes it after the call.
    const eventId = textOf(propertyOf(rest[1], 'eventId'));
    return {
      vendor: 'commanders-act',
      name,
      sender: senderOf(entry, eventId, false, valuesOf(rest[0])),
    };
  }
  if (entry.source !== 'analytics' || !ANALYTICS_EVENTS.has(command)) return undefined;
  const properties = rest.find((value) => typeof value === 'object' && value !== null);
  return {
    vendor: 'segment',
    name: name ?? command,
    sender: senderOf(entry, entry.messageId, true, valuesOf(properties)),
  };
}

/** One literal: what is spread and added to has a shape of its own in memory. */
function senderOf(
  { id, at }: CallEntry,
  eventId: string | undefined,
  isOwnId: boolean,
  values: Sender['values'],
): Sender {
  return { id, number: numberOf(id), at, eventId, isOwnId, values };
}

/** Texts, numbers and booleans of an object, as text. */
function valuesOf(value: PageValue | undefined): LateMap<string, string> {
  const values = new LateMap<string, string>();
  for (const [name, item] of entriesOf(value))
    if (typeof item !== 'object' && !OWN_NAMES.has(name)) values.set(name, String(item));
  return values;
}
