import type { CallEntry, HitEntry } from '../../session/entry.ts';
import { numberOf } from '../../session/entry.ts';
import { withoutHash } from '../../session/without-hash.ts';
import { pixelCallOf } from '../../vendors/meta/call.ts';
import type { Ambiguity, Evidence, PixelState } from '../analysis.ts';
import { LateMap, LateSet } from '../late.ts';
import { addTo, append, insert, listOf, toLength } from '../ordered.ts';
import { PixelControls } from '../states/pixel-controls.ts';
import { PixelStates, type PixelStatesListener } from '../states/pixel-states.ts';
import { CLOCK_MS, joinInOrder } from './join-in-order.ts';
import {
  ambiguity,
  type Bucket,
  byPixel,
  type Family,
  firstOf,
  isRival,
  type Join,
  joinKey,
  NO_BUCKETS,
  NO_CALLS,
  NO_JOINS,
  NOT_AMBIGUOUS,
  OPAQUE,
  viewKey,
  withoutRepeats,
} from './pixel-buckets.ts';
import {
  contentOfCall,
  contentOfView,
  inSendingOrder,
  isSameHit,
  keysOfCall,
  keysOfHit,
  NO_HITS,
  type PixelHit,
  pixelHitOf,
  type Slot,
  slotOf,
} from './pixel-slot.ts';

/** What the joins of a document say when they are brought up to date. */
export interface PixelLinksListener extends PixelStatesListener {
  link(from: string, to: string, evidence: Evidence): void;
  unlink(from: string, to: string): void;
  /** The document's address at a time. */
  urlAt(at: number): string;
  /** The page that the tab went on to, if it did. */
  leftBy(): string | undefined;
  /** Whether the requests of the document's tab were recorded. */
  isWatched(): boolean;
}

/** Pixel calls and hits of one document: which is whose, and what became of the others. */
export class PixelLinks {
  private readonly listener: PixelLinksListener;
  private readonly controls = new PixelControls();
  private readonly states: PixelStates;
  /** Addresses that the document came to without a load. */
  private readonly routes = new LateSet<string>();
  /** Calls of PageView, by address. */
  private readonly viewsAt = new LateMap<string, Slot[]>();
  private readonly ownIds = new LateSet<string>();
  private slots: Slot[] = NO_CALLS;
  /** Calls are put into buckets from the first hit on: without one there is nothing to join. */
  private isIndexed = false;
  private readonly families = new LateMap<string, Family>();
  private readonly buckets = new LateMap<string, Bucket>();
  private readonly familiesOfId = new LateMap<string, Family[]>();
  private readonly hitsOf = new LateMap<string, readonly PixelHit[]>();
  private readonly dirty = new LateSet<Bucket>();
  private readonly dirtyFamilies = new LateSet<Family>();
  private readonly dirtySlots = new LateSet<Slot>();
  private isAllDirty = false;

  constructor(listener: PixelLinksListener) {
    this.listener = listener;
    this.states = new PixelStates(this.controls, listener, this);
  }

  private bucketOf(name: string, eventId: string, content: string): Bucket {
    const familyKey = `${name}\n${eventId}`;
    const key = `${familyKey}\n${content}`;
    let bucket = this.buckets.get(key);
    if (bucket) return bucket;
    let family = this.families.get(familyKey);
    if (!family) {
      family = {
        eventId,
        buckets: NO_BUCKETS,
        loose: undefined,
        joins: NO_JOINS,
        ambiguous: NOT_AMBIGUOUS,
      };
      this.families.set(familyKey, family);
      if (eventId !== '') addTo(this.familiesOfId, eventId, family);
    }
    bucket = {
      family,
      calls: NO_CALLS,
      hits: NO_HITS,
      joins: NO_JOINS,
      ambiguous: NOT_AMBIGUOUS,
      own: NO_HITS,
    };
    family.buckets = append(family.buckets, bucket);
    this.buckets.set(key, bucket);
    return bucket;
  }

  private index(slot: Slot): void {
    const bucket = this.bucketOf(slot.name, slot.eventId, contentOfCall(slot) ?? OPAQUE);
    bucket.calls = insert(bucket.calls, slot);
    if (bucket.hits.length > 0) this.dirty.add(bucket);
    if (bucket.family.loose) this.dirtyFamilies.add(bucket.family);
  }

  private indexAll(): void {
    if (this.isIndexed) return;
    this.isIndexed = true;
    for (const slot of this.slots) this.index(slot);
  }

  private addPixelHit(hit: PixelHit): void {
    this.indexAll();
    const bucket = this.bucketOf(hit.name, hit.eventId, hit.content);
    bucket.hits = bucket.hits.concat(hit);
    this.dirty.add(bucket);
    if (this.controls.addSender(hit.pixelId)) this.isAllDirty = true;
  }

  private removePixelHit(hit: PixelHit): void {
    const bucket = this.bucketOf(hit.name, hit.eventId, hit.content);
    bucket.hits = bucket.hits.filter((other) => other !== hit);
    this.dirty.add(bucket);
  }

