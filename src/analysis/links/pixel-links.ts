import type { CallEntry, HitEntry } from '../../session/entry.ts';
import { numberOf } from '../../session/entry.ts';
import { readPixelCall } from '../../vendors/meta/pixel-call.ts';
import type { Ambiguity, Evidence, PixelState } from '../analysis.ts';
import { CLOCK_MS, joinInOrder } from './join-in-order.ts';
import { createPixelControls, type PixelControls } from './pixel-controls.ts';
import { inSendingOrder, type PixelHit, pixelHitOf, type Slot, slotOf } from './pixel-slot.ts';

/** What the joins of a document say when they are brought up to date. */
export interface PixelLinksListener {
  link(from: string, to: string, evidence: Evidence): void;
  unlink(from: string, to: string): void;
  /** The state of a call, or the hits that it has, are others now. */
  onState(call: string): void;
  /** The latest form of a hit. */
  hit(id: string): HitEntry | undefined;
  /** The document's address at a time. */
  urlAt(at: number): string;
  /** The page that the tab went on to, if it did. */
  leftBy(): string | undefined;
}

/** Pixel calls and hits of one document: which is whose, and what became of the others. */
export interface PixelLinks {
  /** Takes back every link: the document is about to be read anew. */
  dispose(): void;
  readonly controls: PixelControls;
  addCall(entry: CallEntry): void;
  addHit(entry: HitEntry, before: HitEntry | undefined): void;
  /** Something that decides over all calls has changed. */
  touch(): void;
  settle(): void;
  statesOf(id: string): PixelState[] | undefined;
  states(): Iterable<readonly [string, readonly PixelState[]]>;
  ambiguities(): Iterable<Ambiguity>;
  /** Calls that carry this event id. */
  callsWith(eventId: string): Slot[];
}

/** Calls and hits that say the same: name, event id and content. */
interface Bucket {
  readonly group: Group;
  calls: Slot[];
  hits: PixelHit[];
  joins: Join[];
  ambiguous: Ambiguity[];
}

/** Calls and hits of one name and event id, whatever they carry. */
interface Group {
  readonly eventId: string;
  readonly buckets: Map<string, Bucket>;
  /** Calls by the names of what they carry; those whose content cannot be compared under `?`. */
  readonly byKeys: Map<string, Slot[]>;
  /** Hits that no call of their own content has, by bucket. */
  readonly loose: Map<Bucket, PixelHit[]>;
  joins: Join[];
  ambiguous: Ambiguity[];
}

interface Join {
  slot: Slot;
  hit: PixelHit;
  evidence: Evidence;
}

/** Names of what a call carries where its content is not known. */
const OPAQUE = '?';
/** Calls that are named for a hit that may be any of them. */
const CANDIDATES = 20;

