import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { describeNetworkError, Failure } from '../failure.ts';

/** A port that is listened on. */
export interface Listener {
  port: number;
  close(): Promise<void>;
}

/** The first byte of a TLS handshake; no HTTP request begins with it. */
const HANDSHAKE = 0x16;
/** A connection that says nothing at all is given up. */
const SILENT_MS = 60_000;
/** OpenSSL's words where a client does not trust a certificate. */
const NOT_TRUSTED = /alert (?:unknown ca|bad certificate|certificate unknown)/i;

/**
 * Listens for HTTP, and for TLS where there is a certificate, on one port: the first byte tells them
 * apart. CONNECT leads to the TLS server where `leadsHere` says so.
 * @param options.addresses addresses of this machine
 * @throws Failure where one of them cannot be listened on
 */
export async function listen(options: {
  port: number;
  addresses: readonly string[];
  certificate?: { key: string; cert: string } | undefined;
  serve(request: IncomingMessage, response: ServerResponse): void;
  /** @param target `graph.facebook.com:443` */
  leadsHere(target: string): boolean;
  /** CONNECT to anywhere else. */
  refuse(target: string, socket: Socket): void;
  /** A client broke off, since it does not know who vouches for the certificate. */
  onDistrust(): void;
}): Promise<Listener> {
  const { certificate } = options;
  const plain = createHttp(options.serve);
  const secure = certificate && createHttps(certificate, options.serve);
  const sockets = new Set<Socket>();
  plain.on('connect', (request, socket: Socket, head) => {
    const { url: target = '' } = request;
    socket.on('error', () => socket.destroy());
    if (!secure || !options.leadsHere(target)) {
      options.refuse(target, socket);
      return;
    }
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (head.length > 0) socket.unshift(head);
    secure.emit('connection', socket);
  });
  secure?.on('tlsClientError', ({ message }) => {
    if (NOT_TRUSTED.test(message)) options.onDistrust();
  });
  // TLS in TLS: nobody asks for it.
  secure?.on('connect', (request, socket: Socket) => options.refuse(request.url ?? '', socket));

  const accept = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    if (!secure) {
      plain.emit('connection', socket);
      return;
    }
    socket.setTimeout(SILENT_MS, () => socket.destroy());
    socket.once('data', (first: Buffer) => {
      socket.setTimeout(0);
      socket.removeAllListeners('timeout');
      socket.pause();
      socket.unshift(first);
      (first[0] === HANDSHAKE ? secure : plain).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  };

  const servers: Server[] = [];
  let { port } = options;
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    await Promise.all(servers.map((one) => new Promise((resolve) => one.close(resolve))));
  };
  try {
    for (const address of options.addresses) {
      const server = createServer(accept);
      await listenOn(server, port, address);
      servers.push(server);
      port = (server.address() as AddressInfo).port;
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { port, close };
}

async function listenOn(server: Server, port: number, address: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new Failure((t) => {
          if (error.code === 'EADDRINUSE') return t.portInUse(port);
          return error.code === 'EADDRNOTAVAIL'
            ? t.notHere('--host', address)
            : t.cannotListen(port, describeNetworkError(error, t));
        }),
      ),
    );
    server.listen(port, address, resolve);
  });
}
