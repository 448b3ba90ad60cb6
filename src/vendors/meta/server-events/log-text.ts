import { createLineCounter } from '../../../session/text-place.ts';
import { graphAnswerIn, REFUSAL, readRefusal, refusalsIn, type Turn } from './answers.ts';
import {
  type Around,
  type EventsAddress,
  eventsAddresses,
  pixelInWords,
  zonedTime,
} from './around.ts';
import { CURL, readCurl } from './curl.ts';
import type { Place } from './fault.ts';
import { findEvents, type Item } from './find-events.ts';
import { groupsOf, isFault, type Part } from './groups.ts';
import { untangle } from './line-prefix.ts';
import { createValues } from './log-values.ts';
import { formParameters, pixelOfPath } from './request-body.ts';

/**
 * What the business SDK prints when it is told to (`setDebug(true)`, `debug_mode_flag`):
 * `200 POST https://graph.facebook.com/v24.0/123/events {"data":[…]}`, the JSON on the next line
 * where the answer was an error (facebook-nodejs-business-sdk 24.0.1, api.js).
 */
const REQUEST_LINE = /\b(\d{3})\s+POST\s+(https?:\/\/\S+)/g;

/** Tells a log of the SDK by its request lines. */
export function isSdkLog(text: string): boolean {
  for (const [, , url] of text.matchAll(REQUEST_LINE))
    if (URL.canParse(url as string) && pixelOfPath(new URL(url as string).pathname) !== undefined)
      return true;
  return false;
}

