import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { ServerEntry } from '../../../session/entry.ts';
import { placeOf } from '../../../session/text-place.ts';
import { isJsonObject, type JsonObject } from '../../fields.ts';
import { answersIn, graphAnswerIn, refusalsIn, type Turn } from './answers.ts';
import { mentionsEvents } from './around.ts';
import { eventMoment, eventProblem, foundValue } from './event-rules.ts';
import { type Fault, type Found, hideFound, type Place, writePlace } from './fault.ts';
import { findInItems, type Item, kindOf } from './find-events.ts';
import { nameFormat } from './format-name.ts';
import { type EventGroup, groupsOf, isFault, type Part, unreadAt } from './groups.ts';
import { isHar, readHar } from './har.ts';
import { parseJson, scanJson } from './json-text.ts';
import { isSdkLog, readLog } from './log-text.ts';
import { isOtherNotation } from './log-values.ts';
import { openEvent } from './open-event.ts';
import { parametersOf } from './request-body.ts';
import { withoutSecrets } from './secrets.ts';

/** What was read of a text: what can be used, and what cannot, each with its place. */
export interface ImportResult {
  entries: ServerEntry[];
  faults: Fault[];
}

export interface ImportOptions {
  name: string;
  now: number;
  nextTurn?: () => Promise<void>;
  /** The pixel of events that do not name theirs. */
  pixelId?: string | undefined;
}

/** Events, or lines, that are read between two turns. */
const TURN_EVENTS = 200;

/**
 * Reads server events from a text of any known format, told by its content. Nothing is thrown:
 * what cannot be read is a fault. No access token is in what comes back.
 * @param name the file's name, for places
 * @param now ms since the epoch: the time of events that have none
 * @param nextTurn is awaited now and then, so that a panel goes on answering
 * @param pixelId the pixel of events that do not name theirs
 */
export async function parseServerEvents(
  text: string,
  { name, now, nextTurn = async () => {}, pixelId }: ImportOptions,
): Promise<ImportResult> {
  const plain = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  return finishParts(await readParts(plain, nextTurn), {
    name,
    now,
    nextTurn,
    pixelId,
    key: `import-${contentKey(plain)}`,
  });
}

/** Names a text by what stands in it: the same text, the same ids. */
export function contentKey(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, 12);
}

/**
 * Entries of what was found, and faults of what cannot be read, with the file's name.
 * @param key begins the entries' ids
 */
export async function finishParts(
  parts: readonly Part[],
  { name, now, key, nextTurn = async () => {}, pixelId }: ImportOptions & { key: string },
): Promise<ImportResult> {
  const result: ImportResult = { entries: [], faults: [] };
  let number = 0;
  for (const part of parts) {
    if (isFault(part)) {
      result.faults.push(finishFault(part, name, []));
      continue;
    }
    for (const { value: raw, pointer } of part.events) {
      const value = withoutSecrets(openEvent(raw), part.secrets);
      const problem = eventProblem(value);
      if (problem)
        result.faults.push(
          finishFault(
            {
              place: [...part.place, pointer + problem.pointer],
              expected: problem.expected,
              found: problem.found,
              events: 1,
            },
            name,
            part.secrets,
          ),
        );
      else
        result.entries.push(
          makeEntry(value as JsonObject, `${key}:${number}`, part, {
            where: writePlace([name, ...part.place, pointer]),
            now,
            pixelId,
          }),
        );
      number += 1;
      if (number % TURN_EVENTS === 0) await nextTurn();
    }
  }
  return result;
}

function finishFault(fault: Fault, name: string, secrets: readonly string[]): Fault {
  return {
    ...fault,
    place: [name, ...fault.place].filter((step) => step !== ''),
    found: hideFound(fault.found, secrets),
  };
}

function makeEntry(
  event: JsonObject,
  id: string,
  group: EventGroup,
  { where, now, ...given }: { where: string; now: number; pixelId: string | undefined },
): ServerEntry {
  const moment = eventMoment(event);
  const { receivedAt, pixelId = given.pixelId, answer, testCode } = group;
  const time: Pick<ServerEntry, 'at' | 'timeOf'> =
    receivedAt !== undefined
      ? { at: receivedAt, timeOf: 'receipt' }
      : moment !== undefined
        ? { at: moment, timeOf: 'event' }
        : { at: now, timeOf: 'import' };
  return {
    kind: 'server',
    id,
    ...time,
    page: '',
    origin: 'import',
    event,
    where,
    ...(pixelId === undefined ? {} : { pixelId }),
    ...(answer === undefined ? {} : { answer }),
    ...(testCode === undefined ? {} : { testCode }),
  };
}

/** Every group of events in a text, and what cannot be read of it. */
async function readParts(text: string, nextTurn: () => Promise<void>): Promise<Part[]> {
  if (text.trim() === '') return [unknownFormat({ code: 'nothing' })];
  const parsed = parseJson(text);
  if (parsed.ok) return readValue(parsed.value, nextTurn);
  if (!isSdkLog(text)) {
    if (isLines(text)) return readLines(text, nextTurn);
    // A first value that is whole has more behind it: lines of a log, JSON after JSON.
    const scan = BEGINS_AS_JSON.test(text) ? scanJson(text, text.search(/\S/)) : undefined;
    if (scan !== undefined && !scan.ok && !isOtherNotation(text, scan.at))
      return [
        {
          place: [placeOf(text, parsed.at)],
          expected: { code: 'json', wanted: parsed.expected },
          found: parsed.found,
          events: 0,
        },
      ];
    if (FORM_START.test(text.trim())) return readForm(text.trim());
  }
  const parts = await readLog(text, undefined, nextTurn);
  return parts.some(isRead) ? parts : [unreadFormat(text)];
}

