/**
 * Parses the messages of wire.ts where they cross from one part to another. Each parser takes what
 * it knows and nothing more, so that a field that a sender has no business to fill in goes no
 * further. Lines of batches are parsed by wire-entry.ts, once, where they become entries.
 */
import { LISTED_REQUESTS } from './limits.ts';
import type {
  AttachedMessage,
  AttachMessage,
  ControlMessage,
  DocumentMessage,
  DocumentPlace,
  Endpoint,
  EndpointsMessage,
  EntriesMessage,
  FramesMessage,
  GoneMessage,
  LeftItem,
  ListedMessage,
  ListedRequest,
  LoadedMessage,
  PanelMessage,
  RelayMessage,
  ReplayMessage,
  RequestsMessage,
  SentRequest,
  SpokenFrame,
  StreamMessage,
} from './wire.ts';

type Fields = Record<string, unknown>;

/** What a panel asks of the background. */
export type PanelRequest = AttachMessage | ReplayMessage | EndpointsMessage;

/** Longest key of a document or stream; ours have 14 letters and digits. */
const KEY = /^[a-z0-9]{1,40}$/;
/**
 * Where numbers end: those of entries (a document that calls 1,000 times a second gets there in
 * months), and of tabs and frames, which Chromium draws from all of 2 ** 31.
 */
const NUMBERS = 2 ** 53;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isKey = (value: unknown): value is string => typeof value === 'string' && KEY.test(value);
const isNumber = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < NUMBERS;
/** A time: milliseconds since the epoch, with fractions. */
const isTime = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value < NUMBERS;
const isNames = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((name) => typeof name === 'string');

