import { ORDER_IDS } from '../vendors/event-properties.ts';

const DAY = 86_400_000;

/** Names, in lower case and without what stands around them, whose value is another in each visit. */
const FLEETING = new Set([
  ...ORDER_IDS.map((name) => name.toLowerCase()),
  ...['eventid', 'event_id', 'eid', 'messageid', 'message_id', 'gtm.uniqueeventid'],
  ...['fbp', '_fbp', 'fbc', '_fbc', 'external_id', 'anonymousid', 'userid', 'client_id'],
  ...['session_id', 'sessionid', 'timestamp', 'ts', 'sentat', 'originaltimestamp', 'event_time'],
]);

/** What a page writes where it had nothing to say. */
const NOTHING = /^(?:undefined|null|nan|none|\[object object\]|\{\{.*\}\})?$/i;

/** What is another in each visit wherever it stands in a text: what is around it stays. */
const FORMS: readonly (readonly [string, RegExp])[] = [
  ['uuid', /(?<![0-9a-z])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-z])/gi],
  ['hash', /(?<![0-9a-z])(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9a-z])/gi],
  ['time', /\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?/g],
  // No price and no article number of a shop has so many digits.
  ['number', /(?<![\d.])\d{16,}(?![\d.])/g],
];
/** Seconds or milliseconds since the epoch. */
const TIME = /(?<![\d.])(?:\d{13}|\d{10})(?![\d.])/g;
const FACEBOOK_ID = /^fb\.\d\.\d{10,13}\.[\w.-]+$/;

/**
 * A value as two recordings of the same steps have it in common: an id, a hash or a time stands for
 * its kind, an address for its path, everything else for itself. Nothing at all is a kind too, so
 * that an id that became `undefined` is told.
 * @param name path of the value, `custom_data.value`
 * @param at when it was said, milliseconds since the epoch
 * @param isFleeting it is known to be an id of this visit
 */
export function tokenOf(name: string, value: string, at: number, isFleeting = false): string {
  if (NOTHING.test(value.trim())) return '<nothing>';
  if (FACEBOOK_ID.test(value)) return '<fbp or fbc>';
  const lasting = withoutFleeting(value, at);
  if (lasting.startsWith('<') && lasting.indexOf('>') === lasting.length - 1) return lasting;
  if (isFleeting || FLEETING.has(lastOf(name)))
    return /^\d+(?:\.\d+)?$/.test(value) ? '<number>' : '<text>';
  if (/^-?\d+(?:\.\d+)?$/.test(value)) return String(Number(value));
  if (/^https?:\/\//i.test(value) && URL.canParse(value)) return pathToken(value, at);
  return lasting;
}

/** The path of an address, with ids in it as their kinds: a shop's hosts differ from stage to stage. */
export function pathToken(url: string, at: number): string {
  if (!URL.canParse(url)) return url;
  return withoutFleeting(new URL(url).pathname, at);
}

/** A text with a sign for its kind in place of each id, hash and time. */
function withoutFleeting(text: string, at: number): string {
  const isNow = (digits: string) =>
    Math.abs(Number(digits) * (digits.length === 10 ? 1_000 : 1) - at) < DAY;
  const timed = text.replace(TIME, (digits) => (isNow(digits) ? '<time>' : digits));
  return FORMS.reduce((rest, [kind, form]) => rest.replace(form, `<${kind}>`), timed);
}

/** `custom_data[order_id]`, `properties.order_id` and `cd[order_id]` are all `order_id`. */
function lastOf(name: string): string {
  const parts = name.toLowerCase().split(/[.[\]]/);
  while (parts.at(-1) === '') parts.pop();
  const plain = parts.join('.');
  return FLEETING.has(plain) ? plain : (parts.at(-1) ?? '');
}
