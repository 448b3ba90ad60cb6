import type { Entry } from '../../session/entry.ts';
import type { Profile } from '../../session/profile.ts';
import { connectorPayload } from '../../vendors/commanders-act/connector-payload.ts';
import {
  connectorCustomData,
  connectorPreview,
} from '../../vendors/commanders-act/connector-preview.ts';
import { COMMANDERS_ACT_MAPPING } from '../../vendors/commanders-act/mapping.ts';
import {
  eventProperties,
  ORDER_IDS,
  orderIdOf,
  personOf,
  serverEventId,
} from '../../vendors/event-properties.ts';
import type { Vendor } from '../../vendors/hit.ts';
import type { Person } from '../../vendors/meta/deduplication.ts';
import { isSameValue } from '../../vendors/meta/same-value.ts';
import type { Copy } from './copy.ts';

/** What a copy says, under the names of the Conversions API; read when it is asked for. */
export interface Content {
  /** `value`, `currency`, `contents` …; lists and objects as JSON text. */
  properties: Readonly<Record<string, string>>;
  /** `em`, `ph`, `external_id` …, as they were sent, hashed or not. */
  userData: Readonly<Record<string, readonly string[]>>;
  person: Person;
  orderId: string | undefined;
  /** Address of the page. */
  address: string | undefined;
  /** Unix seconds, where the copy says so. */
  eventTime: number | undefined;
  actionSource: string | undefined;
  /** The id under which Meta sees it. */
  eventId: string | undefined;
}

const NO_CONTENT: Content = {
  properties: {},
  userData: {},
  person: { fbp: undefined, externalIds: [] },
  orderId: undefined,
  address: undefined,
  eventTime: undefined,
  actionSource: undefined,
  eventId: undefined,
};

/** The content of a copy; nothing in it where the entry is not known. */
export function contentOf(copy: Pick<Copy, 'index'>, entry: Entry | undefined): Content {
  if (entry?.kind === 'server') return serverContent(entry.event);
  const event = entry?.kind === 'hit' ? entry.events[copy.index] : undefined;
  if (entry?.kind !== 'hit' || event === undefined) return NO_CONTENT;
  const vendor = entry.vendor as Vendor;
  const properties = eventProperties(vendor, event.parameters);
  return {
    properties,
    userData: hitUserData(vendor, event.parameters),
    person: personIn(copy, entry),
    orderId: orderIdOf(properties, vendor),
    address: event.parameters[ADDRESSES[vendor]],
    eventTime: undefined,
    actionSource: undefined,
    eventId: serverEventId(vendor, event),
  };
}

/** The content of a copy as Meta will see it: what a connector makes of its hit in place of the hit. */
export function contentAtMeta(
  copy: Pick<Copy, 'index'>,
  entry: Entry | undefined,
  profile: Profile,
): Content {
  const made = entry?.kind === 'hit' ? connectorPreview(entry, profile)[copy.index] : undefined;
  return made === undefined ? contentOf(copy, entry) : serverContent(connectorPayload(made));
}

/** What each property of a copy may be at Meta, as texts. */
export type Said = Readonly<Record<string, readonly string[]>>;

/**
 * What a copy says at Meta, empty values left out. Of a hit that a connector hands on there are
 * several texts where settings that nobody sees choose between them, and none where they put one in.
 */
export function saidAtMeta(copy: Pick<Copy, 'index'>, entry: Entry | undefined): Said {
  const said: Record<string, readonly string[]> = Object.create(null);
  const event = entry?.kind === 'hit' ? entry.events[copy.index] : undefined;
  if (event !== undefined && entry?.kind === 'hit' && entry.vendor === 'commanders-act') {
    for (const { to, value, others = [], notes } of connectorCustomData(event))
      said[to] = notes?.some(({ code }) => code === 'default')
        ? []
        : [value, ...others].map(textOf);
    return said;
  }
  const properties =
    entry?.kind === 'server'
      ? serverProperties(entry.event)
      : entry?.kind === 'hit' && event !== undefined
        ? eventProperties(entry.vendor as Vendor, event.parameters)
        : {};
  for (const name in properties) if (properties[name] !== '') said[name] = [properties[name] ?? ''];
  return said;
}

