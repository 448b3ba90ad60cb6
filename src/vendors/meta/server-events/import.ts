import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { KINDS, type ServerEntry } from '../../../session/entry.ts';
import { placeOf } from '../../../session/text-place.ts';
import { isJsonObject, type JsonObject } from '../../fields.ts';
import { describeValue, eventProblem, eventSeconds, type Fault } from './event-rules.ts';
import { type EventGroup, groupsOf, isFault, joinPlace, type Part } from './groups.ts';
import { isHar, readHar } from './har.ts';
import { parseJson } from './json-text.ts';
import { isSdkLog, readLog } from './log-text.ts';
import { parametersOf } from './request-body.ts';
import { hideSecrets, withoutSecrets } from './secrets.ts';

/** What was read of a text: what can be used, and what cannot, each with its place. */
export interface ImportResult {
  entries: ServerEntry[];
  faults: Fault[];
}

/** What a text may be, for a message. */
const FORMATS =
  'Conversions API events: a request body {"data": […]}, a list or lines of events, a HAR, or a log of the business SDK';

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
              where: joinPlace(part.place, pointer + problem.pointer),
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
            where: joinPlace(name, part.place, pointer),
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
    where: joinPlace(name, fault.where),
    found: hideSecrets(fault.found, secrets),
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
  if (text.trim() === '') return [unknownFormat('nothing')];
  const parsed = parseJson(text);
  if (parsed.ok) return readValue(parsed.value);
  if (isSdkLog(text)) return readLog(text);
  if (isLines(text)) return readLines(text, nextTurn);
  if (/^\s*[[{]\s*(?:["[{}\]]|$)/.test(text))
    return [
      {
        where: placeOf(text, parsed.at),
        expected: parsed.expected,
        found: parsed.found,
        events: 0,
      },
    ];
  const form = new URLSearchParams(text.trim());
  if (form.has('data') || form.has('batch')) return readForm(text.trim());
  if (text.includes('"event_name"')) return readLog(text);
  return [unknownFormat(describeValue(text.trim().slice(0, 1_000)))];
}

/** Whether a text begins as one of the formats does, without reading all of it. */
export function looksLikeServerEvents(text: string): boolean {
  const start = text.trimStart();
  if (start.startsWith('{') || start.startsWith('[')) return true;
  return (
    /^(?:data|batch|access_token)=/.test(start) || start.includes('"event_name"') || isSdkLog(start)
  );
}

function unknownFormat(found: string): Fault {
  return { where: '', expected: FORMATS, found, events: 0 };
}

async function readForm(text: string): Promise<Part[]> {
  const body = await parametersOf(text);
  return body.ok
    ? groupsOf(body.parameters, { place: '' })
    : [{ where: body.pointer, expected: body.expected, found: body.found, events: 0 }];
}

async function readValue(value: unknown): Promise<Part[]> {
  if (isHar(value)) {
    const parts = await readHar(value);
    return parts.length > 0
      ? parts
      : [
          {
            where: '/log/entries',
            expected: 'a request with events to graph.facebook.com',
            found: 'none',
            events: 0,
          },
        ];
  }
  if (Array.isArray(value))
    return readItems(value.map((item, i) => ({ value: item, place: '', pointer: `/${i}` })));
  const kind = kindOf(value);
  if (!isJsonObject(value) || (kind === 'event' && !('event_name' in value)))
    return [unknownFormat(isJsonObject(value) ? describeKeys(value) : describeValue(value))];
  return readItems([{ value, place: '', pointer: '' }]);
}

function describeKeys(value: JsonObject): string {
  const keys = Object.keys(value);
  if (keys.length === 0) return 'an empty object';
  return `an object with ${keys.slice(0, 5).join(', ')}${keys.length > 5 ? ', …' : ''}`;
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
    const place = `line ${i + 1}`;
    const parsed = parseJson(line);
    if (parsed.ok) items.push({ value: parsed.value, place, pointer: '' });
    else
      parts.push({
        where: `${place}, column ${parsed.at + 1}`,
        expected: parsed.expected,
        found: parsed.found,
        events: 1,
      });
  }
  return [...parts, ...(await readItems(items))];
}

interface Item {
  value: unknown;
  place: string;
  pointer: string;
}

type Kind = 'event' | 'body' | 'session';

const KIND_WORDS: Readonly<Record<Kind, string>> = {
  event: 'an event',
  body: 'a request body {"data": […]}',
  session: 'a line of an Event Loupe session',
};

function kindOf(value: unknown): Kind {
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
        where: joinPlace(place, pointer),
        expected: `${KIND_WORDS[wanted ?? 'event']}${items.length > 1 ? ' like the others' : ''}`,
        found: KIND_WORDS[kind],
        events: 1,
      });
    else if (kind === 'body' && isJsonObject(value))
      parts.push(...(await groupsOf(value, { place, pointer })));
    else parts.push({ place, events: [{ value, pointer }], secrets: [] });
  }
  return parts;
}

/**
 * What cannot be read, in one message with the first place and what was expected there; undefined
 * where all could be read. `3 of 40 events cannot be read. First: events.json, /data/2/event_time:
 * expected whole seconds since 1970, found 1763712000000, which looks like milliseconds`.
 */
export function describeFaults({ entries, faults }: ImportResult): string | undefined {
  const [first] = faults;
  if (!first) return undefined;
  const bad = faults.reduce((sum, { events }) => sum + events, 0);
  const total = entries.length + bad;
  const place = `${first.where}: expected ${first.expected}, found ${first.found}`;
  if (total <= 1) return place;
  if (bad === 0)
    return `${faults.length === 1 ? '' : `${faults.length} parts cannot be read. First: `}${place}`;
  return `${bad} of ${total} events cannot be read. First: ${place}`;
}
