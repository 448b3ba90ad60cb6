import { KINDS } from '../../../session/entry.ts';
import { isJsonObject, type JsonObject } from '../../fields.ts';
import { type Around, aroundIn, LOG_DEPTH, mentionsEvents } from './around.ts';
import { fromBase64 } from './base64.ts';
import type { ItemKind, Place } from './fault.ts';
import { groupsOf, type Part } from './groups.ts';
import { formParameters, openText } from './request-body.ts';
import { fromSdkObject, isSdkObject } from './sdk-object.ts';

/** A value in a text, with where it stands. */
export interface Item {
  value: unknown;
  place: Place[];
  /** JSON pointer from there. */
  pointer: string;
  around: Around;
}

/** Reads a text that is no JSON and no form: a line of a log in a field of a logger's object. */
export type ReadText = (text: string, item: Item) => Promise<Part[]>;

/** Parameters of a request that carries events (Graph API, Conversions API parameters). */
const PARAMETERS: ReadonlySet<string> = new Set([
  ...['data', 'batch', 'access_token', 'appsecret_proof', 'test_event_code', 'partner_agent'],
  ...['namespace_id', 'upload_id', 'upload_tag', 'upload_source', 'include_headers', 'method'],
  ...['pixel_id', 'debug_mode', 'platforms', 'progress'],
]);

/** Parts of an event: what is in them is the site's, and no event. */
const INSIDE_EVENT: ReadonlySet<string> = new Set([
  'user_data',
  'custom_data',
  'app_data',
  'original_event_data',
  'attribution_data',
]);

/** What an item of a text is, by its own keys. */
export function kindOf(value: unknown): ItemKind {
  if (!isJsonObject(value)) return 'event';
  const { kind } = value;
  if (kind === 'session' || KINDS.some((one) => one === kind)) return 'session';
  return isBody(value) ? 'body' : 'event';
}

/** A request's parameters and nothing else, whatever is in them. */
function isBody(value: JsonObject): boolean {
  const keys = Object.keys(value);
  return (
    (Object.hasOwn(value, 'data') || Object.hasOwn(value, 'batch')) &&
    keys.every((key) => PARAMETERS.has(key))
  );
}

/** A body in which something else stands where the list of events belongs. */
function isStrictBody(value: JsonObject): boolean {
  const { data } = value;
  const isText = typeof data === 'string' && fromBase64(data) === undefined;
  return isBody(value) && (isText || isEvent(data));
}

/** An event as it stands: not one that its wrapper is named after. */
export function isEvent(value: unknown): boolean {
  const opened = openText(value);
  return (
    isJsonObject(opened) &&
    (Object.hasOwn(opened, 'event_name') || Object.hasOwn(opened, '_event_name'))
  );
}

/** Whether `data` holds events, whatever stands beside it. */
export function carriesEvents(value: JsonObject): boolean {
  if (!Object.hasOwn(value, 'data')) return false;
  const data = openText(value.data);
  return Array.isArray(data) && data.some(isEvent);
}

function hasBatch(value: JsonObject): boolean {
  const batch = Object.hasOwn(value, 'batch') ? openText(value.batch) : undefined;
  return Array.isArray(batch) && batch.some((one) => isJsonObject(one) && 'relative_url' in one);
}

/**
 * Everything in a value that carries events, at any depth: request bodies, batches, lists of
 * events, single events; as objects, as JSON texts, as forms. Empty where nothing does.
 */
export async function findEvents(item: Item, readText: ReadText, depth = 0): Promise<Part[]> {
  const { value, place, pointer, around } = item;
  if (depth > LOG_DEPTH || !mentionsEvents(value)) return [];
  if (typeof value === 'string') return findInText(value, item, readText, depth);
  if (Array.isArray(value)) return findInList(value, item, readText, depth);
  if (!isJsonObject(value)) return [];
  if (isSdkObject(value))
    return findEvents({ ...item, value: fromSdkObject(value) }, readText, depth + 1);
  const own = aroundIn(value, around);
  if (carriesEvents(value) || hasBatch(value) || isStrictBody(value))
    return groupsOf(value, { ...own, place, pointer });
  // `data[0][event_name]` as names of an object: a form that somebody's logger has parsed.
  if (Object.keys(value).some((key) => /^(?:data|batch)\[/.test(key))) {
    const texts = Object.entries(value).map(([key, one]) => [key, textOf(one)] as const);
    return groupsOf(formParameters(texts), { ...own, place, pointer });
  }
  const parts: Part[] = [];
  for (const [key, child] of Object.entries(value))
    if (!INSIDE_EVENT.has(key))
      parts.push(...(await findEvents(childOf(item, key, child, own), readText, depth + 1)));
  // A wrapper may have a name of its own: it is an event only where nothing in it is one.
  if (parts.length === 0 && isEvent(value))
    return [{ ...own, place, events: [{ value, pointer }] }];
  return parts;
}

/**
 * Items of a list, or of lines. Where one is an event, all are meant to be: what is none is told by
 * who checks events.
 */
export async function findInItems(
  items: readonly Item[],
  readText: ReadText,
  depth = 0,
): Promise<Part[]> {
  const isListOfEvents = items.some(({ value }) => isEvent(value));
  const parts: Part[] = [];
  for (const item of items) {
    const { value, place, pointer, around } = item;
    let found = await findEvents(item, readText, depth);
    if (found.length === 0 && isJsonObject(value) && isBody(value))
      found = await groupsOf(value, { ...around, place, pointer });
    else if (found.length === 0 && isListOfEvents)
      found = [{ ...around, place, events: [{ value, pointer }] }];
    parts.push(...found);
  }
  return parts;
}

function findInList(list: unknown[], item: Item, readText: ReadText, depth: number) {
  const items = list.map((value, i) => childOf(item, String(i), value, item.around));
  return findInItems(items, readText, depth + 1);
}

function childOf(item: Item, key: string, value: unknown, around: Around): Item {
  const step = key.replaceAll('~', '~0').replaceAll('/', '~1');
  return { value, place: item.place, pointer: `${item.pointer}/${step}`, around };
}

async function findInText(
  text: string,
  item: Item,
  readText: ReadText,
  depth: number,
): Promise<Part[]> {
  const plain = fromBase64(text) ?? text;
  const value = openText(plain);
  if (value !== plain) return findEvents({ ...item, value }, readText, depth + 1);
  return readText(plain, item);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
