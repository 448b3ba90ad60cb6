import type { CallEntry, Entry } from '../../../session/entry.ts';
import { isSameValue } from '../../../vendors/meta/same-value.ts';
import type { DedupData } from '../../facts/dedup-data.ts';
import type { Fact } from '../../facts/fact.ts';
import { LateSet } from '../../late.ts';
import { toLength } from '../../ordered.ts';
import type { Copy } from '../copy.ts';
import { compareCopies } from '../copy.ts';
import { Bucket, type DoubleEvidence, type Held } from './bucket.ts';
import {
  type Circumstances,
  isOfShopping,
  isOfStep,
  isOfThankYouPage,
  mayBeOfAnOrder,
  ofOneAddress,
  ofOneDocument,
  ofOneOrder,
  ofTwoDocuments,
} from './evidence.ts';
import { gistOf, scriptIn } from './gist.ts';
import { createVisits } from './visits.ts';

/** Events that one side sent more than once, under ids by which Meta cannot tell that they are one. */
export interface Doubles {
  add(copy: Copy): void;
  remove(copy: Copy): void;
  /** Its call has become known. */
  touch(copy: Copy): void;
  /** A document began. */
  addPage(entry: Entry & { kind: 'page' }): void;
  settle(): void;
  /** The fact that tells that this copy left more than once. */
  factOf(copy: Copy): Fact<'dedup/sent-twice'> | undefined;
}

/** What doubles are found with, and told to. */
export interface DoublesSource {
  get(id: string): Entry | undefined;
  callOf(copy: Copy): CallEntry | undefined;
  orderOf(copy: Copy): string | undefined;
  found(key: string, facts: readonly Fact[]): void;
  /** Whether it is a double has changed. */
  turned(copy: Copy): void;
}

/** An order id that more copies than this carry is none. */
const COPIES_OF_ORDER = 8;

/** Copies that are named as proof, each with its call. */
const SHOWN = 4;

const STRENGTH: readonly DoubleEvidence[] = [
  'order',
  'load',
  'visit',
  'next',
  'senders',
  'moment',
  'route',
];

const PAGE_VIEW = 'PageView';

