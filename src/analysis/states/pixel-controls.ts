import type { CallEntry, HitEntry } from '../../session/entry.ts';
import { numberOf } from '../../session/entry.ts';
import { namedPixelId, type PixelCall } from '../../vendors/meta/call.ts';
import { sdkRequestOf } from '../../vendors/meta/sdk-request.ts';
import type { CallState, StateReason } from '../analysis.ts';
import { insert } from '../ordered.ts';
import type { TrackCall } from './track-call.ts';

interface Init {
  id: string;
  number: number;
  at: number;
  /** Absent where it named no pixel id. */
  pixelId: string | undefined;
}

interface ConsentCall {
  id: string;
  number: number;
  at: number;
  isGrant: boolean;
}

/** Why a call to a pixel has no hit of its own, as far as the document tells. */
export interface Verdict {
  state: CallState;
  reason?: StateReason;
  hits?: string[];
  proof: string[];
  /** Number of the call behind which calls began to wait; `held` only. */
  since?: number;
}

/**
 * What decides over a document's pixel calls: inits, consent, the library and the configurations.
 * How the SDK treats them is domain facts 2.3, measured on 60 recorded runs.
 */
export interface PixelControls {
  /** True where the call decides over others. */
  addCall(entry: CallEntry, call: PixelCall): boolean;
  /** True where the request is the library or a configuration. */
  addRequest(entry: HitEntry): boolean;
  /** A hit of this pixel was seen: it was initialised, whether we saw that or not. */
  addSender(pixelId: string): boolean;
  /** The page that the tab went on to, if it did. */
  left: string | undefined;
  /** Somebody recorded the requests of the document's tab: one that was not seen was not made. */
  isWatched: boolean;
  /** Pixels that a call is for: those that were initialised before it. */
  targetsOf(call: TrackCall): readonly string[];
  /** Pixels whose hits a call may have made, the unseen ones included. */
  mayReach(call: TrackCall, pixelId: string): boolean;
  /** Why a call has no hit for this pixel; without a pixel, why it is for none. */
  judge(call: TrackCall, pixelId: string | undefined): Verdict;
}

/** What the lists of a document come to. */
interface View {
  /** Pixels in the order of their inits. */
  pixels: readonly string[];
  initOf: ReadonlyMap<string, Init>;
  lastInit: number;
  /** When the library began to work its queue; undefined where that was not seen. */
  readyAt: number | undefined;
  /** When the library and the configurations were there, as far as that was seen. */
  freeAt: number;
  library: HitEntry | undefined;
  config: HitEntry | undefined;
  pendingLibrary: HitEntry | undefined;
  pendingConfig: HitEntry | undefined;
}

const CALLED: Verdict = { state: 'called', proof: [] };

