import type { CallEntry, Entry, HitEntry } from '../session/entry.ts';
import type { Context } from './part.ts';

/** True for a hit to the pixel's endpoint that carries an event which the page asked for. */
export function isPixelEventHit(entry: Entry | undefined): entry is HitEntry {
  return (
    entry?.kind === 'hit' &&
    entry.vendor === 'meta' &&
    entry.role === undefined &&
    entry.events.some(({ eventName }) => eventName !== undefined) &&
    !isAutomatic(entry)
  );
}

function isAutomatic(hit: HitEntry): boolean {
  return (
    hit.marks?.includes('automatic') === true ||
    (hit.events.length > 0 &&
      hit.events.every(({ marks }) => marks?.includes('automatic') === true))
  );
}

/** The pixel call that a hit is known to be of. */
export function callOfHit(context: Context, hitId: string): CallEntry | undefined {
  for (const id of context.previousOf(hitId)) {
    const entry = context.get(id);
    if (entry?.kind === 'call' && entry.source === 'fbq') return entry;
  }
  return undefined;
}

/**
 * Whether a request did not get through, or was answered with an error. Cancelled counts only by its
 * page's leaving; a redirect goes on as another request.
 */
export function hasFailed({ outcome, status }: HitEntry): boolean {
  if (outcome === 'failed' || outcome === 'blocked') return true;
  return outcome === 'done' && status !== undefined && status >= 400;
}
