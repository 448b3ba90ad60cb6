/**
 * Whose a hit is where Chromium names the document that made a frame in the frame's place
 * (session/wire.ts, RequestsMessage): such a frame says itself which requests were its own, once
 * they have ended. What it could not say is marked on the hit (`joinedBy: 'maker'`).
 */
import type { HitEntry } from '../session/entry.ts';
import { MADE_CLAIMS, UNPLACED_HITS } from '../session/limits.ts';
import type { RequestsMessage } from '../session/wire.ts';
import { withoutHash } from '../session/without-hash.ts';

/** The hits of a tab, and the frames that claim some of them. */
export interface MadeFrames {
  /** A form of a hit whose document the browser has named: writes into it what is known better. */
  place(hit: HitEntry): void;
  /** What a frame says. Returns the hits that are known better now. */
  claim(message: RequestsMessage): HitEntry[];
}

/** A request that a frame says was its own. */
interface Claim {
  page: string;
  origin: string;
  from: number;
  to: number;
}

/** A frame that went away. */
interface Gone {
  origin: string;
  from: number;
  to: number;
  /** All that it told has arrived, so that only what ended after that is in doubt. */
  toldUntil: number | undefined;
}

/** Hits and claims of one address that have not found each other. */
interface Group {
  hits: Map<string, HitEntry>;
  claims: Claim[];
}

/** The page's clock and the one of the browser's network are that far apart, in milliseconds. */
const APART_MS = 50;

