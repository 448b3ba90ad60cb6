import type { HitEvent } from '../../session/entry.ts';
import { eventsOf } from '../event-list.ts';
import { Fields, isJsonObject, type JsonObject, objectAt, readJson, textAt } from '../fields.ts';
import type { DecodedHit } from '../hit.ts';
import type { Reading } from '../reading.ts';
import { isAutomaticEvent, isAutomaticEventId } from './automatic.ts';
import { isPixelId } from './pixel-hit.ts';

/**
 * Decodes what the pixel's openbridge plugin posts to a Conversions API gateway: JSON whose keys
 * hold dots themselves (`"fb.pixel_id"`), sent to `/events?cee=no` (domain facts 3.1). A Signals
 * Gateway Pixel (`cbq`) stands there under an id of its own: which pixel of Meta's its events go on
 * to is set in the gateway, so that the hit names none.
 */
export function decodeGatewayHit(reading: Reading): DecodedHit {
  const bodies = eventsOf(reading, []);
  return {
    vendor: 'meta-gateway',
    events: bodies.map((body) => readEvent(body, reading)),
    marks: reading.marks,
  };
}

function readEvent(body: JsonObject, reading: Reading): HitEvent {
  const fields = new Fields(reading.tally);
  readJson(body, '', fields);
  const event: HitEvent = { parameters: fields.values };
  const pixelId = pixelIdOf(body);
  if (pixelId === undefined) reading.mark('no-pixel-id');
  else if (isSignalsGatewayId(pixelId)) reading.mark('signals-gateway');
  else event.pixelId = pixelId;
  const eventName = textAt(body, 'event_name');
  if (eventName === undefined || eventName === '') reading.mark('no-event-name');
  else {
    event.eventName = eventName;
    if (isAutomaticEvent(eventName)) reading.mark('automatic');
  }
  const eventId = textAt(body, 'event_id');
  if (eventId === '') reading.mark('empty-event-id');
  else if (eventId !== undefined) {
    event.eventId = eventId;
    if (isAutomaticEventId(eventId)) reading.mark('automatic-event-id');
  }
  return event;
}

/**
 * Ids of Signals Gateway Pixels are random numbers of 18 or 19 digits (Meta, Signals Gateway Pixel
 * onboarding; snippets of public shops), those of Meta's pixels have 15 to 17 (domain facts 2.1).
 */
function isSignalsGatewayId(pixelId: string): boolean {
  return /^\d{18,19}$/.test(pixelId);
}

/** The dotted key is what was seen on the wire; the nested form costs nothing to accept. */
function pixelIdOf(body: JsonObject): string | undefined {
  const nested = objectAt(body, 'fb');
  return textAt(body, 'fb.pixel_id') ?? (nested ? textAt(nested, 'pixel_id') : undefined);
}

/** Keys beside `fb.pixel_id` that a gateway's event has. */
const COMPANIONS = ['event_id', 'custom_data', 'website_context', 'fb.fbp', 'fb.advanced_matching'];

/** Tells a gateway's event by its JSON alone: gateways run under any host name. */
export function isGatewayHit(reading: Reading): boolean {
  const text = reading.jsonText();
  if (text === undefined || !text.includes('"event_name"') || !text.includes('pixel_id"'))
    return false;
  const value = reading.json();
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (!isJsonObject(first) || textAt(first, 'event_name') === undefined) return false;
  return isPixelId(pixelIdOf(first)) && COMPANIONS.some((key) => Object.hasOwn(first, key));
}