/** No copies. */
export function createDoubles(source: DoublesSource): Doubles {
  const heldOf = new Map<string, Held>();
  const buckets = new Map<string, Bucket>();
  const facts = new Map<Held, Fact<'dedup/sent-twice'>>();
  let dirty = new Set<Held>();
  /** Those whose calls, which are proof, have changed. */
  let touched = new Set<Held>();
  const markFrom = (held: Held) => {
    for (const bucket of held.buckets) for (const each of bucket.from(held)) dirty.add(each);
  };
  /** Buckets of one address that hold more than one copy. */
  const shared = new Set<Bucket>();
  /** Document → what it sent that stands in a bucket of several documents. */
  const ofPage = new Map<string, LateSet<Held>>();
  const visits = createVisits((pages, from) => {
    for (const page of pages) for (const held of ofPage.get(page) ?? []) dirty.add(held);
    for (const { members } of shared)
      for (let i = members.length - 1; i >= 0 && (members[i] as Held).copy.at >= from; i -= 1)
        dirty.add(members[i] as Held);
  });
  const countAddress = (held: Held, bucket: Bucket, isIn: boolean) => {
    if (bucket.kind !== 'address' && bucket.kind !== 'step') return;
    if (bucket.kind === 'address') {
      if (bucket.members.length > 1) shared.add(bucket);
      else shared.delete(bucket);
    }
    const { page } = held.copy;
    const others = ofPage.get(page) ?? new LateSet<Held>();
    if (isIn) ofPage.set(page, others.add(held));
    else others.delete(held);
  };

  const known: Circumstances = {
    gistOf(held) {
      held.gist ??= gistOf(held.copy, source.get(held.copy.entry));
      return held.gist;
    },
    scriptOf: ({ copy }) => scriptIn(source.callOf(copy)?.stack),
    calledAt({ copy }) {
      const call = source.callOf(copy);
      return call === undefined ? copy.at : call.phase === 'queued' ? undefined : call.at;
    },
    startOf: visits.startOf,
    areNext: visits.areNext,
    areTogether: visits.areTogether,
    hasShopped: visits.hasShopped,
  };

  const bucketOf = (kind: Bucket['kind'], key: string): Bucket => {
    let bucket = buckets.get(`${kind}\0${key}`);
    if (bucket === undefined) {
      bucket = new Bucket(kind);
      buckets.set(`${kind}\0${key}`, bucket);
    }
    return bucket;
  };

  const bucketsFor = (held: Held): Bucket[] => {
    const { page, pixelId, name, side } = held.copy;
    const found: Bucket[] = [];
    const order = mayBeOfAnOrder(name) ? source.orderOf(held.copy) : undefined;
    if (order !== undefined)
      found.push(bucketOf('order', `${side}\0${pixelId}\0${name}\0${order}`));
    if (side === 'server') return found;
    found.push(bucketOf('document', `${page}\0${pixelId}\0${name}`));
    if (isOfThankYouPage(name)) {
      const { address } = known.gistOf(held);
      if (address !== '') found.push(bucketOf('address', `${address}\0${pixelId}\0${name}`));
    }
    if (isOfStep(name)) found.push(bucketOf('step', `${pixelId}\0${name}`));
    return toLength(found);
  };

  const JUDGES = {
    order: ofOneOrder,
    document: ofOneDocument,
    address: ofOneAddress,
    step: ofTwoDocuments,
  };

  const twinOf = (held: Held): Held['twin'] => {
    for (const bucket of held.buckets) {
      if (bucket.kind === 'order' && bucket.members.length > COPIES_OF_ORDER) continue;
      for (const of of bucket.before(held)) {
        const by = JUDGES[bucket.kind](of, held, known);
        if (by !== undefined) return { of, by };
      }
    }
    return undefined;
  };

  /** @param seen roots found before, as long as no twin changes: a chain may be long */
  const rootOf = (held: Held, seen: Map<Held, Held>): Held => {
    const path: Held[] = [];
    let at = held;
    while (at.twin !== undefined && !seen.has(at)) {
      path.push(at);
      at = at.twin.of;
    }
    const root = seen.get(at) ?? at;
    for (const each of path) seen.set(each, root);
    return root;
  };

  const clusterOf = (root: Held): Held[] => {
    const cluster: Held[] = [];
    const open = [root];
    for (let held = open.pop(); held !== undefined; held = open.pop()) {
      cluster.push(held);
      open.push(...held.doubles);
    }
    return cluster.sort((a, b) => compareCopies(a.copy, b.copy));
  };

  const link = (held: Held, twin: Held['twin']) => {
    held.twin?.of.doubles.delete(held);
    held.twin = twin;
    twin?.of.doubles.add(held);
  };

  /** Tells the events that these copies are of anew. */
  const tell = (changed: ReadonlySet<Held>) => {
    const old = new Set<Held>();
    const roots = new Set<Held>();
    const rootsSeen = new Map<Held, Held>();
    for (const held of changed) {
      if (held.told) old.add(held.told);
      if (!held.isGone) roots.add(rootOf(held, rootsSeen));
    }
    for (const root of old) {
      facts.delete(root);
      source.found(`twice\0${root.copy.key}`, []);
      if (!root.isGone) roots.add(rootOf(root, rootsSeen));
    }
    const turned = new Set<Held>();
    for (const root of roots) {
      const cluster = clusterOf(root);
      const isDouble = cluster.length > 1;
      for (const held of cluster) {
        if (held.told !== undefined || isDouble) turned.add(held);
        held.told = isDouble ? root : undefined;
      }
      if (!isDouble) continue;
      const fact = factAbout(cluster, source);
      facts.set(root, fact);
      source.found(`twice\0${root.copy.key}`, [fact]);
    }
    for (const { copy } of turned) source.turned(copy);
  };

  return {
    add(copy) {
      if (!mayLeaveTwice(copy)) return;
      if (copy.side === 'browser' && isOfShopping(copy.name)) visits.shopped(copy.at, 1);
      const held: Held = {
        copy,
        gist: undefined,
        buckets: [],
        twin: undefined,
        doubles: new LateSet(),
        told: undefined,
        isGone: false,
      };
      held.buckets = bucketsFor(held);
      if (held.buckets.length === 0) return;
      heldOf.set(copy.key, held);
      for (const bucket of held.buckets) {
        bucket.add(held);
        countAddress(held, bucket, true);
        if (bucket.kind === 'order' && bucket.members.length === COPIES_OF_ORDER + 1)
          for (const each of bucket.members) dirty.add(each);
      }
      markFrom(held);
    },
    remove(copy) {
      if (copy.side === 'browser' && mayLeaveTwice(copy) && isOfShopping(copy.name))
        visits.shopped(copy.at, -1);
      const held = heldOf.get(copy.key);
      if (held === undefined) return;
      heldOf.delete(copy.key);
      markFrom(held);
      for (const bucket of held.buckets) {
        bucket.remove(held);
        countAddress(held, bucket, false);
        if (bucket.kind === 'order' && bucket.members.length === COPIES_OF_ORDER)
          for (const each of bucket.members) dirty.add(each);
      }
      held.isGone = true;
      dirty.add(held);
      for (const each of held.doubles) dirty.add(each);
    },
    touch(copy) {
      const held = heldOf.get(copy.key);
      if (held === undefined) return;
      markFrom(held);
      touched.add(held);
    },
    addPage: visits.addPage,
    settle() {
      visits.settle();
      if (dirty.size === 0) return;
      const changed = new Set([...touched].filter(({ told }) => told !== undefined));
      const judged = dirty;
      dirty = new Set();
      touched = new Set();
      for (const held of judged) {
        const twin = held.isGone ? undefined : twinOf(held);
        const { twin: before } = held;
        if (!held.isGone && twin?.of === before?.of && twin?.by === before?.by) continue;
        changed.add(held);
        if (before) changed.add(before.of);
        link(held, twin);
        if (twin) changed.add(twin.of);
      }
      if (changed.size > 0) tell(changed);
    },
    factOf(copy) {
      const root = heldOf.get(copy.key)?.told;
      return root && facts.get(root);
    },
  };
}

