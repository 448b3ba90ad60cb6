import { type IncomingMessage, request as requestHttp, type ServerResponse } from 'node:http';
import { request as requestHttps } from 'node:https';
import { unpack } from './body.ts';

/** Headers that belong to one connection and are never passed on (RFC 9110, 7.6.1). */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** An answer is kept up to this size to read Meta's message in it; errors have a few hundred bytes. */
const ANSWER_BYTES = 1024 * 1024;

/** How a request fared on its way to the real server. */
export type Forwarded =
  | { ok: true; status: number /** '' where it is too large to be looked at. */; body: string }
  /** `gone`: the client went away first; nobody waits for an answer. */
  | { ok: false; gone: boolean; error: Error };

/**
 * Passes a request on unchanged, its token included, and the answer back as it comes, byte by
 * byte. An answer is not begun where the server cannot be reached: that is left to the caller.
 */
export function forward(
  incoming: IncomingMessage,
  body: Buffer,
  path: string,
  base: URL,
  response: ServerResponse,
): Promise<Forwarded> {
  const headers: string[] = [];
  const dropped = new Set([...HOP_BY_HOP, ...listed(incoming.headers.connection)]);
  for (let i = 0; i < incoming.rawHeaders.length; i += 2) {
    const name = incoming.rawHeaders[i] as string;
    const lower = name.toLowerCase();
    if (dropped.has(lower) || lower === 'host' || lower === 'content-length' || lower === 'expect')
      continue;
    headers.push(name, incoming.rawHeaders[i + 1] as string);
  }
  headers.push('Host', base.host);
  if (body.length > 0 || incoming.method === 'POST')
    headers.push('Content-Length', String(body.length));
  const send = base.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve) => {
    const outgoing = send(
      base,
      {
        method: incoming.method,
        headers,
        // Not resolved as an address: `//other.example/` would name another server.
        path: base.pathname.replace(/\/$/, '') + path,
      },
      (answer) => {
        const raw = answer.rawHeaders.filter((_, i, all) => {
          const name = all[i - (i % 2)] as string;
          return !HOP_BY_HOP.has(name.toLowerCase());
        });
        const status = answer.statusCode ?? 502;
        response.writeHead(status, answer.statusMessage, raw);
        const chunks: Buffer[] = [];
        let size = 0;
        answer.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size <= ANSWER_BYTES) chunks.push(chunk);
        });
        answer.pipe(response);
        answer.on('end', () => {
          const bytes = size <= ANSWER_BYTES ? Buffer.concat(chunks) : Buffer.alloc(0);
          void unpack(bytes, answer.headers['content-encoding']).then(({ text }) =>
            resolve({ ok: true, status, body: text ?? '' }),
          );
        });
        answer.on('error', (error) => {
          response.destroy();
          resolve({ ok: false, gone: false, error });
        });
      },
    );
    outgoing.on('error', (error) => resolve({ ok: false, gone: response.destroyed, error }));
    response.on('close', () => {
      if (!response.writableFinished) outgoing.destroy(new Error('the client went away'));
    });
    outgoing.end(body);
  });
}

function listed(connection: string | undefined): string[] {
  return (connection ?? '').split(',').map((name) => name.trim().toLowerCase());
}
