import type { Entry as HarEntry } from 'har-format';
import type { BodyReason, HitEntry } from '../../session/entry.ts';
import { isJsonObject } from '../fields.ts';
import { bodyTextOf } from '../har-body.ts';
import { foundValue } from '../meta/server-events/event-rules.ts';
import type { Fault } from '../meta/server-events/fault.ts';
import { readFailure } from '../outcome.ts';
import type { ObservedBody } from '../request.ts';

/** A request of a HAR, read: whoever wrote it, and whatever it left out. */
export interface HarRequest {
  /** Its number in the archive. */
  index: number;
  url: string;
  method: string;
  /** When it started, ms since the epoch. */
  at: number;
  /** webRequest's resource type, as far as the archive tells. */
  type: string;
  /** `top` and `frame`: it loaded a document. */
  loads: 'top' | 'frame' | undefined;
  /** The archive's name for the page or tab that it belongs to. */
  pageref: string | undefined;
  /** Address of the document that sent it, or its origin. */
  referrer: string | undefined;
  body: ObservedBody | undefined;
  contentType: string | undefined;
  answer: Pick<HitEntry, 'outcome' | 'status' | 'cached' | 'error' | 'redirect' | 'endAt'>;
  answerHeaders: { name: string; value?: string }[];
  /** The browser itself went on with https: the next request is this one. */
  isUpgraded: boolean;
}

/**
 * Chrome's `_resourceType`, and Sec-Fetch-Dest, in webRequest's words. What is fetched with an empty
 * destination may be a fetch, an XMLHttpRequest or a beacon.
 */
const TYPES: Readonly<Record<string, string>> = {
  image: 'image',
  ping: 'ping',
  beacon: 'beacon',
  fetch: 'fetch',
  xhr: 'xhr',
  script: 'script',
  document: 'main_frame',
  iframe: 'sub_frame',
  frame: 'sub_frame',
  empty: 'xmlhttprequest',
};

/** Reads one request; undefined for what is none to a server, or lacks what every request has. */
export function readHarRequest(entry: unknown, index: number): HarRequest | undefined {
  if (!isJsonObject(entry) || !isJsonObject(entry.request)) return undefined;
  const { request, response, startedDateTime, pageref, time } = entry as unknown as HarEntry;
  const url = textOf(request.url);
  const at = Date.parse(textOf(startedDateTime));
  if (!/^https?:/i.test(url) || !URL.canParse(url) || Number.isNaN(at)) return undefined;
  const headers = headersOf(request.headers);
  const answerHeaders = headersOf(response?.headers);
  const method = textOf(request.method).toUpperCase();
  const mimeType = textOf(response?.content?.mimeType) || headerOf(answerHeaders, 'content-type');
  const loads = loadOf(entry, headers, mimeType ?? '');
  const body = bodyOf(request, headers);
  return {
    index,
    url,
    method,
    at,
    type: loads === 'frame' ? 'sub_frame' : typeOf(entry, headers, mimeType ?? ''),
    loads,
    pageref: textOf(pageref) || undefined,
    referrer: headerOf(headers, 'referer') ?? headerOf(headers, 'origin'),
    body,
    contentType: textOf(request.postData?.mimeType) || headerOf(headers, 'content-type'),
    answer: answerOf(entry, at + (typeof time === 'number' && time > 0 ? time : 0)),
    answerHeaders,
    isUpgraded:
      response?.status === 307 &&
      textOf(response.redirectURL) === url.replace(/^http:/i, 'https:') &&
      url.startsWith('http:'),
  };
}

/**
 * What an entry of the archive lacks that every request has; undefined where it lacks nothing. An
 * address of another scheme (`data:`, `wss:`) is no fault: it goes to no server that we know.
 */
export function harFault(entry: unknown, index: number): Omit<Fault, 'events'> | undefined {
  const place = (path: string) => [`/log/entries/${index}${path}`];
  if (!isJsonObject(entry))
    return { place: place(''), expected: { code: 'object' }, found: foundValue(entry) };
  const { request, startedDateTime } = entry;
  if (!isJsonObject(request))
    return { place: place('/request'), expected: { code: 'object' }, found: foundValue(request) };
  if (!URL.canParse(textOf(request.url)))
    return {
      place: place('/request/url'),
      expected: { code: 'address' },
      found: foundValue(request.url),
    };
  if (Number.isNaN(Date.parse(textOf(startedDateTime))))
    return {
      place: place('/startedDateTime'),
      expected: { code: 'date' },
      found: foundValue(startedDateTime),
    };
  return undefined;
}

