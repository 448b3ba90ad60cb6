import type { Entry, HitEntry, Outcome, Source } from '../../src/session/entry.ts';
import { SOURCES } from '../../src/session/entry.ts';
import { isStandIn, type PageValue } from '../../src/session/value.ts';
import { decodeRequest } from '../../src/vendors/decode.ts';
import { type ObservedRequest, transportOf } from '../../src/vendors/request.ts';
import type { Scanner } from './value-text.ts';

/** What a line knows of its place: the entry's time and document, and what came before it there. */
export interface Place {
  /** Milliseconds since the epoch. */
  at: number;
  /** Address of the document; empty where no page line gave one. */
  url: string;
  /** How many hits the document has sent to a pixel: the SDK's `ec`. */
  sentTo(pixelId: string): number;
}

/** An entry without id, time and page, which its place gives. */
export type Bare = Record<string, unknown> & { kind: Entry['kind'] };

type Fields = Record<string, PageValue>;

/** The words of a line, in what is read by name and what by order. */
interface Words {
  /** In order. */
  values: PageValue[];
  /** `name=value`. */
  fields: Fields;
  outcome: Outcome | undefined;
  status: number | undefined;
}

const OUTCOMES: readonly string[] = [
  'pending',
  'done',
  'redirected',
  'failed',
  'blocked',
  'cancelled',
] satisfies Outcome[];

/** What Chromium says of each end. */
const ERRORS: Readonly<Record<string, string>> = {
  failed: 'net::ERR_CONNECTION_RESET',
  blocked: 'net::ERR_BLOCKED_BY_CLIENT',
  cancelled: 'net::ERR_ABORTED',
};

const isOpen = (scanner: Scanner) => scanner.peek() !== '' && !startsWith(scanner);

/** Whether `with {…}` is what comes next. */
function startsWith(scanner: Scanner): boolean {
  scanner.peek();
  return /^with\s*\{/.test(scanner.text.slice(scanner.at));
}

function argumentsOf(scanner: Scanner): PageValue[] {
  const values: PageValue[] = [];
  while (isOpen(scanner)) values.push(scanner.argument());
  return values;
}

/** @param least how many words stand before one can be a status or an outcome */
function wordsOf(scanner: Scanner, least = 1): Words {
  const words: Words = { values: [], fields: {}, outcome: undefined, status: undefined };
  while (isOpen(scanner)) {
    const name = scanner.take(/[\w.[\]-]+(?==)/y);
    if (name !== undefined) {
      scanner.at += 1;
      words.fields[name] = /\s/.test(scanner.text[scanner.at] ?? ' ') ? '' : scanner.argument();
      continue;
    }
    const value = scanner.argument();
    const word = words.values.length >= least && typeof value === 'string' ? value : '';
    if (/^\d{3}$/.test(word)) words.status = Number(word);
    else if (OUTCOMES.includes(word)) words.outcome = word as Outcome;
    else words.values.push(value);
  }
  return words;
}

const textOf = (value: PageValue | undefined): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '');

const isGone = (value: PageValue | undefined) =>
  value !== undefined && isStandIn(value) && value.$type === 'undefined';

/** `cd={value: 3}` as the SDK writes it: `cd[value]=3`. */
function spread(fields: Fields): Fields {
  const pairs = Object.entries(fields).flatMap(([name, value]): [string, PageValue][] =>
    (name === 'cd' || name === 'ud') && typeof value === 'object' && value !== null
      ? Object.entries(value).map(([key, item]) => [`${name}[${key}]`, item as PageValue])
      : [[name, value]],
  );
  return Object.fromEntries(pairs);
}

/** The end of a request, as the recorder tells it. */
function endOf({ outcome, status }: Words, at: number) {
  const end = outcome ?? 'done';
  const code = status ?? (end === 'done' ? 200 : end === 'redirected' ? 302 : undefined);
  return {
    outcome: end,
    ...(code === undefined ? {} : { status: code }),
    ...(ERRORS[end] === undefined ? {} : { error: ERRORS[end] }),
    ...(end === 'pending' ? {} : { endAt: at + 5 }),
  };
}

function originOf(url: string): { initiator?: string } {
  return URL.canParse(url) ? { initiator: new URL(url).origin } : {};
}

/** A request as the recorder tells it, decoded by the real decoders. */
function hitOf(request: ObservedRequest, words: Words, place: Place, more: Partial<HitEntry> = {}) {
  const decoded = more.role === undefined ? decodeRequest(request, []) : undefined;
  const vendor = more.vendor ?? decoded?.vendor;
  if (vendor === undefined) throw new Error(`no hit of a vendor: ${request.url}`);
  const { method, url, body, contentType } = request;
  return {
    kind: 'hit',
    vendor,
    method,
    url,
    transport: transportOf(request),
    events: decoded?.events ?? [],
    ...endOf(words, place.at),
    ...originOf(place.url),
    ...(decoded && decoded.marks.length > 0 ? { marks: decoded.marks } : {}),
    ...(body === undefined ? {} : { body }),
    ...(contentType === undefined ? {} : { contentType }),
    ...more,
  } satisfies Bare;
}

