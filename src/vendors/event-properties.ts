import type { Vendor } from './hit.ts';

/**
 * The parameter that holds the id under which Commanders Act sends its copy to Meta. It is the one
 * that must equal the pixel's eventID; the event's own id may differ (domain facts 5.1).
 */
export const FACEBOOK_EVENT_ID = 'integrations.facebook.event_id';

/** Where each vendor's wire keeps the properties that the page gave to the event. */
const PREFIXES: Readonly<Record<Exclude<Vendor, 'commanders-act'>, readonly [string, string]>> = {
  meta: ['cd[', ']'],
  'meta-gateway': ['custom_data.', ''],
  segment: ['properties.', ''],
};

/** Root names of a Commanders Act event that are not the page's properties (domain facts 5.2). */
const ENVELOPE = /^(?:context\.|integrations\.|user\.)|^(?:event|event_name|tc_s|token|tc_skey)$/;

/**
 * The event's own properties under the names that the page gave them, whatever the vendor's wire
 * calls them: `cd[value]`, `custom_data.value` and `properties.value` are all `value`.
 */
export function eventProperties(
  vendor: Vendor,
  parameters: Readonly<Record<string, string>>,
): Record<string, string> {
  const properties: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(parameters)) {
    const own = ownName(vendor, name);
    if (own !== undefined) properties[own] = value;
  }
  return properties;
}

/** One of them by its own name; undefined where the event does not say it. */
export function eventProperty(
  vendor: Vendor,
  parameters: Readonly<Record<string, string>>,
  name: string,
): string | undefined {
  const [start, end] = vendor === 'commanders-act' ? ['', ''] : PREFIXES[vendor];
  const sent = `${start}${name}${end}`;
  const isOwn = ownName(vendor, sent) === name && Object.hasOwn(parameters, sent);
  return isOwn ? parameters[sent] : undefined;
}

function ownName(vendor: Vendor, name: string): string | undefined {
  if (vendor === 'commanders-act') return ENVELOPE.test(name) ? undefined : name;
  const [start, end] = PREFIXES[vendor];
  if (!name.startsWith(start) || !name.endsWith(end)) return undefined;
  return name.slice(start.length, name.length - end.length);
}

/**
 * The id under which Meta will see the server's copy of a hit: Commanders Act's own event id is not
 * it (domain facts 5.1), a gateway's is. Undefined where the hit carries none.
 */
export function serverEventId(
  vendor: Vendor,
  event: { eventId?: string; parameters: Readonly<Record<string, string>> },
): string | undefined {
  return vendor === 'commanders-act' ? event.parameters[FACEBOOK_EVENT_ID] : event.eventId;
}

/** Where each vendor's wire keeps what names the person: fbp and external_id (domain facts 3.1, 5). */
const PERSON_KEYS: Readonly<Record<Vendor, readonly [string, string]>> = {
  meta: ['fbp', 'ud[external_id]'],
  'meta-gateway': ['fb.fbp', 'fb.advanced_matching.external_id'],
  'commanders-act': ['integrations.facebook.fbp', 'user.id'],
  segment: ['context.fbp', 'userId'],
};

/** The `_fbp` cookie's value and the external id that a hit carries, as they were sent. */
export function personOf(
  vendor: Vendor,
  parameters: Readonly<Record<string, string>>,
): { fbp: string | undefined; externalId: string | undefined } {
  const [fbp, externalId] = PERSON_KEYS[vendor];
  return { fbp: parameters[fbp] || undefined, externalId: parameters[externalId] || undefined };
}

/** Names of an order's id: Meta's and Google's, and Segment's own. */
export const ORDER_IDS: readonly string[] = [
  'order_id',
  'transaction_id',
  'orderId',
  'transactionId',
];

/** What stands where a page had no order id to give. */
const NO_ORDER = /^(?:|0|-1|undefined|null|none|nan|false|n\/a|\[object object\])$/i;

/**
 * The order that an event is about, or undefined where it names none.
 * @param properties as `eventProperties` gives them
 * @param vendor Commanders Act calls a purchase's order `id` (domain facts 5.4)
 */
export function orderIdOf(
  properties: Readonly<Record<string, string>>,
  vendor?: Vendor,
): string | undefined {
  const names = vendor === 'commanders-act' ? [...ORDER_IDS, 'id'] : ORDER_IDS;
  for (const name of names) {
    const id = properties[name]?.trim();
    if (id !== undefined && !NO_ORDER.test(id)) return id;
  }
  return undefined;
}
