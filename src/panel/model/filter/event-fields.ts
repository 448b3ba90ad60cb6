import type { CallEntry, Entry } from '../../../session/entry.ts';
import { describeCall } from '../../../vendors/call-summary.ts';
import { eventIdOf, pixelCallOf } from '../../../vendors/meta/call.ts';

/** Names of the events that an entry is about, as spelt. */
export function eventNamesOf(entry: Entry): string[] {
  switch (entry.kind) {
    case 'call':
      return texts(describeCall(entry).name);
    case 'hit':
      return entry.events.flatMap((event) => texts(event.eventName));
    case 'server':
      return texts(entry.event.event_name);
    case 'page':
      return texts(entry.name);
    default:
      return [];
  }
}

/** Event ids that an entry carries: `eventID` of a pixel call, `messageId`, `event_id`. */
export function eventIdsOf(entry: Entry): string[] {
  switch (entry.kind) {
    case 'call':
      return [...texts(entry.messageId), ...pixelEventIds(entry)];
    case 'hit':
      return entry.events.flatMap((event) => texts(event.eventId));
    case 'server':
      return texts(entry.event.event_id);
    default:
      return [];
  }
}

/** Pixel ids that an entry names itself. */
export function pixelIdsOf(entry: Entry): string[] {
  switch (entry.kind) {
    case 'call':
      return texts(pixelCallOf(entry)?.pixel);
    case 'hit':
      return entry.events.flatMap((event) => texts(event.pixelId));
    case 'server':
      return texts(entry.pixelId);
    default:
      return [];
  }
}

function pixelEventIds(entry: CallEntry): string[] {
  const call = pixelCallOf(entry);
  return call === undefined ? [] : texts(eventIdOf(call) || undefined);
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'number' ? [String(value)] : [];
}
