import type { ServerEntry } from '../../../session/entry.ts';
import { isJsonObject, type JsonObject } from '../../fields.ts';
import { EVENTS_PER_REQUEST, foundValue } from './event-rules.ts';
import { type Fault, type Place, type Unread, under } from './fault.ts';
import { formParameters, listOf, parametersOf, pixelOfPath } from './request-body.ts';
import { secretsIn } from './secrets.ts';

/** Events that came together, unchecked, with what is known of all of them. */
export interface EventGroup {
  /** Where the group stands; empty for the whole text. */
  place: readonly Place[];
  /** Each event with the JSON pointer to it from there. */
  events: { value: unknown; pointer: string }[];
  pixelId?: string | undefined;
  /** When the request passed, ms since the epoch. */
  receivedAt?: number | undefined;
  answer?: ServerEntry['answer'] | undefined;
  /** `test_event_code` of the request. */
  testCode?: string | undefined;
  /** Secrets of the request, to be hidden wherever they recur. */
  secrets: readonly string[];
}

/** What a reader of a format gives. A fault's `place` lacks the file's name yet. */
export type Part = EventGroup | Fault;

/** Tells the two kinds of parts apart. */
export function isFault(part: Part): part is Fault {
  return 'expected' in part;
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
  if (!data.ok) return [unreadAt([...facts.place, ...under(prefix, data.place)], data)];
  if (data.list.length > EVENTS_PER_REQUEST)
    return [
      {
        place: [...facts.place, `${prefix}/data`],
        expected: { code: 'at-most-events', count: EVENTS_PER_REQUEST },
        found: { code: 'count', count: data.list.length },
        events: data.list.length,
      },
    ];
  const events = data.list.map((value, i) => ({ value, pointer: `${prefix}/data/${i}` }));
  const testCode = testCodeOf(parameters) ?? rest.testCode;
  return [{ ...rest, events, secrets, testCode }];
}

/** The code of Events Manager's test tool in a request, where there is one. */
export function testCodeOf(parameters: JsonObject): string | undefined {
  const code = Object.hasOwn(parameters, 'test_event_code') ? parameters.test_event_code : '';
  return typeof code === 'string' && code !== '' ? code.slice(0, TEST_CODE_UNITS) : undefined;
}

/** UTF-16 units of a test code that are kept; Meta's have about nine. */
const TEST_CODE_UNITS = 40;

/** What a part of a request cannot be read for, with its place in the whole. */
export function unreadAt(place: Place[], { expected, found }: Unread): Fault {
  return { place, expected, found, events: 0 };
}

async function batchGroups(
  parameters: JsonObject,
  facts: RequestFacts & { secrets: readonly string[] },
): Promise<Part[]> {
  const { pointer: prefix = '', secrets } = facts;
  const batch = listOf(parameters, 'batch');
  if (!batch.ok) return [unreadAt([...facts.place, ...under(prefix, batch.place)], batch)];
  const parts: Part[] = [];
  for (const [i, request] of batch.list.entries()) {
    const pointer = `${prefix}/batch/${i}`;
    const read = await readBatchRequest(request);
    if (!read.ok) {
      parts.push(unreadAt([...facts.place, ...under(pointer, read.place)], read));
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
  | Unread;

/** Opens one item of `batch`: its `relative_url` and its `body`, a form. */
export async function readBatchRequest(request: unknown): Promise<BatchRequest> {
  if (!isJsonObject(request) || typeof request.relative_url !== 'string')
    return {
      ok: false,
      place: isJsonObject(request) ? ['/relative_url'] : [],
      expected: { code: isJsonObject(request) ? 'events-path' : 'batch-request' },
      found: foundValue(isJsonObject(request) ? request.relative_url : request),
    };
  const [path = ''] = request.relative_url.split('?', 1);
  const query = request.relative_url.slice(path.length + 1);
  const body = await parametersOf(typeof request.body === 'string' ? request.body : '');
  if (!body.ok) {
    const [inside] = body.place;
    const isInText = typeof inside === 'object' && 'column' in inside;
    return { ...body, place: [isInText ? { ...inside, pointer: '/body' } : '/body'] };
  }
  const parameters = { ...formParameters(new URLSearchParams(query)), ...body.parameters };
  return {
    ok: true,
    path,
    pixelId: pixelOfPath(`/${path.replace(/^\//, '')}`),
    parameters,
    secrets: secretsIn([...new URLSearchParams(query), ...Object.entries(body.parameters)]),
  };
}
