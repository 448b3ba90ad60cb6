import { type CallEntry, type Entry, type HitEntry, numberOf } from '../../session/entry.ts';
import { entriesOf } from '../../session/value/read.ts';
import type { PageValue } from '../../session/value.ts';
import { type PixelCall, pixelIdText } from '../../vendors/meta/call.ts';
import { isPixelId } from '../../vendors/meta/pixel-hit.ts';
import { limitsDataUse, type PixelsBefore } from '../../vendors/meta/pixels-before.ts';
import { LateMap, LateSet } from '../late.ts';
import { append, insert } from '../ordered.ts';

/** An init and its place in the document. */
interface Init {
  number: number;
  entry: string;
  /** Undefined where it is no pixel id. */
  pixelId: string | undefined;
  /** Undefined where it brings none. */
  userData: PageValue | undefined;
}

/** A call of dataProcessingOptions that changes something. */
interface Limit {
  number: number;
  isLimited: boolean;
}

/**
 * What one document said to the pixel, as far as the judgement of another call depends on it.
 * Calls come in any order: what is judged is asked of the numbers.
 */
export interface PixelDocument {
  /** Every pixel call that came. */
  readonly calls: CallEntry[];
  /** Whether a call that sends this event was seen; '' for events without a name. */
  hasCallOf(eventName: string): boolean;
  /** A hit of this event has findings: it is to be judged again when a call of that name comes. */
  awaitCall(eventName: string, hitId: string): void;
  /** What came before the call with this number. */
  before(number: number): PixelsBefore;
  /** The document's first init. */
  firstInit(): string | undefined;
  /** Takes a call in. True where calls that are judged already may be judged otherwise now. */
  addCall(entry: CallEntry, call: PixelCall): boolean;
  /** Takes in the document's start, a gap or a hit; returns the same. */
  addOther(entry: Exclude<Entry, CallEntry>): boolean;
  /** Calls up to this number have been judged. */
  judged(number: number): void;
}

const NO_CALLS: CallEntry[] = [];
const NO_INITS: Init[] = [];

/**
 * A document of which nothing is known.
 * @param rejudge told the hits that a call of their event's name came for
 */
export function createPixelDocument(rejudge: (hitId: string) => void): PixelDocument {
  let calls: CallEntry[] = NO_CALLS;
  const names = new LateSet<string>();
  /** By number. */
  let inits: Init[] = NO_INITS;
  let limits: Limit[] = [];
  /** Pixels of hits that came of a script. */
  const sentPixels = new LateSet<string>();
  const awaiting = new LateMap<string, LateSet<string>>();
  let hasStart = false;
  /** Number of the first entry that is known to be lost. */
  let firstLost = Number.POSITIVE_INFINITY;
  let lastJudged = -1;
  /** What `before` answers behind the last init: nearly every call. */
  let all: PixelsBefore | undefined;

  /** A pixel that sends without an init that was seen: calls were missed. */
  const hasUnseenInit = () => {
    for (const pixelId of sentPixels)
      if (!inits.some((init) => init.pixelId === pixelId)) return true;
    return false;
  };

  const collect = (number: number): PixelsBefore => {
    const pixels = new Map<string, { userData: PageValue | undefined }>();
    let hasBadInit = false;
    for (const { number: at, pixelId, userData } of inits) {
      if (at >= number) break;
      if (pixelId === undefined) hasBadInit = true;
      else pixels.set(pixelId, { userData: pixels.get(pixelId)?.userData ?? userData });
    }
    const isKnown = hasStart && firstLost > number && !hasUnseenInit();
    const isLimited = limits.findLast((limit) => limit.number < number)?.isLimited === true;
    return { pixels, hasBadInit, isKnown, isLimited };
  };

  const addInit = (entry: CallEntry, call: PixelCall): boolean => {
    const id = pixelIdText(call.pixel);
    const number = numberOf(entry.id);
    const init: Init = {
      number,
      entry: entry.id,
      pixelId: isPixelId(id) ? id : undefined,
      userData: isEmptyData(call) ? undefined : call.rest[1],
    };
    const wasUnseen = hasUnseenInit();
    inits = insert(inits, init);
    // The first init is in the proof of what came before it.
    return (
      lastJudged >= 0 && (inits[0] === init || number < lastJudged || wasUnseen !== hasUnseenInit())
    );
  };

  const addName = (eventName: string) => {
    names.add(eventName);
    for (const hitId of awaiting.get(eventName) ?? []) rejudge(hitId);
    awaiting.delete(eventName);
  };

  return {
    get calls() {
      return calls;
    },
    hasCallOf: (eventName) => names.has(eventName),
    awaitCall(eventName, hitId) {
      const hits = awaiting.get(eventName);
      if (hits) hits.add(hitId);
      else awaiting.set(eventName, new LateSet<string>().add(hitId));
    },
    before(number) {
      const last = Math.max(inits.at(-1)?.number ?? -1, limits.at(-1)?.number ?? -1);
      if (number <= last || firstLost < Number.POSITIVE_INFINITY) return collect(number);
      all ??= collect(Number.MAX_SAFE_INTEGER);
      return all;
    },
    firstInit: () => inits[0]?.entry,
    addCall(entry, call) {
      calls = append(calls, entry);
      if (call.isEvent) {
        const eventName = call.eventName ?? '';
        if (!names.has(eventName)) addName(eventName);
        return false;
      }
      const isLimited = limitsDataUse(call);
      if (isLimited !== undefined) {
        all = undefined;
        const number = numberOf(entry.id);
        limits = insert(limits, { number, isLimited });
        return number < lastJudged;
      }
      if (call.command !== 'init' && call.command !== 'addPixelId') return false;
      all = undefined;
      return addInit(entry, call);
    },
    addOther(entry) {
      if (entry.kind === 'hit' && scriptedPixels(entry).every((id) => sentPixels.has(id)))
        return false;
      all = undefined;
      if (entry.kind === 'page') {
        if (hasStart || entry.event !== 'start') return false;
        hasStart = true;
      } else if (entry.kind === 'gap') {
        if (entry.from >= firstLost) return false;
        firstLost = entry.from;
        return lastJudged > entry.from;
      } else if (entry.kind === 'hit') {
        const wasUnseen = hasUnseenInit();
        for (const pixelId of scriptedPixels(entry)) sentPixels.add(pixelId);
        return lastJudged >= 0 && wasUnseen !== hasUnseenInit();
      } else return false;
      return lastJudged >= 0;
    },
    judged(number) {
      lastJudged = Math.max(lastJudged, number);
    },
  };
}

function isEmptyData(call: PixelCall): boolean {
  // What is no object is not taken.
  return entriesOf(call.rest[1]).length === 0;
}

/** Pixels that a script made send: a noscript image needs no init. */
function scriptedPixels(hit: HitEntry): string[] {
  return hit.events
    .filter(
      ({ pixelId, parameters, marks }) =>
        pixelId !== undefined && parameters.v !== undefined && !marks?.includes('noscript'),
    )
    .map(({ pixelId }) => pixelId as string);
}
