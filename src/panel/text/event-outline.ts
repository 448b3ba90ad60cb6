import type { Entry, HitEntry } from '../../session/entry.ts';
import { locateGiven } from '../../session/value/path.ts';
import {
  isObject,
  type Plain,
  type PlainObject,
  plainText,
  showValue,
  toPlainObject,
  UNKNOWN,
} from '../../session/value/plain.ts';
import { eventProperties, serverEventId } from '../../vendors/event-properties.ts';
import type { Vendor } from '../../vendors/hit.ts';
import { eventIdOf, pixelCallOf } from '../../vendors/meta/call.ts';
import { hitProperties, sourceOfCall } from '../../vendors/source-event.ts';
import { t } from './language.ts';

/** What a person asks of an event first. Texts are as they were sent; absent where there is none. */
export interface EventOutline {
  eventId?: string;
  value?: string;
  currency?: string;
  /** How many products it names. */
  items?: number;
}

/** Where the systems keep an event's value, in order; below that, in what they wrap it into. */
const VALUES = ['value', 'revenue', 'amount', 'total'];
const ITEMS = ['contents', 'items', 'products', 'content_ids'];
const EVENT_IDS = ['event_id', 'eventId', 'eventID'];
/** GA4's and GTM's wrapper around the properties of a purchase. */
const WRAPPER = 'ecommerce';

const kept = new WeakMap<Entry, EventOutline>();

/** The outline of an entry's event, of the first one where a hit carries several. */
export function outlineOf(entry: Entry): EventOutline {
  const known = kept.get(entry);
  if (known) return known;
  const outline = makeOutline(entry);
  kept.set(entry, outline);
  return outline;
}

/** An event's properties, whoever sends it, and its event id. */
interface EventContent {
  properties: PlainObject;
  eventId: string | undefined;
}

function makeOutline(entry: Entry): EventOutline {
  const content = contentOf(entry);
  return content === undefined ? {} : outline(content.properties, content.eventId);
}

/** Undefined for what is no event. */
function contentOf(entry: Entry): EventContent | undefined {
  switch (entry.kind) {
    case 'call': {
      const call = pixelCallOf(entry);
      if (call)
        return call.isEvent
          ? { properties: toPlainObject(call.data), eventId: eventIdOf(call) }
          : undefined;
      const source = sourceOfCall(entry);
      if (source === undefined) return undefined;
      const properties = source.properties();
      return { properties, eventId: textAt(properties, EVENT_IDS) ?? source.ownEventId() };
    }
    case 'hit':
      return contentOfHit(entry);
    case 'server': {
      const { event_id, custom_data } = entry.event;
      const data = custom_data as Plain;
      return {
        properties: isObject(data) ? data : {},
        eventId: plainText(event_id as Plain),
      };
    }
    default:
      return undefined;
  }
}

function contentOfHit({ vendor, events }: HitEntry): EventContent | undefined {
  const [event] = events;
  if (event === undefined) return undefined;
  const { parameters } = event;
  const isWrapped = vendor === 'commanders-act' || vendor === 'segment';
  const properties = isWrapped
    ? hitProperties(vendor, parameters)
    : (eventProperties(vendor as Vendor, parameters) as PlainObject);
  return { properties, eventId: serverEventId(vendor as Vendor, event) ?? event.eventId };
}

/** A parameter's text is cut here: it stands in a column. */
const PARAMETER_UNITS = 120;

/**
 * What an entry's event has under a parameter: `value`, `content_ids`, `items[].id`; of a hit also
 * the wire's own names (`fbp`, `ud[em]`). `value` and `currency` are found under the names that the
 * systems have for them. Undefined where there is none.
 */
export function parameterText(entry: Entry, path: string): string | undefined {
  const { value, currency, eventId } = outlineOf(entry);
  if (path === 'value' && value !== undefined) return value;
  if (path === 'currency' && currency !== undefined) return currency;
  if (path === 'event_id' && eventId !== undefined) return eventId;
  const properties = contentOf(entry)?.properties ?? {};
  const found = given(properties, [path]);
  const text = found === undefined ? wireText(entry, path) : showValue(found);
  return text?.slice(0, PARAMETER_UNITS);
}

function wireText(entry: Entry, name: string): string | undefined {
  if (entry.kind === 'server') {
    const value = entry.event[name] as Plain;
    return value === undefined ? undefined : showValue(value);
  }
  if (entry.kind !== 'hit') return undefined;
  const parameters = entry.events[0]?.parameters;
  return parameters && Object.hasOwn(parameters, name) ? parameters[name] : undefined;
}

function outline(properties: PlainObject, eventId: string | undefined): EventOutline {
  const found: EventOutline = {};
  const value = textAt(properties, VALUES);
  const currency = textAt(properties, ['currency']);
  const items = countItems(properties);
  if (eventId) found.eventId = eventId;
  if (value !== undefined) found.value = value;
  if (currency !== undefined) found.currency = currency;
  if (items !== undefined) found.items = items;
  return found;
}

/** What is given under the first of several names, in the event itself or in its wrapper. */
function given(properties: PlainObject, names: readonly string[]): Plain {
  for (const name of names)
    for (const path of [name, `${WRAPPER}.${name}`]) {
      const value = locateGiven(properties, path)?.value;
      if (value !== undefined) return value;
    }
  return undefined;
}

function textAt(properties: PlainObject, names: readonly string[]): string | undefined {
  const value = given(properties, names);
  return value === undefined || typeof value === 'object' ? undefined : plainText(value);
}

function countItems(properties: PlainObject): number | undefined {
  const value = given(properties, ITEMS);
  const list = typeof value === 'string' ? listIn(value) : value;
  return Array.isArray(list) && !list.includes(UNKNOWN) ? list.length : undefined;
}

/** The wire writes lists as JSON text. */
function listIn(text: string): unknown {
  if (!text.startsWith('[')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `34.3 EUR`, in German `34,3 EUR`; undefined where the event has no value. */
export function valueWords({ value, currency }: EventOutline): string | undefined {
  if (value === undefined) return undefined;
  const amount = t().say.amount(value);
  return currency === undefined ? amount : `${amount} ${currency}`;
}

/** An id longer than this is told by its end. */
const SHORT_ID = 8;
const ID_END = 4;

/** `34.3 EUR · 2 items · id …5474`: what tells the events of one name apart; '' where nothing does. */
export function outlineWords(outline: EventOutline): string {
  const words = t().entry;
  const { eventId, items } = outline;
  const parts: string[] = [];
  const value = valueWords(outline);
  if (value !== undefined) parts.push(value.slice(0, 40));
  if (items !== undefined) parts.push(words.items(items));
  if (eventId !== undefined)
    parts.push(words.ids(eventId.length > SHORT_ID ? `…${eventId.slice(-ID_END)}` : eventId));
  return parts.join(' · ');
}
