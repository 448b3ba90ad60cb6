import type { CallEntry, HitEntry } from '../../session/entry.ts';
import { numberOf } from '../../session/entry.ts';
import { namedPixelId, type PixelCall } from '../../vendors/meta/call.ts';
import { sdkRequestOf } from '../../vendors/meta/sdk-request.ts';
import type { CallState, StateReason } from '../analysis.ts';
import { LateMap, LateSet } from '../late.ts';
import { insert, toLength } from '../ordered.ts';
import { hasFailed } from '../pixel-hits.ts';
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

/** What the lists of a document come to. */
interface View {
  /** Pixels in the order of their inits. */
  pixels: readonly string[];
  initOf: LateMap<string, Init>;
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

const NO_INITS: Init[] = [];
const NO_CONSENTS: ConsentCall[] = [];

const CALLED: Verdict = { state: 'called', proof: [] };

/**
 * What decides over a document's pixel calls: inits, consent, the library and the configurations.
 * How the SDK treats them is domain facts 2.3, measured on 60 recorded runs.
 */
export class PixelControls {
  /** The page that the tab went on to, if it did. */
  left: string | undefined = undefined;
  /** Somebody recorded the requests of the document's tab: one that was not seen was not made. */
  isWatched = false;
  private inits: Init[] = NO_INITS;
  private consents: ConsentCall[] = NO_CONSENTS;
  private readonly libraries = new LateMap<string, HitEntry>();
  private readonly configs = new LateMap<string, HitEntry>();
  /** Pixels with a hit of the document's. */
  private readonly seen = new LateSet<string>();
  /** Pixels that sent without an init that was seen. */
  private readonly senders = new LateSet<string>();
  /** Made anew when one of the lists above has changed: every call asks for it. */
  private view: View | undefined = undefined;

  private look(): View {
    if (this.view) return this.view;
    const pixels: string[] = [];
    const initOf = new LateMap<string, Init>();
    for (const init of this.inits)
      if (init.pixelId !== undefined && !initOf.has(init.pixelId)) {
        initOf.set(init.pixelId, init);
        pixels.push(init.pixelId);
      }
    let readyAt: number | undefined;
    for (const { outcome, status, endAt } of this.libraries.values())
      if (isLoaded(outcome, status) && endAt !== undefined)
        readyAt = Math.min(readyAt ?? endAt, endAt);
    let configuredAt = 0;
    for (const { endAt } of this.configs.values())
      configuredAt = Math.max(configuredAt, endAt ?? 0);
    this.view = {
      pixels: toLength(pixels),
      initOf,
      lastInit: this.inits.at(-1)?.number ?? -1,
      readyAt,
      freeAt: Math.max(readyAt ?? 0, configuredAt),
      library: failed(this.libraries.values()),
      config: failed(this.configs.values()),
      pendingLibrary: pending(this.libraries.values()),
      pendingConfig: pending(this.configs.values()),
    };
    return this.view;
  }

  private initOf(pixelId: string) {
    return this.look().initOf.get(pixelId);
  }

  /** The revoke that holds a call back, and the grants behind it that cannot work. */
  private lockOf(call: TrackCall): { revoke: ConsentCall; grants: ConsentCall[] } | undefined {
    if (this.consents.length === 0) return undefined;
    const { readyAt: loadedAt, freeAt: openAt } = this.look();
    const freeAt = Math.max(call.at, openAt);
    let revoke: ConsentCall | undefined;
    let grants: ConsentCall[] = [];
    for (const consent of this.consents) {
      if (!consent.isGrant) {
        // A revoke holds what comes after it, and what still waits for something else.
        if (revoke === undefined && (consent.number < call.number || consent.at <= freeAt)) {
          revoke = consent;
          grants = [];
        }
      } else if (revoke !== undefined) {
        // A grant that waits in the same queue stands behind the lock that it should open.
        if (loadedAt !== undefined ? consent.at >= loadedAt : this.libraries.size === 0) {
          revoke = undefined;
          grants = [];
        } else grants.push(consent);
      }
    }
    return revoke && { revoke, grants };
  }