/**
 * The options under which Meta may use a copy of the pixel's or of a server, as JSON text. A copy
 * without any is not limited; where not all of it was seen (an announcement, a log of ids), that is
 * not known.
 */
export function dataUseOf({ index }: Pick<Copy, 'index'>, entry: Entry): string | undefined {
  if (entry.kind === 'server')
    return Object.hasOwn(entry.event, 'user_data')
      ? JSON.stringify(entry.event.data_processing_options ?? NO_OPTIONS)
      : undefined;
  if (entry.kind !== 'hit' || entry.vendor !== 'meta') return undefined;
  const options = entry.events[index]?.parameters.dpo ?? '';
  return JSON.stringify(options === '' ? NO_OPTIONS : options.split(','));
}

const NO_OPTIONS: readonly string[] = [];

/** Whom a copy names; what coverage asks of every copy, without the rest of its content. */
export function personIn(copy: Pick<Copy, 'index'>, entry: Entry | undefined): Content['person'] {
  if (entry?.kind === 'server') {
    const { fbp, external_id } = recordOf(entry.event.user_data);
    return { fbp: valuesOf(fbp)[0], externalIds: valuesOf(external_id) };
  }
  const event = entry?.kind === 'hit' ? entry.events[copy.index] : undefined;
  if (entry?.kind !== 'hit' || event === undefined) return NO_CONTENT.person;
  const { fbp, externalId } = personOf(entry.vendor as Vendor, event.parameters);
  return { fbp, externalIds: externalId === undefined ? [] : [externalId] };
}

const ADDRESSES: Readonly<Record<Vendor, string>> = {
  meta: 'dl',
  'meta-gateway': 'website_context.location',
  'commanders-act': 'context.page.url',
  segment: 'context.page.url',
};

/** Where each vendor's wire keeps user data, and how such a name ends. */
const USER_DATA: Readonly<Partial<Record<Vendor, readonly [string, string]>>> = {
  meta: ['ud[', ']'],
  'meta-gateway': ['fb.advanced_matching.', ''],
  'commanders-act': ['integrations.facebook.user_data.', ''],
};

/** User data that stand beside the others, by vendor. */
const MORE_USER_DATA: Readonly<Record<Vendor, Readonly<Record<string, string>>>> = {
  meta: { fbp: 'fbp', fbc: 'fbc' },
  'meta-gateway': { 'fb.fbp': 'fbp', 'fb.clickID': 'fbc' },
  'commanders-act': { 'integrations.facebook.fbp': 'fbp', 'integrations.facebook.fbc': 'fbc' },
  segment: {},
};

function hitUserData(
  vendor: Vendor,
  parameters: Readonly<Record<string, string>>,
): Record<string, string[]> {
  const found: Record<string, string[]> = Object.create(null);
  const place = USER_DATA[vendor];
  const more = MORE_USER_DATA[vendor];
  for (const [name, value] of Object.entries(parameters)) {
    if (value === '') continue;
    if (Object.hasOwn(more, name)) found[more[name] as string] = [value];
    else if (place && name.startsWith(place[0]) && name.endsWith(place[1]))
      found[name.slice(place[0].length, name.length - place[1].length)] = [value];
  }
  return found;
}

function serverProperties(event: Record<string, unknown>): Record<string, string> {
  const properties: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(recordOf(event.custom_data)))
    if (value !== null && value !== undefined) properties[name] = textOf(value);
  return properties;
}