/** A document of which nothing is known. */
export function createPixelControls(): PixelControls {
  const inits: Init[] = [];
  const consents: ConsentCall[] = [];
  const libraries = new Map<string, HitEntry>();
  const configs = new Map<string, HitEntry>();
  /** Pixels with a hit of the document's. */
  const seen = new Set<string>();
  /** Pixels that sent without an init that was seen. */
  const senders = new Set<string>();

  /** Made anew when one of the lists above has changed: every call asks for it. */
  let view: View | undefined;
  const look = (): View => {
    if (view) return view;
    const pixels: string[] = [];
    const initOf = new Map<string, Init>();
    for (const init of inits)
      if (init.pixelId !== undefined && !initOf.has(init.pixelId)) {
        initOf.set(init.pixelId, init);
        pixels.push(init.pixelId);
      }
    let readyAt: number | undefined;
    for (const { outcome, status, endAt } of libraries.values())
      if (isLoaded(outcome, status) && endAt !== undefined)
        readyAt = Math.min(readyAt ?? endAt, endAt);
    let configuredAt = 0;
    for (const { endAt } of configs.values()) configuredAt = Math.max(configuredAt, endAt ?? 0);
    view = {
      pixels,
      initOf,
      lastInit: inits.at(-1)?.number ?? -1,
      readyAt,
      freeAt: Math.max(readyAt ?? 0, configuredAt),
      library: failed(libraries.values()),
      config: failed(configs.values()),
      pendingLibrary: pending(libraries.values()),
      pendingConfig: pending(configs.values()),
    };
    return view;
  };
  const initOf = (pixelId: string) => look().initOf.get(pixelId);

  /** The revoke that holds a call back, and the grants behind it that cannot work. */
  const lockOf = (call: TrackCall): { revoke: ConsentCall; grants: ConsentCall[] } | undefined => {
    if (consents.length === 0) return undefined;
    const { readyAt: loadedAt, freeAt: openAt } = look();
    const freeAt = Math.max(call.at, openAt);
    let revoke: ConsentCall | undefined;
    let grants: ConsentCall[] = [];
    for (const consent of consents) {
      if (!consent.isGrant) {
        // A revoke holds what comes after it, and what still waits for something else.
        if (revoke === undefined && (consent.number < call.number || consent.at <= freeAt)) {
          revoke = consent;
          grants = [];
        }
      } else if (revoke !== undefined) {
        // A grant that waits in the same queue stands behind the lock that it should open.
        if (loadedAt !== undefined ? consent.at >= loadedAt : libraries.size === 0) {
          revoke = undefined;
          grants = [];
        } else grants.push(consent);
      }
    }
    return revoke && { revoke, grants };
  };

  const withoutPixel = (call: TrackCall): Verdict => {
    if (senders.size > 0) return CALLED;
    const { single } = call;
    if (single !== undefined) {
      const later = inits.find(({ pixelId }) => pixelId !== undefined && pixelId === single.id);
      return later
        ? { state: 'not-sent', reason: 'before-init', proof: [later.id] }
        : { state: 'not-sent', reason: 'unknown-pixel', proof: inits.map(({ id }) => id) };
    }
    const bad = inits.filter(
      ({ number, pixelId }) => number < call.number && pixelId === undefined,
    );
    if (bad.length > 0)
      return { state: 'not-sent', reason: 'bad-pixel-id', proof: bad.map(({ id }) => id) };
    const later = inits.find(({ pixelId }) => pixelId !== undefined);
    return { state: 'not-sent', reason: 'before-init', proof: later ? [later.id] : [] };
  };

  /** What waits when the page is left is never sent. Some reasons are so for themselves. */
  const held = (reason: StateReason, proof: string[], since: number): Verdict => {
    if (controls.left === undefined) return { state: 'held', reason, proof, since };
    if (reason.startsWith('consent-') || reason === 'library-not-asked')
      return { state: 'not-sent', reason, proof };
    return { state: 'not-sent', reason: 'left-too-soon', proof: [...proof, controls.left] };
  };

  /**
   * What shows that the call went to a stub that another base code replaced, with its queue; none
   * where nothing does. The SDK works its queue in order and asks for the configuration of each
   * init (recorded runs fbq_null_base_code_again, fbq_null_base_code_again_after_load).
   */
  const replacementOf = (call: TrackCall, pixelId: string): string[] | undefined => {
    const { readyAt, pixels } = look();
    const init = initOf(pixelId);
    if (readyAt === undefined || init === undefined || inits.length < 2) return undefined;
    if (!seen.has(pixelId) && !isConfigured(pixelId)) {
      // Its init was never run, a later one was.
      const later = pixels.find(
        (other) => (initOf(other)?.number ?? 0) > init.number && isConfigured(other),
      );
      return later === undefined ? undefined : proofOf(later);
    }
    if (call.at <= readyAt) {
      // Taken before the library came, and a second init of the same pixel was run instead.
      const again = inits.find((one) => one.pixelId === pixelId && one.number > call.number);
      return again !== undefined && again.at <= readyAt && seen.has(pixelId)
        ? [again.id]
        : undefined;
    }
    // The library was asked for again, and from then on only pixels that came after it are served.
    const asked = [...libraries.values()].filter(({ outcome, status }) =>
      isLoaded(outcome, status),
    );
    const second = asked.sort((a, b) => a.at - b.at)[1];
    if (second === undefined || call.at < second.at || init.at > second.at - CLOCK_MS)
      return undefined;
    const served = call.hits.find((hit) => (initOf(hit.pixelId)?.at ?? 0) >= second.at - CLOCK_MS);
    return served && [second.id, ...proofOf(served.pixelId)];
  };
  const isConfigured = (pixelId: string) =>
    [...configs.values()].some(({ url }) => pixelOfConfig(url) === pixelId);
  /** The init of a pixel that was run, and the request that shows it. */
  const proofOf = (pixelId: string): string[] => {
    const config = [...configs.values()].find(({ url }) => pixelOfConfig(url) === pixelId);
    return [initOf(pixelId)?.id, config?.id].filter((id) => id !== undefined);
  };

  const controls: PixelControls = {
    left: undefined,
    isWatched: false,
    addCall(entry, call) {
      if (call.command !== 'init' && call.command !== 'consent') return false;
      view = undefined;
      const number = numberOf(entry.id);
      if (call.command === 'init') {
        // Its hit may have come before its init: from here on the init was seen.
        senders.delete(namedPixelId(call) ?? '');
        insert(inits, { id: entry.id, number, at: entry.at, pixelId: namedPixelId(call) });
        return true;
      }
      const word = call.rest[0];
      if (word !== 'grant' && word !== 'revoke') return false;
      insert(consents, { id: entry.id, number, at: entry.at, isGrant: word === 'grant' });
      return true;
    },
    addRequest(entry) {
      view = undefined;
      if (entry.role === 'library') libraries.set(entry.id, entry);
      else if (entry.role === 'config') configs.set(entry.id, entry);
      return entry.role !== undefined;
    },
    addSender(pixelId) {
      const isFirst = !seen.has(pixelId);
      seen.add(pixelId);
      if (senders.has(pixelId) || initOf(pixelId) !== undefined) return isFirst;
      senders.add(pixelId);
      return true;
    },
    targetsOf(call) {
      const seen = look();
      if (call.single === undefined && call.number > seen.lastInit) return seen.pixels;
      const pixels: string[] = [];
      for (const { pixelId, number } of inits) {
        if (number > call.number) break;
        if (pixelId === undefined || pixels.includes(pixelId)) continue;
        if (call.single === undefined || call.single.id === pixelId) pixels.push(pixelId);
      }
      return pixels;
    },
    mayReach(call, pixelId) {
      if (call.single !== undefined && call.single.id !== pixelId) return false;
      const init = initOf(pixelId);
      return init === undefined || init.number < call.number;
    },
    judge(call, pixelId) {
      if (call.broken !== undefined)
        return { state: 'not-sent', reason: call.broken, proof: [call.id] };
      if (pixelId === undefined) return withoutPixel(call);
      const { library, config, readyAt, pendingLibrary, pendingConfig } = look();
      if (library !== undefined && readyAt === undefined)
        return {
          state: 'not-sent',
          reason: library.outcome === 'blocked' ? 'library-blocked' : 'library-failed',
          proof: [library.id],
        };
      const lock = lockOf(call);
      if (lock !== undefined) {
        const { revoke, grants } = lock;
        return held(
          grants.length > 0 ? 'consent-deadlock' : 'consent-revoked',
          [revoke.id, ...grants.map(({ id }) => id)],
          revoke.number,
        );
      }
      const replaced = replacementOf(call, pixelId);
      if (replaced !== undefined)
        return { state: 'not-sent', reason: 'stub-replaced', proof: replaced };
      if (config !== undefined)
        return {
          state: 'not-sent',
          reason: config.outcome === 'blocked' ? 'config-blocked' : 'config-failed',
          proof: [config.id],
        };
      const since = initOf(pixelId)?.number ?? 0;
      if (pendingLibrary) return held('library-loading', [pendingLibrary.id], since);
      if (pendingConfig) return held('config-loading', [pendingConfig.id], since);
      // A library under another name asks for configurations all the same.
      const isSilent = libraries.size === 0 && configs.size === 0 && seen.size === 0;
      const init = initOf(pixelId);
      if (controls.isWatched && isSilent)
        return held('library-not-asked', init ? [init.id] : [], since);
      return CALLED;
    },
  };
  return controls;
}

