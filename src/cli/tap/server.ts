import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { ENGLISH } from '../../language/languages.ts';
import type { CommandWords } from '../../language/words.ts';
import type { ServerEntry } from '../../session/entry.ts';
import { TAP_STREAM } from '../../session/tap.ts';
import { isJsonObject } from '../../vendors/fields.ts';
import { summariseAnswer } from '../../vendors/meta/server-events/graph-answer.ts';
import { parseJson } from '../../vendors/meta/server-events/json-text.ts';
import { hideSecrets } from '../../vendors/meta/server-events/secrets.ts';
import { describeNetworkError, Failure } from '../failure.ts';
import { printable } from '../printable.ts';
import { readBytes, type Unpacked, unpack } from './body.ts';
import { forward } from './forward.ts';
import { type GraphError, unreachable, wrongRequest } from './graph-error.ts';
import { hasLoopbackHost, senderOf, targetOf } from './guard.ts';
import {
  answerBatch,
  answerTo,
  entriesOf,
  type GraphAnswer,
  type Opened,
  openRequest,
  type Received,
  splitPath,
} from './receive.ts';
import type { Ring } from './ring.ts';
import { serveStream } from './stream.ts';

/** How a tap serves. */
export interface TapServerOptions {
  /** 0: any free one. */
  port: number;
  /** Where requests go on to. Absent: nowhere, tap answers itself. */
  forward?: URL | undefined;
  /** What a reader of the stream must know. */
  token: string;
  ring: Ring;
  /** One line for people, about one request. No secret is in it. */
  log(line: string): void;
  /** One line about what went wrong. */
  warn(line: string): void;
  /** Milliseconds since the epoch. */
  now(): number;
  /** What is said to people. The answers to servers are in English, as Meta's are. */
  words: CommandWords;
}

/** A tap that listens. */
export interface TapServer {
  port: number;
  close(): Promise<void>;
}

const CONNECT_TEXT =
  'This is event-loupe tap. What goes through CONNECT is encrypted for graph.facebook.com, so tap cannot read it. Point the Graph base URL of your server at tap in place of a proxy setting.';

const INDEX_TEXT = (isForwarding: boolean) =>
  `This is event-loupe tap. It stands in for graph.facebook.com and ${isForwarding ? 'forwards what it gets' : 'sends nothing to Meta'}.\nPaste this page's address, with what follows the #, into the Event Loupe panel: Server events.\n`;

/**
 * Starts a tap on loopback.
 * @throws Failure when it cannot listen
 */