function serverContent(event: Record<string, unknown>): Content {
  const properties = serverProperties(event);
  const userData: Record<string, string[]> = Object.create(null);
  for (const [name, value] of Object.entries(recordOf(event.user_data))) {
    const values = valuesOf(value);
    if (values.length > 0) userData[name] = values;
  }
  const { event_id, event_time, event_source_url, action_source } = event;
  const eventTime = Number(event_time);
  return {
    properties,
    userData,
    person: { fbp: userData.fbp?.[0], externalIds: userData.external_id ?? [] },
    orderId: orderIdOf(properties),
    address: typeof event_source_url === 'string' ? event_source_url : undefined,
    eventTime: event_time !== undefined && Number.isFinite(eventTime) ? eventTime : undefined,
    actionSource: typeof action_source === 'string' ? action_source : undefined,
    eventId: typeof event_id === 'string' && event_id !== '' ? event_id : undefined,
  };
}

/** User data stand alone or in a list. */
function valuesOf(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value])
    .filter((item) => item !== null && item !== undefined && item !== '')
    .map(textOf);
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * Where each vendor's wire keeps a property. Of a hit that Commanders Act's connector hands on, the
 * names that its documents have for it: what is given first is what Meta gets, as in a match.
 */
const PROPERTY_AT: Readonly<Record<Vendor, (name: string) => readonly string[]>> = {
  meta: (name) => [`cd[${name}]`],
  'meta-gateway': (name) => [`custom_data.${name}`],
  'commanders-act': (name) => CONNECTOR_NAMES.get(name) ?? [name],
  segment: (name) => [`properties.${name}`],
};

const CONNECTOR_NAMES: ReadonlyMap<string, readonly string[]> = new Map(
  COMMANDERS_ACT_MAPPING.parameters.map(({ to, from, override = to }) => [
    to,
    [override, ...from.map(({ path }) => path), to],
  ]),
);

/** One property of a copy, without reading the others. */
export function propertyOf(
  copy: Pick<Copy, 'index'>,
  entry: Entry | undefined,
  name: string,
): string | undefined {
  if (entry?.kind === 'server') {
    const data = recordOf(entry.event.custom_data);
    const value = Object.hasOwn(data, name) ? data[name] : undefined;
    return value === null || value === undefined ? undefined : textOf(value);
  }
  if (entry?.kind !== 'hit' || !Object.hasOwn(PROPERTY_AT, entry.vendor)) return undefined;
  const parameters = entry.events[copy.index]?.parameters;
  if (parameters === undefined) return undefined;
  const names = PROPERTY_AT[entry.vendor as Vendor](name);
  return parameters[names.find((each) => parameters[each]) ?? name];
}

/** The order that a copy is about, without reading the rest of it. */
export function orderOf(copy: Copy, entry: Entry | undefined): string | undefined {
  for (const name of copy.carrier === 'commanders-act' ? COMMANDERS_ACT_ORDER : ORDER_IDS) {
    const value = propertyOf(copy, entry, name);
    if (value === undefined) continue;
    const order = orderIdOf({ order_id: value });
    if (order !== undefined) return order;
  }
  return undefined;
}

const COMMANDERS_ACT_ORDER = [...ORDER_IDS, 'id'];

/** Properties that tell one event of a name from another. */
const DECISIVE = [
  'value',
  'currency',
  'order_id',
  'transaction_id',
  'content_ids',
  'contents',
  'content_name',
  'search_string',
  'num_items',
];

/**
 * What shows that two copies of one side are different events: the property that differs, or `page`
 * where neither has any property and they were sent from different addresses. Undefined where
 * nothing shows it: a page that is loaded again sends the same event twice, which is no fault.
 */
export function differenceOf(a: Content, b: Content): string | undefined {
  let bare = true;
  for (const name of DECISIVE) {
    // An empty value says nothing.
    const [left, right] = [a.properties[name] || undefined, b.properties[name] || undefined];
    if (left !== undefined || right !== undefined) bare = false;
    if (left !== undefined && right !== undefined && !isSameValue(name, left, right)) return name;
  }
  if (!bare || a.address === undefined || b.address === undefined) return undefined;
  return placeOf(a.address) === placeOf(b.address) ? undefined : 'page';
}

/** The address without query and fragment, which change when a page is loaded again. */
export function placeOf(address: string): string {
  return address.split(/[?#]/, 1)[0] as string;
}
