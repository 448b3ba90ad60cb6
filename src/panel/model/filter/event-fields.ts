import type { CallEntry, Entry } from '../../../session/entry.ts';
import type { PageValue } from '../../../session/value.ts';
import { describeCall } from '../../../vendors/call-summary.ts';

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
      return [...texts(entry.messageId), ...(entry.source === 'fbq' ? optionIds(entry) : [])];
    case 'hit':
      return entry.events.flatMap((event) => texts(event.eventId));
    case 'server':
      return texts(entry.event.event_id);
    default:
      return [];
  }
}

/** The spellings that the SDK takes for an event id (domain facts 2.3). */
const ID_KEYS = ['eventID', 'event_id'];

function optionIds(call: CallEntry): string[] {
  const options = call.args.length > 2 ? call.args.at(-1) : undefined;
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return [];
  const object = options as { [key: string]: PageValue };
  return ID_KEYS.flatMap((key) => (Object.hasOwn(object, key) ? texts(object[key]) : []));
}

/** fbq commands whose first argument is a pixel. */
const PIXEL_FIRST = /^(?:init|addPixelId|trackSingle.*|optIn|optOut|setUserProperties)$/;

/** Pixel ids that an entry names itself. */
export function pixelIdsOf(entry: Entry): string[] {
  switch (entry.kind) {
    case 'call':
      return entry.source === 'fbq' && PIXEL_FIRST.test(entry.method) ? texts(entry.args[1]) : [];
    case 'hit':
      return entry.events.flatMap((event) => texts(event.pixelId));
    case 'server':
      return texts(entry.pixelId);
    default:
      return [];
  }
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'number' ? [String(value)] : [];
}