/** The clocks of page and recorder differ a little. */
const CLOCK_MS = 50;

function pixelOfConfig(url: string): string | undefined {
  const asked = sdkRequestOf(url);
  return asked?.role === 'config' ? asked.pixelId : undefined;
}

function isLoaded(outcome: HitEntry['outcome'], status: number | undefined): boolean {
  return outcome === 'done' && (status === undefined || status < 400);
}

/** The first request that failed, unless another for the same thing was answered. */
function failed(requests: Iterable<HitEntry>): HitEntry | undefined {
  const list = [...requests].sort((a, b) => a.at - b.at);
  return list.find(
    (entry) =>
      hasFailed(entry) &&
      !list.some((other) => isLoaded(other.outcome, other.status) && sameTarget(entry, other)),
  );
}

function pending(requests: Iterable<HitEntry>): HitEntry | undefined {
  for (const entry of requests) if (entry.outcome === 'pending') return entry;
  return undefined;
}

/** Cancelled counts only by its page's leaving; a redirect goes on as another request. */
function hasFailed({ outcome, status }: HitEntry): boolean {
  if (outcome === 'failed' || outcome === 'blocked') return true;
  return outcome === 'done' && status !== undefined && status >= 400;
}

function sameTarget(a: HitEntry, b: HitEntry): boolean {
  return pathOf(a.url) === pathOf(b.url);
}

function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}
