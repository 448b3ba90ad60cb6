import type { IncomingMessage, ServerResponse } from 'node:http';
import { ENGLISH } from '../../language/languages.ts';
import type { CommandWords } from '../../language/words.ts';
import type { ServerEntry } from '../../session/entry.ts';
import { TAP_STREAM } from '../../session/tap.ts';
import { visibleLine } from '../../session/visible.ts';
import { isJsonObject } from '../../vendors/fields.ts';
import { summariseAnswer } from '../../vendors/meta/server-events/graph-answer.ts';
import { parseJson } from '../../vendors/meta/server-events/json-text.ts';
import { hideSecrets } from '../../vendors/meta/server-events/secrets.ts';
import { describeNetworkError } from '../failure.ts';
import type { TapCertificate } from './authority.ts';
import { readBytes, type Unpacked, unpack } from './body.ts';
import { forward } from './forward.ts';
import { type GraphError, unreachable, wrongRequest } from './graph-error.ts';
import { GRAPH_HOST, hasOwnHost, isForGraph, senderOf, targetOf } from './guard.ts';
import { type Listener, listen } from './listen.ts';
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
  /** An address of this machine that it listens on besides loopback. */
  host?: string | undefined;
  /** For TLS; absent: plain HTTP alone. */
  certificate?: TapCertificate | undefined;
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
export type TapServer = Listener;

const LOOPBACK = '127.0.0.1';
/** Addresses that stand for all that the machine has. */
const EVERYWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

const CONNECT_TEXT =
  'This is event-loupe tap. What goes through CONNECT is encrypted for graph.facebook.com, so tap cannot read it. Start it with --tls, or point the Graph base URL of your server at tap in place of a proxy setting.';

const ONLY_META_TEXT =
  'This is event-loupe tap. It lets nothing through but what goes to graph.facebook.com.';

const INDEX_TEXT = (isForwarding: boolean) =>
  `This is event-loupe tap. It stands in for graph.facebook.com and ${isForwarding ? 'forwards what it gets' : 'sends nothing to Meta'}.\nPaste this page's address, with what follows the #, into the Event Loupe panel: Server events.\n`;

/**
 * Starts a tap.
 * @throws Failure when it cannot listen
 */
export async function startTapServer(options: TapServerOptions): Promise<TapServer> {
  const { words, certificate, host } = options;
  const isWide = host !== undefined && EVERYWHERE.has(host);
  const addresses = isWide ? [host] : [...new Set([LOOPBACK, ...(host ? [host] : [])])];
  return listen({
    port: options.port,
    addresses,
    certificate,
    serve(request, response) {
      serve(request, response, options).catch((error: unknown) => {
        // A client that went away in the middle of its request ends up here.
        if (request.destroyed && !request.complete) return;
        options.warn(words.requestFailed(hideSecrets(String(error))));
        if (response.headersSent) response.destroy();
        else writeJson(response, { status: 500, body: wrongRequest('tap failed', String(error)) });
      });
    },
    leadsHere: (target) => target.toLowerCase() === `${GRAPH_HOST}:443`,
    refuse(target, socket) {
      const shown = hideSecrets(target);
      const text = certificate ? ONLY_META_TEXT : CONNECT_TEXT;
      options.warn(certificate ? words.connectElsewhere(shown) : words.connectRefused(shown));
      const body = JSON.stringify(wrongRequest('CONNECT', text));
      socket.on('error', () => socket.destroy());
      socket.end(
        `HTTP/1.1 ${certificate ? '403 Forbidden' : '501 Not Implemented'}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
      );
    },
    onDistrust: () => options.warn(words.notTrusted(certificate?.file ?? '')),
  });
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
  const isGraph = proxied ? proxied.hostname === GRAPH_HOST : isForGraph(request);
  if (!isGraph && (proxied || !hasOwnHost(request, options.host)))
    return refuse(
      response,
      403,
      'Unknown host',
      'tap answers to 127.0.0.1, localhost and the address of --host, and for graph.facebook.com as a proxy.',
    );
  const { path: pathname, query: search } = splitPath(path);
  if (!isGraph && pathname === TAP_STREAM)
    return serveStream(request, response, new URLSearchParams(search), options);
  if (!isGraph && pathname === '/' && request.method === 'GET' && search === '') {
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
    options.log(visibleLine(`${opened.title}: ${status}`));
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
      visibleLine(
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
