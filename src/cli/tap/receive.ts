import { sayFault } from '../../language/input.ts';
import { ENGLISH } from '../../language/languages.ts';
import type { ServerEntry } from '../../session/entry.ts';
import { isJsonObject, type JsonObject } from '../../vendors/fields.ts';
import { EVENTS_PER_REQUEST, refusalsOf } from '../../vendors/meta/server-events/event-rules.ts';
import { readBatchRequest, testCodeOf } from '../../vendors/meta/server-events/groups.ts';
import {
  formParameters,
  listOf,
  parametersOf,
  pixelOfPath,
} from '../../vendors/meta/server-events/request-body.ts';
import {
  hideSecrets,
  secretsIn,
  withoutSecrets,
} from '../../vendors/meta/server-events/secrets.ts';
import { type GraphError, makeTraceId, wrongRequest } from './graph-error.ts';

/** A request as it came, unpacked. */
export interface TapRequest {
  method: string;
  /** With its query. */
  path: string;
  headers: Readonly<Record<string, string | undefined>>;
  /** Undefined where it could not be unpacked; `problem` says why. */
  text: string | undefined;
  problem?: string;
  /** When it came, ms since the epoch. */
  at: number;
}

/** One request for events, alone or in a batch: what came, and what the Graph API would say. */
export interface Received {
  /** For people: `POST /v24.0/123/events`. No secret is in it. */
  title: string;
  pixelId: string | undefined;
  /** The events without secrets; empty where the request could not be read. */
  events: unknown[];
  /** `test_event_code` of the request. */
  testCode?: string | undefined;
  /** Why it would be refused. */
  refusal: GraphError | undefined;
  secrets: readonly string[];
}

/** What a request is: for events, a batch of requests, or nothing that tap knows. */
export type Opened =
  | { kind: 'events'; received: Received }
  | { kind: 'batch'; items: Received[] }
  | { kind: 'other'; title: string; refusal: GraphError };

/** Splits a request's path from its query; each may hold further question marks. */
export function splitPath(whole: string): { path: string; query: string } {
  const mark = whole.indexOf('?');
  return mark === -1
    ? { path: whole, query: '' }
    : { path: whole.slice(0, mark), query: whole.slice(mark + 1) };
}

/** Paths that batches are posted to: the root, with or without a version. */
const BATCH_PATH = /^\/(?:v\d+(?:\.\d+)?\/?)?$/;

/** Opens a request and judges it by the documented rules of the Conversions API (domain facts 4). */
export async function openRequest(request: TapRequest): Promise<Opened> {
  const { method, headers, at } = request;
  const { path, query } = splitPath(request.path);
  const secrets = secretsIn([...new URLSearchParams(query), ...Object.entries(headers)]);
  const title = hideSecrets(`${method} ${path}`, secrets);
  const pixelId = pixelOfPath(path);
  const isBatch = BATCH_PATH.test(path);
  if (method !== 'POST' || (pixelId === undefined && !isBatch))
    return {
      kind: 'other',
      title,
      refusal: wrongRequest(
        'Not an events request',
        `Event Loupe's tap stands in for POST /<version>/<pixel id>/events alone; this was ${title}.`,
      ),
    };
  const refused = (heading: string, text: string): Received => ({
    title,
    pixelId,
    events: [],
    refusal: wrongRequest(heading, hideSecrets(text, secrets)),
    secrets,
  });
  if (request.text === undefined)
    return { kind: 'events', received: refused('Unreadable body', request.problem ?? 'no body') };
  const body = await parametersOf(request.text, headers['content-type']);
  if (!body.ok)
    return {
      kind: 'events',
      received: refused('Invalid JSON', `The body: ${inWords(body)}.`),
    };
  const parameters = { ...formParameters(new URLSearchParams(query)), ...body.parameters };
  secrets.push(...secretsIn(Object.entries(body.parameters)));
  if (isBatch && pixelId === undefined) return openBatch(parameters, title, secrets, at);
  return {
    kind: 'events',
    received: { title, pixelId, secrets, ...judge(parameters, secrets, at) },
  };
}

