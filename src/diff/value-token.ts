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

const FORMS: readonly (readonly [string, RegExp])[] = [
  ['uuid', /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i],
  ['hash', /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i],
  ['fbp or fbc', /^fb\.\d\.\d{10,13}\.[\w.-]+$/],
  ['time', /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$/],
  // No price and no article number of a shop has so many digits.
  ['number', /^\d{16,}$/],
];

/**
 * A value as two recordings of the same steps have it in common: an id, a hash or a time stands for
 * its kind, an address for its path, everything else for itself. Nothing at all is a kind too, so
 * that an id that became `undefined` is told.
 * @param name path of the value, `custom_data.value`
 * @param at when it was said, milliseconds since the epoch
 */
export function tokenOf(name: string, value: string, at: number): string {
  if (NOTHING.test(value.trim())) return '<nothing>';
  const form = formOf(value, at);
  if (form !== undefined) return `<${form}>`;
  if (FLEETING.has(lastOf(name))) return /^\d+(?:\.\d+)?$/.test(value) ? '<number>' : '<text>';
  if (/^-?\d+(?:\.\d+)?$/.test(value)) return String(Number(value));
  if (/^https?:\/\//i.test(value) && URL.canParse(value)) return pathToken(value, at);
  return value;
}

/** The path of an address, with ids in it as their kinds: a shop's hosts differ from stage to stage. */
export function pathToken(url: string, at: number): string {
  if (!URL.canParse(url)) return url;
  return new URL(url).pathname
    .split('/')
    .map((part) => {
      const form = formOf(part, at);
      return form === undefined ? part : `<${form}>`;
    })
    .join('/');
}

function formOf(value: string, at: number): string | undefined {
  if (/^\d{10}$|^\d{13}$/.test(value)) {
    const time = Number(value) * (value.length === 10 ? 1_000 : 1);
    if (Math.abs(time - at) < DAY) return 'time';
  }
  return FORMS.find(([, form]) => form.test(value))?.[0];
}

/** `custom_data[order_id]`, `properties.order_id` and `cd[order_id]` are all `order_id`. */
function lastOf(name: string): string {
  const parts = name.toLowerCase().split(/[.[\]]/);
  while (parts.at(-1) === '') parts.pop();
  const plain = parts.join('.');
  return FLEETING.has(plain) ? plain : (parts.at(-1) ?? '');
}