/** Joins of a document without calls. */
export function createPixelLinks(listener: PixelLinksListener): PixelLinks {
  const controls = createPixelControls();
  const slots = new Map<string, Slot>();
  const groups = new Map<string, Group>();
  const pageViews: Slot[] = [];
  /** Number of the first PageView that was sent, by address and pixel. */
  const firstViews = new Map<string, number>();
  const hitsOf = new Map<string, PixelHit[]>();
  const states = new Map<string, PixelState[]>();
  /** Numbers of all fbq calls, to say how many wait. */
  const numbers: number[] = [];
  const groupsOfId = new Map<string, Group[]>();
  let dirty = new Set<Bucket>();
  let dirtyGroups = new Set<Group>();
  let dirtySlots = new Set<Slot>();
  let isAllDirty = false;

  const groupOf = (name: string, eventId: string): Group => {
    const key = `${name}\n${eventId}`;
    let group = groups.get(key);
    if (!group) {
      group = {
        eventId,
        buckets: new Map(),
        byKeys: new Map(),
        loose: new Map(),
        joins: [],
        ambiguous: [],
      };
      groups.set(key, group);
      if (eventId !== '') listOf(groupsOfId, eventId).push(group);
    }
    return group;
  };
  const bucketOf = (group: Group, content: string): Bucket => {
    let bucket = group.buckets.get(content);
    if (!bucket) {
      bucket = { group, calls: [], hits: [], joins: [], ambiguous: [] };
      group.buckets.set(content, bucket);
    }
    return bucket;
  };

  const addPixelHit = (hit: PixelHit) => {
    const bucket = bucketOf(groupOf(hit.name, hit.eventId), hit.content);
    bucket.hits.push(hit);
    dirty.add(bucket);
    if (controls.addSender(hit.pixelId)) isAllDirty = true;
  };
  const removePixelHit = (hit: PixelHit) => {
    const bucket = bucketOf(groupOf(hit.name, hit.eventId), hit.content);
    bucket.hits = bucket.hits.filter((other) => other !== hit);
    dirty.add(bucket);
  };

  /** Puts new joins in the place of old ones and tells what is different. */
  const replaceJoins = (before: readonly Join[], after: readonly Join[]) => {
    const known = new Set(before.map(joinKey));
    const wanted = new Set(after.map(joinKey));
    for (const join of before)
      if (!wanted.has(joinKey(join))) {
        join.slot.hits.delete(join.hit.pixelId);
        listener.unlink(join.slot.id, join.hit.id);
        dirtySlots.add(join.slot);
      }
    for (const join of after)
      if (!known.has(joinKey(join))) {
        join.slot.hits.set(join.hit.pixelId, join.hit.id);
        listener.link(join.slot.id, join.hit.id, join.evidence);
        dirtySlots.add(join.slot);
      }
  };

  /** Joins calls and hits that say the same, in their order. */
  const settleBucket = (bucket: Bucket) => {
    const { calls, hits, group } = bucket;
    const joins: Join[] = [];
    bucket.ambiguous = [];
    const loose: PixelHit[] = [];
    for (const [pixelId, sent] of byPixel(hits)) {
      const able = calls.filter((slot) => !slot.broken && controls.mayReach(slot, pixelId));
      const isAlone = group.eventId !== '' && able.length === 1 && sent.length === 1;
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
        bucket.ambiguous.push(ambiguity(hit, candidates));
        placed.add(hit);
      }
      for (const hit of sent) if (!placed.has(hit)) loose.push(hit);
    }
    replaceJoins(bucket.joins, joins);
    bucket.joins = joins;
    if (loose.length > 0) group.loose.set(bucket, loose);
    else group.loose.delete(bucket);
    if (group.loose.size > 0 || group.ambiguous.length > 0) dirtyGroups.add(group);
  };

  /**
   * Hits that carry something else than any call of their name. Under one event id that is a
   * change on the way; without one, a call that carries the same names may be theirs, if it is the
   * only such call and this the only such hit.
   */
  const settleLoose = (group: Group) => {
    const joins: Join[] = [];
    group.ambiguous = [];
    for (const [pixelId, sent] of byPixel([...group.loose.values()].flat())) {
      for (const hit of sent) {
        const candidates: Slot[] = [];
        const consider = (slot: Slot) => {
          const isFree = !slot.broken && !slot.hits.has(pixelId);
          if (isFree && controls.mayReach(slot, pixelId)) candidates.push(slot);
        };
        for (const [keys, slots] of group.byKeys) {
          if (group.eventId === '' && keys !== hit.keys && keys !== OPAQUE) continue;
          for (const slot of slots) {
            if (candidates.length >= CANDIDATES) break;
            if (hit.at >= slot.at - CLOCK_MS) consider(slot);
          }
        }
        const rivals = sent.filter((other) => group.eventId !== '' || other.keys === hit.keys);
        const [slot] = candidates;
        if (slot && candidates.length === 1 && rivals.length === 1)
          joins.push({ slot, hit, evidence: group.eventId === '' ? 'order' : 'same-id' });
        else if (candidates.length > 0) group.ambiguous.push(ambiguity(hit, candidates));
      }
    }
    const own = joins.filter((join) => !joins.some((other) => isRival(join, other)));
    for (const join of joins)
      if (!own.includes(join)) group.ambiguous.push(ambiguity(join.hit, [join.slot]));
    replaceJoins([], own);
    group.joins = own;
  };

  const findFirstViews = () => {
    firstViews.clear();
    for (const slot of pageViews)
      for (const pixelId of slot.hits.keys()) {
        const key = `${slot.address}\n${pixelId}`;
        if (slot.command === 'track' && !firstViews.has(key)) firstViews.set(key, slot.number);
      }
  };

  /** The SDK sends one PageView of an address and drops the others (domain facts 2.3). */
  const isRepeated = (slot: Slot, pixelId: string): boolean => {
    if (slot.name !== 'PageView' || slot.command !== 'track') return false;
    const first = firstViews.get(`${slot.address}\n${pixelId}`);
    return first !== undefined && first < slot.number;
  };

  const judge = (slot: Slot): PixelState[] => {
    const base = { entry: slot.id, eventName: slot.name };
    const pixels = controls.targetsOf(slot);
    for (const pixelId of slot.hits.keys()) if (!pixels.includes(pixelId)) pixels.push(pixelId);
    if (pixels.length === 0) {
      const { since: _, ...verdict } = controls.judge(slot, undefined);
      return [{ ...base, ...verdict, hits: [] }];
    }
    return pixels.map((pixelId) => {
      const hitId = slot.hits.get(pixelId);
      const hit = hitId === undefined ? undefined : listener.hit(hitId);
      if (hit?.outcome === 'blocked' || hit?.outcome === 'failed')
        return {
          ...base,
          pixelId,
          state: 'not-sent',
          reason: hit.outcome === 'blocked' ? 'client-blocked' : 'hit-failed',
          hits: [hit.id],
          proof: [hit.id],
        };
      if (hit) return { ...base, pixelId, state: 'sent', hits: [hit.id], proof: [hit.id] };
      if (isRepeated(slot, pixelId))
        return {
          ...base,
          pixelId,
          state: 'not-sent',
          reason: 'repeated-page-view',
          hits: [],
          proof: [],
        };
      const { since, ...verdict } = controls.judge(slot, pixelId);
      const state: PixelState = { ...base, pixelId, ...verdict, hits: [] };
      return since === undefined ? state : { ...state, waiting: since };
    });
  };

  const settleSlot = (slot: Slot) => {
    const before = states.get(slot.id);
    const now = judge(slot);
    states.set(slot.id, now);
    if (before === undefined || !isSame(before, now)) listener.onState(slot.id);
  };

  return {
    controls,
    dispose() {
      for (const group of groups.values())
        for (const { joins } of [group, ...group.buckets.values()])
          for (const { slot, hit } of joins) listener.unlink(slot.id, hit.id);
    },
    addCall(entry) {
      const call = readPixelCall(entry);
      if (!call) return;
      insertNumber(numbers, numberOf(entry.id));
      if (controls.addCall(entry, call)) isAllDirty = true;
      const slot = slotOf(entry, call, listener.urlAt(entry.at));
      if (!slot) return;
      slots.set(slot.id, slot);
      dirtySlots.add(slot);
      if (slot.name === 'PageView') insert(pageViews, slot);
      const group = groupOf(slot.name, slot.eventId);
      insert(listOf(group.byKeys, slot.content === undefined ? OPAQUE : slot.keys), slot);
      if (slot.content !== undefined) {
        const bucket = bucketOf(group, slot.content);
        insert(bucket.calls, slot);
        // Without a hit there is nothing to join: the usual case while a page makes calls.
        if (bucket.hits.length > 0) dirty.add(bucket);
      }
      if (group.loose.size > 0) dirtyGroups.add(group);
    },
    addHit(entry, before) {
      if (controls.addRequest(entry)) {
        isAllDirty = true;
        return;
      }
      for (const hit of hitsOf.get(entry.id) ?? []) removePixelHit(hit);
      const hits = entry.events.flatMap((event) => pixelHitOf(entry, event) ?? []);
      hitsOf.set(entry.id, hits);
      for (const hit of hits) addPixelHit(hit);
      // Its outcome may be another one now, and with it the state of the call that made it.
      if (before)
        for (const hit of hits) {
          const group = groupOf(hit.name, hit.eventId);
          for (const join of [...bucketOf(group, hit.content).joins, ...group.joins])
            if (join.hit.id === entry.id) dirtySlots.add(join.slot);
        }
    },
    touch() {
      isAllDirty = true;
    },
    settle() {
      controls.left = listener.leftBy();
      if (isAllDirty) {
        for (const group of groups.values())
          for (const bucket of group.buckets.values())
            if (bucket.hits.length > 0) dirty.add(bucket);
        for (const slot of slots.values()) dirtySlots.add(slot);
        isAllDirty = false;
      }
      // What is joined for want of better gives way to what says the same.
      for (const { group } of dirty) if (group.joins.length > 0) dirtyGroups.add(group);
      for (const group of dirtyGroups) {
        replaceJoins(group.joins, []);
        group.joins = [];
      }
      for (const bucket of dirty) settleBucket(bucket);
      for (const group of dirtyGroups) settleLoose(group);
      // Whether one PageView is a repetition depends on the others.
      if (pageViews.some((slot) => dirtySlots.has(slot))) {
        findFirstViews();
        for (const slot of pageViews) dirtySlots.add(slot);
      }
      for (const slot of dirtySlots) settleSlot(slot);
      dirty = new Set();
      dirtyGroups = new Set();
      dirtySlots = new Set();
    },
    statesOf(id) {
      const known = states.get(id);
      return known?.map((state) =>
        state.waiting === undefined
          ? state
          : { ...state, waiting: numbers.length - countUpTo(numbers, state.waiting) },
      );
    },
    states: () => states,
    *ambiguities() {
      for (const group of groups.values()) {
        yield* group.ambiguous;
        for (const bucket of group.buckets.values()) yield* bucket.ambiguous;
      }
    },
    callsWith: (eventId) =>
      (groupsOfId.get(eventId) ?? []).flatMap(({ byKeys }) => [...byKeys.values()].flat()),
  };
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
  const isDeduplicated = calls.every(
    ({ name, command }) => name === 'PageView' && command === 'track',
  );
  return isDeduplicated && calls.length > hits ? calls.slice(0, hits) : calls;
}

