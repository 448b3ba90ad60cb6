/**
 * Makes hits of the browser's requests: told when they start, and again when their end is known.
 * Most requests are nobody's hit: finding that out looks at the address, and for a POST at the body.
 */
import type { HitEntry } from '../session/entry.ts';
import { HIT_URL_UNITS } from '../session/limits.ts';
import type { Endpoint, HitLine } from '../session/wire.ts';
import { boundBody } from '../vendors/bound-body.ts';
import { decodeRequest } from '../vendors/decode.ts';
import { sdkRequestOf } from '../vendors/meta/sdk-request.ts';
import { readAnnouncements } from '../vendors/meta/server-announcement.ts';
import { readFailure } from '../vendors/outcome.ts';
import { transportOf } from '../vendors/request.ts';
import type { HitStream, HitStreams } from './hit-streams.ts';
import {
  bodyOf,
  isOwnAnswer,
  originOf,
  ownerOf,
  type RequestDetails,
  senderOf,
} from './request-details.ts';

/** The listeners of `webRequest`, by the events' names. */
export interface HitRecorder {
  onBeforeRequest(details: RequestDetails): void;
  onHeadersReceived(details: RequestDetails): void;
  onBeforeRedirect(details: RequestDetails): void;
  onCompleted(details: RequestDetails): void;
  onErrorOccurred(details: RequestDetails): void;
  /** `onHeadersReceived` with the headers: the site's server may announce what it sent. */
  onAnswer(details: RequestDetails): void;
  /** Awaits the end of requests that an earlier worker saw the start of. */
  resume(pending: { stream: HitStream; line: Record<string, unknown> }[]): void;
}

/** A hit on its way to the panel: no `page`, which only the panel can tell. */
type Line = Omit<HitEntry, 'id' | 'page'> & Omit<HitLine, 'id'>;

interface Pending {
  stream: HitStream;
  line: Line;
  /** Number of the line that told it first, and of the latest. */
  first: number;
  latest: number;
  /** Of the answer whose head has come. */
  status?: number;
}

/**
 * A request is known by its id and its address: redirected, it keeps the id. Firefox hands what a
 * worker slept through to one listener after the other, so a redirect may be told after its target.
 */
function nameOf({ requestId, url }: { requestId: string; url: string }): string {
  return `${requestId} ${url}`;
}

