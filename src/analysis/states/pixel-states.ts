import type { HitEntry } from '../../session/entry.ts';
import type { PixelState } from '../analysis.ts';
import { countUpTo, insert, insertNumber } from '../ordered.ts';
import type { PixelControls, Verdict } from './pixel-controls.ts';
import { isHeldToOneView, type TrackCall } from './track-call.ts';

/** What the states of a document ask, and whom they tell. */
export interface PixelStatesListener {
  /** The state of a call, or the hits that it has, are others now. */
  onState(call: string): void;
  /** The latest form of a hit. */
  hit(id: string): HitEntry | undefined;
}

/** What the states ask of the links besides. */
interface Asked extends PixelStatesListener {
  /** The hit of a PageView that the SDK sent by itself when the address had changed to this one. */
  ownView(pixelId: string, address: string): string | undefined;
}

/** What became of each track call of one document, by its own hits and by what decides over it. */
export interface PixelStates {
  /** Any call of fbq: how many wait behind one is counted in their numbers. */
  count(number: number): void;
  add(call: TrackCall): void;
  /** Judges anew the calls whose hits have changed, or over which something else decides now. */
  settle(changed: ReadonlySet<TrackCall>): void;
  /** One state for each pixel that the call is for. */
  statesOf(call: TrackCall): PixelState[];
  /** Calls that were not sent to one of their pixels, or wait. */
  unsent(): number;
  /** Those of them that nothing but consent holds back. */
  withheld(): number;
}

/** States of a document without calls. */
export function createPixelStates(controls: PixelControls, listener: Asked): PixelStates {
  const pageViews: TrackCall[] = [];
  /** The first PageView that was sent, by pixel. */
  const firstViews = new Map<string, { number: number; hit: string }>();
  /** Numbers of all fbq calls, to say how many wait. */
  const numbers: number[] = [];
  const counts = { unsent: 0, withheld: 0 };

  const findFirstViews = () => {
    firstViews.clear();
    for (const { hits, number } of pageViews)
      for (const { pixelId, id } of hits)
        if (!firstViews.has(pixelId)) firstViews.set(pixelId, { number, hit: id });
  };

  /**
   * The hit for whose sake a PageView was dropped: the SDK sends one of a page, and one by itself
   * when the address changes, unless the page switches that off (recorded runs pageview_twice,
   * router_pageview, router_pageview_disablePushState).
   */
  const viewInstead = (call: TrackCall, pixelId: string): string | undefined => {
    if (!isHeldToOneView(call)) return undefined;
    const first = firstViews.get(pixelId);
    return (
      listener.ownView(pixelId, call.address) ??
      (first !== undefined && first.number < call.number ? first.hit : undefined)
    );
  };

  /** The pixels that a call is for, and those that it is known to have reached. */
  const pixelsOf = (call: TrackCall): readonly string[] => {
    const targets = controls.targetsOf(call);
    const others = call.hits.filter(({ pixelId }) => !targets.includes(pixelId));
    return others.length === 0 ? targets : [...targets, ...others.map(({ pixelId }) => pixelId)];
  };

  const judgeFor = (call: TrackCall, pixelId: string): Verdict => {
    const own = call.hits.find((hit) => hit.pixelId === pixelId);
    const hit = own && listener.hit(own.id);
    if (!hit) {
      const instead = viewInstead(call, pixelId);
      return instead === undefined ? controls.judge(call, pixelId) : repeatedView(instead);
    }
    if (hit.outcome === 'blocked')
      return { state: 'not-sent', reason: 'client-blocked', hits: [hit.id], proof: [hit.id] };
    if (hit.outcome === 'failed')
      return { state: 'not-sent', reason: 'hit-failed', hits: [hit.id], proof: [hit.id] };
    if (hit.outcome === 'cancelled')
      return { state: 'sent', reason: 'hit-cancelled', hits: [hit.id], proof: [hit.id] };
    return { state: 'sent', hits: [hit.id], proof: [hit.id] };
  };

  /** Whether it was not sent for one pixel at least, or waits. */
  const troubleOf = (call: TrackCall): TrackCall['trouble'] => {
    const pixels = pixelsOf(call);
    const verdicts =
      pixels.length === 0
        ? [controls.judge(call, undefined)]
        : pixels.map((pixelId) => judgeFor(call, pixelId));
    const troubles = verdicts.filter(isTrouble);
    if (troubles.length === 0) return undefined;
    return troubles.every(({ reason }) => reason === 'consent-revoked') ? 'withheld' : 'unsent';
  };

  const judge = (call: TrackCall) => {
    const now = troubleOf(call);
    if (call.trouble !== undefined) counts[call.trouble] -= 1;
    if (now !== undefined) counts[now] += 1;
    call.trouble = now;
    listener.onState(call.id);
  };

  return {
    unsent: () => counts.unsent + counts.withheld,
    withheld: () => counts.withheld,
    count: (number) => insertNumber(numbers, number),
    add(call) {
      if (isHeldToOneView(call)) insert(pageViews, call);
    },
    settle(changed) {
      // Whether one PageView is a repetition depends on the others.
      if (pageViews.some((call) => changed.has(call))) {
        findFirstViews();
        for (const call of pageViews) if (!changed.has(call)) judge(call);
      }
      for (const call of changed) judge(call);
    },
    statesOf(call) {
      const pixels = pixelsOf(call);
      const targets = pixels.length === 0 ? [undefined] : pixels;
      return targets.map((pixelId) => {
        const verdict =
          pixelId === undefined ? controls.judge(call, undefined) : judgeFor(call, pixelId);
        const { since, hits = [], ...rest } = verdict;
        const state: PixelState = { entry: call.id, eventName: call.name, ...rest, hits };
        if (pixelId !== undefined) state.pixelId = pixelId;
        if (since !== undefined) state.waiting = numbers.length - countUpTo(numbers, since);
        return state;
      });
    },
  };
}

function repeatedView(hit: string): Verdict {
  return { state: 'not-sent', reason: 'repeated-page-view', proof: [hit] };
}

/** What the SDK drops on purpose is no trouble. */
function isTrouble({ state, reason }: Verdict): boolean {
  return state === 'held' || (state === 'not-sent' && reason !== 'repeated-page-view');
}
