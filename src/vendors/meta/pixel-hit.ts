import type { HitEvent } from '../../session/entry.ts';
import type { Fields } from '../fields.ts';
import type { DecodedHit } from '../hit.ts';
import type { Reading } from '../reading.ts';
import { isAutomaticEvent, isAutomaticEventId } from './automatic.ts';

/**
 * Decodes a request to the pixel's `/tr` (domain facts 3.1). One request carries one event. The
 * address and a form body may both carry parameters; the address is read first, and where they
 * disagree both values are kept.
 */
export function decodePixelHit(reading: Reading): DecodedHit {
  const fields = reading.form();
  const { values } = fields;
  const isEmpty = Object.keys(values).length === 0;
  if (!isEmpty)
    return { vendor: 'meta', events: [readEvent(fields, reading)], marks: reading.marks };
  // With a body that could not be seen, an empty address says nothing.
  if (!reading.unreadable) reading.mark('no-parameters');
  return { vendor: 'meta', events: [], marks: reading.marks };
}

function readEvent(fields: Fields, reading: Reading): HitEvent {
  const { values } = fields;
  const event: HitEvent = { parameters: values };
  const id = wholeValue(fields, 'id');
  const ev = wholeValue(fields, 'ev');
  if (id) event.pixelId = id;
  else if (!reading.unreadable) reading.mark('no-pixel-id');
  if (ev) event.eventName = ev;
  else if (!reading.unreadable) reading.mark('no-event-name');
  const eventId = readEventId(fields, reading);
  if (eventId) {
    event.eventId = eventId;
    if (isAutomaticEventId(eventId)) reading.mark('automatic-event-id');
  }
  if (isAutomatic(values)) reading.mark('automatic');
  if (values.noscript === '1' || values.noscript === 'true') reading.mark('noscript');
  return event;
}

/** A value that counts for joining; half an id is not one, the parameter itself stays visible. */
function wholeValue(fields: Fields, name: string): string | undefined {
  return fields.cut === name ? undefined : fields.values[name];
}

/** Spellings of the first item of a list, and of a second one (domain facts 2.3 and 3.1). */
const FIRST_IDS = ['eid[]', 'eid[0]'];
const SECOND_IDS = ['eid[1]', 'eid[] (2)'];

function readEventId(fields: Fields, reading: Reading): string | undefined {
  const { values } = fields;
  const eid = wholeValue(fields, 'eid');
  const first = FIRST_IDS.find((name) => Object.hasOwn(values, name));
  const second = SECOND_IDS.find((name) => Object.hasOwn(values, name));
  if (first !== undefined || second !== undefined) reading.mark('event-id-list');
  if (eid === '') reading.mark('empty-event-id');
  if (eid) return eid;
  // Of several ids nobody documents which one Meta takes: a wrong pair is worse than none.
  return first === undefined || second !== undefined ? undefined : wholeValue(fields, first);
}

/** `tm` of trackSingleSystem: the SDK's own command. */
const SYSTEM_METHOD = '3';

function isAutomatic(values: Record<string, string>): boolean {
  const { ev, es, tm } = values;
  return es === 'automatic' || tm === SYSTEM_METHOD || (ev !== undefined && isAutomaticEvent(ev));
}

/** What the SDK takes for a pixel id (domain facts 2.2). */
const PIXEL_ID = /^[1-9][0-9]{0,25}$/;

/** True for what the SDK takes for a pixel id: a number of up to 26 digits. */
export function isPixelId(text: string | undefined): text is string {
  return text !== undefined && PIXEL_ID.test(text);
}

/**
 * Tells a pixel's hit by its parameters alone, wherever it goes. Every hit of the real SDK carries
 * id, dl, if, ts, v and r (60 recorded runs); a noscript image carries id, ev and noscript.
 */
export function isPixelHit(reading: Reading): boolean {
  if (!mayBePixelHit(reading)) return false;
  const { values } = reading.form();
  if (!isPixelId(values.id)) return false;
  const { dl, ts, v, r, ev, noscript } = values;
  const inFrame = values.if;
  if (noscript === '1' && ev !== undefined) return /\/tr\/?$/.test(reading.address.path);
  if (dl === undefined || v === undefined || r === undefined) return false;
  if (inFrame !== 'true' && inFrame !== 'false') return false;
  return ts !== undefined && /^\d{10,16}$/.test(ts);
}

/** A look that costs next to nothing: every request of a page passes here. */
function mayBePixelHit(reading: Reading): boolean {
  const { query } = reading.address;
  if (query.includes('id=') && (query.includes('dl=') || query.includes('noscript=1'))) return true;
  const { body } = reading.request;
  if (body?.kind === 'form')
    return Object.hasOwn(body.fields, 'id') && Object.hasOwn(body.fields, 'dl');
  if (body?.kind !== 'text') return false;
  const { text } = body;
  return text.includes('dl=') ? text.includes('id=') : text.includes('name="dl"');
}
