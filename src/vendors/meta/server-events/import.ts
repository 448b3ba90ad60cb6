import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { KINDS, type ServerEntry } from '../../../session/entry.ts';
import { placeOf } from '../../../session/text-place.ts';
import { isJsonObject, type JsonObject } from '../../fields.ts';
import { eventProblem, eventSeconds, foundValue } from './event-rules.ts';
import {
  type Fault,
  type Found,
  hideFound,
  type ItemKind,
  type Place,
  writePlace,
} from './fault.ts';
import { type EventGroup, groupsOf, isFault, type Part, unreadAt } from './groups.ts';
import { isHar, readHar } from './har.ts';
import { parseJson } from './json-text.ts';
import { isSdkLog, readLog } from './log-text.ts';
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
}

/** Events, or lines, that are read between two turns. */
const TURN_EVENTS = 200;

/**
 * Reads server events from a text of any known format, told by its content. Nothing is thrown:
 * what cannot be read is a fault. No access token is in what comes back.
 * @param name the file's name, for places
 * @param now ms since the epoch: the time of events that have none
 * @param nextTurn is awaited now and then, so that a panel goes on answering
 */
export async function parseServerEvents(
  text: string,
  { name, now, nextTurn = async () => {} }: ImportOptions,
): Promise<ImportResult> {
  const plain = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const key = `import-${bytesToHex(sha256(utf8ToBytes(plain))).slice(0, 12)}`;
  const result: ImportResult = { entries: [], faults: [] };
  let number = 0;
  for (const part of await readParts(plain, nextTurn)) {
    if (isFault(part)) {
      result.faults.push(finishFault(part, name, []));
      continue;
    }
    for (const { value: raw, pointer } of part.events) {
      const value = withoutSecrets(raw, part.secrets);
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
  { where, now }: { where: string; now: number },
): ServerEntry {
  const seconds = eventSeconds(event);
  const { receivedAt, pixelId, answer } = group;
  const time: Pick<ServerEntry, 'at' | 'timeOf'> =
    receivedAt !== undefined
      ? { at: receivedAt, timeOf: 'receipt' }
      : seconds !== undefined
        ? { at: seconds * 1000, timeOf: 'event' }
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
  };
}

/** Every group of events in a text, and what cannot be read of it. */
async function readParts(text: string, nextTurn: () => Promise<void>): Promise<Part[]> {
  if (text.trim() === '') return [unknownFormat({ code: 'nothing' })];
  const parsed = parseJson(text);
  if (parsed.ok) return readValue(parsed.value);
  if (isSdkLog(text)) return readLog(text);
  if (isLines(text)) return readLines(text, nextTurn);
  if (/^\s*[[{]\s*(?:["[{}\]]|$)/.test(text))
    return [
      {
        place: [placeOf(text, parsed.at)],
        expected: { code: 'json', wanted: parsed.expected },
        found: parsed.found,
        events: 0,
      },
    ];
  const form = new URLSearchParams(text.trim());
  if (form.has('data') || form.has('batch')) return readForm(text.trim());
  if (text.includes('"event_name"')) return readLog(text);
  return [unknownFormat(foundValue(text.trim().slice(0, 1_000)))];
}

/** Whether a text begins as one of the formats does, without reading all of it. */
export function looksLikeServerEvents(text: string): boolean {
  const start = text.trimStart();
  if (start.startsWith('{') || start.startsWith('[')) return true;
  return (
    /^(?:data|batch|access_token)=/.test(start) || start.includes('"event_name"') || isSdkLog(start)
  );
}

function unknownFormat(found: Found): Fault {
  return { place: [], expected: { code: 'known-format' }, found, events: 0 };
}

async function readForm(text: string): Promise<Part[]> {
  const body = await parametersOf(text);
  return body.ok ? groupsOf(body.parameters, { place: [] }) : [unreadAt([...body.place], body)];
}

async function readValue(value: unknown): Promise<Part[]> {
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
  if (Array.isArray(value))
    return readItems(value.map((item, i) => ({ value: item, place: [], pointer: `/${i}` })));
  const kind = kindOf(value);
  if (!isJsonObject(value) || (kind === 'event' && !('event_name' in value)))
    return [unknownFormat(isJsonObject(value) ? foundKeys(value) : foundValue(value))];
  return readItems([{ value, place: [], pointer: '' }]);
}

function foundKeys(value: JsonObject): Found {
  const keys = Object.keys(value);
  if (keys.length === 0) return { code: 'empty-object' };
  return { code: 'keys', keys: keys.slice(0, 5), isMore: keys.length > 5 };
}

/** One value a line. Most lines must be: a JSON text over several lines has few that are objects. */
function isLines(text: string): boolean {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const whole = lines.filter((line) => /^\s*[[{].*[\]}]\s*$/.test(line));
  return lines.length > 1 && whole.length * 2 > lines.length;
}

async function readLines(text: string, nextTurn: () => Promise<void>): Promise<Part[]> {
  const parts: Part[] = [];
  const items: Item[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    if (i % TURN_EVENTS === 0) await nextTurn();
    if (line.trim() === '') continue;
    const parsed = parseJson(line);
    if (parsed.ok) items.push({ value: parsed.value, place: [{ line: i + 1 }], pointer: '' });
    else
      parts.push({
        place: [{ line: i + 1, column: parsed.at + 1 }],
        expected: { code: 'json', wanted: parsed.expected },
        found: parsed.found,
        events: 1,
      });
  }
  return [...parts, ...(await readItems(items))];
}

interface Item {
  value: unknown;
  place: Place[];
  pointer: string;
}

function kindOf(value: unknown): ItemKind {
  if (!isJsonObject(value)) return 'event';
  const { kind } = value;
  if (kind === 'session' || KINDS.some((one) => one === kind)) return 'session';
  const isBody = Object.hasOwn(value, 'data') || Object.hasOwn(value, 'batch');
  return isBody && !Object.hasOwn(value, 'event_name') ? 'body' : 'event';
}

/** Items of a list, or of lines. The first tells what all must be: a mixture is a mistake of somebody's. */
async function readItems(items: readonly Item[]): Promise<Part[]> {
  const parts: Part[] = [];
  const wanted = items.map(({ value }) => kindOf(value)).find((kind) => kind !== 'session');
  for (const { value, place, pointer } of items) {
    const kind = kindOf(value);
    if (kind === 'session' || kind !== wanted)
      parts.push({
        place: [...place, pointer],
        expected: { code: 'item', kind: wanted ?? 'event', isLikeOthers: items.length > 1 },
        found: { code: 'item', kind },
        events: 1,
      });
    else if (kind === 'body' && isJsonObject(value))
      parts.push(...(await groupsOf(value, { place, pointer })));
    else parts.push({ place, events: [{ value, pointer }], secrets: [] });
  }
  return parts;
}
