import { createLineCounter } from '../../../session/text-place.ts';
import { isJsonObject } from '../../fields.ts';
import type { Place } from './fault.ts';
import { groupsOf, type Part } from './groups.ts';
import { excerpt, scanJson } from './json-text.ts';
import { pixelOfPath } from './request-body.ts';
import { secretsIn } from './secrets.ts';

/**
 * What the business SDK prints when it is told to (`setDebug(true)`, `debug_mode_flag`):
 * `200 POST https://graph.facebook.com/v24.0/123/events {"data":[…]}`, the JSON on the next line
 * where the answer was an error (facebook-nodejs-business-sdk 24.0.1, api.js). Other SDKs and
 * people's own logs differ around the JSON, which is all that is looked for.
 */
const REQUEST_LINE = /\b(\d{3})\s+POST\s+(https?:\/\/\S+)/g;
/** An address somewhere before the JSON. */
const ADDRESS = /https?:\/\/[^\s"'<>]+/g;

/** Tells a log of the SDK by its request lines. */
export function isSdkLog(text: string): boolean {
  REQUEST_LINE.lastIndex = 0;
  for (const [, , url] of text.matchAll(REQUEST_LINE))
    if (URL.canParse(url as string) && pixelOfPath(new URL(url as string).pathname) !== undefined)
      return true;
  return false;
}

/** Every JSON value in a text that holds events, with what the words before it say of it. */
export async function readLog(text: string): Promise<Part[]> {
  const parts: Part[] = [];
  const lineAt = createLineCounter(text);
  let readTo = 0;
  for (let at = nextOpening(text, 0); at !== -1; ) {
    const scan = scanJson(text, at);
    const end = scan.ok ? scan.end : Math.max(scan.at, at + 1);
    const piece = text.slice(at, end);
    if (piece.includes('"event_name"')) {
      const place: Place[] = [{ line: lineAt(at) }];
      if (scan.ok)
        parts.push(...(await readPiece(JSON.parse(piece), place, text.slice(readTo, at))));
      else
        parts.push({
          place: [...place, { wholeLine: lineAt(scan.at) }],
          expected: { code: 'json', wanted: scan.expected },
          found: excerpt(text, scan.at),
          events: 0,
        });
      readTo = end;
    }
    at = nextOpening(text, end);
  }
  return parts;
}

const OPENING = /[{[]/g;

function nextOpening(text: string, from: number): number {
  OPENING.lastIndex = from;
  return OPENING.exec(text)?.index ?? -1;
}

async function readPiece(value: unknown, place: Place[], before: string): Promise<Part[]> {
  const bodies = findBodies(value);
  const facts = factsOf(before);
  const parts: Part[] = [];
  for (const body of bodies)
    parts.push(
      ...(Array.isArray(body)
        ? [
            {
              place,
              ...facts,
              events: body.map((event, i) => ({ value: event, pointer: `/${i}` })),
            },
          ]
        : await groupsOf(body, { place, ...facts })),
    );
  return parts;
}

/** How deep a request is looked for in a logger's own object. */
const LOG_DEPTH = 6;

/** Request bodies, lists of events and single events in a logged value, outermost first. */
function findBodies(value: unknown, depth = 0): (Record<string, unknown> | unknown[])[] {
  if (depth > LOG_DEPTH) return [];
  if (Array.isArray(value)) {
    if (value.some((item) => isJsonObject(item) && 'event_name' in item)) return [value];
    return value.flatMap((item) => findBodies(item, depth + 1));
  }
  if (!isJsonObject(value)) return [];
  const { data } = value;
  const isBody = Array.isArray(data) || (typeof data === 'string' && data.includes('"event_name"'));
  if (isBody) return [value];
  if ('event_name' in value) return [[value]];
  return Object.values(value).flatMap((item) => findBodies(item, depth + 1));
}

/** What the words before the JSON tell: the latest request line, or the latest address. */
function factsOf(before: string) {
  const line = [...before.matchAll(REQUEST_LINE)].at(-1);
  const address = line?.[2] ?? [...before.matchAll(ADDRESS)].at(-1)?.[0];
  const url = address !== undefined && URL.canParse(address) ? new URL(address) : undefined;
  const status = Number(line?.[1]);
  return {
    pixelId: url && pixelOfPath(url.pathname),
    secrets: url ? secretsIn(url.searchParams) : [],
    ...(status > 0 ? { answer: { status } } : {}),
  };
}
