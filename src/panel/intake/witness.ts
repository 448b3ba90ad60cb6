import type { HitEntry } from '../../session/entry.ts';
import type { Endpoint } from '../../session/wire.ts';
import { withoutHash } from '../../session/without-hash.ts';
import { decodeRequest } from '../../vendors/decode.ts';
import type { NetworkRequest } from './enrichment.ts';

/**
 * What DevTools sees of requests is a second count of hits, which does not die with the background:
 * what left in that moment, and was recorded by nobody, is told as lost.
 */
export interface Witness {
  /** A request has ended. */
  onRequest(request: NetworkRequest): void;
  /** A hit is in the log. */
  onHit(hit: HitEntry): void;
  /** Hits that DevTools saw begin between two times, and of which nobody else has heard. */
  missing(from: number, to: number): number;
}

/** Requests and hits that are remembered: those of a minute at many a second. */
const REMEMBERED = 2_000;
/** The two tell a request's start some milliseconds apart. */
const APART_MS = 500;

/** A witness of nothing. @param endpointsInForce tells which requests are hits */
export function createWitness(endpointsInForce: () => readonly Endpoint[]): Witness {
  let requests: { key: string; at: number }[] = [];
  /** Hit id → its address and time. */
  const hits = new Map<string, { key: string; at: number }>();

  return {
    onRequest({ url, method, startedAt, body, contentType }) {
      // A preflight is the browser's own.
      if (method === 'OPTIONS') return;
      const decoded = decodeRequest(
        {
          url,
          method,
          type: 'other',
          ...(body !== undefined && { body: { kind: 'text', text: body } }),
          ...(contentType !== undefined && { contentType }),
        },
        endpointsInForce(),
      );
      if (decoded === undefined) return;
      requests.push({ key: keyOf(method, url), at: startedAt });
      if (requests.length > REMEMBERED) requests = requests.slice(-REMEMBERED / 2);
    },
    onHit({ id, method, url, at }) {
      hits.set(id, { key: keyOf(method, url), at });
      for (const oldest of hits.keys()) {
        if (hits.size <= REMEMBERED) break;
        hits.delete(oldest);
      }
    },
    missing(from, to) {
      const unheard = new Map<string, number>();
      for (const { key, at } of requests)
        if (at >= from && at <= to) unheard.set(key, (unheard.get(key) ?? 0) + 1);
      for (const { key, at } of hits.values()) {
        const left = unheard.get(key);
        if (left === undefined || at < from - APART_MS || at > to + APART_MS) continue;
        if (left === 1) unheard.delete(key);
        else unheard.set(key, left - 1);
      }
      let sum = 0;
      for (const count of unheard.values()) sum += count;
      return sum;
    },
  };
}

function keyOf(method: string, url: string): string {
  return `${method.toUpperCase()} ${withoutHash(url)}`;
}
