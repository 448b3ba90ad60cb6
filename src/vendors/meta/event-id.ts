import {
  isNothing,
  isUnknown,
  NO_PROPERTIES,
  type Properties,
  propertiesOf,
  propertyOf,
} from '../../session/value/read.ts';
import { type PageValue, parseStandIn } from '../../session/value.ts';
import { EVENT_ID, type Fault, fault, type Line, type Mend, show } from './fault.ts';
import { isPlaceholderId } from './placeholder.ts';

/**
 * Faults of the event id, by which Meta knows the browser's and the server's copy of one event. It
 * stands in an object behind the custom data (domain facts 2.3).
 */

/** Names under which the SDK reads the id; eventID wins. */
type IdName = 'eventID' | 'event_id';

/**
 * Finds the faults of the id.
 * @param data the event's custom data, where they are an object
 * @param words what the SDK prints about the event
 */
export function checkEventId(
  { options }: Pick<Line, 'options'>,
  event: string,
  data: Properties | undefined,
  words: readonly string[],
  into: Fault[],
): void {
  const own = isNothing(options) ? NO_PROPERTIES : propertiesOf(options);
  if (own === undefined) {
    if (!isUnknown(options)) into.push(notAnObject(event, options ?? null));
    return;
  }
  const name = hasValue(own, 'eventID')
    ? 'eventID'
    : hasValue(own, 'event_id')
      ? 'event_id'
      : undefined;
  if (name !== undefined) {
    const found = checkIdValue(event, own, name, words);
    if (found !== undefined) into.push(found);
    return;
  }
  if (!own.isWhole) return;
  const misspelt = keyLikeEventId(own);
  if (misspelt !== undefined) {
    into.push(misspeltId(event, own, misspelt));
    return;
  }
  const strayed = data === undefined ? undefined : keyLikeEventId(data);
  if (data !== undefined && strayed !== undefined) into.push(idInData(event, data, strayed));
  else if (Object.hasOwn(own.values, 'eventID') || Object.hasOwn(own.values, 'event_id'))
    into.push(emptyHandedId(event, own));
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

function notAnObject(event: string, options: PageValue): Fault {
  return fault(
    'pixel/event-id-without-object',
    'event-id',
    'sent',
    { event, given: show(options) },
    { mend: { wholeOptions: { eventID: idIn(options) } } },
  );
}

function misspeltId(event: string, own: Properties, key: string): Fault {
  return fault(
    'pixel/misspelt-event-id',
    'event-id',
    'sent',
    { event, key },
    { mend: { options: { [key]: undefined, eventID: idIn(own.values[key]) } } },
  );
}

function idInData(event: string, data: Properties, key: string): Fault {
  return fault(
    'pixel/event-id-in-custom-data',
    'event-id',
    'sent',
    { event, key },
    {
      severity: key === 'eventID' ? 'error' : 'warning',
      mend: { data: { [key]: undefined }, options: { eventID: idIn(data.values[key]) } },
    },
  );
}

/** A value as the event id that it can be; else the name that stands for one. */
function idIn(value: PageValue | undefined): PageValue {
  if (typeof value === 'string' && value !== '' && !isPlaceholderId(value)) return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  const own = Array.isArray(value) ? propertyOf(value[0], 'eventID') : undefined;
  return own === undefined ? EVENT_ID : idIn(own);
}

function emptyHandedId(event: string, own: Properties): Fault {
  const key: IdName = Object.hasOwn(own.values, 'eventID') ? 'eventID' : 'event_id';
  return fault(
    'pixel/undefined-event-id',
    'event-id',
    'sent',
    { event, key, given: show(own.values[key]) },
    { mend: { options: { event_id: undefined, eventID: EVENT_ID } } },
  );
}

function isOrdinaryId(id: PageValue, own: Properties): boolean {
  if (typeof id !== 'string' || id === '' || isPlaceholderId(id)) return false;
  return !Object.hasOwn(own.values, 'event_id') || !Object.hasOwn(own.values, 'eventID');
}

function checkIdValue(
  event: string,
  own: Properties,
  key: IdName,
  words: readonly string[],
): Fault | undefined {
  const id = own.values[key];
  if (id === undefined || isUnknown(id) || isOrdinaryId(id, own)) return undefined;
  const mend = (eventID: PageValue) => ({ options: { event_id: undefined, eventID } });
  if (typeof id === 'string') {
    if (id === '')
      return fault(
        'pixel/empty-event-id',
        'event-id',
        'sent',
        { event, key },
        { mend: mend(EVENT_ID) },
      );
    if (isPlaceholderId(id))
      return fault(
        'pixel/placeholder-event-id',
        'event-id',
        'sent',
        { event, key, id },
        { mend: mend(EVENT_ID) },
      );
    const other = key === 'eventID' ? own.values.event_id : undefined;
    if (other === undefined || isNothing(other) || other === id) return undefined;
    return fault(
      'pixel/two-event-ids',
      'event-id',
      'sent',
      { event, sent: id, ignored: show(other) },
      { mend: mend(id) },
    );
  }
  if (typeof id === 'number') return numericId(event, key, id, mend);
  if (Array.isArray(id) || parseStandIn(id)?.$type === 'array') {
    return fault(
      'pixel/event-id-list',
      'event-id',
      'sent',
      { event, key, given: show(id) },
      {
        prints: words.find((text) => text.includes('Incorrect eventID type')),
        mend: mend(idIn(Array.isArray(id) ? id[0] : undefined)),
      },
    );
  }
  return fault(
    'pixel/event-id-type',
    'event-id',
    'unknown',
    { event, key, given: show(id) },
    {
      prints: words.find((text) => text.includes('Incorrect eventID type')),
      mend: mend(EVENT_ID),
    },
  );
}

function numericId(event: string, key: string, id: number, mend: (id: PageValue) => Mend): Fault {
  const data = { event, key, given: String(id) };
  return Math.abs(id) > Number.MAX_SAFE_INTEGER
    ? fault('pixel/event-id-lost-digits', 'event-id', 'sent', data, { mend: mend(EVENT_ID) })
    : fault('pixel/numeric-event-id', 'event-id', 'sent', data, { mend: mend(String(id)) });
}
