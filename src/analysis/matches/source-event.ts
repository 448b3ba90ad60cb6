import type { CallEntry, Entry, HitEntry } from '../../session/entry.ts';
import { type PageValue, parseStandIn } from '../../session/value.ts';
import { describeCall } from '../../vendors/call-summary.ts';
import type { MappedSystem } from '../../vendors/mapping.ts';
import { fromFlat, isObject, type Plain, toPlain } from './values.ts';

/** An event of a system other than Meta, before anything was made of it. */
export interface SourceEvent {
  /** The entry's id; for events of one hit behind the first, with their place: `h:3#1`. */
  key: string;
  entry: string;
  system: MappedSystem;
  name: string;
  /** `tC.event.<label>`: it triggers tags in the browser, nothing is collected by it. */
  isTag?: true;
  /** Its properties, read when somebody asks. */
  properties(): { [key: string]: Plain };
  /** False where they certainly have no such key at their root; costs less than to read them. */
  mayHave(key: string): boolean;
}

/** GTM's own events (gtm.js, gtm.dom, gtm.load, gtm.click …) are no events of the site. */
const GTM_OWN = /^gtm\./;

/** Commands of a call that name an event for other systems. */
const EVENT_COMMANDS: Readonly<Record<CallEntry['source'], ReadonlySet<string>>> = {
  loyjoy: new Set(['listener', 'callback']),
  dataLayer: new Set(['push', 'gtag event']),
  cact: new Set(['trigger', 'tC.event']),
  analytics: new Set(['track', 'page']),
  fbq: new Set(),
};

/** What Segment's page() is called in the mapping table; a page's own name is no event's. */
const PAGE = 'page';

/** The source event that a call is, if it is one. */
export function sourceOfCall(call: CallEntry): SourceEvent | undefined {
  const { source } = call;
  if (source === 'fbq') return undefined;
  const { command, name: given, rest } = describeCall(call);
  if (!EVENT_COMMANDS[source].has(command)) return undefined;
  const name = source === 'analytics' && command === PAGE ? PAGE : given;
  if (name === undefined || name === '') return undefined;
  if (source === 'dataLayer' && GTM_OWN.test(name)) return undefined;
  const event: SourceEvent = {
    key: call.id,
    entry: call.id,
    system: source,
    name,
    properties: () => toObject(propertiesOf(source, rest)),
    mayHave(key) {
      const given = propertiesOf(source, rest);
      if (typeof given !== 'object' || given === null) return false;
      return Object.hasOwn(given, key) || Object.hasOwn(given, '$type');
    },
  };
  if (command === 'tC.event') event.isTag = true;
  return event;
}

function propertiesOf(
  source: CallEntry['source'],
  rest: readonly PageValue[],
): PageValue | undefined {
  // LoyJoy: (type, detail) or (detail); tC.event: (element, properties); page: ([category], [name], properties).
  if (source === 'dataLayer') return rest[0];
  return rest.find((value) => typeof value === 'object' && value !== null && !isElement(value));
}

function isElement(value: PageValue): boolean {
  return parseStandIn(value)?.$type === 'element';
}

function toObject(value: PageValue | undefined): { [key: string]: Plain } {
  const plain = toPlain(value);
  return isObject(plain) ? plain : {};
}

const HIT_SYSTEMS: Readonly<Record<string, MappedSystem>> = {
  'commanders-act': 'commanders-act',
  segment: 'segment',
};

/** Calls of Segment's API that are no events. */
const NO_EVENTS: ReadonlySet<string> = new Set(['identify', 'group', 'alias']);

/** The source events that a hit to Commanders Act or Segment carries. */
function sourcesOfHit(hit: HitEntry): SourceEvent[] {
  const system = Object.hasOwn(HIT_SYSTEMS, hit.vendor) ? HIT_SYSTEMS[hit.vendor] : undefined;
  if (system === undefined) return [];
  return hit.events.flatMap((event, i) => {
    const name = nameOfHitEvent(system, event);
    if (name === undefined) return [];
    return [
      {
        key: i === 0 ? hit.id : `${hit.id}#${i}`,
        entry: hit.id,
        system,
        name,
        properties: () => hitProperties(system, event.parameters),
        mayHave: () => true,
      },
    ];
  });
}

/** The name of a hit's event as the mapping tables know it; undefined where it is no event. */
export function nameOfHitEvent(
  system: MappedSystem,
  event: HitEntry['events'][number],
): string | undefined {
  const { eventName } = event;
  if (eventName === undefined || eventName === '') return undefined;
  if (system !== 'segment') return eventName;
  if (event.parameters.type === PAGE) return PAGE;
  return NO_EVENTS.has(eventName) ? undefined : eventName;
}

/** The properties of a hit's event under the names that the page gave them. */
export function hitProperties(
  system: MappedSystem,
  parameters: Readonly<Record<string, string>>,
): { [key: string]: Plain } {
  const whole = fromFlat(parameters);
  if (system !== 'segment') return whole;
  return isObject(whole.properties) ? whole.properties : {};
}

/** All source events of an entry. */
export function sourcesOf(entry: Entry): SourceEvent[] {
  if (entry.kind === 'hit') return sourcesOfHit(entry);
  if (entry.kind !== 'call') return [];
  const source = sourceOfCall(entry);
  return source === undefined ? [] : [source];
}