/** A recorder without pending requests. */
export function createHitRecorder(options: {
  streams: HitStreams;
  /** Endpoints besides the built-in ones, for a tab's requests; for all tabs' without one. */
  endpointsOf(tabId: number): readonly Endpoint[];
  /** The browser shows every request's body, so that none is none (Firefox). */
  showsBodies: boolean;
}): HitRecorder {
  const { streams } = options;
  const pending = new Map<string, Pending>();
  /** Id → a request that the browser itself goes on with by https: not a second one. */
  const upgraded = new Map<string, Pending>();

  /** The line of a request that is a hit or belongs to the SDK; undefined for every other. */
  const lineOf = (details: RequestDetails): Line | undefined => {
    const { url, type } = details;
    const method = details.method.toUpperCase();
    if (method !== 'GET' && method !== 'POST') return undefined;
    const sdk = sdkRequestOf(url);
    const body = bodyOf(details, options.showsBodies);
    const contentType = details.contentType !== undefined && { contentType: details.contentType };
    const request = { url, method, type, ...(body && { body }), ...contentType };
    const hit = sdk ? undefined : decodeRequest(request, options.endpointsOf(details.tabId));
    if (!sdk && !hit) return undefined;
    const sender = senderOf(details);
    const initiator = details.documentUrl ?? details.initiator ?? details.originUrl;
    const isCut = url.length > HIT_URL_UNITS;
    const marks: string[] = [...(hit?.marks ?? [])];
    if (isCut && !marks.includes('too-long')) marks.push('too-long');
    return {
      at: details.timeStamp,
      kind: 'hit',
      vendor: hit?.vendor ?? 'meta',
      method,
      url: isCut ? url.slice(0, HIT_URL_UNITS) : url,
      transport: transportOf(request),
      events: hit?.events ?? [],
      ...(sdk && { role: sdk.role }),
      outcome: 'pending',
      ...(sender.frameId === undefined ? {} : { frameId: sender.frameId }),
      ...(details.tabId < 0 && { joinedBy: 'origin' as const }),
      ...(initiator === undefined ? {} : { initiator }),
      ...(body && { body: boundBody(body) }),
      ...contentType,
      ...(marks.length > 0 && { marks }),
      sender,
      request: details.requestId,
    };
  };

  const revise = (one: Pending, change: Partial<Line>) => {
    one.line = { ...one.line, ...change, revises: one.first };
    if (one.line.outcome !== 'pending') delete one.line.request;
    one.latest = streams.add(one.stream, { ...one.line }, one.latest);
  };

  /** Ends a pending request; an event of another request under the same id, a preflight, is not its. */
  const end = (details: RequestDetails, change: (one: Pending) => Partial<Line>) => {
    const one = pending.get(nameOf(details));
    if (one?.line.method !== details.method.toUpperCase()) return;
    pending.delete(nameOf(details));
    revise(one, { endAt: details.timeStamp, ...change(one) });
  };

  /** The browser goes on with a request by https, as it said. @returns whether it had said so */
  const goOn = (details: RequestDetails): boolean => {
    const before = upgraded.get(details.requestId);
    if (before?.line.method !== details.method.toUpperCase()) return false;
    upgraded.delete(details.requestId);
    pending.set(nameOf(details), before);
    revise(before, { url: details.url.slice(0, HIT_URL_UNITS) });
    return true;
  };

  /** A page that the server answered with an error. A challenge that the browser met is none. */
  const noteAnswer = ({ type, tabId, timeStamp, url, statusCode = 0 }: RequestDetails) => {
    if (type !== 'main_frame' || tabId < 0 || statusCode < 400 || statusCode > 599) return;
    streams.add(streams.open({ tabId }), {
      at: timeStamp,
      kind: 'page',
      event: 'answer',
      url: url.slice(0, HIT_URL_UNITS),
      status: statusCode,
      sender: {},
    });
  };

  return {
    onBeforeRequest(details) {
      if (goOn(details)) return;
      const line = lineOf(details);
      const owner = line && ownerOf(details);
      if (!owner) return;
      const stream = streams.open(owner);
      const number = streams.add(stream, { ...line });
      pending.set(nameOf(details), { stream, line, first: number, latest: number });
    },
    onHeadersReceived(details) {
      const one = pending.get(nameOf(details));
      if (one && details.statusCode && one.line.method === details.method.toUpperCase())
        one.status = details.statusCode;
    },
    onBeforeRedirect(details) {
      const one = pending.get(nameOf(details));
      if (!one) return;
      const { redirectUrl = '' } = details;
      // A stand-in may be a whole picture as an address.
      const redirect = redirectUrl.slice(0, HIT_URL_UNITS);
      if (!details.ip && redirectUrl === details.url.replace(/^http:/, 'https:')) {
        pending.delete(nameOf(details));
        upgraded.set(details.requestId, one);
        return;
      }
      // Extensions that block send the browser to a stand-in of their own.
      if (originOf(redirectUrl) === undefined)
        end(details, () => ({ outcome: 'blocked', redirect }));
      else
        end(details, () => ({
          outcome: 'redirected',
          ...(details.statusCode && { status: details.statusCode }),
          redirect,
        }));
    },
    onCompleted(details) {
      noteAnswer(details);
      end(details, () => ({
        outcome: 'done',
        ...(details.statusCode && { status: details.statusCode }),
        ...(details.fromCache && { cached: true as const }),
      }));
    },
    onErrorOccurred(details) {
      const { error = '' } = details;
      goOn(details); // stopped before it was told by its new address
      if (pending.has(nameOf(details))) {
        end(details, ({ status, line }) => {
          const { outcome, unsure } = readFailure(error, status);
          const marks = unsure ? [...(line.marks ?? []), 'arrival-unknown'] : line.marks;
          return { outcome, error, ...(status && { status }), ...(marks && { marks }) };
        });
        return;
      }
      // What declarativeNetRequest blocks in Chromium is told by this event alone.
      if (readFailure(error, undefined).outcome !== 'blocked') return;
      const line = lineOf(details);
      const owner = line && ownerOf(details);
      if (!owner) return;
      const { request: _, ...rest } = line;
      streams.add(streams.open(owner), {
        ...rest,
        outcome: 'blocked',
        error,
        endAt: details.timeStamp,
      });
    },
    onAnswer(details) {
      const announced = readAnnouncements(details.responseHeaders ?? []);
      if (announced.length === 0 || !isOwnAnswer(details)) return;
      const owner = ownerOf(details);
      if (!owner) return;
      const stream = streams.open(owner);
      const sender = details.type === 'main_frame' ? { frameId: 0, next: true } : senderOf(details);
      for (const { eventName, eventId } of announced)
        streams.add(stream, {
          at: details.timeStamp,
          kind: 'server',
          origin: 'header',
          event: { event_name: eventName, event_id: eventId },
          timeOf: 'receipt',
          where: details.url.slice(0, HIT_URL_UNITS),
          sender,
        });
    },
    resume(lines) {
      for (const { stream, line } of lines) {
        const { id, ...rest } = line as unknown as Line & { id: number };
        if (rest.request === undefined) continue;
        const first = rest.revises ?? id;
        pending.set(nameOf({ requestId: rest.request, url: rest.url }), {
          stream,
          line: rest,
          first,
          latest: id,
        });
      }
    },
  };
}
