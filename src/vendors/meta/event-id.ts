import {
  isNothing,
  isUnknown,
  NO_PROPERTIES,
  type Properties,
  propertiesOf,
} from '../../session/value/read.ts';
import { type PageValue, parseStandIn } from '../../session/value.ts';
import { formatValue } from '../format-value.ts';
import { type EventLine, eventLine, type Fault, fault, withProperties } from './fault.ts';

/**
 * Faults of the event id, by which Meta knows the browser's and the server's copy of one event. It
 * stands in an object behind the custom data (domain facts 2.3).
 */

const OBSERVED = 'domain facts 2.3 (recorded runs of the SDK)';
const DEDUPLICATION =
  'domain facts 2.3 and 4.1; Meta documentation, "Deduplicate Pixel and Server Events"';

/** Names under which the SDK reads the id; eventID wins. */
type IdName = 'eventID' | 'event_id';

const UNITS = 80;
const show = (value: PageValue | undefined) =>
  value === undefined ? 'undefined' : formatValue(value, UNITS);

const NO_KEY = 'Without an event id Meta cannot tell this event from the copy that a server sends.';

/** An event, as its corrected lines need it. */
interface Identified {
  line: EventLine;
  eventName: string;
}

/**
 * Finds the faults of the id.
 * @param data the event's custom data, where they are an object
 * @param words what the SDK prints about the event
 */
export function checkEventId(
  line: EventLine,
  eventName: string,
  data: Properties | undefined,
  words: readonly string[],
  into: Fault[],
): void {
  const { options } = line;
  const own = isNothing(options) ? NO_PROPERTIES : propertiesOf(options);
  if (own === undefined) {
    if (!isUnknown(options)) into.push(notAnObject({ line, eventName }, options ?? null));
    return;
  }
  const name = hasValue(own, 'eventID')
    ? 'eventID'
    : hasValue(own, 'event_id')
      ? 'event_id'
      : undefined;
  if (name !== undefined) {
    const found = checkIdValue({ line, eventName }, own, name, words);
    if (found !== undefined) into.push(found);
    return;
  }
  if (!own.isWhole) return;
  const misspelt = keyLikeEventId(own);
  if (misspelt !== undefined) {
    into.push(misspeltId({ line, eventName }, own, misspelt));
    return;
  }
  const strayed = data === undefined ? undefined : keyLikeEventId(data);
  if (data !== undefined && strayed !== undefined)
    into.push(idInData({ line, eventName }, data, strayed));
  else if (Object.hasOwn(own.values, 'eventID') || Object.hasOwn(own.values, 'event_id'))
    into.push(emptyHandedId({ line, eventName }, own));
}

function hasValue(own: Properties, name: IdName): boolean {
  return Object.hasOwn(own.values, name) && !isNothing(own.values[name]);
}

/** A key that is eventID but for case, underscores and hyphens, with something in it. */
function keyLikeEventId(properties: Properties): string | undefined {
  for (const key in properties.values) {
    if (key.length < 7 || key.length > 12 || !Object.hasOwn(properties.values, key)) continue;
    if (key.toLowerCase().replace(/[_-]/g, '') !== 'eventid') continue;
    if (!isNothing(properties.values[key])) return key;
  }
  return undefined;
}

function notAnObject(event: Identified, options: PageValue): Fault {
  return fault('event-id-without-object', 'warning', 'sent', {
    message: `The argument behind the custom data of ${event.eventName} is ${show(options)}. The SDK reads eventID of an object there: no event id is sent. ${NO_KEY}`,
    fix: eventLine(event.line, {
      options: { eventID: typeof options === 'number' ? String(options) : options },
    }),
    reference: 'domain facts 2.2 and 2.3',
  });
}

function misspeltId(event: Identified, own: Properties, key: string): Fault {
  const id = own.values[key];
  return fault('misspelt-event-id', 'error', 'sent', {
    message: `${event.eventName} gives its event id as ${key}. The SDK reads eventID and event_id only: no event id is sent. ${NO_KEY}`,
    fix: eventLine(event.line, {
      options: withProperties(own.values, { [key]: undefined, eventID: id }),
    }),
    reference: `${OBSERVED}; Meta documentation, "Deduplicate Pixel and Server Events"`,
  });
}

function idInData(event: Identified, data: Properties, key: string): Fault {
  const id = data.values[key];
  return fault('event-id-in-custom-data', key === 'eventID' ? 'error' : 'warning', 'sent', {
    message: `${event.eventName} has ${key} among its custom data, where it becomes the parameter cd[${key}] and no event id. ${NO_KEY}`,
    fix: `Put it into an object of its own behind the custom data: ${eventLine(event.line, {
      data: withProperties(data.values, { [key]: undefined }),
      options: withProperties(propertiesOf(event.line.options)?.values ?? {}, { eventID: id }),
    })}`,
    reference: DEDUPLICATION,
  });
}

