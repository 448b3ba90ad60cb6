import type { HitEntry } from '../../session/entry.ts';
import type { PixelState } from '../analysis.ts';
import { LateMap } from '../late.ts';
import { countUpTo, insert, insertNumber } from '../ordered.ts';
import { isUnsent } from '../verdicts.ts';
import type { PixelControls, Verdict } from './pixel-controls.ts';
import { isHeldToOneView, type TrackCall } from './track-call.ts';

/** What the states of a document ask, and whom they tell. */
export interface PixelStatesListener {
  /** The state of a call, or the hits that it has, are others now. */
  onState(call: string): void;
  /** The latest form of a hit. */
  hit(id: string): HitEntry | undefined;
}

/** Calls to be judged anew. */
type Changed = Iterable<TrackCall> & { has(call: TrackCall): boolean };

/** What the states ask of the links besides. */
export interface OwnViews {
  /** The hit of a PageView that the SDK sent by itself when the address had changed to this one. */
  ownView(pixelId: string, address: string): string | undefined;
}

const NO_CALLS: TrackCall[] = [];
const NO_NUMBERS: number[] = [];

/** What became of each track call of one document, by its own hits and by what decides over it. */
export class PixelStates {
  private readonly controls: PixelControls;
  private readonly listener: PixelStatesListener;
  private readonly views: OwnViews;
  private pageViews: TrackCall[] = NO_CALLS;
  /** The first PageView that was sent, by pixel. */
  private readonly firstViews = new LateMap<string, { number: number; hit: string }>();
  /** Numbers of all fbq calls, to say how many wait. */
  private numbers: number[] = NO_NUMBERS;
  private readonly counts = { unsent: 0, withheld: 0 };

  constructor(controls: PixelControls, listener: PixelStatesListener, views: OwnViews) {
    this.controls = controls;
    this.listener = listener;
    this.views = views;
  }

  private findFirstViews(): void {
    this.firstViews.clear();
    for (const { hits, number } of this.pageViews)
      for (const { pixelId, id } of hits)
        if (!this.firstViews.has(pixelId)) this.firstViews.set(pixelId, { number, hit: id });
  }

  /**
   * The hit for whose sake a PageView was dropped: the SDK sends one of a page, and one by itself
   * when the address changes, unless the page switches that off (recorded runs pageview_twice,
   * router_pageview, router_pageview_disablePushState).
   */
  private viewInstead(call: TrackCall, pixelId: string): string | undefined {
    if (!isHeldToOneView(call)) return undefined;
    const first = this.firstViews.get(pixelId);
    return (
      this.views.ownView(pixelId, call.address) ??
      (first !== undefined && first.number < call.number ? first.hit : undefined)
    );
  }

  /** The pixels that a call is for, and those that it is known to have reached. */
  private pixelsOf(call: TrackCall): readonly string[] {
    const targets = this.controls.targetsOf(call);
    const others = call.hits.filter(({ pixelId }) => !targets.includes(pixelId));
    return others.length === 0 ? targets : [...targets, ...others.map(({ pixelId }) => pixelId)];
  }

  private judgeFor(call: TrackCall, pixelId: string): Verdict {
    const own = call.hits.find((hit) => hit.pixelId === pixelId);
    const hit = own && this.listener.hit(own.id);
    if (!hit) {
      const instead = this.viewInstead(call, pixelId);
      return instead === undefined ? this.controls.judge(call, pixelId) : repeatedView(instead);
    }
    if (hit.outcome === 'blocked')
      return { state: 'not-sent', reason: 'client-blocked', hits: [hit.id], proof: [hit.id] };
    if (hit.outcome === 'failed')
      return { state: 'not-sent', reason: 'hit-failed', hits: [hit.id], proof: [hit.id] };
    if (hit.outcome === 'cancelled')
      return { state: 'sent', reason: 'hit-cancelled', hits: [hit.id], proof: [hit.id] };
    return { state: 'sent', hits: [hit.id], proof: [hit.id] };
  }

  /** Whether it was not sent for one pixel at least, or waits. */
  private troubleOf(call: TrackCall): TrackCall['trouble'] {
    const pixels = this.pixelsOf(call);
    const verdicts =
      pixels.length === 0
        ? [this.controls.judge(call, undefined)]
        : pixels.map((pixelId) => this.judgeFor(call, pixelId));
    const troubles = verdicts.filter(isUnsent);
    if (troubles.length === 0) return undefined;
    return troubles.every(({ reason }) => reason === 'consent-revoked') ? 'withheld' : 'unsent';
  }

  private judge(call: TrackCall): void {
    const now = this.troubleOf(call);
    if (call.trouble !== undefined) this.counts[call.trouble] -= 1;
    if (now !== undefined) this.counts[now] += 1;
    call.trouble = now;
    this.listener.onState(call.id);
  }

  /** Calls that were not sent to one of their pixels, or wait. */
  unsent(): number {
    return this.counts.unsent + this.counts.withheld;
  }

  /** Those of them that nothing but consent holds back. */
  withheld(): number {
    return this.counts.withheld;
  }

  /** Any call of fbq: how many wait behind one is counted in their numbers. */
  count(number: number): void {
    this.numbers = insertNumber(this.numbers, number);
  }

  add(call: TrackCall): void {
    if (isHeldToOneView(call)) this.pageViews = insert(this.pageViews, call);
  }

  /** Judges anew the calls whose hits have changed, or over which something else decides now. */
  settle(changed: Changed): void {
    // Whether one PageView is a repetition depends on the others.
    if (this.pageViews.some((call) => changed.has(call))) {
      this.findFirstViews();
      for (const call of this.pageViews) if (!changed.has(call)) this.judge(call);
    }
    for (const call of changed) this.judge(call);
  }

  /** One state for each pixel that the call is for. */
  statesOf(call: TrackCall): PixelState[] {
    const pixels = this.pixelsOf(call);
    const targets = pixels.length === 0 ? [undefined] : pixels;
    return targets.map((pixelId) => {
      const verdict =
        pixelId === undefined ? this.controls.judge(call, undefined) : this.judgeFor(call, pixelId);
      const { since, hits = [], ...rest } = verdict;
      const state: PixelState = { entry: call.id, eventName: call.name, ...rest, hits };
      if (pixelId !== undefined) state.pixelId = pixelId;
      if (since !== undefined) state.waiting = this.numbers.length - countUpTo(this.numbers, since);
      return state;
    });
  }
}

function repeatedView(hit: string): Verdict {
  return { state: 'not-sent', reason: 'repeated-page-view', proof: [hit] };
}