  private unjoin({ slot, hit }: Join): void {
    slot.hits = slot.hits.filter((other) => other !== hit);
    if (hit.slot === slot) hit.slot = undefined;
    this.listener.unlink(slot.id, hit.id);
    this.dirtySlots.add(slot);
  }

  private join({ slot, hit, evidence }: Join): void {
    slot.hits = slot.hits.concat(hit);
    hit.slot = slot;
    this.listener.link(slot.id, hit.id, evidence);
    this.dirtySlots.add(slot);
  }

  /** Puts new joins in the place of old ones, touching only what is different. */
  private replaceJoins(before: readonly Join[], after: readonly Join[]): void {
    if (before.length === 0) {
      for (const one of after) this.join(one);
      return;
    }
    const known = new Set(before.map(joinKey));
    const wanted = new Set(after.map(joinKey));
    for (const one of before) if (!wanted.has(joinKey(one))) this.unjoin(one);
    for (const one of after) if (!known.has(joinKey(one))) this.join(one);
  }

  /**
   * Of the hits that are of no call, those that the SDK sent by itself: a PageView without an id
   * and without data, of an address that a route led to (recorded run router_pageview).
   */
  private takeOwn(bucket: Bucket, loose: readonly PixelHit[]): void {
    const [first] = loose;
    const address = first?.parameters.dl ?? '';
    const isOwn =
      first?.name === 'PageView' &&
      first.eventId === '' &&
      first.content === contentOfView(address) &&
      this.routes.has(withoutHash(address));
    const own = isOwn ? loose : NO_HITS;
    if (own.length === 0 && bucket.own.length === 0) return;
    for (const { id } of bucket.own) this.ownIds.delete(id);
    for (const { id } of own) this.ownIds.add(id);
    for (const { id } of [...bucket.own, ...own]) this.listener.onState(id);
    for (const { parameters } of [...bucket.own, ...own])
      for (const slot of this.viewsAt.get(withoutHash(parameters.dl ?? '')) ?? [])
        this.dirtySlots.add(slot);
    bucket.own = own;
  }

  /** Joins calls and hits that say the same, in their order. */
  private settleBucket(bucket: Bucket): void {
    const { calls, hits, family } = bucket;
    const joins: Join[] = [];
    const unclear: Ambiguity[] = [];
    const loose: PixelHit[] = [];
    for (const [pixelId, sent] of byPixel(hits)) {
      const able = calls.filter((slot) => !slot.broken && this.controls.mayReach(slot, pixelId));
      const isAlone = family.eventId !== '' && able.length === 1 && sent.length === 1;
      const { pairs, ambiguous } = joinInOrder(
        withoutRepeats(able, sent.length),
        inSendingOrder(sent),
      );
      const placed = new Set<PixelHit>();
      for (const [slot, hit] of pairs) {
        joins.push({ slot, hit, evidence: isAlone ? 'same-id' : 'order' });
        placed.add(hit);
      }
      for (const [hit, candidates] of ambiguous) {
        unclear.push(ambiguity(hit, candidates));
        placed.add(hit);
      }
      for (const hit of sent) if (!placed.has(hit)) loose.push(hit);
    }
    this.replaceJoins(bucket.joins, joins);
    bucket.joins = toLength(joins);
    bucket.ambiguous = unclear.length > 0 ? unclear : NOT_AMBIGUOUS;
    if (loose.length > 0) {
      family.loose ??= new Map();
      family.loose.set(bucket, loose);
      this.dirtyFamilies.add(family);
    } else if (family.loose?.delete(bucket)) {
      this.takeOwn(bucket, NO_HITS);
      this.dirtyFamilies.add(family);
    }
  }

  /**
   * Hits that carry something else than any call of their name. Under one event id that is a
   * change on the way; without one, a call that carries the same names may be theirs, if it is the
   * only such call and this the only such hit.
   */
  private settleLoose(family: Family): void {
    const joins: Join[] = [];
    const unclear: Ambiguity[] = [];
    const hasId = family.eventId !== '';
    for (const [pixelId, sent] of byPixel([...(family.loose?.values() ?? [])].flat())) {
      const kinds = new Map<string, PixelHit[]>();
      for (const hit of sent) listOf(kinds, hasId ? '' : keysOfHit(hit)).push(hit);
      for (const [keys, rivals] of kinds) {
        const fits = (slot: Slot): boolean => {
          if (slot.broken || !this.controls.mayReach(slot, pixelId)) return false;
          if (slot.hits.some((other) => other.pixelId === pixelId)) return false;
          if (hasId) return true;
          const own = keysOfCall(slot);
          return own === undefined || own === keys;
        };
        // One hit can be ruled out by time; several of a kind are not told apart anyway.
        const [only] = rivals;
        const isOne = rivals.length === 1 && only !== undefined;
        const candidates = firstOf(
          family,
          (slot) => (!isOne || only.at >= slot.at - CLOCK_MS) && fits(slot),
        );
        const [slot] = candidates;
        if (slot && isOne && candidates.length === 1)
          joins.push({ slot, hit: only, evidence: hasId ? 'same-id' : 'order' });
        else if (slot) for (const hit of rivals) unclear.push(ambiguity(hit, candidates));
      }
    }
    const own = joins.filter((one) => !joins.some((other) => isRival(one, other)));
    for (const one of joins) if (!own.includes(one)) unclear.push(ambiguity(one.hit, [one.slot]));
    this.replaceJoins(NO_JOINS, own);
    family.joins = own;
    family.ambiguous = unclear;
    const placed = new Set([...own.map(({ hit }) => hit.id), ...unclear.map(({ entry }) => entry)]);
    for (const [bucket, sent] of family.loose ?? [])
      this.takeOwn(
        bucket,
        sent.filter(({ id }) => !placed.has(id)),
      );
  }