/** The fields that every hit of the pixel has, around its own data. */
export function pixelFields(pixelId: string, name: string, place: Place): [Fields, Fields] {
  return [
    {
      ...(pixelId === '-' ? {} : { id: pixelId }),
      ...(name === '-' ? {} : { ev: name }),
      dl: place.url,
      rl: '',
      if: 'false',
      ts: String(Math.floor(place.at) - 2),
    },
    { v: '2.9.325', r: 'stable', ec: String(place.sentTo(pixelId)) },
  ];
}

export const PIXEL_ADDRESS = 'https://www.facebook.com/tr/?';

/** `hit <pixel> <Event> name=value …`: the pixel's image. */
function pixelHit(scanner: Scanner, place: Place): Bare {
  const words = wordsOf(scanner);
  const [pixelId, name] = words.values.map(textOf);
  const [head, tail] = pixelFields(pixelId ?? '-', name ?? '-', place);
  const query = new URLSearchParams();
  const fields = { ...head, ...spread({ ...words.fields }) };
  for (const [key, value] of Object.entries({ ...fields, ...tail, ...pick(fields, tail) }))
    if (!isGone(value)) query.set(key, textOf(value));
  return hitOf({ url: `${PIXEL_ADDRESS}${query}`, method: 'GET', type: 'image' }, words, place);
}

/** What one object says of the other's keys. */
function pick(from: Fields, keys: Fields): Fields {
  return Object.fromEntries(Object.entries(from).filter(([key]) => Object.hasOwn(keys, key)));
}

function script(url: string, role: 'library' | 'config', words: Words, place: Place): Bare {
  return hitOf({ url, method: 'GET', type: 'script' }, words, place, { role, vendor: 'meta' });
}

function posted(url: string, body: Fields, words: Words, place: Place): Bare {
  const text = JSON.stringify(
    Object.fromEntries(Object.entries(body).filter(([, v]) => !isGone(v))),
  );
  const request = { url, method: 'POST', type: 'xmlhttprequest' } as const;
  return hitOf({ ...request, body: { kind: 'text', text } }, words, place);
}

/** `cact-hit <name> {properties} eventId=…`: Commanders Act's collection, its first wire version. */
function collectionHit(scanner: Scanner, place: Place): Bare {
  const words = wordsOf(scanner);
  const [name, properties = {}] = words.values;
  const body = {
    event: textOf(name),
    properties,
    page: { url: place.url, title: 'Shop' },
    device: { user_agent: 'Mozilla/5.0' },
    version: 1,
    generatorVersion: '1',
    containerVersion: '82.0',
    ...words.fields,
  };
  return posted('https://collect.commander1.com/events?tc_s=3311&token=key', body, words, place);
}

/** `segment-hit <name> {properties} messageId=…`. */
function segmentHit(scanner: Scanner, place: Place): Bare {
  const words = wordsOf(scanner);
  const [name, properties = {}] = words.values;
  const body = { type: 'track', event: textOf(name), properties, ...words.fields };
  return posted('https://api.segment.io/v1/t', body, words, place);
}

/** `gateway-hit <pixel> <Event> id=… {custom data}`: what the pixel sends to a site's own gateway. */
function gatewayHit(scanner: Scanner, place: Place): Bare {
  const words = wordsOf(scanner);
  const [pixelId, name, data] = words.values;
  const { id, ...fields } = words.fields;
  const body = {
    'fb.pixel_id': textOf(pixelId),
    event_name: textOf(name),
    ...(id === undefined ? {} : { event_id: id }),
    ...(data === undefined ? {} : { custom_data: data }),
    website_context: { location: place.url },
    ...fields,
  };
  return posted('https://gateway.shop.example/events?cee=no', body, words, place);
}

/** `request <METHOD> <address> <type> [body] [contentType=…] [vendor=…]`: as it stands. */
function anyHit(scanner: Scanner, place: Place): Bare {
  const words = wordsOf(scanner);
  const [method, url, type, body] = words.values;
  const { vendor, contentType } = words.fields;
  const request: ObservedRequest = { method: textOf(method), url: textOf(url), type: textOf(type) };
  if (body !== undefined) request.body = { kind: 'text', text: textOf(body) };
  if (contentType !== undefined) request.contentType = textOf(contentType);
  return hitOf(request, words, place, vendor === undefined ? {} : { vendor: textOf(vendor) });
}

/** What a correct event from a server has, besides its own data. */
export function serverFields(place: Place): Fields {
  return {
    event_time: Math.floor(place.at / 1000),
    action_source: 'website',
    ...(place.url === '' ? {} : { event_source_url: place.url }),
    user_data: { client_user_agent: 'Mozilla/5.0', client_ip_address: '192.0.2.1' },
  };
}

const TIME_OF = { tap: 'receipt', import: 'event', header: 'receipt' } as const;

function isOrigin(text: string): text is keyof typeof TIME_OF {
  return Object.hasOwn(TIME_OF, text);
}