  private withoutPixel(call: TrackCall): Verdict {
    if (this.senders.size > 0) return CALLED;
    const { single } = call;
    if (single !== undefined) {
      const later = this.inits.find(
        ({ pixelId }) => pixelId !== undefined && pixelId === single.id,
      );
      return later
        ? { state: 'not-sent', reason: 'before-init', proof: [later.id] }
        : { state: 'not-sent', reason: 'unknown-pixel', proof: this.inits.map(({ id }) => id) };
    }
    const bad = this.inits.filter(
      ({ number, pixelId }) => number < call.number && pixelId === undefined,
    );
    if (bad.length > 0)
      return { state: 'not-sent', reason: 'bad-pixel-id', proof: bad.map(({ id }) => id) };
    const later = this.inits.find(({ pixelId }) => pixelId !== undefined);
    return { state: 'not-sent', reason: 'before-init', proof: later ? [later.id] : [] };
  }

  /** What waits when the page is left is never sent. Some reasons are so for themselves. */
  private held(reason: StateReason, proof: string[], since: number): Verdict {
    if (this.left === undefined) return { state: 'held', reason, proof, since };
    if (reason.startsWith('consent-') || reason === 'library-not-asked')
      return { state: 'not-sent', reason, proof };
    return { state: 'not-sent', reason: 'left-too-soon', proof: [...proof, this.left] };
  }

  /**
   * What shows that the call went to a stub that another base code replaced, with its queue; none
   * where nothing does. The SDK works its queue in order and asks for the configuration of each
   * init (recorded runs fbq_null_base_code_again, fbq_null_base_code_again_after_load).
   */
  private replacementOf(call: TrackCall, pixelId: string): string[] | undefined {
    const { readyAt, pixels } = this.look();
    const init = this.initOf(pixelId);
    if (readyAt === undefined || init === undefined || this.inits.length < 2) return undefined;
    if (!this.seen.has(pixelId) && !this.isConfigured(pixelId)) {
      // Its init was never run, a later one was.
      const later = pixels.find(
        (other) => (this.initOf(other)?.number ?? 0) > init.number && this.isConfigured(other),
      );
      return later === undefined ? undefined : this.proofOf(later);
    }
    if (call.at <= readyAt) {
      // Taken before the library came, and a second init of the same pixel was run instead.
      const again = this.inits.find((one) => one.pixelId === pixelId && one.number > call.number);
      return again !== undefined && again.at <= readyAt && this.seen.has(pixelId)
        ? [again.id]
        : undefined;
    }
    // The library was asked for again, and from then on only pixels that came after it are served.
    const asked = [...this.libraries.values()].filter(({ outcome, status }) =>
      isLoaded(outcome, status),
    );
    const second = asked.sort((a, b) => a.at - b.at)[1];
    if (second === undefined || call.at < second.at || init.at > second.at - CLOCK_MS)
      return undefined;
    const served = call.hits.find(
      (hit) => (this.initOf(hit.pixelId)?.at ?? 0) >= second.at - CLOCK_MS,
    );
    return served && [second.id, ...this.proofOf(served.pixelId)];
  }

  private isConfigured(pixelId: string) {
    return [...this.configs.values()].some(({ url }) => pixelOfConfig(url) === pixelId);
  }

  /** The init of a pixel that was run, and the request that shows it. */
  private proofOf(pixelId: string): string[] {
    const config = [...this.configs.values()].find(({ url }) => pixelOfConfig(url) === pixelId);
    return [this.initOf(pixelId)?.id, config?.id].filter((id) => id !== undefined);
  }

  /** True where the call decides over others. */
  addCall(entry: CallEntry, call: PixelCall): boolean {
    if (call.command !== 'init' && call.command !== 'consent') return false;
    this.view = undefined;
    const number = numberOf(entry.id);
    if (call.command === 'init') {
      // Its hit may have come before its init: from here on the init was seen.
      this.senders.delete(namedPixelId(call) ?? '');
      this.inits = insert(this.inits, {
        id: entry.id,
        number,
        at: entry.at,
        pixelId: namedPixelId(call),
      });
      return true;
    }
    const word = call.rest[0];
    if (word !== 'grant' && word !== 'revoke') return false;
    this.consents = insert(this.consents, {
      id: entry.id,
      number,
      at: entry.at,
      isGrant: word === 'grant',
    });
    return true;
  }

  /** True where the request is the library or a configuration. */
  addRequest(entry: HitEntry): boolean {
    this.view = undefined;
    if (entry.role === 'library') this.libraries.set(entry.id, entry);
    else if (entry.role === 'config') this.configs.set(entry.id, entry);
    return entry.role !== undefined;
  }

