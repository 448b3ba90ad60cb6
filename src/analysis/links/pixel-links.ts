import type { CallEntry, HitEntry } from '../../session/entry.ts';
import { numberOf } from '../../session/entry.ts';
import { pixelCallOf } from '../../vendors/meta/call.ts';
import type { Ambiguity, Evidence, PixelState } from '../analysis.ts';
import { insert, listOf } from '../ordered.ts';
import { createPixelControls } from '../states/pixel-controls.ts';
import { createPixelStates, type PixelStatesListener } from '../states/pixel-states.ts';
import { isHeldToOneView } from '../states/track-call.ts';
import { CLOCK_MS, joinInOrder } from './join-in-order.ts';
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
  withoutHash,
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
export interface PixelLinks {
  /** Takes back every link: the document is about to be read anew. */
  dispose(): void;
  /** The call's slot, where it is one that sends an event. */
  addCall(entry: CallEntry): Slot | undefined;
  addHit(entry: HitEntry, before: HitEntry | undefined): void;
  /** The document's address changed to this one without a load. */
  addRoute(url: string): void;
  /** Whether the SDK sent this hit by itself, after the address had changed. */
  isOwnView(hit: string): boolean;
  /** Something that decides over all calls has changed. */
  touch(): void;
  settle(): void;
  statesOf(slot: Slot): PixelState[];
  /** Calls that were not sent to one of their pixels, or wait. */
  unsent(): number;
  /** Those of them that nothing but consent holds back. */
  withheld(): number;
  ambiguities(): Iterable<Ambiguity>;
  /** Calls that carry this event id. */
  callsWith(eventId: string): Slot[];
}

/** Calls and hits that say the same: name, event id and content. */
interface Bucket {
  readonly family: Family;
  calls: Slot[];
  hits: readonly PixelHit[];
  joins: readonly Join[];
  ambiguous: readonly Ambiguity[];
  /** PageViews of a route that no call made. */
  own: readonly PixelHit[];
}

/** Calls and hits of one name and event id, whatever they carry. */
interface Family {
  readonly eventId: string;
  readonly buckets: Bucket[];
  /** Hits that no call of their own content has, by bucket. */
  loose: Map<Bucket, readonly PixelHit[]> | undefined;
  joins: readonly Join[];
  ambiguous: readonly Ambiguity[];
}

interface Join {
  readonly slot: Slot;
  readonly hit: PixelHit;
  readonly evidence: Evidence;
}

const NO_JOINS: readonly Join[] = [];
const NOT_AMBIGUOUS: readonly Ambiguity[] = [];
/** Content of a call whose copy does not say it all: no hit has it. */
const OPAQUE = '\u0001?';
/** Calls that are named for a hit that may be any of them. */
const CANDIDATES = 20;