/** A text; '' for anything else: a HAR is anybody's. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function headersOf(headers: unknown): { name: string; value: string }[] {
  if (!Array.isArray(headers)) return [];
  return headers
    .filter(isJsonObject)
    .map(({ name, value }) => ({ name: textOf(name), value: textOf(value) }));
}

function headerOf(headers: readonly { name: string; value: string }[], name: string) {
  return headers.find((header) => header.name.toLowerCase() === name)?.value || undefined;
}

type Headers = readonly { name: string; value: string }[];

function destinationOf(entry: Record<string, unknown>, headers: Headers): string | undefined {
  const told = headerOf(headers, 'sec-fetch-dest');
  // Chrome calls a frame's document a document, too.
  return told ?? (textOf(entry._resourceType) || undefined);
}

function typeOf(entry: Record<string, unknown>, headers: Headers, mimeType: string): string {
  const known = [textOf(entry._resourceType), headerOf(headers, 'sec-fetch-dest') ?? '']
    .map((name) => TYPES[name])
    .find((type) => type !== undefined);
  if (known !== undefined) return known;
  if (mimeType.startsWith('image/')) return 'image';
  return /javascript/.test(mimeType) ? 'script' : 'other';
}

/** Whether a request loaded a document: by what the browser says of it, else by what it asked for and got. */
function loadOf(
  entry: Record<string, unknown>,
  headers: Headers,
  mimeType: string,
): HarRequest['loads'] {
  const destination = destinationOf(entry, headers);
  const { response } = entry;
  const status = isJsonObject(response) ? response.status : 0;
  // A redirect loads nothing; what it leads to does.
  if (typeof status === 'number' && status >= 300 && status < 400 && status !== 304)
    return undefined;
  if (destination === 'iframe' || destination === 'frame') return 'frame';
  if (destination === 'document') return 'top';
  if (destination !== undefined) return undefined;
  const asks = headerOf(headers, 'accept')?.includes('text/html') === true;
  return asks && /html/.test(mimeType) ? 'top' : undefined;
}

/** Firefox writes the body's own headers before a form's text. */
const BODY_HEADERS = /^content-(?:type|length):[^\r\n]*\r?\n(?:[\w-]+:[^\r\n]*\r?\n)*\r?\n/i;

function bodyOf(request: HarEntry['request'], headers: Headers): ObservedBody | undefined {
  const { postData } = request;
  if (isJsonObject(postData)) {
    const text = bodyTextOf(postData);
    if (text !== '') return { kind: 'text', text: text.replace(BODY_HEADERS, '') };
    if (Array.isArray(postData.params) && postData.params.length > 0) {
      const fields: Record<string, string[]> = {};
      for (const param of postData.params.filter(isJsonObject)) {
        const name = decodeField(textOf(param.name));
        const values = Object.hasOwn(fields, name) ? fields[name] : undefined;
        fields[name] = [...(values ?? []), decodeField(textOf(param.value))];
      }
      return { kind: 'form', fields };
    }
  }
  // Some writers do not know the size, and say -1.
  const size = Number(headerOf(headers, 'content-length') ?? request.bodySize);
  if (textOf(request.method).toUpperCase() !== 'POST' || size === 0) return undefined;
  return { kind: 'unreadable', reason: 'not-archived' satisfies BodyReason };
}

/** Some writers leave the names and values of a form as they were sent. */
function decodeField(text: string): string {
  if (!/%[0-9a-f]{2}/i.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    // A percent sign of the value's own.
    return text;
  }
}

/** What became of it. An archive that says neither a status nor why leaves it open. */
function answerOf(entry: Record<string, unknown>, endAt: number): HarRequest['answer'] {
  const response = isJsonObject(entry.response) ? entry.response : {};
  const { status: given } = response;
  const status = typeof given === 'number' && given > 0 ? given : undefined;
  // Chrome writes it with the response, Playwright as a failure's text, Event Loupe with the entry.
  const error = textOf(response._error) || textOf(response._failureText) || textOf(entry._error);
  const redirect = textOf(response.redirectURL);
  const cache = textOf(entry._fromCache);
  if (status === undefined)
    return error === '' ? {} : { outcome: readFailure(error, status).outcome, error, endAt };
  const isRedirect = redirect !== '' && status >= 300 && status < 400;
  return {
    outcome: isRedirect ? 'redirected' : 'done',
    status,
    endAt,
    ...(isRedirect && { redirect }),
    ...(cache !== '' && { cached: true as const }),
    ...(error !== '' && { error }),
  };
}