async function openBatch(
  parameters: JsonObject,
  title: string,
  secrets: readonly string[],
  at: number,
): Promise<Opened> {
  const batch = listOf(parameters, 'batch');
  if (!batch.ok)
    return {
      kind: 'other',
      title,
      refusal: wrongRequest('Invalid batch', hideSecrets(`${inWords(batch)}.`, secrets)),
    };
  const items: Received[] = [];
  for (const [i, item] of batch.list.entries()) {
    const read = await readBatchRequest(item);
    const place = `${title} batch/${i}`;
    if (!read.ok || read.pixelId === undefined) {
      const text = read.ok ? `${read.path} is not <pixel id>/events` : inWords(read);
      items.push({
        title: place,
        pixelId: undefined,
        events: [],
        refusal: wrongRequest('Not an events request', hideSecrets(`${text}.`, secrets)),
        secrets,
      });
      continue;
    }
    const own = [...secrets, ...read.secrets];
    items.push({
      title: hideSecrets(`${place} ${read.path}`, own),
      pixelId: read.pixelId,
      secrets: own,
      ...judge(read.parameters, own, at),
    });
  }
  return { kind: 'batch', items };
}

function judge(
  parameters: JsonObject,
  secrets: readonly string[],
  at: number,
): Pick<Received, 'events' | 'refusal' | 'testCode'> {
  const testCode = testCodeOf(parameters);
  const refuse = (heading: string, text: string) =>
    wrongRequest(heading, hideSecrets(text, secrets));
  const data = listOf(parameters, 'data');
  if (!data.ok) return { events: [], refusal: refuse('Invalid data', `${inWords(data)}.`) };
  const events = data.list.map((event) => withoutSecrets(event, secrets));
  if (events.length > EVENTS_PER_REQUEST)
    return {
      events,
      refusal: refuse(
        'Too many events',
        `/data: expected at most ${EVENTS_PER_REQUEST} events, found ${events.length}. None was taken.`,
      ),
    };
  const wrong = events.flatMap((event, i) => {
    const [problem] = refusalsOf(event, at);
    return problem ? [{ ...problem, place: [`/data/${i}${problem.pointer}`] }] : [];
  });
  const [first] = wrong;
  return {
    events,
    testCode,
    refusal:
      first &&
      refuse('Invalid event', `${inWords(first)}. ${refusedWords(wrong.length, events.length)}`),
  };
}

/** Answers are English, as the Graph API's are. */
function inWords(fault: Parameters<typeof sayFault>[0]): string {
  return sayFault(fault, ENGLISH.words);
}

function refusedWords(wrong: number, all: number): string {
  if (all === 1) return 'The event was not taken.';
  return `${wrong} of ${all} events ${wrong === 1 ? 'is' : 'are'} wrong, so none was taken.`;
}

/** An HTTP answer. */
export interface GraphAnswer {
  status: number;
  body: unknown;
}

/** The answer that the Graph API gives to a request of its own kind (domain facts 4, "Reply"). */
export function answerTo(received: Received): GraphAnswer {
  if (received.refusal) return { status: 400, body: received.refusal };
  return {
    status: 200,
    body: {
      events_received: received.events.length,
      messages: [],
      fbtrace_id: makeTraceId(),
    },
  };
}

/** The answer to a batch: each request's own, as text. */
export function answerBatch(answers: readonly GraphAnswer[]): GraphAnswer {
  return {
    status: 200,
    body: answers.map(({ status, body }) => ({
      code: status,
      headers: [{ name: 'Content-Type', value: 'application/json; charset=UTF-8' }],
      body: JSON.stringify(body),
    })),
  };
}

/**
 * The entries of a request, without secrets. One that could not be read is an entry without a
 * name, so that it is seen to have failed.
 */
export function entriesOf(
  received: Received,
  at: number,
  answer: ServerEntry['answer'],
): Omit<ServerEntry, 'id'>[] {
  const { title, pixelId, testCode } = received;
  const events = received.events.filter(isJsonObject);
  const isUnread = events.length === 0 && received.refusal !== undefined && pixelId !== undefined;
  return (isUnread ? [{}] : events).map((event) => ({
    kind: 'server',
    at,
    page: '',
    origin: 'tap',
    event,
    ...(pixelId === undefined ? {} : { pixelId }),
    timeOf: 'receipt',
    where: `tap: ${title}`,
    ...(testCode === undefined ? {} : { testCode }),
    ...(answer === undefined ? {} : { answer }),
  }));
}
