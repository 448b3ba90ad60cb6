import type { HitEvent } from '../../session/entry.ts';
import { eventsOf } from '../event-list.ts';
import { Fields, isJsonObject, type JsonObject, objectAt, readJson, textAt } from '../fields.ts';
import type { DecodedHit } from '../hit.ts';
import type { Reading } from '../reading.ts';

/**
 * Last part of the API's paths, short and long, and the call that it stands for (domain facts 6:
 * analytics-next posts to /v1/{p,t,i,g,a}; Astronomer's event API takes both spellings). `s` and
 * `screen` are Segment's call of apps [unverified]. `/m` carries metrics of the library itself and
 * is no event.
 */
const CALLS: Readonly<Record<string, string>> = {
  t: 'track',
  track: 'track',
  p: 'page',
  page: 'page',
  i: 'identify',
  identify: 'identify',
  g: 'group',
  group: 'group',
  a: 'alias',
  alias: 'alias',
  s: 'screen',
  screen: 'screen',
  // analytics-next posts batches to /b (read in 1.84.3); the HTTP API calls it batch or import.
  b: 'batch',
  batch: 'batch',
  import: 'batch',
};

/** The call that a path stands for (`track`, `batch` …), or undefined where it is none of the API. */
export function callOfPath(path: string): string | undefined {
  const end = path.endsWith('/') ? path.length - 1 : path.length;
  const last = path.slice(path.lastIndexOf('/', end - 1) + 1, end);
  return Object.hasOwn(CALLS, last) ? CALLS[last] : undefined;
}

const LIST_KEYS = ['batch'];

/**
 * Decodes a hit of Segment's tracking API, which is Astronomer's too. Parameters keep the names of
 * the wire (`properties.revenue`, `context.page.url`); messageId is the event id, since the pixel's
 * device mode sends it as eventID. A page's or screen's event name is its own name, or the call's
 * where it has none; identify, group and alias go by the call.
 */
export function decodeApiHit(reading: Reading): DecodedHit {
  const call = callOfPath(reading.address.path);
  const bodies = eventsOf(reading, LIST_KEYS);
  const shared = sharedOf(reading.json());
  const query = reading.query().values;
  const events = bodies.map((body) => readEvent(body, { shared, query, call }, reading));
  return { vendor: 'segment', events, marks: reading.marks };
}

/** What a batch says once for all of its events: writeKey, sentAt, context … */
function sharedOf(body: unknown): JsonObject | undefined {
  if (!isJsonObject(body) || !Array.isArray(body.batch)) return undefined;
  const { batch: _events, ...shared } = body;
  return shared;
}

/** What an event's request says beside the event itself. */
interface Surroundings {
  shared: JsonObject | undefined;
  query: Record<string, string>;
  call: string | undefined;
}

function readEvent(body: JsonObject, around: Surroundings, reading: Reading): HitEvent {
  const { shared, query, call } = around;
  const fields = new Fields(reading.tally);
  readJson(body, '', fields);
  if (shared !== undefined) readShared(shared, body, fields);
  for (const name of Object.keys(query)) fields.add(name, query[name] ?? '');

  const event: HitEvent = { parameters: fields.values };
  const eventName = nameOf(body, textAt(body, 'type') ?? call);
  if (eventName === undefined || eventName === '') reading.mark('no-event-name');
  else event.eventName = eventName;
  const eventId = textAt(body, 'messageId');
  if (eventId === '') reading.mark('empty-event-id');
  else if (eventId !== undefined) event.eventId = eventId;
  return event;
}

/** An event's own key wins over its batch's: that is what "shared" means. */
function readShared(shared: JsonObject, body: JsonObject, fields: Fields): void {
  const missing: JsonObject = Object.create(null);
  for (const key of Object.keys(shared)) if (!Object.hasOwn(body, key)) missing[key] = shared[key];
  readJson(missing, '', fields);
}

function nameOf(body: JsonObject, type: string | undefined): string | undefined {
  if (type === 'track') return textAt(body, 'event');
  if (type === 'page' || type === 'screen') return textAt(body, 'name') || type;
  return type === 'batch' ? textAt(body, 'event') : type;
}

/** Who the event is about; every call of the API names at least one. */
const IDENTITIES = ['anonymousId', 'userId', 'previousId', 'groupId'];

/** What else a call of the API has; one is enough. */
const COMPANIONS = ['messageId', 'writeKey', 'appId', 'sentAt', 'context'];

/**
 * Tells a hit of the API by path and payload together. Neither is enough alone: Astronomer's host
 * serves something else today, and `/track` is anybody's path.
 */
export function isApiHit(reading: Reading): boolean {
  if (callOfPath(reading.address.path) === undefined) return false;
  const text = reading.jsonText();
  if (text === undefined || !IDENTITIES.some((key) => text.includes(`"${key}"`))) return false;
  const body = reading.jsonObject();
  if (body === undefined) return false;
  const batch = body.batch;
  if (!Array.isArray(batch)) return isApiEvent(body, body);
  const first: unknown = batch[0];
  return isJsonObject(first) && isApiEvent(first, body);
}

function isApiEvent(event: JsonObject, whole: JsonObject): boolean {
  if (!IDENTITIES.some((key) => Object.hasOwn(event, key))) return false;
  const isPart = event !== whole;
  return (
    COMPANIONS.some((key) => Object.hasOwn(event, key) || (isPart && Object.hasOwn(whole, key))) &&
    (textAt(event, 'type') !== undefined ||
      textAt(event, 'event') !== undefined ||
      objectAt(event, 'traits') !== undefined ||
      objectAt(event, 'properties') !== undefined)
  );
}
