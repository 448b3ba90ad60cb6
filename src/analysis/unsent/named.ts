import type { HitEntry } from '../../session/entry.ts';
import type { UnsentData } from '../facts/pixel-data.ts';

/** Entries that are named as proof of one finding; their number is told. */
export const NAMED = 100;
/** Names of events that are told. */
export const EVENTS = 20;
/** Requests that are told. */
const REQUESTS = 3;

/** The first of these requests, each with what became of it. */
export function requestsIn(hits: readonly HitEntry[]): UnsentData['requests'] {
  return hits.slice(0, REQUESTS).map((hit) => {
    const query = hit.url.indexOf('?');
    return {
      address: query === -1 ? hit.url : hit.url.slice(0, query),
      end: hit.outcome === 'done' ? `HTTP ${hit.status ?? '?'}` : (hit.error ?? hit.outcome ?? ''),
    };
  });
}