function emptyHandedId(event: Identified, own: Properties): Fault {
  const key: IdName = Object.hasOwn(own.values, 'eventID') ? 'eventID' : 'event_id';
  return fault('undefined-event-id', 'warning', 'sent', {
    message: `${key} of ${event.eventName} is ${show(own.values[key])}: whatever should have made the id had not done so yet. ${NO_KEY}`,
    fix: `Make the id first, then call ${eventLine(event.line, { options: { eventID: 'order-1001' } })} For tC.uniqueEventId that is after its cact('trigger', …).`,
    reference: 'domain facts 2.3 and 5.1',
  });
}

/** Texts that a program writes where it has no id. */
const PLACEHOLDERS: ReadonlySet<string> = new Set(['undefined', 'null', 'NaN', '[object Object]']);

function isOrdinaryId(id: PageValue, own: Properties): boolean {
  if (typeof id !== 'string' || id === '' || PLACEHOLDERS.has(id)) return false;
  return !Object.hasOwn(own.values, 'event_id') || !Object.hasOwn(own.values, 'eventID');
}

function checkIdValue(
  event: Identified,
  own: Properties,
  name: IdName,
  words: readonly string[],
): Fault | undefined {
  const id = own.values[name];
  if (id === undefined || isUnknown(id) || isOrdinaryId(id, own)) return undefined;
  const line = (eventID: PageValue) =>
    eventLine(event.line, {
      options: withProperties(own.values, { event_id: undefined, eventID }),
    });
  if (typeof id === 'string') {
    if (id === '')
      return fault('empty-event-id', 'error', 'sent', {
        message: `${name} of ${event.eventName} is an empty text, and is sent as such. ${NO_KEY}`,
        fix: `Give each event an id of its own: ${line('order-1001')}`,
        reference: DEDUPLICATION,
      });
    if (PLACEHOLDERS.has(id))
      return fault('placeholder-event-id', 'warning', 'sent', {
        message: `${name} of ${event.eventName} is the text "${id}", which a program writes where it has no id. Every event with it is one and the same to Meta.`,
        fix: `Give each event an id of its own: ${line('order-1001')}`,
        reference: DEDUPLICATION,
      });
    const other = name === 'eventID' ? own.values.event_id : undefined;
    if (other === undefined || isNothing(other) || other === id) return undefined;
    return fault('two-event-ids', 'warning', 'sent', {
      message: `${event.eventName} gives two event ids, eventID ${show(id)} and event_id ${show(other)}. eventID is sent.`,
      fix: `Keep the one that the server sends: ${line(id)}`,
      reference: OBSERVED,
    });
  }
  if (typeof id === 'number') return numericId(event, name, id, line);
  if (Array.isArray(id) || parseStandIn(id)?.$type === 'array') {
    const first = Array.isArray(id) ? id[0] : undefined;
    return fault('event-id-list', 'error', 'sent', {
      message: `${name} of ${event.eventName} is a list, ${show(id)}. It is sent as eid[0], eid[1] …, and nobody documents which of them counts.`,
      fix: line(typeof first === 'string' ? first : 'order-1001'),
      reference: OBSERVED,
      prints: words.find((text) => text.includes('Incorrect eventID type')),
    });
  }
  return fault('event-id-type', 'warning', 'unknown', {
    message: `${name} of ${event.eventName} is ${show(id)}. Meta documents a text; what the SDK makes of this is not known.`,
    fix: line('order-1001'),
    reference: 'Meta documentation, "Deduplicate Pixel and Server Events"',
  });
}

function numericId(
  event: Identified,
  name: string,
  id: number,
  line: (id: PageValue) => string,
): Fault {
  if (Math.abs(id) > Number.MAX_SAFE_INTEGER)
    return fault('event-id-lost-digits', 'error', 'sent', {
      message: `${name} of ${event.eventName} is the number ${id}, larger than JavaScript keeps exactly: its last digits are not those that were written, and will not match the server's.`,
      fix: `Write it as a text from the start: ${line(String(id))}`,
      reference: 'ECMAScript, Number.MAX_SAFE_INTEGER; domain facts 2.3',
    });
  return fault('numeric-event-id', 'info', 'sent', {
    message: `${name} of ${event.eventName} is the number ${id}. It is sent as the text "${id}", which matches a server's id if that is written the same way.`,
    fix: line(String(id)),
    reference: OBSERVED,
  });
}
