import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TapHello } from '../../session/tap.ts';
import { isSameToken, senderOf } from './guard.ts';
import type { Ring } from './ring.ts';

/** Lines written at a time, so that one reader cannot hold up the requests of a backend. */
const PIECE_LINES = 500;
/** Firefox gives up a connection that says nothing for five minutes. */
const ALIVE_MS = 20_000;

/**
 * Answers a request for the stream: hello, what is kept from the asked number on, then entries as
 * they come. A reader that is slow is waited for; what the ring drops meanwhile is a gap to it.
 */
export function serveStream(
  request: IncomingMessage,
  response: ServerResponse,
  query: URLSearchParams,
  { ring, token }: { ring: Ring; token: string },
): void {
  const refusal = refusalOf(request, query, token);
  if (refusal) {
    response.writeHead(refusal.status, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(`${refusal.text}\n`);
    return;
  }
  const { origin } = request.headers;
  const allowed =
    origin === undefined ? {} : { 'access-control-allow-origin': origin, vary: 'origin' };
  if (request.method === 'OPTIONS') {
    response.writeHead(204, { ...allowed, 'access-control-allow-methods': 'GET' });
    response.end();
    return;
  }
  response.writeHead(200, {
    ...allowed,
    'content-type': 'application/x-ndjson; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  let next = startOf(query, ring);
  const hello: TapHello = { type: 'hello', run: ring.run, from: next };
  response.write(`${JSON.stringify(hello)}\n`);

  let isWriting = false;
  const write = () => {
    isWriting = false;
    if (response.destroyed) return;
    const { lines, next: after } = ring.read(next, PIECE_LINES);
    if (lines.length === 0) return;
    next = after;
    isWriting = true;
    if (response.write(`${lines.join('\n')}\n`)) setImmediate(write);
    else response.once('drain', write);
  };
  const end = ring.onEntry(() => {
    if (isWriting) return;
    isWriting = true;
    setImmediate(write);
  });
  const alive = setInterval(() => response.write('\n'), ALIVE_MS);
  response.on('close', () => {
    end();
    clearInterval(alive);
  });
  write();
}

/** Why somebody may not read the stream. An extension's preflight has no business with the token. */
function refusalOf(
  request: IncomingMessage,
  query: URLSearchParams,
  token: string,
): { status: number; text: string } | undefined {
  const sender = senderOf(request);
  if (sender === 'page') return { status: 403, text: 'A page of a site may not read this.' };
  if (request.method === 'OPTIONS' && sender === 'extension') return undefined;
  if (request.method !== 'GET') return { status: 405, text: 'Expected GET.' };
  if (isSameToken(query.get('token') ?? '', token)) return undefined;
  return { status: 401, text: 'The token is not the one that event-loupe tap printed.' };
}

function startOf(query: URLSearchParams, ring: Ring): number {
  const from = query.get('from') ?? '0';
  if (from === 'now') return ring.next;
  const run = query.get('run');
  const number = Number(from);
  // Another run's numbers say nothing here: all that this run has is new.
  if (run !== null && run !== ring.run) return 0;
  return Number.isSafeInteger(number) && number >= 0 ? Math.min(number, ring.next) : 0;
}
