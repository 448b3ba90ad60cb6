import type { PageValue } from '../../../session/value.ts';
import { isJsonObject, type JsonObject } from '../../fields.ts';
import { EVENT_TIME_AGE, STORE_EVENT_TIME_AGE } from '../deduplication.ts';
import { checkEventData, readSent } from '../event-data.ts';
import { type Fault, show } from '../fault.ts';
import { nearStandardEvent } from '../standard-events.ts';
import type { CustomDatum, ServerFault, UserFault } from './event-faults.ts';
import { ACTION_SOURCES, eventMoment, refusalsOf, timeFault } from './event-rules.ts';
import { type KnownTexts, userFaults } from './user-faults.ts';

/**
 * The checks of an event that a server sends. What the Conversions API refuses is asked of the same
 * rules by which tap answers.
 */

/** What is known of an event besides itself. */
export interface Circumstances {
  /** When Meta received it, ms since the epoch; undefined where nobody knows. */
  receivedAt: number | undefined;
  /** It was seen on its way: what is not there was not sent. A log may leave things out. */
  isRequest: boolean;
  /** Meta took it: what it would refuse cannot be that grave. */
  isTaken: boolean;
  known: KnownTexts;
}

/** The faults of one event. */
export function checkServerEvent(event: JsonObject, about: Circumstances): ServerFault[] {
  const name = typeof event.event_name === 'string' ? event.event_name : '';
  const faults: ServerFault[] = [];
  const time = checkTime(event, name, about);
  if (time !== undefined) faults.push(time);
  if (about.isRequest || isWhole(event)) faults.push(...checkRequired(event, name, about));
  const { event_source_url: url } = event;
  if (typeof url === 'string' && url !== '' && !isWebAddress(url))
    faults.push({
      rule: 'server/source-url',
      severity: 'warning',
      // What stands behind the path may be personal.
      data: { event: name, given: show(url.split(/[?#]/, 1)[0]) },
    });
  const near = nearStandardEvent(name);
  if (near !== undefined)
    faults.push({
      rule: 'server/event-name-case',
      severity: near.by === 'spelling' ? 'warning' : 'info',
      data: { name, meant: near.name },
    });
  faults.push(...checkCustomData(event, name, about));
  const users = userFaults(event.user_data, about.known);
  if (users.length > 0)
    faults.push({
      rule: 'server/user-data',
      severity: users.every(isSlight) ? 'info' : 'warning',
      data: { event: name, items: users },
    });
  return faults;
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\/[^\s{}]/i.test(text) && URL.canParse(text);
}

/** An event as it is sent, and not the few fields of it that a site keeps for itself. */
function isWhole(event: JsonObject): boolean {
  return isJsonObject(event.user_data) || typeof event.action_source === 'string';
}

const SLIGHT: ReadonlySet<UserFault['wrong']> = new Set([
  'empty',
  'irregular',
  'private-address',
  'program',
]);

function isSlight({ wrong }: UserFault): boolean {
  return SLIGHT.has(wrong);
}

/** Beyond this a clock is wrong, not slow; our choice. Milliseconds. */
const AHEAD = 60_000;

function checkTime(
  event: JsonObject,
  name: string,
  { receivedAt, isTaken }: Circumstances,
): ServerFault<'server/event-time'> | undefined {
  const severity = isTaken ? 'warning' : 'error';
  const given = show(event.event_time as PageValue);
  const wrong = timeFault(event);
  if (wrong !== undefined)
    return { rule: 'server/event-time', severity, data: { event: name, given, wrong } };
  const at = eventMoment(event);
  if (at === undefined || receivedAt === undefined) return undefined;
  const apart = receivedAt - at;
  const isStore = event.action_source === 'physical_store';
  const limit = isStore ? STORE_EVENT_TIME_AGE : EVENT_TIME_AGE;
  const data = { event: name, given, apart };
  if (apart > limit)
    return {
      rule: 'server/event-time',
      severity: isStore ? 'info' : severity,
      data: { ...data, wrong: 'age', limit },
    };
  return apart < -AHEAD
    ? { rule: 'server/event-time', severity: 'warning', data: { ...data, wrong: 'future' } }
    : undefined;
}

/** Without these Meta shows the event all the same, by what its users see. */
const LESS_GRAVE: ReadonlySet<string> = new Set([
  'event_source_url',
  'user_data.client_user_agent',
]);

function checkRequired(
  event: JsonObject,
  name: string,
  { isRequest, isTaken }: Circumstances,
): ServerFault[] {
  const faults: ServerFault[] = [];
  const fields: string[] = [];
  let broad: string[] | undefined;
  // Old and new times have a fault of their own: here the event is of now.
  const now = eventMoment(event) ?? 0;
  for (const { pointer, expected, found } of refusalsOf(event, now)) {
    const field = pointer.slice(1).replaceAll('/', '.');
    if (expected.code === 'about-person' && found.code === 'only-keys') broad = [...found.keys];
    else if (field === 'action_source' && found.code !== 'nothing')
      faults.push(actionSourceFault(event, name, isTaken));
    else if (REQUIRED.has(field) && !(field === 'event_time' && event.event_time !== undefined))
      fields.push(field);
  }
  if (fields.length === 0 && broad === undefined) return faults;
  // A log may leave out what is personal.
  const isSure = fields.some(
    (field) => !LESS_GRAVE.has(field) && (field !== 'user_data' || isRequest),
  );
  faults.push({
    rule: 'server/field-missing',
    severity: (isSure || broad !== undefined) && !isTaken ? 'error' : 'warning',
    data: { event: name, fields, ...(broad === undefined ? {} : { broad }) },
  });
  return faults;
}

const REQUIRED: ReadonlySet<string> = new Set([
  'event_time',
  'action_source',
  'user_data',
  'user_data.client_user_agent',
  'event_source_url',
]);

function actionSourceFault(event: JsonObject, name: string, isTaken: boolean): ServerFault {
  const { action_source: source } = event;
  const bare = String(source)
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  const meant = ACTION_SOURCES.find((one) => one === (OTHER_SOURCES[bare] ?? bare));
  return {
    rule: 'server/action-source',
    severity: isTaken ? 'warning' : 'error',
    data: {
      event: name,
      given: show(source as PageValue),
      ...(meant === undefined ? {} : { meant }),
    },
  };
}

/** What people write for Meta's words. */
const OTHER_SOURCES: Readonly<Record<string, string>> = {
  web: 'website',
  browser: 'website',
  site: 'website',
  online: 'website',
  mobile: 'app',
  mobile_app: 'app',
  phone: 'phone_call',
  call: 'phone_call',
  store: 'physical_store',
  in_store: 'physical_store',
  offline: 'physical_store',
  crm: 'system_generated',
  system: 'system_generated',
  server: 'system_generated',
};

/** What the check of the same data in the browser's words is on a server. */
const WRONG: Partial<Record<Fault['rule'], CustomDatum['wrong']>> = {
  'pixel/invalid-value': 'number',
  'pixel/negative-value': 'negative',
  'pixel/invalid-currency': 'currency',
  'pixel/value-without-currency': 'no-currency',
  'pixel/content-type': 'content-type',
  'pixel/content-ids': 'ids',
  'pixel/contents': 'contents',
  'pixel/parameter-type': 'text',
  'pixel/parameter-name-with-blank': 'name',
  'pixel/placeholder-parameter': 'placeholder',
  'pixel/incomplete-catalogue-parameters': 'no-products',
};

/** Faults that cost little. */
const SLIGHT_DATA: ReadonlySet<CustomDatum['wrong']> = new Set([
  'count',
  'text',
  'content-type',
  'list-as-text',
  'no-content-type',
  'no-products',
]);

/**
 * Keys of an item of `contents` (Meta, server-side API: Content). The Conversions API was seen to
 * refuse others: “Unexpected key "item_name" on param … contents”.
 */
const CONTENT_KEYS: ReadonlySet<string> = new Set([
  'id',
  'quantity',
  'item_price',
  'title',
  'description',
  'brand',
  'category',
  'delivery_category',
]);

/** Foreign keys that are named. */
const KEYS_SHOWN = 5;

function checkCustomData(
  event: JsonObject,
  name: string,
  { isRequest, isTaken }: Circumstances,
): ServerFault[] {
  const { custom_data: given } = event;
  // What a site keeps of an event for itself may well be without the data.
  if (!isJsonObject(given) && !isRequest && !isWhole(event)) return [];
  const own: Record<string, PageValue> = Object.create(null);
  for (const [key, value] of Object.entries(isJsonObject(given) ? given : {}))
    if (value !== null && value !== undefined && value !== '') own[key] = value as PageValue;
  const found: Fault[] = [];
  checkEventData({ eventName: name, properties: { values: own, isWhole: true }, words: [] }, found);
  const faults: ServerFault[] = [];
  const lacks = found.flatMap(({ rule }) => LACKS[rule] ?? []);
  if (lacks.length > 0)
    faults.push({
      rule: 'server/purchase-incomplete',
      severity: isTaken ? 'warning' : 'error',
      data: { event: name, lacks },
    });
  const items = [...found.flatMap((fault) => customDatum(fault, own)), ...listFaults(own)];
  if (items.length > 0)
    faults.push({
      rule: 'server/custom-data',
      severity: items.every(({ wrong }) => SLIGHT_DATA.has(wrong)) ? 'info' : 'warning',
      data: { event: name, items },
    });
  return faults;
}

const LACKS: Partial<Record<Fault['rule'], 'value' | 'currency'>> = {
  'pixel/purchase-without-value': 'value',
  'pixel/purchase-without-currency': 'currency',
};

/**
 * What the Conversions API wants otherwise than the pixel, which writes a list and its JSON text
 * alike. Meta's plug-in for WooCommerce sends such texts to the API too, and Meta was seen to refuse
 * one of a server tag (“contents must be an array”): so it is worth knowing, and no more.
 */
function listFaults(own: Readonly<Record<string, PageValue>>): CustomDatum[] {
  const faults: CustomDatum[] = [];
  for (const parameter of ['content_ids', 'contents']) {
    const given = own[parameter];
    const list = typeof given === 'string' ? readSent(parameter, given) : undefined;
    // That there is nothing in it is told as such.
    if (Array.isArray(list) && list.length > 0)
      faults.push({ parameter, given: show(given), wrong: 'list-as-text' });
  }
  const { contents } = own;
  const items = Array.isArray(contents)
    ? (contents as unknown[]).filter((item) => isJsonObject(item))
    : [];
  const keys = new Set(items.flatMap((item) => Object.keys(item)));
  // An item without an id is told as such.
  const foreign = items.every(({ id }) => id !== undefined)
    ? [...keys].filter((key) => !CONTENT_KEYS.has(key))
    : [];
  if (foreign.length > 0)
    faults.push({
      parameter: 'contents',
      given: foreign.slice(0, KEYS_SHOWN).join(', '),
      wrong: 'content-keys',
    });
  return faults;
}

function customDatum(fault: Fault, own: Readonly<Record<string, PageValue>>): CustomDatum[] {
  const wrong = WRONG[fault.rule];
  if (wrong === undefined) return [];
  const datum = (parameter: string, as = wrong): CustomDatum => ({
    parameter,
    given: show(own[parameter]),
    wrong: as,
  });
  switch (fault.rule) {
    case 'pixel/placeholder-parameter':
      return fault.data.places.map(({ parameter }) => datum(parameter));
    case 'pixel/incomplete-catalogue-parameters':
      if (fault.data.lacks === 'content_type') return [datum('content_type', 'no-content-type')];
      return (
        fault.data.empty?.map((parameter) => datum(parameter, 'empty-list')) ?? [datum('contents')]
      );
    case 'pixel/invalid-currency':
      return [datum('currency')];
    case 'pixel/value-without-currency':
      return [datum('value')];
    case 'pixel/content-type':
      return [datum('content_type')];
    case 'pixel/contents':
      return [datum('contents')];
    case 'pixel/parameter-type':
      return [datum(fault.data.parameter, fault.data.wanted === 'number' ? 'count' : 'text')];
    default:
      return 'parameter' in fault.data ? [datum(fault.data.parameter)] : [];
  }
}