/** Joins of a document without calls. */
export function createPixelLinks(listener: PixelLinksListener): PixelLinks {
  const controls = createPixelControls();
  const states = createPixelStates(controls, {
    ...listener,
    ownView: (pixelId, address) =>
      buckets.get(viewKey(address))?.own.find((hit) => hit.pixelId === pixelId)?.id,
  });
  /** Addresses that the document came to without a load. */
  const routes = new Set<string>();
  /** Calls of PageView, by address. */
  const viewsAt = new Map<string, Slot[]>();
  const ownIds = new Set<string>();
  const slots: Slot[] = [];
  /** Calls are put into buckets from the first hit on: without one there is nothing to join. */
  let isIndexed = false;
  const families = new Map<string, Family>();
  const buckets = new Map<string, Bucket>();
  const familiesOfId = new Map<string, Family[]>();
  const hitsOf = new Map<string, readonly PixelHit[]>();
  let dirty = new Set<Bucket>();
  let dirtyFamilies = new Set<Family>();
  let dirtySlots = new Set<Slot>();
  let isAllDirty = false;

  const bucketOf = (name: string, eventId: string, content: string): Bucket => {
    const familyKey = `${name}\n${eventId}`;
    const key = `${familyKey}\n${content}`;
    let bucket = buckets.get(key);
    if (bucket) return bucket;
    let family = families.get(familyKey);
    if (!family) {
      family = {
        eventId,
        buckets: [],
        loose: undefined,
        joins: NO_JOINS,
        ambiguous: NOT_AMBIGUOUS,
      };
      families.set(familyKey, family);
      if (eventId !== '') listOf(familiesOfId, eventId).push(family);
    }
    bucket = {
      family,
      calls: [],
      hits: NO_HITS,
      joins: NO_JOINS,
      ambiguous: NOT_AMBIGUOUS,
      own: NO_HITS,
    };
    family.buckets.push(bucket);
    buckets.set(key, bucket);
    return bucket;
  };

  const index = (slot: Slot) => {
    const bucket = bucketOf(slot.name, slot.eventId, contentOfCall(slot) ?? OPAQUE);
    insert(bucket.calls, slot);
    if (bucket.hits.length > 0) dirty.add(bucket);
    if (bucket.family.loose) dirtyFamilies.add(bucket.family);
  };
  const indexAll = () => {
    if (isIndexed) return;
    isIndexed = true;
    for (const slot of slots) index(slot);
  };

  const addPixelHit = (hit: PixelHit) => {
    indexAll();
    const bucket = bucketOf(hit.name, hit.eventId, hit.content);
    bucket.hits = bucket.hits.concat(hit);
    dirty.add(bucket);
    if (controls.addSender(hit.pixelId)) isAllDirty = true;
  };
  const removePixelHit = (hit: PixelHit) => {
    const bucket = bucketOf(hit.name, hit.eventId, hit.content);
    bucket.hits = bucket.hits.filter((other) => other !== hit);
    dirty.add(bucket);
  };

  const unjoin = ({ slot, hit }: Join) => {
    slot.hits = slot.hits.filter((other) => other !== hit);
    if (hit.slot === slot) hit.slot = undefined;
    listener.unlink(slot.id, hit.id);
    dirtySlots.add(slot);
  };
  const join = ({ slot, hit, evidence }: Join) => {
    slot.hits = slot.hits.concat(hit);
    hit.slot = slot;
    listener.link(slot.id, hit.id, evidence);
    dirtySlots.add(slot);
  };
  /** Puts new joins in the place of old ones, touching only what is different. */
  const replaceJoins = (before: readonly Join[], after: readonly Join[]) => {
    if (before.length === 0) {
      for (const one of after) join(one);
      return;
    }
    const known = new Set(before.map(joinKey));
    const wanted = new Set(after.map(joinKey));
    for (const one of before) if (!wanted.has(joinKey(one))) unjoin(one);
    for (const one of after) if (!known.has(joinKey(one))) join(one);
  };

  /**
   * Of the hits that are of no call, those that the SDK sent by itself: a PageView without an id
   * and without data, of an address that a route led to (recorded run router_pageview).
   */
  const takeOwn = (bucket: Bucket, loose: readonly PixelHit[]) => {
    const [first] = loose;
    const address = first?.parameters.dl ?? '';
    const isOwn =
      first?.name === 'PageView' &&
      first.eventId === '' &&
      first.content === contentOfView(address) &&
      routes.has(withoutHash(address));
    const own = isOwn ? loose : NO_HITS;
    if (own.length === 0 && bucket.own.length === 0) return;
    for (const { id } of bucket.own) ownIds.delete(id);
    for (const { id } of own) ownIds.add(id);
    for (const { id } of [...bucket.own, ...own]) listener.onState(id);
    for (const { parameters } of [...bucket.own, ...own])
      for (const slot of viewsAt.get(withoutHash(parameters.dl ?? '')) ?? []) dirtySlots.add(slot);
    bucket.own = own;
  };

  /** Joins calls and hits that say the same, in their order. */
  const settleBucket = (bucket: Bucket) => {
    const { calls, hits, family } = bucket;
    const joins: Join[] = [];
    const unclear: Ambiguity[] = [];
    const loose: PixelHit[] = [];
    for (const [pixelId, sent] of byPixel(hits)) {
      const able = calls.filter((slot) => !slot.broken && controls.mayReach(slot, pixelId));
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
    replaceJoins(bucket.joins, joins);
    bucket.joins = joins;
    bucket.ambiguous = unclear.length > 0 ? unclear : NOT_AMBIGUOUS;
    if (loose.length > 0) {
      family.loose ??= new Map();
      family.loose.set(bucket, loose);
      dirtyFamilies.add(family);
    } else if (family.loose?.delete(bucket)) {
      takeOwn(bucket, NO_HITS);
      dirtyFamilies.add(family);
    }
  };

  /**
   * Hits that carry something else than any call of their name. Under one event id that is a
   * change on the way; without one, a call that carries the same names may be theirs, if it is the
   * only such call and this the only such hit.
   */
  const settleLoose = (family: Family) => {
    const joins: Join[] = [];
    const unclear: Ambiguity[] = [];
    const hasId = family.eventId !== '';
    for (const [pixelId, sent] of byPixel([...(family.loose?.values() ?? [])].flat())) {
      const kinds = new Map<string, PixelHit[]>();
      for (const hit of sent) listOf(kinds, hasId ? '' : keysOfHit(hit)).push(hit);
      for (const [keys, rivals] of kinds) {
        const fits = (slot: Slot): boolean => {
          if (slot.broken || !controls.mayReach(slot, pixelId)) return false;
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
    replaceJoins(NO_JOINS, own);
    family.joins = own;
    family.ambiguous = unclear;
    const placed = new Set([...own.map(({ hit }) => hit.id), ...unclear.map(({ entry }) => entry)]);
    for (const [bucket, sent] of family.loose ?? [])
      takeOwn(
        bucket,
        sent.filter(({ id }) => !placed.has(id)),
      );
  };

  return {
    unsent: states.unsent,
    withheld: states.withheld,
    dispose() {
      for (const { joins } of [...families.values(), ...buckets.values()])
        for (const { slot, hit } of joins) listener.unlink(slot.id, hit.id);
    },
    addCall(entry) {
      const call = pixelCallOf(entry);
      if (!call) return undefined;
      states.count(numberOf(entry.id));
      if (controls.addCall(entry, call)) isAllDirty = true;
      const slot = slotOf(entry, call, listener.urlAt(entry.at));
      if (!slot) return undefined;
      slots.push(slot);
      dirtySlots.add(slot);
      if (slot.name === 'PageView') listOf(viewsAt, slot.address).push(slot);
      states.add(slot);
      if (isIndexed) index(slot);
      return slot;
    },
    addHit(entry, before) {
      if (controls.addRequest(entry)) {
        isAllDirty = true;
        return;
      }
      const known = hitsOf.get(entry.id) ?? NO_HITS;
      const hits = entry.events.flatMap((event) => pixelHitOf(entry, event) ?? []);
      const isSame =
        before !== undefined &&
        known.length === hits.length &&
        hits.every((hit, n) => isSameHit(hit, known[n] as PixelHit));
      if (isSame) {
        // Its outcome may be another one, and with it the state of the call that made it.
        for (const { slot } of known) if (slot) dirtySlots.add(slot);
        return;
      }
      for (const hit of known) removePixelHit(hit);
      hitsOf.set(entry.id, hits);
      for (const hit of hits) addPixelHit(hit);
    },
    addRoute(url) {
      routes.add(withoutHash(url));
      const bucket = buckets.get(viewKey(url));
      if (bucket) dirty.add(bucket);
    },
    isOwnView: (hit) => ownIds.has(hit),
    touch() {
      isAllDirty = true;
    },
    settle() {
      controls.left = listener.leftBy();
      controls.isWatched = listener.isWatched();
      if (isAllDirty) {
        for (const bucket of buckets.values()) if (bucket.hits.length > 0) dirty.add(bucket);
        for (const slot of slots) dirtySlots.add(slot);
        isAllDirty = false;
      }
      // What is joined for want of better gives way to what says the same.
      for (const { family } of dirty) if (family.joins.length > 0) dirtyFamilies.add(family);
      for (const family of dirtyFamilies) {
        for (const one of family.joins) unjoin(one);
        family.joins = NO_JOINS;
      }
      for (const bucket of dirty) settleBucket(bucket);
      for (const family of dirtyFamilies) settleLoose(family);
      states.settle(dirtySlots);
      dirty = new Set();
      dirtyFamilies = new Set();
      dirtySlots = new Set();
    },
    statesOf: states.statesOf,
    *ambiguities() {
      for (const family of families.values()) yield* family.ambiguous;
      for (const bucket of buckets.values()) yield* bucket.ambiguous;
    },
    callsWith(eventId) {
      indexAll();
      return (familiesOfId.get(eventId) ?? []).flatMap((family) =>
        family.buckets.flatMap(({ calls }) => calls),
      );
    },
  };
}

/** The first calls of a family that pass, in the order of their numbers. */
function firstOf({ buckets }: Family, passes: (slot: Slot) => boolean): Slot[] {
  const found: Slot[] = [];
  for (const { calls } of buckets)
    for (const slot of calls) {
      if (found.length >= CANDIDATES) return inNumberOrder(found);
      if (passes(slot)) found.push(slot);
    }
  return inNumberOrder(found);
}

function inNumberOrder(slots: Slot[]): Slot[] {
  return slots.sort((a, b) => a.number - b.number);
}

/** Two hits for one place. */
function isRival(a: Join, b: Join): boolean {
  return a !== b && a.slot === b.slot && a.hit.pixelId === b.hit.pixelId;
}

function joinKey({ slot, hit, evidence }: Join): string {
  return `${slot.id} ${hit.pixelId} ${hit.id} ${evidence}`;
}

function ambiguity(hit: PixelHit, candidates: readonly Slot[]): Ambiguity {
  return { entry: hit.id, candidates: candidates.slice(0, CANDIDATES).map(({ id }) => id) };
}

/** Of PageViews that say the same, the SDK sends the first; trackSingle is not held to that. */
function withoutRepeats(calls: readonly Slot[], hits: number): readonly Slot[] {
  const isDeduplicated = calls.every(isHeldToOneView);
  return isDeduplicated && calls.length > hits ? calls.slice(0, hits) : calls;
}

/** Key of the bucket of PageViews of this address that carry nothing. */
function viewKey(url: string): string {
  return `PageView\n\n${contentOfView(url)}`;
}

function byPixel(hits: readonly PixelHit[]): Map<string, PixelHit[]> {
  const pixels = new Map<string, PixelHit[]>();
  for (const hit of hits) listOf(pixels, hit.pixelId).push(hit);
  return pixels;
}
