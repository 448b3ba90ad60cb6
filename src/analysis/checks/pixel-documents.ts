import { type CallEntry, type Entry, type HitEntry, numberOf } from '../../session/entry.ts';
import { entriesOf } from '../../session/value/read.ts';
import type { PageValue } from '../../session/value.ts';
import { namedPixelId, type PixelCall, pixelIdText } from '../../vendors/meta/call.ts';
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

const NO_CALLS: CallEntry[] = [];
const NO_INITS: Init[] = [];
const NO_LIMITS: Limit[] = [];

/**
 * What one document said to the pixel, as far as the judgement of another call depends on it.
 * Calls come in any order: what is judged is asked of the numbers.
 */
export class PixelDocument {
  /** Every pixel call that came. */
  calls: CallEntry[] = NO_CALLS;
  private readonly rejudge: (hitId: string) => void;
  private readonly names = new LateSet<string>();
  /** Pixels that events are sent to by their id. */
  private readonly named = new LateSet<string>();
  /** By number. */
  private inits: Init[] = NO_INITS;
  private limits: Limit[] = NO_LIMITS;
  /** Pixels of hits that came of a script. */
  private readonly sentPixels = new LateSet<string>();
  private readonly awaiting = new LateMap<string, LateSet<string>>();
  private hasStart = false;
  /** Number of the first entry that is known to be lost. */
  private firstLost = Number.POSITIVE_INFINITY;
  private lastJudged = -1;
  /** What `before` answers behind the last init: nearly every call. */
  private all: PixelsBefore | undefined = undefined;

  /** @param rejudge told the hits that a call of their event's name came for */
  constructor(rejudge: (hitId: string) => void) {
    this.rejudge = rejudge;
  }

  /** Whether a call that sends this event was seen; '' for events without a name. */
  hasCallOf(eventName: string): boolean {
    return this.names.has(eventName);
  }

  /** A hit of this event has findings: it is to be judged again when a call of that name comes. */
  awaitCall(eventName: string, hitId: string): void {
    const hits = this.awaiting.get(eventName);
    if (hits) hits.add(hitId);
    else this.awaiting.set(eventName, new LateSet<string>().add(hitId));
  }

  /** What came before the call with this number. */
  before(number: number): PixelsBefore {
    const last = Math.max(this.inits.at(-1)?.number ?? -1, this.limits.at(-1)?.number ?? -1);
    if (number <= last || this.firstLost < Number.POSITIVE_INFINITY) return this.collect(number);
    this.all ??= this.collect(Number.MAX_SAFE_INTEGER);
    return this.all;
  }

  /** The document's first init. */
  firstInit(): string | undefined {
    return this.inits[0]?.entry;
  }

  /** Takes a call in. True where calls that are judged already may be judged otherwise now. */
  addCall(entry: CallEntry, call: PixelCall): boolean {
    this.calls = append(this.calls, entry);
    if (call.isEvent) {
      const eventName = call.eventName ?? '';
      if (!this.names.has(eventName)) this.addName(eventName);
      const pixelId = call.isForOnePixel ? namedPixelId(call) : undefined;
      if (pixelId !== undefined) this.named.add(pixelId);
      return false;
    }
    const isLimited = limitsDataUse(call);
    if (isLimited !== undefined) {
      this.all = undefined;
      const number = numberOf(entry.id);
      this.limits = insert(this.limits, { number, isLimited });
      return number < this.lastJudged;
    }
    if (call.command !== 'init' && call.command !== 'addPixelId') return false;
    this.all = undefined;
    return this.addInit(entry, call);
  }

  /** Takes in the document's start, a gap or a hit; returns the same. */
  addOther(entry: Exclude<Entry, CallEntry>): boolean {
    if (entry.kind === 'hit' && scriptedPixels(entry).every((id) => this.sentPixels.has(id)))
      return false;
    this.all = undefined;
    if (entry.kind === 'page') {
      if (this.hasStart || entry.event !== 'start') return false;
      this.hasStart = true;
    } else if (entry.kind === 'gap') {
      if (entry.from >= this.firstLost) return false;
      this.firstLost = entry.from;
      return this.lastJudged > entry.from;
    } else if (entry.kind === 'hit') {
      const wasUnseen = this.hasUnseenInit();
      for (const pixelId of scriptedPixels(entry)) this.sentPixels.add(pixelId);
      return this.lastJudged >= 0 && wasUnseen !== this.hasUnseenInit();
    } else return false;
    return this.lastJudged >= 0;
  }

  /** Calls up to this number have been judged. */
  judged(number: number): void {
    this.lastJudged = Math.max(this.lastJudged, number);
  }

  /** A pixel that sends without an init that was seen: calls were missed. */
  private hasUnseenInit(): boolean {
    for (const pixelId of this.sentPixels)
      if (!this.inits.some((init) => init.pixelId === pixelId)) return true;
    return false;
  }

  private collect(number: number): PixelsBefore {
    const pixels = new Map<string, { userData: PageValue | undefined }>();
    const later = new Set<string>();
    let hasBadInit = false;
    for (const { number: at, pixelId, userData } of this.inits) {
      if (at >= number) {
        if (pixelId !== undefined) later.add(pixelId);
      } else if (pixelId === undefined) hasBadInit = true;
      else pixels.set(pixelId, { userData: pixels.get(pixelId)?.userData ?? userData });
    }
    const isKnown = this.hasStart && this.firstLost > number && !this.hasUnseenInit();
    const isLimited = this.limits.findLast((limit) => limit.number < number)?.isLimited === true;
    return { pixels, ...(later.size > 0 && { later }), hasBadInit, isKnown, isLimited };
  }

  private addInit(entry: CallEntry, call: PixelCall): boolean {
    const id = pixelIdText(call.pixel);
    const number = numberOf(entry.id);
    const init: Init = {
      number,
      entry: entry.id,
      pixelId: isPixelId(id) ? id : undefined,
      userData: isEmptyData(call) ? undefined : call.rest[1],
    };
    const wasUnseen = this.hasUnseenInit();
    this.inits = insert(this.inits, init);
    // The first init is in the proof of what came before it.
    const isFirst = this.inits[0] === init;
    const isNamed = init.pixelId !== undefined && this.named.has(init.pixelId);
    const { lastJudged } = this;
    return (
      lastJudged >= 0 &&
      (isFirst || isNamed || number < lastJudged || wasUnseen !== this.hasUnseenInit())
    );
  }

  private addName(eventName: string): void {
    this.names.add(eventName);
    for (const hitId of this.awaiting.get(eventName) ?? []) this.rejudge(hitId);
    this.awaiting.delete(eventName);
  }
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