const isSpan = (value: unknown): value is [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every(isTime);

function parseDocument(value: Fields): DocumentMessage | undefined {
  const { document, first, next, top, late, since, left, at, away, blank, pageOrigin } = value;
  if (!isKey(document) || !isNumber(first) || !isNumber(next) || first > next) return undefined;
  return {
    type: 'document',
    document,
    first,
    next,
    top: top === true,
    late: late === true,
    ...(isTime(since) && { since }),
    ...((left === 'begun' || left === 'whole') && { left, ...(isTime(at) && { at }) }),
    ...(Array.isArray(away) && away.every(isSpan) && { away }),
    ...(blank === true && { blank }),
    ...(isTime(pageOrigin) && { pageOrigin }),
  };
}

function parseEntries(value: Fields): EntriesMessage | undefined {
  const { document, first, since, from, count, text } = value;
  if (!isKey(document) || !isNumber(first) || !isNumber(from) || !isNumber(count)) return undefined;
  if (count === 0 || typeof text !== 'string') return undefined;
  return {
    type: 'entries',
    document,
    first,
    from,
    count,
    text,
    ...(isNumber(since) && { since }),
  };
}

function isRequest(value: unknown): value is SentRequest {
  if (!isFields(value)) return false;
  return typeof value.url === 'string' && isTime(value.from) && isTime(value.to);
}

function parseRequests(value: Fields): RequestsMessage | undefined {
  const { document, origin, since, requests, total, left, untold } = value;
  if (!isKey(document) || typeof origin !== 'string' || !isTime(since)) return undefined;
  if (!Array.isArray(requests) || !isNumber(total)) return undefined;
  return {
    type: 'requests',
    document,
    origin,
    since,
    requests: requests.filter(isRequest).map(({ url, from, to }) => ({ url, from, to })),
    total,
    ...(isTime(left) && { left }),
    ...(isTime(untold) && { untold }),
  };
}

function parseListed(value: Fields): ListedMessage | undefined {
  const { document, requests } = value;
  if (!isKey(document) || !Array.isArray(requests)) return undefined;
  return {
    type: 'listed',
    document,
    requests: requests
      .filter(isRequest)
      .slice(0, LISTED_REQUESTS)
      .map((one) => ({
        url: one.url,
        from: one.from,
        to: one.to,
        isImage: (one as ListedRequest).isImage === true,
      })),
  };
}

/** What a relay said; undefined for anything else. Never a stream of hits. */
export function parseRelayMessage(value: unknown): RelayMessage | undefined {
  if (!isFields(value)) return undefined;
  if (value.type === 'document') return parseDocument(value);
  if (value.type === 'requests') return parseRequests(value);
  if (value.type === 'listed') return parseListed(value);
  return value.type === 'entries' ? parseEntries(value) : undefined;
}

/** What a relay left in storage as its page went away; undefined for anything else. */
export function parseLeftItem(value: unknown): LeftItem | undefined {
  if (!isFields(value) || !Array.isArray(value.messages)) return undefined;
  const { at, tabId } = value;
  if (!isNumber(at)) return undefined;
  const messages = value.messages.map(parseRelayMessage).filter((one) => one !== undefined);
  return { at, ...(isNumber(tabId) && { tabId }), ...parseNames(value), messages };
}

/** The browser's names for a frame and its document, as far as they are told. */
function parseNames({ frameId, documentId }: Fields): Omit<DocumentPlace, 'tabId'> {
  return {
    ...(typeof frameId === 'number' && { frameId }),
    ...(typeof documentId === 'string' && { documentId }),
  };
}

/** What the background said to a panel; undefined for anything else. */
export function parsePanelMessage(value: unknown): PanelMessage | undefined {
  if (!isFields(value)) return undefined;
  switch (value.type) {
    case 'document': {
      const message = parseDocument(value);
      return message && { ...message, ...parseNames(value) };
    }
    case 'entries': {
      const message = parseEntries(value);
      if (message && value.stream === 'hits') message.stream = 'hits';
      return message;
    }
    case 'requests':
      return parseRequests(value);
    case 'listed':
      return parseListed(value);
    case 'stream': {
      const { document, next } = value;
      if (!isKey(document) || !isNumber(next)) return undefined;
      return { type: 'stream', document, next } satisfies StreamMessage;
    }
    case 'gone':
      return isKey(value.document)
        ? ({ type: 'gone', document: value.document } satisfies GoneMessage)
        : undefined;
    case 'attached':
      return { type: 'attached', reached: value.reached === true } satisfies AttachedMessage;
    case 'loaded':
      return { type: 'loaded' } satisfies LoadedMessage;
    case 'frames':
      return parseFrames(value);
    default:
      return undefined;
  }
}

/** A frame that has spoken; undefined for anything else. */
export function parseSpokenFrame(value: unknown): SpokenFrame | undefined {
  if (!isFields(value)) return undefined;
  const { document, since, at, pageOrigin } = value;
  if (!isKey(document) || !isTime(since) || !isTime(at)) return undefined;
  return { document, since, at, ...(isTime(pageOrigin) && { pageOrigin }) };
}

function parseFrames({ frames: list, since }: Fields): FramesMessage | undefined {
  if (!Array.isArray(list) || !isTime(since)) return undefined;
  const frames = list.map(parseSpokenFrame).filter((one) => one !== undefined);
  return { type: 'frames', frames, since };
}

function parseHave(value: unknown): Record<string, number> | undefined {
  if (!isFields(value)) return undefined;
  const have: Record<string, number> = {};
  for (const [key, number] of Object.entries(value))
    if (isKey(key) && isNumber(number)) have[key] = number;
  return have;
}

const VENDORS = new Set(['meta', 'meta-gateway', 'commanders-act', 'segment']);
const SOURCES = new Set(['known', 'learned', 'profile']);

function isEndpoint(value: unknown): value is Endpoint {
  if (!isFields(value)) return false;
  const { vendor, host, path, source } = value;
  if (!VENDORS.has(vendor as string) || !SOURCES.has(source as string)) return false;
  return typeof host === 'string' && (path === undefined || typeof path === 'string');
}

function parseAttach(value: Fields): AttachMessage | undefined {
  const { tabId, openedAt, layers, endpoints } = value;
  const have = parseHave(value.have);
  if (!isNumber(tabId) || !isNumber(openedAt) || !have) return undefined;
  if (!isNames(layers) || !Array.isArray(endpoints)) return undefined;
  const wantsLists = value.wantsLists === true;
  const wanted = { tabId, openedAt, wantsLists, have, layers };
  return { type: 'attach', ...wanted, endpoints: endpoints.filter(isEndpoint) };
}

function parseReplay(value: Fields): ReplayMessage | undefined {
  const { document, from } = value;
  return isKey(document) && isNumber(from) ? { type: 'replay', document, from } : undefined;
}

/** What a panel asked of the background; undefined for anything else. */
export function parsePanelRequest(value: unknown): PanelRequest | undefined {
  if (!isFields(value)) return undefined;
  switch (value.type) {
    case 'attach':
      return parseAttach(value);
    case 'replay':
      return parseReplay(value);
    case 'endpoints':
      return Array.isArray(value.endpoints)
        ? { type: 'endpoints', endpoints: value.endpoints.filter(isEndpoint) }
        : undefined;
    default:
      return undefined;
  }
}

/** What the background said to a relay; undefined for anything else. */
export function parseControlMessage(value: unknown): ControlMessage | undefined {
  if (!isFields(value)) return undefined;
  switch (value.type) {
    case 'attach':
      return parseAttach(value);
    case 'replay':
      return parseReplay(value);
    case 'start':
      return isNumber(value.tabId) && isNames(value.layers)
        ? { type: 'start', tabId: value.tabId, ...parseNames(value), layers: value.layers }
        : undefined;
    case 'stop':
      return { type: 'stop' };
    default:
      return undefined;
  }
}
