import type { CallEntry, Entry, HitEntry } from '../../session/entry.ts';
import { itemsOf, propertyOf, textOf } from '../../session/value/read.ts';
import {
  EVENT_CATEGORIES,
  isBoundForMeta,
  parseCategories,
} from '../../vendors/consent/consent-calls.ts';

/** An entry whose event is for Meta, directly or by a server that hands it on. */
export type BoundEntry = CallEntry | HitEntry;

/** Segment names its destinations in `integrations`; one that is switched off is `false`. */
const META_DESTINATION = /^integrations\.(?:facebook|meta)\b/i;

/**
 * Whether an entry is bound for Meta. Commanders Act's hits are: its connector hands them on, and
 * whether it is switched on cannot be seen in the browser. Segment's only where they name Meta.
 */
export function isBound(entry: Entry | undefined): entry is BoundEntry {
  if (entry?.kind === 'call') return isBoundForMeta(entry);
  if (entry?.kind !== 'hit' || entry.role !== undefined) return false;
  if (entry.vendor === 'segment')
    return entry.events.some(({ parameters }) =>
      Object.keys(parameters).some(
        (name) => META_DESTINATION.test(name) && parameters[name] !== 'false',
      ),
    );
  return (
    entry.vendor === 'meta' || entry.vendor === 'meta-gateway' || entry.vendor === 'commanders-act'
  );
}

/** Whether the request left the browser: what a blocker stopped did not. */
export function hasLeft(hit: HitEntry): boolean {
  return hit.outcome !== 'blocked';
}

/**
 * The consent categories on each event of a Commanders Act hit; undefined where an event has none.
 */
export function categoriesOfHit(hit: HitEntry): (string[] | undefined)[] {
  return hit.events.map(({ parameters }) => {
    const text = Object.hasOwn(parameters, EVENT_CATEGORIES)
      ? parameters[EVENT_CATEGORIES]
      : undefined;
    return text === undefined ? undefined : parseCategories(text);
  });
}

/** The consent categories that the page itself passes with a trigger. */
export function categoriesOfCall(call: CallEntry): string[] | undefined {
  const list = propertyOf(propertyOf(call.args[2], 'user'), 'consent_categories');
  return list === undefined ? undefined : itemsOf(list).flatMap((id) => textOf(id) ?? []);
}
