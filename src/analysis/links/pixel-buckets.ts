import type { Ambiguity, Evidence } from '../analysis.ts';
import { listOf } from '../ordered.ts';
import { isHeldToOneView } from '../states/track-call.ts';
import { contentOfView, type PixelHit, type Slot } from './pixel-slot.ts';

/** Calls and hits that say the same: name, event id and content. */
export interface Bucket {
  readonly family: Family;
  calls: Slot[];
  hits: readonly PixelHit[];
  joins: readonly Join[];
  ambiguous: readonly Ambiguity[];
  /** PageViews of a route that no call made. */
  own: readonly PixelHit[];
}

/** Calls and hits of one name and event id, whatever they carry. */
export interface Family {
  readonly eventId: string;
  buckets: Bucket[];
  /** Hits that no call of their own content has, by bucket. */
  loose: Map<Bucket, readonly PixelHit[]> | undefined;
  joins: readonly Join[];
  ambiguous: readonly Ambiguity[];
}

export interface Join {
  readonly slot: Slot;
  readonly hit: PixelHit;
  readonly evidence: Evidence;
}

export const NO_CALLS: Slot[] = [];
export const NO_BUCKETS: Bucket[] = [];
export const NO_JOINS: readonly Join[] = [];
export const NOT_AMBIGUOUS: readonly Ambiguity[] = [];
/** Content of a call whose copy does not say it all: no hit has it. */
export const OPAQUE = '\u0001?';
/** Calls that are named for a hit that may be any of them. */
export const CANDIDATES = 20;

/** The first calls of a family that pass, in the order of their numbers. */
export function firstOf({ buckets }: Family, passes: (slot: Slot) => boolean): Slot[] {
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
export function isRival(a: Join, b: Join): boolean {
  return a !== b && a.slot === b.slot && a.hit.pixelId === b.hit.pixelId;
}

export function joinKey({ slot, hit, evidence }: Join): string {
  return `${slot.id} ${hit.pixelId} ${hit.id} ${evidence}`;
}

export function ambiguity(hit: PixelHit, candidates: readonly Slot[]): Ambiguity {
  return { entry: hit.id, candidates: candidates.slice(0, CANDIDATES).map(({ id }) => id) };
}

/** Of PageViews that say the same, the SDK sends the first; trackSingle is not held to that. */
export function withoutRepeats(calls: readonly Slot[], hits: number): readonly Slot[] {
  const isDeduplicated = calls.every(isHeldToOneView);
  return isDeduplicated && calls.length > hits ? calls.slice(0, hits) : calls;
}

/** Key of the bucket of PageViews of this address that carry nothing. */
export function viewKey(url: string): string {
  return `PageView\n\n${contentOfView(url)}`;
}

export function byPixel(hits: readonly PixelHit[]): Map<string, PixelHit[]> {
  const pixels = new Map<string, PixelHit[]>();
  for (const hit of hits) listOf(pixels, hit.pixelId).push(hit);
  return pixels;
}
