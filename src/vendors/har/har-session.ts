import type { Har } from 'har-format';
import type { Entry, HitEntry, PageEntry, ServerEntry } from '../../session/entry.ts';
import { HIT_URL_UNITS } from '../../session/limits.ts';
import type { Endpoint } from '../../session/wire.ts';
import { boundBody } from '../bound-body.ts';
import { decodeRequest } from '../decode.ts';
import { sdkRequestOf } from '../meta/sdk-request.ts';
import { isOwnServer, readAnnouncements } from '../meta/server-announcement.ts';
import type { Fault } from '../meta/server-events/fault.ts';
import type { Part } from '../meta/server-events/groups.ts';
import { readHarEntry } from '../meta/server-events/har.ts';
import { contentKey, finishParts } from '../meta/server-events/import.ts';
import { transportOf } from '../request.ts';
import { createHarDocuments, type HarDocument } from './har-documents.ts';
import { type HarRequest, harFault, readHarRequest } from './har-request.ts';

/** What a HAR is as a session. */
export interface HarSession {
  /** In order of time. */
  entries: Entry[];
  /** What of its requests and server events cannot be read. */
  faults: Fault[];
  /** Hosts of the requests that were read, with how many went there. */
  hosts: ReadonlyMap<string, number>;
}

/** Requests that are read between two turns. */
const TURN_REQUESTS = 200;

/**
 * Reads the HAR of a visit (Chrome, Firefox, Charles, mitmproxy, Playwright) as a session: the
 * documents that it shows, the hits that they sent with what became of them, server events that
 * went along or were announced. What needs the page itself, calls and consent, is not in a HAR: its
 * documents say so (`seen`).
 * @param text the file's text, which names the entries
 */
export async function readHarSession(
  har: Har,
  text: string,
  options: {
    name: string;
    endpoints: readonly Endpoint[];
    nextTurn?: () => Promise<void>;
  },
): Promise<HarSession> {
  const key = contentKey(text).slice(0, 6);
  const requests: HarRequest[] = [];
  const unread: Fault[] = [];
  const hosts = new Map<string, number>();
  for (const [i, entry] of har.log.entries.entries()) {
    const request = readHarRequest(entry, i);
    const fault = request ? undefined : harFault(entry, i);
    if (fault) unread.push({ ...fault, place: [options.name, ...fault.place], events: 0 });
    if (request) {
      const { host } = new URL(request.url);
      hosts.set(host, (hosts.get(host) ?? 0) + 1);
    }
    if (request && !request.isUpgraded) requests.push(request);
  }
  // Charles and proxies write requests in the order in which they ended.
  requests.sort((a, b) => a.at - b.at || a.index - b.index);
  const documents = createHarDocuments(`har-${key}`);
  const hits: HitEntry[] = [];
  const announced: ServerEntry[] = [];
  const parts: Part[] = [];
  for (const [count, request] of requests.entries()) {
    if (count % TURN_REQUESTS === 0) await options.nextTurn?.();
    if (request.loads) documents.begin(request, request.loads);
    const hit = hitOf(request, options.endpoints, key);
    if (hit) hits.push({ ...hit, page: pageIdOf(documents.place(request, hit.events[0])) });
    else {
      const own = har.log.entries[request.index];
      if (own) parts.push(...(await readHarEntry(own, request.index)));
    }
    announced.push(...announcedBy(request, documents.latest(request), key));
  }
  const imported = await finishParts(parts, {
    name: options.name,
    now: requests[0]?.at ?? 0,
    key: `import-${contentKey(text)}`,
  });
  const pages = documents.all().map(toPage);
  const answers = requests.flatMap((request) => answerOf(request, requests, key));
  const entries = [...pages, ...answers, ...hits, ...announced, ...imported.entries];
  return {
    entries: entries.sort((a, b) => a.at - b.at),
    faults: [...unread, ...imported.faults],
    hosts,
  };
}

function pageIdOf({ key }: HarDocument): string {
  return `${key}:0`;
}

function toPage(document: HarDocument): PageEntry {
  const { url, at, isTop } = document;
  const id = pageIdOf(document);
  return {
    kind: 'page',
    event: 'start',
    id,
    page: id,
    at,
    url,
    ...(isTop ? {} : { top: false }),
    seen: 'requests',
  };
}

/** The answer to a navigation where it was an error. A challenge that the browser then met is none. */
function answerOf(
  { loads, url, at, index, answer }: HarRequest,
  all: readonly HarRequest[],
  key: string,
): PageEntry[] {
  const { status = 0, endAt = at } = answer;
  if (loads !== 'top' || status < 400 || status > 599) return [];
  const isChallenge = status === 401 || status === 407;
  if (isChallenge && all.some((other) => other.url === url && other.at > at)) return [];
  const id = `har-${key}-answers:${index}`;
  return [{ kind: 'page', event: 'answer', id, page: id, at: endAt, url, status }];
}

function hitOf(
  { url, method, type, body, at, contentType, answer, referrer, index }: HarRequest,
  endpoints: readonly Endpoint[],
  key: string,
): Omit<HitEntry, 'page'> | undefined {
  if (method !== 'GET' && method !== 'POST') return undefined;
  const request = { url, method, type, ...(body && { body }), ...(contentType && { contentType }) };
  const sdk = sdkRequestOf(url);
  const hit = sdk ? undefined : decodeRequest(request, endpoints);
  if (!sdk && !hit) return undefined;
  const isCut = url.length > HIT_URL_UNITS;
  const marks = new Set<string>([...(hit?.marks ?? []), ...(isCut ? ['too-long'] : [])]);
  return {
    kind: 'hit',
    id: `har-${key}-hits:${index}`,
    at,
    vendor: hit?.vendor ?? 'meta',
    method,
    url: isCut ? url.slice(0, HIT_URL_UNITS) : url,
    transport: transportOf(request),
    events: hit?.events ?? [],
    ...(sdk && { role: sdk.role }),
    ...answer,
    ...(referrer !== undefined && { initiator: referrer }),
    ...(body && { body: boundBody(body) }),
    ...(contentType && body && { contentType }),
    ...(marks.size > 0 && { marks: [...marks] }),
  };
}

/** Events that the site's own server says it has sent. */
function announcedBy(
  { answerHeaders, url, at, index, loads }: HarRequest,
  document: HarDocument | undefined,
  key: string,
): ServerEntry[] {
  const events = readAnnouncements(answerHeaders);
  if (events.length === 0 || (loads !== 'top' && !isOwnServer(document?.url, url))) return [];
  return events.map(({ eventName, eventId }, i) => ({
    kind: 'server',
    id: `har-${key}-said-${index}:${i}`,
    at,
    page: document ? pageIdOf(document) : '',
    origin: 'header',
    event: { event_name: eventName, event_id: eventId },
    timeOf: 'receipt',
    where: url.slice(0, HIT_URL_UNITS),
  }));
}