/** Of what Meta's library makes of its own accord, a PageView alone may be the page's as well. */
function mayLeaveTwice({ received, automatic, name, carrier }: Copy): boolean {
  if (!received || (automatic && name !== PAGE_VIEW)) return false;
  return carrier === 'pixel' || carrier === 'tap' || carrier === 'import';
}

/** The amounts, where they differ. */
function amountsOf(cluster: readonly Held[]): { amounts?: string[] } {
  const values = cluster.flatMap(({ gist }) => gist?.own.value || []);
  const [first = ''] = values;
  const isOne = values.every((value) => isSameValue('value', first, value));
  return isOne ? {} : { amounts: [...new Set(values)] };
}

/** @param cluster the copies of one event, by time */
function factAbout(
  cluster: readonly Held[],
  { callOf, orderOf }: DoublesSource,
): Fact<'dedup/sent-twice'> {
  const [first, last] = [cluster[0] as Held, cluster.at(-1) as Held];
  const by = STRENGTH.find((one) => cluster.some(({ twin }) => twin?.by === one)) ?? 'visit';
  const { name: eventName, pixelId, side } = first.copy;
  const order = by === 'order' ? orderOf(first.copy) : undefined;
  const data: DedupData['dedup/sent-twice'] = {
    eventName,
    pixelId,
    side,
    count: cluster.length,
    ids: [...new Set(cluster.map(({ copy }) => copy.eventId))],
    by,
    apart: last.copy.at - first.copy.at,
    ...(order === undefined ? {} : { order }),
    ...(by === 'senders' ? amountsOf(cluster) : {}),
  };
  const proof = cluster.slice(0, SHOWN);
  const calls = proof.flatMap(({ copy }) => callOf(copy)?.id ?? []);
  return {
    rule: 'dedup/sent-twice',
    severity: by === 'order' ? 'error' : 'warning',
    entries: [...proof.map(({ copy }) => copy.entry), ...new Set(calls)],
    data,
  };
}