/** No hits, no frames. */
export function createMadeFrames(): MadeFrames {
  const groups = new Map<string, Group>();
  /** The latest form of each hit that may still be claimed; oldest first. */
  const open = new Map<string, HitEntry>();
  const claims: { url: string; claim: Claim }[] = [];
  const heard = new Set<string>();
  /** Frame → how many of its requests were heard of. */
  const counts = new Map<string, number>();
  /** Hit id → the frame's page. */
  const placed = new Map<string, string>();
  /** Frames that went away: what they had not told by then may be any hit of that time. */
  const gone = new Map<string, Gone>();
  /** Hits of which a frame sent some, and nobody knows which. */
  const unclear = new Set<string>();

  const groupOf = (url: string): Group => {
    const key = withoutHash(url);
    let group = groups.get(key);
    if (!group) {
      group = { hits: new Map(), claims: [] };
      groups.set(key, group);
    }
    return group;
  };
  const tidy = (url: string) => {
    const key = withoutHash(url);
    const group = groups.get(key);
    if (group && group.hits.size + group.claims.length === 0) groups.delete(key);
  };

  const close = (hit: HitEntry) => {
    open.delete(hit.id);
    groups.get(withoutHash(hit.url))?.hits.delete(hit.id);
    tidy(hit.url);
  };
  const addClaim = (url: string, claim: Claim) => {
    groupOf(url).claims.push(claim);
    claims.push({ url, claim });
    const oldest = claims.length > MADE_CLAIMS ? claims.shift() : undefined;
    if (!oldest) return;
    const group = groups.get(withoutHash(oldest.url));
    if (group) group.claims = group.claims.filter((one) => one !== oldest.claim);
    tidy(oldest.url);
  };

  /** Whether a frame that has gone may have sent it, and did not live to say so. */
  const mayBeOfGone = ({ at, endAt = Number.POSITIVE_INFINITY, initiator }: HitEntry): boolean => {
    for (const { origin, from, to, toldUntil } of gone.values())
      if (
        (initiator === undefined || initiator === origin) &&
        at >= from - APART_MS &&
        at <= to + APART_MS &&
        (toldUntil === undefined || endAt > toldUntil - APART_MS)
      )
        return true;
    return false;
  };

  const isUnsure = (hit: HitEntry) => unclear.has(hit.id) || mayBeOfGone(hit);

  /** Places what only one frame can have sent; what several can have is left and marked. */
  const settle = (url: string): HitEntry[] => {
    const changed: HitEntry[] = [];
    const group = groupOf(url);
    for (const { page, found, hits } of clustersOf(group)) {
      if (page === undefined || hits.length > found.length) {
        for (const hit of hits) {
          if (unclear.has(hit.id)) continue;
          unclear.add(hit.id);
          changed.push(hit);
        }
        continue;
      }
      group.claims = group.claims.filter((claim) => !found.includes(claim));
      for (const hit of hits) {
        close(hit);
        unclear.delete(hit.id);
        placed.set(hit.id, page);
        if (hit.page !== page) changed.push(hit);
        const [claim] = found;
        // The page is told the first address of a request alone.
        if (claim && hit.redirect !== undefined) {
          addClaim(hit.redirect, { ...claim, page });
          changed.push(...settle(hit.redirect));
        }
      }
    }
    tidy(url);
    return changed;
  };

  const write = (hit: HitEntry): HitEntry => {
    const page = placed.get(hit.id);
    if (page !== undefined) {
      hit.page = page;
      if (hit.joinedBy === 'maker') delete hit.joinedBy;
    } else if (isUnsure(hit)) hit.joinedBy = 'maker';
    else if (hit.joinedBy === 'maker') delete hit.joinedBy;
    return hit;
  };

  return {
    place(hit) {
      if (!placed.has(hit.id)) {
        open.set(hit.id, hit);
        groupOf(hit.url).hits.set(hit.id, hit);
        for (const oldest of open.values()) {
          if (open.size <= UNPLACED_HITS) break;
          close(oldest);
        }
        if (groupOf(hit.url).claims.length > 0) settle(hit.url);
      }
      write(hit);
    },
    claim({ document, origin, since, requests, total, left, untold = left }) {
      const changed = new Map<string, HitEntry>();
      const note = (hits: readonly HitEntry[]) => {
        for (const hit of hits) changed.set(hit.id, hit);
      };
      const page = `${document}:0`;
      for (const { url, from, to } of requests) {
        // A frame says again what may have been lost with the background.
        const key = `${document} ${from} ${url}`;
        if (heard.has(key)) continue;
        heard.add(key);
        counts.set(document, (counts.get(document) ?? 0) + 1);
        addClaim(url, { page, origin, from, to });
        note(settle(url));
      }
      for (const oldest of heard) {
        if (heard.size <= MADE_CLAIMS) break;
        heard.delete(oldest);
      }
      if (left !== undefined) {
        const isWhole = (counts.get(document) ?? 0) >= total;
        const toldUntil = isWhole ? untold : undefined;
        gone.set(document, { origin, from: since, to: left, toldUntil });
        for (const oldest of gone.keys()) {
          if (gone.size <= MADE_CLAIMS) break;
          gone.delete(oldest);
        }
        note([...open.values()].filter((hit) => hit.joinedBy === undefined && mayBeOfGone(hit)));
      }
      // What was handed out is never written into.
      return [...changed.values()].map((hit) => {
        const better = write({ ...hit });
        if (open.has(hit.id)) {
          open.set(hit.id, better);
          groupOf(hit.url).hits.set(hit.id, better);
        }
        return better;
      });
    },
  };
}

/**
 * Claims with the hits that they can be about, put together where one hit can be several claims'.
 * `page`: the frame whose they all are.
 */
function clustersOf({
  hits,
  claims,
}: Group): { page: string | undefined; found: Claim[]; hits: HitEntry[] }[] {
  const clusters: { found: Claim[]; hits: Set<HitEntry> }[] = [];
  for (const claim of claims) {
    const fitting = [...hits.values()].filter((hit) => fits(claim, hit));
    if (fitting.length === 0) continue;
    const one = { found: [claim], hits: new Set(fitting) };
    for (const other of [...clusters]) {
      if (!fitting.some((hit) => other.hits.has(hit))) continue;
      clusters.splice(clusters.indexOf(other), 1);
      one.found.push(...other.found);
      for (const hit of other.hits) one.hits.add(hit);
    }
    clusters.push(one);
  }
  return clusters.map(({ found, hits }) => {
    const [first] = found;
    const isOne = found.every(({ page }) => page === first?.page);
    return { page: isOne ? first?.page : undefined, found, hits: [...hits] };
  });
}

function fits({ origin, from, to }: Claim, { at, initiator }: HitEntry): boolean {
  if (initiator !== undefined && initiator !== origin) return false;
  return at >= from - APART_MS && at <= to + APART_MS;
}
