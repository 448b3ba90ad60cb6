import type { Entry as HarEntry, Page as HarPage, PostData, Request, Response } from 'har-format';
import type { Entry, HitEntry, PageEntry } from '../session/entry.ts';
import { visible } from '../session/visible.ts';
import { sayBodyReason } from './body-reason.ts';
import type { Words } from './words.ts';

/**
 * The hits among `entries` as an HTTP Archive 1.2 (softwareishard.com, HAR 1.2 Spec), in pieces: one
 * a hit. What was not seen is left empty or -1 as the format wants it; what the format has no place
 * for stands in fields with an underscore.
 * @param options.pageOf the start of the document that an entry belongs to
 */
export function* harPieces(
  entries: readonly Entry[],
  options: {
    version: string;
    /** The entries are, and the file says so. */
    isMasked: boolean;
    pageOf(entry: Entry): PageEntry | undefined;
    words: Words;
  },
): Generator<string> {
  const { words, pageOf } = options;
  const pages = new Map<string, HarPage>();
  for (const entry of entries) {
    const page = entry.kind === 'hit' ? pageOf(entry) : undefined;
    if (page && !pages.has(page.id)) pages.set(page.id, toHarPage(page));
  }
  const head = {
    version: '1.2',
    creator: { name: 'Event Loupe', version: options.version },
    ...(options.isMasked && { comment: words.har.masked }),
    pages: [...pages.values()].sort((a, b) => (a.startedDateTime < b.startedDateTime ? -1 : 1)),
  };
  yield `${visible(JSON.stringify({ log: head })).slice(0, -2)},"entries":[`;
  let before = '\n';
  for (const entry of entries) {
    if (entry.kind !== 'hit') continue;
    yield before + visible(JSON.stringify(toHarEntry(entry, pageOf(entry)?.id, words)));
    before = ',\n';
  }
  yield '\n]}}\n';
}

function toHarPage(page: PageEntry): HarPage {
  return {
    startedDateTime: isoTime(page.at),
    id: page.id,
    title: page.title ?? page.url,
    pageTimings: { onContentLoad: -1, onLoad: -1 },
  };
}

/** One hit as an entry of the archive. */
function toHarEntry(hit: HitEntry, pageId: string | undefined, words: Words): HarEntry {
  const wait = hit.endAt === undefined ? 0 : Math.max(0, hit.endAt - hit.at);
  const entry: HarEntry = {
    startedDateTime: isoTime(hit.at),
    time: wait,
    request: toRequest(hit, words),
    response: toResponse(hit),
    cache: {},
    // The three must be there and not be negative; only their sum is known.
    timings: { send: 0, wait, receive: 0 },
    comment: words.har.hit(hit.vendor, hit.outcome, hit.marks ?? []),
    _vendor: hit.vendor,
    _transport: hit.transport,
    _events: hit.events,
    _id: hit.id,
  };
  if (pageId !== undefined) entry.pageref = pageId;
  if (hit.error !== undefined) entry._error = hit.error;
  return entry;
}

function toRequest(hit: HitEntry, words: Words): Request {
  const type = headerValue(hit.contentType);
  const request: Request = {
    method: hit.method,
    url: hit.url,
    httpVersion: '',
    cookies: [],
    headers: type === undefined ? [] : [{ name: 'Content-Type', value: type }],
    queryString: queryOf(hit.url).map(([name, value]) => ({ name, value })),
    headersSize: -1,
    bodySize: bodySize(hit),
  };
  const postData = toPostData(hit, type, words);
  if (postData) request.postData = postData;
  return request;
}

function toPostData(hit: HitEntry, type: string | undefined, words: Words): PostData | undefined {
  const { body } = hit;
  if (body === undefined) return undefined;
  if (body.kind === 'text') {
    const data: PostData = { mimeType: type ?? '', text: body.text };
    return body.cut ? { ...data, comment: words.har.bodyCut } : data;
  }
  if (body.kind === 'unreadable')
    return {
      mimeType: type ?? '',
      text: '',
      comment: words.har.bodyUnseen(sayBodyReason(body.reason, words)),
    };
  const params = Object.entries(body.fields).flatMap(([name, values]) =>
    values.map((value) => ({ name, value })),
  );
  return { mimeType: type ?? 'application/x-www-form-urlencoded', params };
}

function bodySize(hit: HitEntry): number {
  const { body } = hit;
  if (body === undefined) return hit.method.toUpperCase() === 'GET' ? 0 : -1;
  return body.kind === 'text' && !body.cut ? new TextEncoder().encode(body.text).length : -1;
}

function toResponse(hit: HitEntry): Response {
  return {
    // 0 is what browsers write where no answer came.
    status: hit.status ?? 0,
    statusText: '',
    httpVersion: '',
    cookies: [],
    headers: [],
    content: { size: -1, mimeType: 'x-unknown' },
    redirectURL: hit.redirect ?? '',
    headersSize: -1,
    bodySize: -1,
  };
}

/** Names and values of an address's query, in order; a fragment is not sent. */
function queryOf(url: string): [string, string][] {
  const hash = url.indexOf('#');
  const sent = hash === -1 ? url : url.slice(0, hash);
  const mark = sent.indexOf('?');
  return mark === -1 ? [] : [...new URLSearchParams(sent.slice(mark + 1))];
}

/** A header's value on one line; a file may say anything. */
function headerValue(text: string | undefined): string | undefined {
  return text?.replace(/[\r\n]+/g, ' ');
}

/** The last millisecond that a Date can hold. */
const LAST_MILLISECOND = 8.64e15;

/** A time as the format wants it. What no date can hold becomes the nearest that it can. */
function isoTime(at: number): string {
  const ms = Number.isNaN(at) ? 0 : Math.min(LAST_MILLISECOND, Math.max(0, at));
  return new Date(ms).toISOString();
}