/** Events, or what is wrong with them: a text in which all is of another format has that format. */
function isRead(part: Part): boolean {
  return !isFault(part) || part.expected.code !== 'known-format';
}

/** The first parameter of a request body that is a form. */
const FORM_START = /^(?:[\w%[\]-]+=[^\s&]*&)*(?:data|batch)(?:(?:%5B|\[)[\w%[\]]*)?=/i;
/** A log's bracketed date begins with a digit. */
const BEGINS_AS_JSON = /^\s*(?:\{\s*(?:["}]|$)|\[\s*(?:["[{}\]]|$))/;

/** Whether a text begins as one of the formats does, without reading all of it. */
export function looksLikeServerEvents(text: string): boolean {
  const start = text.trimStart();
  return (
    /^[{[]/.test(start) || FORM_START.test(start) || start.includes('event_name') || isSdkLog(start)
  );
}

function unknownFormat(found: Found): Fault {
  return { place: [], expected: { code: 'known-format' }, found, events: 0 };
}

function unreadFormat(text: string): Fault {
  const format = nameFormat(text);
  return unknownFormat(
    format === undefined
      ? foundValue(text.trim().slice(0, 1_000))
      : { code: 'other-format', format },
  );
}

async function readForm(text: string): Promise<Part[]> {
  const body = await parametersOf(text);
  return body.ok ? groupsOf(body.parameters, { place: [] }) : [unreadAt([...body.place], body)];
}

async function readValue(value: unknown, nextTurn: () => Promise<void>): Promise<Part[]> {
  if (isHar(value)) {
    const parts = await readHar(value);
    return parts.length > 0
      ? parts
      : [
          {
            place: ['/log/entries'],
            expected: { code: 'events-request' },
            found: { code: 'no-request' },
            events: 0,
          },
        ];
  }
  if (Array.isArray(value)) {
    const items = value.map((item, i) => itemOf(item, [], `/${i}`));
    const parts = await readItems(items, nextTurn);
    if (parts.length > 0 || value.length === 0) return parts;
    const format = nameFormat(JSON.stringify(value));
    return [unknownFormat(format ? { code: 'other-format', format } : foundValue(value))];
  }
  const parts = await readItems([itemOf(value, [], '')], nextTurn);
  if (parts.length > 0) return parts;
  if (!isJsonObject(value)) return [unknownFormat(foundValue(value))];
  const format = nameFormat(JSON.stringify(value));
  return [unknownFormat(format ? { code: 'other-format', format } : foundKeys(value))];
}

function foundKeys(value: JsonObject): Found {
  const keys = Object.keys(value);
  if (keys.length === 0) return { code: 'empty-object' };
  return { code: 'keys', keys: keys.slice(0, 5), isMore: keys.length > 5 };
}

/** One value a line. Most lines must be: a JSON text over several lines has few that are objects. */
function isLines(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const whole = lines.filter((line) => BEGINS_AS_JSON.test(line) && /[\]}]\s*$/.test(line));
  return lines.length > 1 && whole.length * 2 > lines.length;
}

async function readLines(text: string, nextTurn: () => Promise<void>): Promise<Part[]> {
  const parts: Part[] = [];
  const items: Item[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    if (i % TURN_EVENTS === 0) await nextTurn();
    if (line.trim() === '') continue;
    const parsed = parseJson(line);
    if (parsed.ok) items.push(itemOf(parsed.value, [{ line: i + 1 }], ''));
    else if (!BEGINS_AS_JSON.test(line) || isOtherNotation(line, parsed.at))
      items.push(itemOf(line, [{ line: i + 1 }], ''));
    else
      parts.push({
        place: [{ line: i + 1, column: parsed.at + 1 }],
        expected: { code: 'json', wanted: parsed.expected },
        found: parsed.found,
        events: 1,
      });
  }
  const read = [...parts, ...(await readItems(items, nextTurn))];
  return read.some(isRead) ? read : [unreadFormat(text)];
}

function itemOf(value: unknown, place: Place[], pointer: string): Item {
  return { value, place, pointer, around: { secrets: [] } };
}

/** Items of a list, or of lines. A line of a session among them is a mistake of somebody's. */
async function readItems(items: readonly Item[], nextTurn: () => Promise<void>): Promise<Part[]> {
  const isSession = ({ value }: Item) => kindOf(value) === 'session';
  const readText = (text: string, item: Item) => readLog(text, item, nextTurn);
  const parts: Part[] = items.filter(isSession).map(({ place, pointer }) => ({
    place: [...place, pointer],
    expected: { code: 'item', kind: 'event', isLikeOthers: items.length > 1 },
    found: { code: 'item', kind: 'session' },
    events: 1,
  }));
  const answers = answersIn(items.map(({ value }) => value));
  const others = items
    .filter((item) => !isSession(item))
    .map((item) => ({ ...item, around: { ...item.around, answers } }));
  const turns = others.flatMap((item): Turn<Item>[] => {
    if (mentionsEvents(item.value)) return [{ request: item }];
    const answer = graphAnswerIn(item.value);
    return answer === undefined ? [] : [{ answer }];
  });
  for (const [{ around }, answer] of refusalsIn(turns)) around.answer = answer;
  return [...parts, ...(await findInItems(others, readText))];
}
