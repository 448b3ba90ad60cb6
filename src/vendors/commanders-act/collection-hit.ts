import type { HitEvent } from '../../session/entry.ts';
import { namesToObject } from '../bracket-names.ts';
import { eventsOf } from '../event-list.ts';
import { FACEBOOK_EVENT_ID } from '../event-properties.ts';
import { Fields, isJsonObject, type JsonObject, objectAt, readJson, textAt } from '../fields.ts';
import type { DecodedHit } from '../hit.ts';
import type { Reading } from '../reading.ts';

/**
 * Decodes a hit of Commanders Act's collection (domain facts 5.2). Both wire schemas come out under
 * the names of version 2: the vendor's own rule is that version 1's `properties` moved to the root
 * and its `page`, `device`, `eventId` … into `context` (documentation of HTTP tracking API 1.0).
 * POST carries JSON, one event or a list; GET carries `event_name` and bracketed names.
 */
export function decodeCollectionHit(reading: Reading): DecodedHit {
  const query = reading.query().values;
  const inQuery = isQueryEvent(reading, query);
  const bodies = inQuery ? [namesToObject(query)] : eventsOf(reading, LIST_KEYS);
  if (bodies.length === 0 && reading.marks.length === 0) reading.mark('no-parameters');
  const events = bodies.map((body) => readEvent(body, inQuery ? {} : query, reading));
  return { vendor: 'commanders-act', events, marks: reading.marks };
}

/** Names under which a request may hold several events. None is documented: `events` is a guess. */
const LIST_KEYS = ['events'];

/** A GET carries its event in the address; so may a POST that has no body. */
function isQueryEvent(reading: Reading, query: Record<string, string>): boolean {
  if (reading.request.body !== undefined) return false;
  return reading.unreadable ? Object.hasOwn(query, 'event_name') : Object.keys(query).length > 0;
}

/** Keys of a version 1 body that did not move into `context`. */
const STAY_AT_ROOT: ReadonlySet<string> = new Set(['event', 'event_name', 'properties', 'context']);

function readEvent(body: JsonObject, query: Record<string, string>, reading: Reading): HitEvent {
  const fields = new Fields(reading.tally);
  const properties = objectAt(body, 'properties');
  const isFirst = properties !== undefined && objectAt(body, 'context') === undefined;
  if (isFirst) readFirstSchema(body, properties, fields);
  else readJson(body, '', fields);
  for (const name of Object.keys(query)) fields.add(name, query[name] ?? '');

  const { values } = fields;
  const event: HitEvent = { parameters: values };
  const eventName = textAt(body, 'event_name') ?? textAt(body, 'event');
  if (eventName === undefined || eventName === '') reading.mark('no-event-name');
  else event.eventName = eventName;
  const eventId = eventIdOf(values);
  if (eventId === '') reading.mark('empty-event-id');
  else if (eventId !== undefined) event.eventId = eventId;
  const facebookId = values[FACEBOOK_EVENT_ID];
  if (facebookId !== undefined && eventId !== undefined && facebookId !== eventId)
    reading.mark('two-event-ids');
  return event;
}

function readFirstSchema(body: JsonObject, properties: JsonObject, fields: Fields): void {
  for (const key of ['event', 'event_name']) {
    const value = textAt(body, key);
    if (value !== undefined) fields.add(key, value);
  }
  readJson(properties, '', fields);
  const moved: JsonObject = Object.create(null);
  for (const key of Object.keys(body)) if (!STAY_AT_ROOT.has(key)) moved[key] = body[key];
  readJson(moved, 'context.', fields);
}

/** Spellings of the event's own id: HTTP API, container, and a body without a context. */
const EVENT_IDS = ['context.event_id', 'context.eventId', 'event_id', 'eventId'];

function eventIdOf(values: Record<string, string>): string | undefined {
  const name = EVENT_IDS.find((key) => Object.hasOwn(values, key));
  return name === undefined ? undefined : values[name];
}

/** Only Commanders Act's code writes these keys (domain facts 5.2). */
const CONTAINER_KEYS = ['containerVersion', 'generatorVersion'];

/** The site id in the address; `tms_id` does not exist (domain facts 5.2). */
export function hasSiteId(reading: Reading): boolean {
  return /(?:^|&)tc_s=[^&]/.test(reading.address.query);
}

/**
 * Tells a collection hit by its payload, wherever it goes. First-party collection runs under
 * `https://<any host>/cdp/events`; a body that shows neither container nor site id is not enough.
 */
export function isCollectionHit(reading: Reading): boolean {
  const { path } = reading.address;
  if (path.endsWith('/cdp/events') && hasSiteId(reading)) return true;
  const text = reading.jsonText();
  if (text === undefined || !(text.includes('"event"') || text.includes('"event_name"')))
    return false;
  const signed = hasSiteId(reading) || CONTAINER_KEYS.some((key) => text.includes(`"${key}"`));
  if (!signed) return false;
  const value = reading.json();
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (!isJsonObject(first)) return false;
  const { event } = first;
  return typeof event === 'string'
    ? objectAt(first, 'properties') !== undefined
    : textAt(first, 'event_name') !== undefined && objectAt(first, 'context') !== undefined;
}
