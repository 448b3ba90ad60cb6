import { createHash, X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import {
  connect,
  createServer as createNetServer,
  type Server as NetServer,
  type Socket,
} from 'node:net';
import { extname, join, normalize } from 'node:path';
import { TLSSocket } from 'node:tls';
import { generate } from 'selfsigned';

/** A request as the server got it: the truth about what left the browser. */
export interface ServedRequest {
  method: string;
  /** Without a port. */
  host: string;
  /** With the query. */
  path: string;
  url: URL;
  headers: Record<string, string>;
  body: string;
  /** Milliseconds since the epoch. */
  at: number;
}

/** What a route answers. `body` alone, as a string, is an HTML document. */
export interface Answer {
  status?: number;
  type?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** A fixed answer, or a function of the request. Undefined from a function is a 404. */
export type Route =
  | string
  | Answer
  | ((
      request: ServedRequest,
    ) => string | Answer | undefined | Promise<string | Answer | undefined>);

/** A loopback server that stands in for every host of a test. */
export interface Server {
  port: number;
  /** SHA-256 of the certificate's public key, base64, as Chromium's allow list wants it. */
  keyHash: string;
  /** Every request so far, in order of arrival, without the browsers' own. */
  requests: ServedRequest[];
  close(): Promise<void>;
}

const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
};

/** Where browsers call home whatever their settings: not requests of a test. */
const BROWSERS_OWN = /(^|\.)(mozilla\.(com|org|net)|googleapis\.com|accounts\.google\.com)$/;

/** One certificate a process: making its key takes a moment. */
let certificate: Promise<{ cert: string; key: string; keyHash: string }> | undefined;

async function createCertificate() {
  const made = await generate([{ name: 'commonName', value: 'shop.test' }], {
    keyType: 'ec',
    extensions: [
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'shop.test' },
          { type: 2, value: '*.test' },
        ],
      },
    ],
  });
  const key = new X509Certificate(made.cert).publicKey.export({ type: 'spki', format: 'der' });
  return {
    cert: made.cert,
    key: made.private,
    keyHash: createHash('sha256').update(key).digest('base64'),
  };
}

async function readRequest(request: IncomingMessage): Promise<ServedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  // A browser that takes this server for its proxy sends whole addresses.
  const scheme = request.socket instanceof TLSSocket ? 'https' : 'http';
  const base = `${scheme}://${request.headers.host ?? 'localhost'}`;
  const url = new URL(request.url ?? '/', base);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value);
  return {
    method: request.method ?? 'GET',
    host: url.hostname,
    path: url.pathname + url.search,
    url,
    headers,
    body: Buffer.concat(chunks).toString(),
    at: Date.now(),
  };
}

/** The file of a folder that a path names, or undefined. Never outside the folder. */
function readStatic(folder: string, pathname: string): Answer | undefined {
  const file = normalize(join(folder, decodeURIComponent(pathname)));
  if (!file.startsWith(normalize(folder)) || !existsSync(file) || !statSync(file).isFile())
    return undefined;
  return { type: TYPES[extname(file)] ?? 'application/octet-stream', body: readFileSync(file) };
}

function writeAnswer(response: ServerResponse, answer: string | Answer): void {
  const {
    status = 200,
    type,
    headers,
    body = '',
  } = typeof answer === 'string' ? ({ body: answer } as Answer) : answer;
  response.writeHead(status, {
    'content-type': type ?? 'text/html; charset=utf-8',
    'access-control-allow-origin': '*',
    ...headers,
  });
  response.end(body);
}

/** Listens on a free loopback port, and gives it. */
async function listen(server: NetServer): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

/** Remembers an open socket, to end it with the server. */
function track(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
  // A browser drops connections whenever it likes; that is no failure of the test.
  socket.on('error', () => socket.destroy());
}

/** Passes a connection on to another port, what was read of it already first. */
function pass(sockets: Set<Socket>, client: Socket, port: number, first: Buffer): void {
  const upstream = connect(port, '127.0.0.1');
  track(sockets, upstream);
  upstream.write(first);
  upstream.pipe(client);
  client.pipe(upstream);
  upstream.on('close', () => client.destroy());
  client.on('close', () => upstream.destroy());
}

/**
 * Serves HTTP, HTTPS and proxy requests on one loopback port, told apart by their first byte, so
 * that one mapping serves every scheme and both browsers.
 * @param routes keys are `/path` or `host/path`, without a query; the latter wins
 * @param options.folder files for what no route answers
 */
export async function serve(
  routes: Record<string, Route>,
  options: { folder?: string } = {},
): Promise<Server> {
  certificate ??= createCertificate();
  const { cert, key, keyHash } = await certificate;
  const requests: ServedRequest[] = [];
  const answer = async (incoming: IncomingMessage, response: ServerResponse) => {
    try {
      const request = await readRequest(incoming);
      if (BROWSERS_OWN.test(request.host)) {
        writeAnswer(response, { status: 404 });
        return;
      }
      requests.push(request);
      const route = routes[request.host + request.url.pathname] ?? routes[request.url.pathname];
      const given = typeof route === 'function' ? await route(request) : route;
      const file =
        given === undefined && options.folder
          ? readStatic(options.folder, request.url.pathname)
          : undefined;
      writeAnswer(response, given ?? file ?? { status: 404, body: 'not found' });
    } catch (error) {
      // The test learns of it from the page; the reason belongs in the answer.
      if (!response.headersSent) writeAnswer(response, { status: 500, body: String(error) });
      else response.destroy();
    }
  };
  const http = createHttpServer(answer);
  const https = createHttpsServer({ cert, key }, answer);
  const [httpPort, httpsPort] = [await listen(http), await listen(https)];
  const sockets = new Set<Socket>();
  const front = createNetServer((socket) => {
    track(sockets, socket);
    socket.once('data', (first) => {
      const TLS_HANDSHAKE = 0x16;
      pass(sockets, socket, first[0] === TLS_HANDSHAKE ? httpsPort : httpPort, first);
    });
  });
  const port = await listen(front);
  // As a proxy it tunnels every host to itself.
  http.on('connect', (_request, client: Socket, head: Buffer) => {
    track(sockets, client);
    client.write('HTTP/1.1 200 OK\r\n\r\n');
    pass(sockets, client, port, head);
  });

  return {
    port,
    keyHash,
    requests,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        for (const server of [http, https]) server.close();
        front.close(() => resolve());
      }),
  };
}