  /** Ids of the requests that it was given. */
  *requests(): Iterable<string> {
    yield* this.libraries.keys();
    yield* this.configs.keys();
  }

  /** A hit of this pixel was seen: it was initialised, whether we saw that or not. */
  addSender(pixelId: string): boolean {
    const isFirst = !this.seen.has(pixelId);
    this.seen.add(pixelId);
    if (this.senders.has(pixelId) || this.initOf(pixelId) !== undefined) return isFirst;
    this.senders.add(pixelId);
    return true;
  }

  /** Pixels that a call is for: those that were initialised before it. */
  targetsOf(call: TrackCall): readonly string[] {
    const seen = this.look();
    if (call.single === undefined && call.number > seen.lastInit) return seen.pixels;
    const pixels: string[] = [];
    for (const { pixelId, number } of this.inits) {
      if (number > call.number) break;
      if (pixelId === undefined || pixels.includes(pixelId)) continue;
      if (call.single === undefined || call.single.id === pixelId) pixels.push(pixelId);
    }
    return pixels;
  }

  /** Pixels whose hits a call may have made, the unseen ones included. */
  mayReach(call: TrackCall, pixelId: string): boolean {
    if (call.single !== undefined && call.single.id !== pixelId) return false;
    const init = this.initOf(pixelId);
    return init === undefined || init.number < call.number;
  }

  /** Why a call has no hit for this pixel; without a pixel, why it is for none. */
  judge(call: TrackCall, pixelId: string | undefined): Verdict {
    if (call.broken !== undefined)
      return { state: 'not-sent', reason: call.broken, proof: [call.id] };
    if (pixelId === undefined) return this.withoutPixel(call);
    const { library, config, readyAt, pendingLibrary, pendingConfig } = this.look();
    if (library !== undefined && readyAt === undefined)
      return {
        state: 'not-sent',
        reason: library.outcome === 'blocked' ? 'library-blocked' : 'library-failed',
        proof: [library.id],
      };
    const lock = this.lockOf(call);
    if (lock !== undefined) {
      const { revoke, grants } = lock;
      return this.held(
        grants.length > 0 ? 'consent-deadlock' : 'consent-revoked',
        [revoke.id, ...grants.map(({ id }) => id)],
        revoke.number,
      );
    }
    const replaced = this.replacementOf(call, pixelId);
    if (replaced !== undefined)
      return { state: 'not-sent', reason: 'stub-replaced', proof: replaced };
    if (config !== undefined)
      return {
        state: 'not-sent',
        reason: config.outcome === 'blocked' ? 'config-blocked' : 'config-failed',
        proof: [config.id],
      };
    const since = this.initOf(pixelId)?.number ?? 0;
    if (pendingLibrary) return this.held('library-loading', [pendingLibrary.id], since);
    if (pendingConfig) return this.held('config-loading', [pendingConfig.id], since);
    // Who leaves cancels what is still loading.
    const cut = this.left && (cutOff(this.libraries.values()) ?? cutOff(this.configs.values()));
    if (cut) return this.held('library-loading', [cut.id], since);
    // A library under another name asks for configurations all the same.
    const isSilent = this.libraries.size === 0 && this.configs.size === 0 && this.seen.size === 0;
    const init = this.initOf(pixelId);
    if (this.isWatched && isSilent)
      return this.held('library-not-asked', init ? [init.id] : [], since);
    return CALLED;
  }
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
  return firstUnanswered(requests, hasFailed);
}

/** The first request that was cancelled, unless another for the same thing was answered. */
function cutOff(requests: Iterable<HitEntry>): HitEntry | undefined {
  return firstUnanswered(requests, ({ outcome }) => outcome === 'cancelled');
}

function firstUnanswered(
  requests: Iterable<HitEntry>,
  isMeant: (request: HitEntry) => boolean,
): HitEntry | undefined {
  const list = [...requests].sort((a, b) => a.at - b.at);
  return list.find(
    (entry) =>
      isMeant(entry) &&
      !list.some((other) => isLoaded(other.outcome, other.status) && sameTarget(entry, other)),
  );
}

function pending(requests: Iterable<HitEntry>): HitEntry | undefined {
  for (const entry of requests) if (entry.outcome === 'pending') return entry;
  return undefined;
}

function sameTarget(a: HitEntry, b: HitEntry): boolean {
  return pathOf(a.url) === pathOf(b.url);
}

function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}
