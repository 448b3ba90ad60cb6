import type { ServerEntry } from '../../../session/entry.ts';
import { isJsonObject, type JsonObject } from '../../fields.ts';
import { type Answers, answerIn, traceOf } from './answers.ts';
import { hasBase64Events } from './base64.ts';
import { pixelOfPath } from './request-body.ts';
import { secretsIn } from './secrets.ts';

/** What stands around a request in a log or a wrapper, and is said of its events. */
export interface Around {
  pixelId?: string | undefined;
  /** When the request passed, ms since the epoch. */
  receivedAt?: number | undefined;
  answer?: ServerEntry['answer'] | undefined;
  secrets: readonly string[];
  /** Answers that are logged apart from their requests (answers.ts). */
  answers?: Answers | undefined;
}

/** Addresses in a text, and the path of a request line: `POST /v21.0/123/events HTTP/1.1`, or alone. */
const ADDRESS = /https?:\/\/[^\s"'<>\\]+|(?<=\bPOST |^)\/v\d+\.\d+\/\d+\/events\b[^\s"'<>\\]*/g;
const GRAPH = 'https://graph.facebook.com';
/** A path of events whose version says that it is the Graph API's: a page may be called /2026/events. */
const VERSIONED = /\/v\d+\.\d+\/\d+\/events\/?$/;

/** An address that events are posted to. */
export interface EventsAddress {
  pixelId: string;
  /** Where it begins in the text. */
  at: number;
  secrets: string[];
}

/** The addresses in a text that events are posted to: Meta's own, or a stand-in's for Meta. */
export function eventsAddresses(text: string): EventsAddress[] {
  if (!text.includes('/events')) return [];
  const found: EventsAddress[] = [];
  for (const match of text.matchAll(ADDRESS)) {
    if (!URL.canParse(match[0], GRAPH)) continue;
    const url = new URL(match[0], GRAPH);
    const pixelId = pixelOfPath(url.pathname);
    const isGraph = /(?:^|\.)facebook\.com$/.test(url.hostname) || VERSIONED.test(url.pathname);
    if (pixelId !== undefined && isGraph)
      found.push({ pixelId, at: match.index, secrets: secretsIn(url.searchParams) });
  }
  return found;
}

/** A pixel that the words of a log name: `pixel=123456789012345`, `to pixel 123456789012345`. */
const NAMED_PIXEL = /\b(?:pixel|dataset)(?:[ _-]?id)?["']?(?: *[=:#] *| )["']?(\d{10,20})\b/gi;

/** The one pixel that the words of a line name; undefined where they name several. */
export function pixelInWords(line: string): string | undefined {
  const ids = new Set([...line.matchAll(NAMED_PIXEL)].map(([, id]) => id));
  return ids.size === 1 ? [...ids][0] : undefined;
}

/** What a wrapper calls the pixel: `pixel_id`, `pixelId`, `dataset_id`, the SDK's `_pixel_id`. */
const PIXEL_KEY = /^_?(?:pixel|dataset)[_-]?id$/i;
const TIME_KEY = /^(?:@?timestamp|receive_?timestamp|date_?time|time|ts)$/i;
const RESPONSE_KEY = /^(?:http_?)?response$/i;

/** A time with its zone: of one without, nobody knows when it was. */
const ZONED = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)/;

/** The first time in a text that says its zone, ms since the epoch. */
export function zonedTime(text: string): number | undefined {
  const at = Date.parse(ZONED.exec(text)?.[0].replace(',', '.') ?? '');
  return Number.isNaN(at) ? undefined : at;
}

/** How far from the body its address may stand in the wrapper's other objects. */
const NEAR = 3;

/** What an object says of the requests in it, over what stands around the object itself. */
export function aroundIn(object: JsonObject, outer: Around): Around {
  const secrets = [...outer.secrets, ...secretsIn(Object.entries(object))];
  let { receivedAt, answer } = outer;
  for (const [key, value] of Object.entries(object)) {
    if (typeof value === 'string') {
      for (const address of eventsAddresses(value)) secrets.push(...address.secrets);
      if (TIME_KEY.test(key)) receivedAt = zonedTime(value) ?? receivedAt;
    }
    if (RESPONSE_KEY.test(key) && isJsonObject(value)) answer = answerIn(value, secrets) ?? answer;
  }
  return {
    pixelId: pixelNear(object) ?? outer.pixelId,
    receivedAt,
    answer: answerIn(object, secrets) ?? outer.answers?.get(traceOf(object) ?? '') ?? answer,
    secrets,
    answers: outer.answers,
  };
}

/**
 * The one pixel that an object names: itself, else the objects in it that hold no events of their
 * own, the nearest first. Undefined where it names none, or several.
 */
function pixelNear(object: JsonObject): string | undefined {
  let level = [object];
  for (let depth = 0; depth < NEAR && level.length > 0; depth += 1) {
    const ids = new Set(level.flatMap(pixelsOf));
    if (ids.size > 0) return ids.size === 1 ? [...ids][0] : undefined;
    level = level.flatMap((one) =>
      Object.values(one)
        .filter(isJsonObject)
        .filter((child) => !mentionsEvents(child)),
    );
  }
  return undefined;
}

function pixelsOf(object: JsonObject): string[] {
  return Object.entries(object).flatMap(([key, value]) => {
    if (PIXEL_KEY.test(key)) return /^\d+$/.test(String(value)) ? [String(value)] : [];
    if (typeof value !== 'string' || value.includes('event_name')) return [];
    return eventsAddresses(value).map(({ pixelId }) => pixelId);
  });
}

/** How deep a request is looked for in a logger's own object. */
export const LOG_DEPTH = 12;

/** Whether events stand somewhere in a value, in any form. */
export function mentionsEvents(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return value.includes('event_name') || hasBase64Events(value);
  if (typeof value !== 'object' || value === null || depth > LOG_DEPTH) return false;
  if (Array.isArray(value)) return value.some((item) => mentionsEvents(item, depth + 1));
  return Object.entries(value).some(
    ([key, item]) => key.endsWith('event_name') || mentionsEvents(item, depth + 1),
  );
}
