import type { Entry } from '../session/entry.ts';

/**
 * The last moment that an entry shows the recording to have gone on, in milliseconds since the
 * epoch: a request's end, everything else's own time. A server's clock and log are not the page's.
 */
export function lastMoment(entry: Entry): number {
  if (entry.kind === 'server') return Number.NEGATIVE_INFINITY;
  return entry.kind === 'hit' && entry.endAt !== undefined
    ? Math.max(entry.at, entry.endAt)
    : entry.at;
}
