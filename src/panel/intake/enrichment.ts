import type { Entry, HitBody, HitEntry, HitEvent } from '../../session/entry.ts';
import { HIT_BODY_UNITS } from '../../session/limits.ts';
import type { Endpoint } from '../../session/wire.ts';
import { decodeRequest } from '../../vendors/decode.ts';

/** What DevTools tells of a request that has ended, as far as it is used here. */
export interface NetworkRequest {
  url: string;
  method: string;
  /** Milliseconds since the epoch. */
  startedAt: number;
  body?: string;
  contentType?: string;
  /** In the form of `Error.stack`. */
  stack?: string;
}

/** Adds to hits what only DevTools sees (Chromium): where they were sent from, and Blobs. */
export interface Enrichment {
  /**
   * Entries on their way to the log. Returns them with what is known of their requests, and hits
   * that were handed out before and are known better now.
   */
  take(entries: readonly Entry[]): Entry[];
  /** A request has ended. Returns hits that are known better now. */
  observe(request: NetworkRequest): Entry[];
}

/** webRequest and DevTools tell a request's start some milliseconds apart. */
const APART_MS = 500;
/** Hits and requests that have not found each other; most requests are no hits. */
const WAITING = 1_000;

interface Group {
  hits: HitEntry[];
  requests: NetworkRequest[];
}

/**
 * Joins hits and requests of one address and method. Where several are close in time, those that
 * carry the same are joined in their order once as many requests as hits are known, and until then
 * left alone.
 * @param endpointsInForce for decoding bodies that webRequest did not show
 */
export function createEnrichment(endpointsInForce: () => readonly Endpoint[]): Enrichment {
  const groups = new Map<string, Group>();
  /** In order of arrival, so that the oldest go first. */
  const waiting: { key: string; item: HitEntry | NetworkRequest }[] = [];
  /** Hit id → its request, for the forms of the hit that are still to come. */
  const joined = new Map<string, NetworkRequest>();

  const enrich = (hit: HitEntry, request: NetworkRequest): HitEntry =>
    withBody(
      {
        ...hit,
        ...(request.stack && { stack: request.stack }),
        ...(request.contentType && { contentType: request.contentType }),
      },
      request,
      endpointsInForce(),
    );

  const remove = (key: string, item: HitEntry | NetworkRequest) => {
    const group = groups.get(key);
    if (!group) return;
    // A hit that waits may have been replaced by its later form.
    group.hits = group.hits.filter((one) => !('id' in item) || one.id !== item.id);
    group.requests = group.requests.filter((one) => one !== item);
    if (group.hits.length + group.requests.length === 0) groups.delete(key);
  };

  const wait = (key: string, item: HitEntry | NetworkRequest) => {
    waiting.push({ key, item });
    const oldest = waiting.length > WAITING ? waiting.shift() : undefined;
    if (oldest) remove(oldest.key, oldest.item);
  };

  const groupOf = (key: string): Group => {
    const known = groups.get(key);
    if (known) return known;
    const group: Group = { hits: [], requests: [] };
    groups.set(key, group);
    return group;
  };

  /** Joins what can be joined in a group. */
  const join = (key: string): Entry[] => {
    const group = groups.get(key);
    if (!group || group.hits.length === 0 || group.requests.length === 0) return [];
    const better: Entry[] = [];
    for (const [hit, request] of clustersOf(group).flatMap(pairsOf)) {
      joined.set(hit.id, request);
      remove(key, hit);
      remove(key, request);
      better.push(enrich(hit, request));
    }
    for (const id of joined.keys()) {
      if (joined.size <= WAITING) break;
      joined.delete(id);
    }
    return better;
  };

  return {
    take(entries) {
      const passed: Entry[] = [];
      const keys = new Set<string>();
      for (const entry of entries) {
        const request = entry.kind === 'hit' ? joined.get(entry.id) : undefined;
        passed.push(request ? enrich(entry as HitEntry, request) : entry);
        if (entry.kind !== 'hit' || request) continue;
        const key = keyOf(entry);
        const { hits } = groupOf(key);
        const known = hits.findIndex(({ id }) => id === entry.id);
        if (known === -1) {
          hits.push(entry);
          wait(key, entry);
        } else hits[known] = entry;
        keys.add(key);
      }
      for (const key of keys) passed.push(...join(key));
      return passed;
    },
    observe(request) {
      const key = keyOf(request);
      groupOf(key).requests.push(request);
      wait(key, request);
      return join(key);
    },
  };
}