/** `server <pixel> <Event> id=… name=value … {custom data}`; `-` where the pixel is not known. */
function serverEvent(scanner: Scanner, place: Place, origin: string): Bare {
  if (!isOrigin(origin)) throw new Error(`no origin of a server event: ${origin}`);
  const { values, fields } = wordsOf(scanner);
  const [pixelId, name, data] = values;
  const { id, ...more } = fields;
  const event = {
    event_name: textOf(name),
    ...(origin === 'header' ? {} : serverFields(place)),
    ...(id === undefined ? {} : { event_id: id }),
    ...(data === undefined ? {} : { custom_data: data }),
    ...more,
  };
  return {
    kind: 'server',
    origin,
    timeOf: TIME_OF[origin],
    ...(pixelId === '-' ? {} : { pixelId: textOf(pixelId) }),
    event: Object.fromEntries(Object.entries(event).filter(([, value]) => !isGone(value))),
  };
}

function callOf(source: Source, method: string | undefined, args: PageValue[]): Bare {
  const [first] = args;
  const named = typeof first === 'string' ? first : undefined;
  const call = (name: string, rest = args): Bare => ({
    kind: 'call',
    source,
    method: name,
    args: rest,
    phase: 'live',
  });
  if (method !== undefined) return call(method);
  if (source === 'dataLayer') return call('push');
  if (source === 'analytics') return call(named ?? 'call', args.slice(1));
  if (source === 'loyjoy')
    return { ...call('listener'), ...(named === undefined ? {} : { name: named }) };
  return call(named ?? 'call');
}

function consentOf(scanner: Scanner): Bare {
  const values = argumentsOf(scanner);
  const [source, event] = values;
  const value = values.at(-1);
  return {
    kind: 'consent',
    source: textOf(source),
    event: values.length > 2 ? textOf(event) : 'change',
    value: values.length > 1 ? value : {},
  };
}

function gapOf(scanner: Scanner): Bare {
  const [numbers, reason = 'limit'] = argumentsOf(scanner).map(textOf);
  const [from = '0', to = from] = (numbers ?? '').split('-');
  // `4-`: nobody knows how many.
  return { kind: 'gap', from: Number(from), ...(to !== '' && { to: Number(to) }), reason };
}

function pageEvent(event: string, scanner: Scanner, place: Place): Bare {
  const values = argumentsOf(scanner).map(textOf);
  if (event === 'answer') {
    const [status, url = place.url] = values;
    return { kind: 'page', event, url, status: Number(status) };
  }
  if (event !== 'read') return { kind: 'page', event, url: values[0] ?? place.url };
  const [name, access = 'bare'] = values;
  return { kind: 'page', event, url: place.url, name, access };
}

/** Reads what stands behind a line's first word; undefined where it begins no entry. */
export function readBare(word: string, scanner: Scanner, place: Place): Bare | undefined {
  const dot = word.indexOf('.');
  const head = dot === -1 ? word : word.slice(0, dot);
  const method = dot === -1 ? undefined : word.slice(dot + 1);
  if (head === 'gtag')
    return callOf('dataLayer', 'push', [{ $type: 'arguments', values: argumentsOf(scanner) }]);
  const source = SOURCES.find((known) => known === head);
  if (source !== undefined) return callOf(source, method, argumentsOf(scanner));
  if (head === 'server') return serverEvent(scanner, place, method ?? 'tap');
  switch (word) {
    case 'route':
    case 'return':
    case 'read':
    case 'answer':
      return pageEvent(word, scanner, place);
    case 'consent':
      return consentOf(scanner);
    case 'console':
      return consoleOf(scanner);
    case 'hit':
      return pixelHit(scanner, place);
    case 'cact-hit':
      return collectionHit(scanner, place);
    case 'segment-hit':
      return segmentHit(scanner, place);
    case 'gateway-hit':
      return gatewayHit(scanner, place);
    case 'request':
      return anyHit(scanner, place);
    case 'library':
      return script(LIBRARY, 'library', wordsOf(scanner, 0), place);
    case 'config':
      return configuration(scanner, place);
    case 'gap':
      return gapOf(scanner);
    default:
      return undefined;
  }
}

/** `console warning "text"`. */
function consoleOf(scanner: Scanner): Bare {
  const [level, text] = argumentsOf(scanner).map(textOf);
  return { kind: 'console', level, text };
}

const LIBRARY = 'https://connect.facebook.net/en_US/fbevents.js';

function configuration(scanner: Scanner, place: Place): Bare {
  const pixelId = textOf(scanner.argument());
  const url = `https://connect.facebook.net/signals/config/${pixelId}?v=2.9.325&r=stable`;
  return script(url, 'config', wordsOf(scanner, 0), place);
}

/** The `with {…}` at a line's end: fields as they stand; `undefined` takes one away. */
export function readOverrides(scanner: Scanner): Fields | undefined {
  if (!startsWith(scanner)) return undefined;
  scanner.take(/with/y);
  const value = scanner.value();
  if (typeof value !== 'object' || value === null) return scanner.fail('with {…}');
  return value as Fields;
}

/** An entry with other fields. */
export function overridden(entry: Bare, overrides: Fields): Bare {
  const pairs = Object.entries({ ...entry, ...overrides });
  return Object.fromEntries(pairs.filter(([key]) => !isGone(overrides[key]))) as Bare;
}
