import type { Entry, HitEntry } from '../session/entry.ts';
import { type Plain, parseJson } from '../session/value/plain.ts';
import { eventProperties } from './event-properties.ts';
import type { Vendor } from './hit.ts';

/** An event that left the browser, as its hit carries it. */
export interface SentEvent {
  /** Id of the hit. */
  entry: string;
  at: number;
  vendor: string;
  name: string;
  pixelId?: string;
  /** What the page gave to the event, by its own names (`value`), and all that the hit carries (`cd[value]`, `eid`). */
  parameters: Readonly<Record<string, Plain>>;
}

/** Whether a hit left the browser: what a blocker or the network stopped did not. */
function hasLeft({ outcome }: HitEntry): boolean {
  return outcome !== 'blocked' && outcome !== 'failed';
}

/** The events that left the browser, in the order of the entries. */
export function sentEvents(entries: readonly Entry[]): SentEvent[] {
  return entries.flatMap((entry) => (entry.kind === 'hit' ? sentBy(entry) : []));
}

/** The events that left with a hit. */
function sentBy(hit: HitEntry): SentEvent[] {
  if (!hasLeft(hit)) return [];
  return hit.events.flatMap(({ eventName: name, pixelId, parameters: raw }) => {
    if (name === undefined) return [];
    const own = eventProperties(hit.vendor as Vendor, raw);
    const read = ([key, text]: [string, string]): [string, Plain] => [key, parseJson(text)];
    const all = [...Object.entries(raw), ...Object.entries(own)];
    const parameters = Object.fromEntries(all.map(read));
    const about = { entry: hit.id, at: hit.at, vendor: hit.vendor, name, parameters };
    return [pixelId === undefined ? about : { ...about, pixelId }];
  });
}

/** Hits that left and whose content was not seen: nobody knows which events they carry. */
export function unreadHits(entries: readonly Entry[]): HitEntry[] {
  return entries.filter(
    (entry): entry is HitEntry =>
      entry.kind === 'hit' &&
      entry.role === undefined &&
      entry.events.length === 0 &&
      hasLeft(entry),
  );
}
