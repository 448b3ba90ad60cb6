/** What sessions are made of, as fragments of text: see session.ts for the language. */

export const PIXEL = '522344231566343';
export const OTHER_PIXEL = '987654321098765';

/** A pixel, its library and its configuration. */
export const LOADED = `fbq init ${PIXEL}
library
config ${PIXEL}`;

/** A document whose pixel is there. */
export const READY = `page https://shop.example/
${LOADED}`;

/** The order that purchases are about, as custom data. */
export const ORDER = '{value: 34.3, currency: EUR, order_id: order-77}';

/** The same as GA4's event in the data layer. */
export const GA4_ORDER =
  'dataLayer {event: purchase, ecommerce: {transaction_id: order-77, value: 34.3, currency: EUR}}';

/** The pixel's call of an event and its hit: what both say. */
export const sent = (name: string, data = '{}', id?: string) =>
  id === undefined
    ? `fbq track ${name} ${data}\n  > hit ${PIXEL} ${name} cd=${data}`
    : `fbq track ${name} ${data} {eventID: ${id}}\n  > hit ${PIXEL} ${name} cd=${data} eid=${id}`;

/** The server's copy. */
export const copy = (name: string, data = '{}', id?: string) =>
  `server ${PIXEL} ${name} ${id === undefined ? '' : `id=${id} `}${data}`;

const user = 'user: {id: "c-17", email: "ada@shop.example"';

/** A Commanders Act trigger and its hit, which carries `id` for Meta. */
export const triggered = (name: string, properties: string, id: string, more = '') =>
  `cact trigger ${name} {${properties}, ${user}}}
  > cact-hit ${name} {${properties}, ${user}, consent_categories: ["1"]}, integrations: {facebook: {event_id: "${id}"}}${more}} eventId=own-${id}`;

/** OneTrust's word: the groups that are on, and whether the visitor has decided. */
export const oneTrust = (groups: string, decided = true) =>
  `consent onetrust change {groups: "${groups}", stored: undefined, closed: ${
    decided ? '"2026-11-21T10:00:00.000Z"' : 'undefined'
  }}`;
export const ON = ',C0001,C0002,C0004,';
export const OFF = ',C0001,';