  /** Takes back every link: the document is about to be read anew. */
  dispose(): void {
    for (const { joins } of [...this.families.values(), ...this.buckets.values()])
      for (const { slot, hit } of joins) this.listener.unlink(slot.id, hit.id);
  }

  /** The call's slot, where it is one that sends an event. */
  addCall(entry: CallEntry): Slot | undefined {
    const call = pixelCallOf(entry);
    if (!call) return undefined;
    this.states.count(numberOf(entry.id));
    if (this.controls.addCall(entry, call)) this.isAllDirty = true;
    const slot = slotOf(entry, call, this.listener.urlAt(entry.at));
    if (!slot) return undefined;
    this.slots = append(this.slots, slot);
    this.dirtySlots.add(slot);
    if (slot.name === 'PageView') addTo(this.viewsAt, slot.address, slot);
    this.states.add(slot);
    if (this.isIndexed) this.index(slot);
    return slot;
  }

  addHit(entry: HitEntry, before: HitEntry | undefined): void {
    if (this.controls.addRequest(entry)) {
      this.isAllDirty = true;
      return;
    }
    const known = this.hitsOf.get(entry.id) ?? NO_HITS;
    const hits = toLength(entry.events.flatMap((event) => pixelHitOf(entry, event) ?? []));
    const isSame =
      before !== undefined &&
      known.length === hits.length &&
      hits.every((hit, n) => isSameHit(hit, known[n] as PixelHit));
    if (isSame) {
      // Its outcome may be another one, and with it the state of the call that made it.
      for (const { slot } of known) if (slot) this.dirtySlots.add(slot);
      return;
    }
    for (const hit of known) this.removePixelHit(hit);
    this.hitsOf.set(entry.id, hits);
    for (const hit of hits) this.addPixelHit(hit);
  }

  /** The document's address changed to this one without a load. */
  addRoute(url: string): void {
    this.routes.add(withoutHash(url));
    const bucket = this.buckets.get(viewKey(url));
    if (bucket) this.dirty.add(bucket);
  }

  /** Whether the SDK sent this hit by itself, after the address had changed. */
  isOwnView(hit: string): boolean {
    return this.ownIds.has(hit);
  }

  /** The PageView of an address that the SDK sent by itself. */
  ownView(pixelId: string, address: string): string | undefined {
    return this.buckets.get(viewKey(address))?.own.find((hit) => hit.pixelId === pixelId)?.id;
  }

  /** Ids of what it was given as hits. */
  *requests(): Iterable<string> {
    yield* this.hitsOf.keys();
    yield* this.controls.requests();
  }

  /** Something that decides over all calls has changed. */
  touch(): void {
    this.isAllDirty = true;
  }

  settle(): void {
    this.controls.left = this.listener.leftBy();
    this.controls.isWatched = this.listener.isWatched();
    if (this.isAllDirty) {
      for (const bucket of this.buckets.values())
        if (bucket.hits.length > 0) this.dirty.add(bucket);
      for (const slot of this.slots) this.dirtySlots.add(slot);
      this.isAllDirty = false;
    }
    // What is joined for want of better gives way to what says the same.
    for (const { family } of this.dirty)
      if (family.joins.length > 0) this.dirtyFamilies.add(family);
    for (const family of this.dirtyFamilies) {
      for (const one of family.joins) this.unjoin(one);
      family.joins = NO_JOINS;
    }
    for (const bucket of this.dirty) this.settleBucket(bucket);
    for (const family of this.dirtyFamilies) this.settleLoose(family);
    this.states.settle(this.dirtySlots);
    this.dirty.clear();
    this.dirtyFamilies.clear();
    this.dirtySlots.clear();
  }

  statesOf(slot: Slot): PixelState[] {
    return this.states.statesOf(slot);
  }

  /** Calls that were not sent to one of their pixels, or wait. */
  unsent(): number {
    return this.states.unsent();
  }

  /** Those of them that nothing but consent holds back. */
  withheld(): number {
    return this.states.withheld();
  }

  *ambiguities(): Iterable<Ambiguity> {
    for (const family of this.families.values()) yield* family.ambiguous;
    for (const bucket of this.buckets.values()) yield* bucket.ambiguous;
  }

  /** Calls that carry this event id. */
  callsWith(eventId: string): Slot[] {
    this.indexAll();
    return (this.familiesOfId.get(eventId) ?? []).flatMap((family) =>
      family.buckets.flatMap(({ calls }) => calls),
    );
  }
}
