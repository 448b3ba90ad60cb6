import type { ServerEntry } from '../../../session/entry.ts';
import { isJsonObject, type JsonObject } from '../../fields.ts';
import { describeValue, EVENTS_PER_REQUEST, type Fault } from './event-rules.ts';
import { listOf, parametersOf, pixelOfPath } from './request-body.ts';
import { secretsIn } from './secrets.ts';

/** Events that came together, unchecked, with what is known of all of them. */
export interface EventGroup {
  /** Where the group stands, in words: `line 3`; '' for the whole text. */
  place: string;
  /** Each event with the JSON pointer to it from there. */
  events: { value: unknown; pointer: string }[];
  pixelId?: string | undefined;
  /** When the request passed, ms since the epoch. */
  receivedAt?: number | undefined;
  answer?: ServerEntry['answer'] | undefined;
  /** Secrets of the request, to be hidden wherever they recur. */
  secrets: readonly string[];
}

/** What a reader of a format gives. A fault's `where` lacks the file's name yet. */
export type Part = EventGroup | Fault;

/** Tells the two kinds of parts apart. */
export function isFault(part: Part): part is Fault {
  return 'expected' in part;
}

/** A place and a pointer as one: `line 3, /event_time`. */
export function joinPlace(...parts: string[]): string {
  return parts.filter((part) => part !== '').join(', ');
}

/** What is known of the request that parameters belong to. */
export type RequestFacts = Omit<EventGroup, 'events' | 'secrets'> & {
  /** Prefix of pointers into the parameters. */
  pointer?: string;
  secrets?: readonly string[];
};

/**
 * The groups in the parameters of one request: its `data`, or the requests of a Graph batch
 * (`batch=[{method, relative_url, body}]`).
 */
export async function groupsOf(parameters: JsonObject, facts: RequestFacts): Promise<Part[]> {
  const { pointer: prefix = '', secrets: known = [], ...rest } = facts;
  const secrets = [...known, ...secretsIn(Object.entries(parameters))];
  if (Object.hasOwn(parameters, 'batch')) return batchGroups(parameters, { ...facts, secrets });
  const data = listOf(parameters, 'data');
  const where = (pointer: string) => joinPlace(facts.place, prefix + pointer);
  if (!data.ok)
    return [{ where: where(data.pointer), expected: data.expected, found: data.found, events: 0 }];
  if (data.list.length > EVENTS_PER_REQUEST)
    return [
      {
        where: where('/data'),
        expected: `at most ${EVENTS_PER_REQUEST} events in one request`,
        found: `${data.list.length}`,
        events: data.list.length,
      },
    ];
  const events = data.list.map((value, i) => ({ value, pointer: `${prefix}/data/${i}` }));
  return [{ ...rest, events, secrets }];
}

async function batchGroups(
  parameters: JsonObject,
  facts: RequestFacts & { secrets: readonly string[] },
): Promise<Part[]> {
  const { pointer: prefix = '', secrets } = facts;
  const batch = listOf(parameters, 'batch');
  if (!batch.ok)
    return [
      {
        where: joinPlace(facts.place, prefix + batch.pointer),
        expected: batch.expected,
        found: batch.found,
        events: 0,
      },
    ];
  const parts: Part[] = [];
  for (const [i, request] of batch.list.entries()) {
    const pointer = `${prefix}/batch/${i}`;
    const read = await readBatchRequest(request);
    if (!read.ok) {
      parts.push({
        where: joinPlace(facts.place, pointer + read.pointer),
        expected: read.expected,
        found: read.found,
        events: 0,
      });
      continue;
    }
    if (read.pixelId === undefined) continue; // another request than one with events
    const own = [...secrets, ...read.secrets];
    parts.push(
      ...(await groupsOf(read.parameters, {
        ...facts,
        pixelId: read.pixelId,
        pointer,
        secrets: own,
      })),
    );
  }
  return parts;
}

/** One request of a batch, opened. */
export type BatchRequest =
  | {
      ok: true;
      path: string;
      pixelId: string | undefined;
      parameters: JsonObject;
      secrets: string[];
    }
  | { ok: false; pointer: string; expected: string; found: string };

/** Opens one item of `batch`: its `relative_url` and its `body`, a form. */
export async function readBatchRequest(request: unknown): Promise<BatchRequest> {
  if (!isJsonObject(request) || typeof request.relative_url !== 'string')
    return {
      ok: false,
      pointer: isJsonObject(request) ? '/relative_url' : '',
      expected: isJsonObject(request) ? 'a path such as 123/events' : 'a request, an object',
      found: describeValue(isJsonObject(request) ? request.relative_url : request),
    };
  const [path = ''] = request.relative_url.split('?', 1);
  const query = request.relative_url.slice(path.length + 1);
  const body = await parametersOf(typeof request.body === 'string' ? request.body : '');
  if (!body.ok)
    return {
      ...body,
      pointer: `/body${body.pointer === '' ? '' : ` (${body.pointer} of its text)`}`,
    };
  const parameters = { ...Object.fromEntries(new URLSearchParams(query)), ...body.parameters };
  return {
    ok: true,
    path,
    pixelId: pixelOfPath(`/${path.replace(/^\//, '')}`),
    parameters,
    secrets: secretsIn([...new URLSearchParams(query), ...Object.entries(body.parameters)]),
  };
}