function byPixel(hits: readonly PixelHit[]): Map<string, PixelHit[]> {
  const pixels = new Map<string, PixelHit[]>();
  for (const hit of hits) listOf(pixels, hit.pixelId).push(hit);
  return pixels;
}

/** The list under a key, made where there is none. */
function listOf<K, T>(lists: Map<K, T[]>, key: K): T[] {
  let list = lists.get(key);
  if (!list) {
    list = [];
    lists.set(key, list);
  }
  return list;
}

/** Keeps calls in the order of their numbers; what comes usually belongs at the end. */
function insert(slots: Slot[], slot: Slot): void {
  let at = slots.length;
  while (at > 0 && (slots[at - 1] as Slot).number > slot.number) at -= 1;
  slots.splice(at, 0, slot);
}

function insertNumber(numbers: number[], number: number): void {
  let at = numbers.length;
  while (at > 0 && (numbers[at - 1] as number) > number) at -= 1;
  numbers.splice(at, 0, number);
}

/** How many numbers are no greater than this one. */
function countUpTo(numbers: readonly number[], number: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) <= number) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isSame(a: readonly PixelState[], b: readonly PixelState[]): boolean {
  return (
    a.length === b.length &&
    a.every((state, n) => {
      const other = b[n] as PixelState;
      return (
        state.state === other.state &&
        state.reason === other.reason &&
        state.pixelId === other.pixelId &&
        state.waiting === other.waiting &&
        state.hits.join() === other.hits.join() &&
        state.proof.join() === other.proof.join()
      );
    })
  );
}