function keyOf({ method, url }: { method: string; url: string }): string {
  const hash = url.indexOf('#');
  return `${method.toUpperCase()} ${hash === -1 ? url : url.slice(0, hash)}`;
}

/** A group's members that began close to each other, each list in order of time. */
function clustersOf(group: Group): Group[] {
  const members = [
    ...group.hits.map((hit) => ({ at: hit.at, hit, request: undefined })),
    ...group.requests.map((request) => ({ at: request.startedAt, hit: undefined, request })),
  ].sort((a, b) => a.at - b.at);
  const clusters: Group[] = [];
  let lastAt = Number.NEGATIVE_INFINITY;
  for (const { at, hit, request } of members) {
    if (at - lastAt > APART_MS) clusters.push({ hits: [], requests: [] });
    lastAt = at;
    const cluster = clusters.at(-1);
    if (hit) cluster?.hits.push(hit);
    else if (request) cluster?.requests.push(request);
  }
  return clusters;
}

/**
 * Joins what carries the same, in its order, where there is as much of it on both sides. What no
 * seen body accounts for is left to the hits whose body was not seen.
 */
function pairsOf({ hits, requests }: Group): (readonly [HitEntry, NetworkRequest])[] {
  const byHit = groupBy(hits, contentOfHit);
  const byRequest = groupBy(requests, (request) => {
    const content = contentOfRequest(request);
    return byHit.has(content) ? content : '';
  });
  return [...byHit].flatMap(([content, alike]) => {
    const candidates = byRequest.get(content) ?? [];
    if (candidates.length !== alike.length) return [];
    const pairs = alike.map((hit, i) => [hit, candidates[i] as NetworkRequest] as const);
    return pairs.every(([hit, request]) => canBe(hit, request)) ? pairs : [];
  });
}

function groupBy<T>(items: readonly T[], contentOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const content = contentOf(item);
    groups.set(content, [...(groups.get(content) ?? []), item]);
  }
  return groups;
}

/** What a body carries, in one form for all encodings; '' where it was not seen. */
function contentOfHit({ events, body }: HitEntry): string {
  return body === undefined || body.kind === 'unreadable' ? '' : contentOf(events);
}

function contentOfRequest({ url, method, body, contentType }: NetworkRequest): string {
  if (body === undefined) return '';
  const seen = { kind: 'text', text: body } as const;
  const about = contentType === undefined ? {} : { contentType };
  const decoded = decodeRequest({ url, method, type: 'other', body: seen, ...about }, []);
  return decoded === undefined ? '' : contentOf(decoded.events);
}

function contentOf(events: readonly HitEvent[]): string {
  if (events.length === 0) return '';
  return JSON.stringify(events.map(({ parameters }) => Object.entries(parameters).sort()));
}

/** Bodies that both saw as text must be the same. */
function canBe({ body }: HitEntry, request: NetworkRequest): boolean {
  if (body?.kind !== 'text' || body.cut || request.body === undefined) return true;
  return body.text === request.body;
}

/** What the marks of a body that was not shown are called. */
const UNSEEN = new Set(['body-unreadable', 'no-body', 'no-parameters']);

function withBody(
  hit: HitEntry,
  { url, body, contentType }: NetworkRequest,
  endpoints: readonly Endpoint[],
): HitEntry {
  if (hit.body?.kind !== 'unreadable' || body === undefined) return hit;
  const kept: HitBody =
    body.length > HIT_BODY_UNITS
      ? { kind: 'text', text: body.slice(0, HIT_BODY_UNITS), cut: true }
      : { kind: 'text', text: body };
  const decoded = decodeRequest(
    {
      url,
      method: hit.method,
      type: 'other',
      body: { kind: 'text', text: body },
      ...(contentType && { contentType }),
    },
    endpoints,
  );
  const marks = new Set<string>((hit.marks ?? []).filter((mark) => !UNSEEN.has(mark)));
  for (const mark of decoded?.marks ?? []) marks.add(mark);
  const { marks: _, ...rest } = hit;
  return {
    ...rest,
    body: kept,
    events: decoded?.events ?? hit.events,
    ...(marks.size > 0 && { marks: [...marks] }),
  };
}
