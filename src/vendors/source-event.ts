import type { CallEntry, Entry, HitEntry, HitEvent } from '../session/entry.ts';
import { isObject, type PlainObject, toPlainObject } from '../session/value/plain.ts';
import { isNothing, propertyOf, textOf } from '../session/value/read.ts';
import { type PageValue, parseStandIn } from '../session/value.ts';
import { describeCall } from './call-summary.ts';
import { fromFlat } from './flat-names.ts';
import type { MappedSystem } from './mapping.ts';
import { EVENT_PROPERTIES } from './push-events.ts';
import { isPersonCall } from './segment/person-calls.ts';

/** An event of a system other than Meta, before anything was made of it. */
export interface SourceEvent {
  /** The entry's id; for events of one hit behind the first, with their place: `h:3#1`. */
  key: string;
  entry: string;
  seen: 'call' | 'hit';
  system: MappedSystem;
  /** '' where it has none. */
  name: string;
  /** `tC.event.<label>`: it triggers tags in the browser, nothing is collected by it. */
  isTag?: true;
  /**
   * Its properties under the names that the page gave them, read when somebody asks. Of a hit to
   * Commanders Act, what the library added stands beside them, as in wire version 2.
   */
  properties(): PlainObject;
  /** False where they certainly have no such key at their root; costs less than to read them. */
  mayHave(key: string): boolean;
  /** Of Commanders Act, the event's own id: not the one that Meta sees. */
  ownEventId(): string | undefined;
}

/** What Segment's page() is called in the mapping table; a page's own name is no event's. */
const PAGE = 'page';

/** GTM's own events (gtm.js, gtm.dom, gtm.load, gtm.click …) are no events of the site. */
const GTM_OWN = /^gtm\./;

/** Commands of a call that name an event for other systems. */
const EVENT_COMMANDS: Readonly<Record<CallEntry['source'], ReadonlySet<string>>> = {
  loyjoy: new Set(['listener', 'callback']),
  dataLayer: new Set(['push', 'gtag event']),
  cact: new Set(['trigger', 'tC.event']),
  analytics: new Set(['track', PAGE]),
  fbq: new Set(),
  cbq: new Set(),
};

/** The source event that a call is, if it is one. */
export function sourceOfCall(call: CallEntry): SourceEvent | undefined {
  const { source } = call;
  if (source === 'fbq' || source === 'cbq') return undefined;
  const { command, name: given, rest } = describeCall(call);
  if (!EVENT_COMMANDS[source].has(command)) return undefined;
  const name = nameOf(source, command, given, rest);
  // Only a trigger is sent whatever it is called; without a name nothing else is an event.
  if (name === '' && command !== 'trigger') return undefined;
  if (source === 'dataLayer' && GTM_OWN.test(name)) return undefined;
  const at = given === undefined && command === 'trigger' ? 1 : 0;
  const event: SourceEvent = {
    key: call.id,
    entry: call.id,
    seen: 'call',
    system: source,
    name,
    properties: once(() => toPlainObject(propertiesOf(call, command, rest, at))),
    mayHave(key) {
      const properties = propertiesOf(call, command, rest, at);
      if (typeof properties !== 'object' || properties === null) return false;
      return Object.hasOwn(properties, key) || Object.hasOwn(properties, '$type');
    },
    ownEventId: () =>
      command === 'trigger' ? textOf(propertyOf(rest[at + 1], 'eventId')) : undefined,
  };
  if (command === 'tC.event') event.isTag = true;
  return event;
}

function nameOf(
  source: CallEntry['source'],
  command: string,
  given: string | undefined,
  rest: readonly PageValue[],
): string {
  if (source === 'analytics' && command === PAGE) return PAGE;
  if (given !== undefined || source !== 'dataLayer' || command !== 'push') return given ?? '';
  // A push without the key `event`, as the documents of enhanced e-commerce have it.
  return EVENT_PROPERTIES.find((path) => hasPath(rest[0], path)) ?? '';
}

function hasPath(value: PageValue | undefined, path: string): boolean {
  const inner = path.split('.').reduce(propertyOf, value);
  return inner !== undefined && !isNothing(inner);
}

/**
 * LoyJoy: (type, detail) or (detail); tC.event: (element, properties); page: ([category], [name],
 * properties). A push is its own properties, a trigger's stand behind its name.
 */
function propertiesOf(
  { source }: CallEntry,
  command: string,
  rest: readonly PageValue[],
  at: number,
): PageValue | undefined {
  if (source === 'dataLayer' || command === 'trigger') return rest[at];
  return rest.find((value) => typeof value === 'object' && value !== null && !isElement(value));
}

function isElement(value: PageValue): boolean {
  return parseStandIn(value)?.$type === 'element';
}

/** Vendors whose hits carry events for others. */
const HIT_SYSTEMS: Readonly<Record<string, 'commanders-act' | 'segment'>> = {
  'commanders-act': 'commanders-act',
  segment: 'segment',
};

/** The source events that a hit to Commanders Act or Segment carries. */
function sourcesOfHit(hit: HitEntry): SourceEvent[] {
  const system = Object.hasOwn(HIT_SYSTEMS, hit.vendor) ? HIT_SYSTEMS[hit.vendor] : undefined;
  if (system === undefined) return [];
  const events: SourceEvent[] = [];
  for (const [i, event] of hit.events.entries()) {
    const name = nameOfHitEvent(system, event);
    if (name === undefined) continue;
    const key = i === 0 ? hit.id : `${hit.id}#${i}`;
    events.push(sourceOfHitEvent(event, { key, entry: hit.id, system, name }));
  }
  return events;
}

/** An event of a collection hit; a name is not asked for. */
export function sourceOfHitEvent(
  { parameters, eventId, eventName = '' }: HitEvent,
  {
    key = '',
    entry = '',
    system = 'commanders-act',
    name = eventName,
  }: Partial<Pick<SourceEvent, 'key' | 'entry' | 'system' | 'name'>> = {},
): SourceEvent {
  return {
    key,
    entry,
    seen: 'hit',
    system,
    name,
    properties: once(() => hitProperties(system, parameters)),
    mayHave: () => true,
    ownEventId: () =>
      system === 'commanders-act'
        ? (parameters['context.event_id'] ?? parameters['context.eventId'] ?? eventId)
        : undefined,
  };
}

/** What a reading gives, read when it is asked for the first time. */
function once(read: () => PlainObject): () => PlainObject {
  let known: PlainObject | undefined;
  return () => {
    known ??= read();
    return known;
  };
}

/** The name of a hit's event as the mapping tables know it; undefined where it is no event. */
export function nameOfHitEvent(system: MappedSystem, event: HitEvent): string | undefined {
  const { eventName } = event;
  if (eventName === undefined || eventName === '') return undefined;
  if (system !== 'segment') return eventName;
  if (event.parameters.type === PAGE) return PAGE;
  return isPersonCall(event) ? undefined : eventName;
}

/** The properties of a hit's event under the names that the page gave them. */
export function hitProperties(
  system: MappedSystem,
  parameters: Readonly<Record<string, string>>,
): PlainObject {
  const whole = fromFlat(parameters);
  if (system !== 'segment') return whole;
  return isObject(whole.properties) ? whole.properties : {};
}

/** All source events of an entry that have a name. */
export function sourcesOf(entry: Entry): SourceEvent[] {
  if (entry.kind === 'hit') return sourcesOfHit(entry);
  if (entry.kind !== 'call') return [];
  const source = sourceOfCall(entry);
  return source === undefined || source.name === '' ? [] : [source];
}