/** A form among other words: `data=%5B%7B…`, `data[0]=…`. */
const FORM =
  /(?<![\w%])(?:data|batch)(?:(?:%5B|\[)[\w%[\]]*)?=(?=%(?:25)*[57]B|[[{][[{\s]*["%\]}])/gi;
/** JSON, as it is or as a text in quotes; a value as a language prints it. */
const JSON_VALUE = /[{[]|"(?=[{[])|\b(?:[aA]rray|[oO]bject)\s*\(/g;

/** Pieces that are read between two turns. */
const TURN_PIECES = 200;

/**
 * Everything in a text that carries events, whatever words stand around it: JSON, JSON in quotes,
 * forms, `curl` commands, each with what its own line, or the words before it, say of it.
 * @param from place and pointer of the text, where it is itself a value of a larger one
 */
export async function readLog(
  log: string,
  from: Item | undefined,
  nextTurn: () => Promise<void>,
): Promise<Part[]> {
  const parts: Part[] = [];
  /** With the lines that they stood in before they were put together by their writers. */
  const turns: { line: number; turn: Turn<Part> }[] = [];
  const take = (at: number, found: readonly Part[]) => {
    parts.push(...found);
    const [request] = found;
    if (request !== undefined) turns.push({ line: lineAt(at), turn: { request } });
  };
  const untangled = untangle(log);
  const text = untangled?.text ?? log;
  const countLines = createLineCounter(text);
  const lineAt = (place: number) => {
    const line = countLines(place);
    return untangled?.lineOf(line) ?? line;
  };
  const next = createFinder(text);
  const readText = (inner: string, item: Item) => readLog(inner, item, nextTurn);
  const values = createValues(text);
  let readTo = 0;
  let count = 0;
  for (let piece = next(0); piece; ) {
    count += 1;
    if (count % TURN_PIECES === 0) await nextTurn();
    const { kind, at } = piece;
    const place: Place[] = from ? [...from.place, from.pointer] : [{ line: lineAt(at) }];
    const around = (end: number) => aroundPiece(text, readTo, at, end, from?.around);
    let end = at + 1;
    if (kind === 'refusal') {
      const { answer, end: behind } = readRefusal(text, at);
      turns.push({ line: lineAt(at), turn: { answer } });
      end = behind;
    } else if (kind === 'curl') {
      const request = await readCurl(text, at);
      const { body } = request;
      if (body?.ok && ('data' in body.parameters || 'batch' in body.parameters)) {
        end = request.end;
        const own = mergeAddress(around(at), eventsAddresses(request.words)[0]);
        take(at, await groupsOf(body.parameters, { ...own, place }));
        readTo = end;
      }
    } else if (kind === 'form') {
      const form = /^[^\s"'<>]*/.exec(text.slice(at))?.[0] ?? '';
      end = at + form.length;
      if (form.includes('event_name')) {
        const parameters = formParameters(new URLSearchParams(form));
        take(at, await groupsOf(parameters, { ...around(end), place }));
        readTo = end;
      }
    } else {
      const read = values.at(at);
      end = read.end;
      if (read.ok) {
        const own = around(end);
        const item = { value: read.value, place, pointer: '', around: own };
        const found = await findEvents(item, readText);
        take(at, found);
        const answer = found.length === 0 ? graphAnswerIn(read.value) : undefined;
        if (answer !== undefined) turns.push({ line: lineAt(at), turn: { answer } });
        if (found.length > 0) readTo = Math.max(end, own.consumedTo);
      } else if (read.fault) {
        parts.push({
          place: from ? place : [...place, { wholeLine: lineAt(read.fault.at) }],
          ...read.fault.what,
          events: 0,
        });
        readTo = end;
      }
    }
    piece = next(end);
  }
  turns.sort((a, b) => a.line - b.line);
  for (const [request, answer] of refusalsIn(turns.map(({ turn }) => turn)))
    if (!isFault(request)) request.answer ??= answer;
  return parts;
}

/** Where events may begin, and as what. */
interface Piece {
  kind: 'curl' | 'form' | 'json' | 'refusal';
  at: number;
}

const PATTERNS: readonly (readonly [Piece['kind'], RegExp])[] = [
  ['curl', CURL],
  ['form', FORM],
  ['json', JSON_VALUE],
  ['refusal', REFUSAL],
];

/** Finds the first piece from a place on; each kind is searched for once from where it was found. */
function createFinder(text: string): (from: number) => Piece | undefined {
  const known = new Map<Piece['kind'], number>();
  return (from) => {
    let first: Piece | undefined;
    for (const [kind, pattern] of PATTERNS) {
      let at = known.get(kind) ?? -1;
      if (at < from) {
        pattern.lastIndex = from;
        at = pattern.exec(text)?.index ?? Number.POSITIVE_INFINITY;
        known.set(kind, at);
      }
      if (Number.isFinite(at) && (first === undefined || at < first.at)) first = { kind, at };
    }
    return first;
  };
}

/**
 * What the words around a piece say of it: an address in its line, before it or else behind it;
 * where its line has none, the last one since the piece before it. A line goes on where it ends in
 * a backslash.
 * @returns with `consumedTo`: up to where words behind the piece belong to it
 */
function aroundPiece(
  text: string,
  readTo: number,
  at: number,
  end: number,
  outer: Around | undefined,
): Around & { consumedTo: number } {
  const before = text.slice(readTo, at);
  const inLine = before.slice(before.lastIndexOf('\n') + 1);
  const behind = /^(?:\\\r?\n|[^\r\n])*/.exec(text.slice(end, end + LINE_UNITS))?.[0] ?? '';
  // What stands behind belongs to the next piece where there is one in this line.
  const isLast = !behind.includes('event_name');
  const line = lastOf(eventsAddresses(inLine));
  const after = line === undefined && isLast ? eventsAddresses(behind)[0] : undefined;
  const address = line ?? after ?? lastOf(eventsAddresses(before));
  const [, status, url = ''] = lastOf([...before.matchAll(REQUEST_LINE)]) ?? [];
  const isOfRequest =
    address !== undefined && after === undefined && url.includes(`/${address.pixelId}/`);
  return {
    ...mergeAddress(
      {
        ...(outer ?? { secrets: [] }),
        pixelId: outer?.pixelId ?? pixelInWords(inLine),
        receivedAt: zonedTime(inLine) ?? outer?.receivedAt,
        ...(isOfRequest ? { answer: { status: Number(status) } } : {}),
      },
      address,
    ),
    consumedTo: after === undefined ? end : end + behind.length,
  };
}

/** As much of a line as is looked at for an address behind a body. */
const LINE_UNITS = 4_000;

function lastOf<T>(list: readonly T[]): T | undefined {
  return list.at(-1);
}

function mergeAddress<T extends Around>(around: T, address: EventsAddress | undefined): T {
  if (address === undefined) return around;
  const { pixelId, secrets } = address;
  return { ...around, pixelId, secrets: [...around.secrets, ...secrets] };
}