export async function startTapServer(options: TapServerOptions): Promise<TapServer> {
  const { words } = options;
  const server = createServer((request, response) => {
    serve(request, response, options).catch((error: unknown) => {
      // A client that went away in the middle of its request ends up here.
      if (request.destroyed && !request.complete) return;
      options.warn(words.requestFailed(hideSecrets(String(error))));
      if (response.headersSent) response.destroy();
      else writeJson(response, { status: 500, body: wrongRequest('tap failed', String(error)) });
    });
  });
  server.on('connect', (request, socket: Socket) => {
    options.warn(words.connectRefused(hideSecrets(request.url ?? '')));
    const body = JSON.stringify(wrongRequest('CONNECT', CONNECT_TEXT));
    socket.on('error', () => socket.destroy());
    socket.end(
      `HTTP/1.1 501 Not Implemented\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new Failure((t) =>
          error.code === 'EADDRINUSE'
            ? t.portInUse(options.port)
            : t.cannotListen(options.port, error.message),
        ),
      ),
    );
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  options: TapServerOptions,
): Promise<void> {
  const target = targetOf(request);
  if (!target) return refuse(response, 400, 'Bad address', 'The request names no address.');
  const { proxied, path } = target;
  // Node takes the first of two; who stands before us may have gone by the other.
  if ((request.headersDistinct.host?.length ?? 0) > 1)
    return refuse(response, 400, 'Bad address', 'The request names its host twice.');
  if (proxied ? proxied.hostname !== 'graph.facebook.com' : !hasLoopbackHost(request))
    return refuse(
      response,
      403,
      'Unknown host',
      'tap answers to 127.0.0.1 and localhost, and for graph.facebook.com as a proxy.',
    );
  const { path: pathname, query: search } = splitPath(path);
  if (!proxied && pathname === TAP_STREAM)
    return serveStream(request, response, new URLSearchParams(search), options);
  if (!proxied && pathname === '/' && request.method === 'GET' && search === '') {
    response.writeHead(200, {
      'content-type': 'text/plain; charset=utf-8',
      'content-security-policy': "default-src 'none'",
    });
    response.end(INDEX_TEXT(options.forward !== undefined));
    return;
  }
  if (senderOf(request) !== 'program')
    return refuse(response, 403, 'Not for pages', 'Events are taken from servers, not from pages.');
  const at = options.now();
  const bytes = await readBytes(request);
  const unpacked = await unpack(bytes, request.headers['content-encoding']);
  const opened = await openRequest({
    method: request.method ?? 'GET',
    path,
    headers: {
      authorization: request.headers.authorization,
      'content-type': request.headers['content-type'],
    },
    at,
    ...unpacked,
  });
  if (options.forward) {
    if (bytes === undefined) return finish(opened, 413, tooLarge(unpacked), response, at, options);
    await serveForwarded(request, bytes, path, opened, response, at, options);
    return;
  }
  const answer = answerOpened(opened);
  tell(opened, answer.status, at, options, (received) => summary(answerTo(received), received));
  writeJson(response, answer);
}

function tooLarge(unpacked: Unpacked): GraphError {
  const text = unpacked.text === undefined ? unpacked.problem : 'The body is too large.';
  return wrongRequest('Unreadable body', text);
}

function finish(
  opened: Opened,
  status: number,
  body: GraphError,
  response: ServerResponse,
  at: number,
  options: TapServerOptions,
): void {
  tell(opened, status, at, options, (received) => summary({ status, body }, received));
  writeJson(response, { status, body });
}

async function serveForwarded(
  request: IncomingMessage,
  bytes: Buffer,
  path: string,
  opened: Opened,
  response: ServerResponse,
  at: number,
  options: TapServerOptions,
): Promise<void> {
  const base = options.forward as URL;
  const done = await forward(request, bytes, path, base, response);
  if (done.ok) {
    const answers = opened.kind === 'batch' ? batchAnswers(done.body) : undefined;
    tell(opened, done.status, at, options, (received, i) => {
      const own = answers?.[i];
      return own
        ? summariseAnswer(own.status, own.body, received.secrets)
        : summariseAnswer(done.status, done.body, received.secrets);
    });
    return;
  }
  const problemIn = (words: CommandWords) => hideSecrets(describeNetworkError(done.error, words));
  const problem = problemIn(options.words);
  if (done.gone || response.headersSent) {
    tell(opened, 0, at, options, () => undefined);
    options.warn(options.words.forwardingBroke(problem));
    return;
  }
  options.warn(options.words.cannotForward(base.origin, problem));
  finish(
    opened,
    502,
    unreachable(`tap cannot reach ${base.origin}: ${problemIn(ENGLISH.words.command)}.`),
    response,
    at,
    options,
  );
}

/** Each request's own answer out of a batch's. */
function batchAnswers(body: string): { status: number; body: string }[] {
  const parsed = parseJson(body);
  if (!parsed.ok || !Array.isArray(parsed.value)) return [];
  return parsed.value.map((item: unknown) =>
    isJsonObject(item)
      ? { status: Number(item.code) || 0, body: typeof item.body === 'string' ? item.body : '' }
      : { status: 0, body: '' },
  );
}

function answerOpened(opened: Opened): GraphAnswer {
  switch (opened.kind) {
    case 'events':
      return answerTo(opened.received);
    case 'batch':
      return answerBatch(opened.items.map(answerTo));
    case 'other':
      return { status: 400, body: opened.refusal };
  }
}

function summary(answer: GraphAnswer, received: Received): ServerEntry['answer'] {
  return summariseAnswer(answer.status, JSON.stringify(answer.body), received.secrets);
}

/** Keeps the entries of a request and writes its line. */
function tell(
  opened: Opened,
  status: number,
  at: number,
  options: TapServerOptions,
  answerOf: (received: Received, i: number) => ServerEntry['answer'],
): void {
  if (opened.kind === 'other') {
    options.log(printable(`${opened.title}: ${status}`));
    return;
  }
  const { words } = options;
  const requests = opened.kind === 'batch' ? opened.items : [opened.received];
  for (const [i, received] of requests.entries()) {
    const answer = answerOf(received, i);
    for (const entry of entriesOf(received, at, answer)) options.ring.add(entry);
    const { length } = received.events;
    const message = answer?.message === undefined ? '' : `: ${answer.message}`;
    options.log(
      printable(
        `${received.title}: ${words.tapEvents(length)}, ${answer?.status ?? words.tapNoAnswer}${message}`,
      ),
    );
  }
}

function refuse(response: ServerResponse, status: number, title: string, text: string): void {
  writeJson(response, { status, body: wrongRequest(title, text) });
}

function writeJson(response: ServerResponse, { status, body }: GraphAnswer): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=UTF-8',
    'cache-control': 'no-store',
  });
  response.end(JSON.stringify(body));
}
