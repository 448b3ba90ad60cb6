import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, connect, createServer as createTlsServer } from 'node:tls';
import { promisify } from 'node:util';
import * as x509 from '@peculiar/x509';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeCertificate, type TapCertificate } from '../../../../src/cli/tap/authority.ts';
import { createRing, type Ring } from '../../../../src/cli/tap/ring.ts';
import { startTapServer, type TapServer } from '../../../../src/cli/tap/server.ts';
import { en } from '../../../../src/language/en.ts';
import type { ServerEntry } from '../../../../src/session/entry.ts';
import { parseSessionLine } from '../../../../src/session/file.ts';

const run = promisify(execFile);
const PIXEL = '1234567890123456';
const PATH = `/v24.0/${PIXEL}/events`;
const folder = mkdtempSync(join(tmpdir(), 'event-loupe-tls-'));
const environment = { XDG_STATE_HOME: folder };

let certificate: TapCertificate;
let ca: string;
let ring: Ring;
let tap: TapServer;
const said: string[] = [];

beforeAll(async () => {
  certificate = await makeCertificate(environment, Date.now(), '127.0.0.2');
  ca = readFileSync(certificate.file, 'utf8');
  tap = await startTapServer({
    port: 0,
    host: '127.0.0.2',
    certificate,
    token: 'word',
    ring: { ...createRing('x'), add: (entry) => ring.add(entry) },
    log: () => undefined,
    warn: (line) => said.push(line),
    words: en.command,
    now: Date.now,
  });
});
afterAll(async () => {
  await tap.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  ring = createRing('run');
  said.length = 0;
});

const kept = () =>
  ring.read(0, 100).lines.map((line, i) => parseSessionLine(line, i + 1) as ServerEntry);

const purchase = (id: string) => ({
  event_name: 'Purchase',
  event_time: Math.floor(Date.now() / 1000),
  event_id: id,
  action_source: 'website',
  event_source_url: 'https://shop.test/thanks',
  user_data: { em: ['62a1'], client_user_agent: 'Mozilla/5.0' },
  custom_data: { value: 9.99, currency: 'EUR' },
});
const bodyOf = (id: string) => JSON.stringify({ data: [purchase(id)], access_token: 'EAAsecret' });

/** What CONNECT through tap gives. */
function tunnelTo(target: string): Promise<{ status: number | undefined; socket: Socket }> {
  return new Promise((done, fail) => {
    const asking = request({ port: tap.port, host: '127.0.0.1', method: 'CONNECT', path: target });
    asking.on('connect', ({ statusCode: status }, socket) => done({ status, socket }));
    asking.on('error', fail);
    asking.end();
  });
}

interface Answer {
  status: number | undefined;
  body: string;
}

/** Posts events over TLS as node does it. */
function post(id: string, options: ConnectionOptions & { path?: string }): Promise<Answer> {
  return new Promise((done, fail) => {
    const asking = requestHttps(
      {
        ca,
        method: 'POST',
        path: PATH,
        headers: { 'content-type': 'application/json' },
        ...options,
      },
      (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (piece) => {
          body += piece;
        });
        answer.on('end', () => done({ status: answer.statusCode, body }));
      },
    );
    asking.on('error', fail);
    asking.end(bodyOf(id));
  });
}

const isInstalled = (program: string) => spawnSync(program, ['--version']).status === 0;

describe('tap over TLS', () => {
  it('takes CONNECT for Meta’s host, and refuses every other', async () => {
    const { status, socket } = await tunnelTo('graph.facebook.com:443');
    expect(status).toBe(200);
    const createConnection = () => connect({ socket, ca, servername: 'graph.facebook.com' });
    const answer = await post('a1', { host: 'graph.facebook.com', createConnection } as object);
    expect([answer.status, JSON.parse(answer.body).events_received]).toEqual([200, 1]);
    expect(kept()).toMatchObject([{ pixelId: PIXEL, event: { event_id: 'a1' } }]);
    for (const target of [
      'bank.example:443',
      'graph.facebook.com:80',
      'graph.facebook.com.evil:443',
    ])
      expect((await tunnelTo(target)).status).toBe(403);
    expect(said.at(-1)).toContain('only graph.facebook.com is let through');
  });

  it('speaks TLS and plain HTTP on one port, on the named address too', async () => {
    const { port } = tap;
    expect((await post('b1', { host: '127.0.0.1', port })).status).toBe(200);
    expect((await post('b2', { host: '127.0.0.2', port })).status).toBe(200);
    expect((await post('b3', { host: 'localhost', port })).status).toBe(200);
    // By a line in the hosts file.
    const lookup = ((_: string, options: { all?: boolean }, done: (...of: unknown[]) => void) =>
      options.all
        ? done(null, [{ address: '127.0.0.1', family: 4 }])
        : done(null, '127.0.0.1', 4)) as never;
    const named = { host: 'graph.facebook.com', port, lookup };
    expect((await post('b4', named)).status).toBe(200);
    // Under Meta's name there is nothing but Meta's.
    expect((await post('b5', { ...named, path: '/event-loupe/stream?token=word' })).status).toBe(
      400,
    );
    const plain = await fetch(`http://127.0.0.1:${port}${PATH}`, {
      method: 'POST',
      body: bodyOf('b6'),
    });
    expect(plain.status).toBe(200);
    expect(kept().map(({ event }) => event.event_id)).toEqual(['b1', 'b2', 'b3', 'b4', 'b6']);
  });

  it.each(['curl'].filter(isInstalled))('says so when %s does not trust it', async (program) => {
    await expect(run(program, ['-s', `https://localhost:${tap.port}/`])).rejects.toThrow();
    await expect.poll(() => said.join()).toContain('tap-ca.pem');
  });

  it('refuses events as the Graph API does', async () => {
    const body = JSON.stringify({ data: [{ ...purchase('x'), event_time: 1 }] });
    const { socket } = await tunnelTo('graph.facebook.com:443');
    const secure = connect({ socket, ca, servername: 'graph.facebook.com' });
    secure.write(
      `POST ${PATH} HTTP/1.1\r\nHost: graph.facebook.com\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    let text = '';
    for await (const piece of secure.setEncoding('utf8')) text += piece;
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).toContain('"type":"OAuthException"');
  });
});

describe('tap’s authority', () => {
  it('is kept for the user alone, and made anew before it runs out', async () => {
    const again = await makeCertificate(environment, Date.now());
    expect(readFileSync(again.file, 'utf8')).toBe(ca);
    expect(statSync(join(folder, 'event-loupe/tap-ca-key.pem')).mode & 0o777).toBe(0o600);
    const other = { XDG_STATE_HOME: join(folder, 'other') };
    const first = await makeCertificate(other, Date.now());
    const before = readFileSync(first.file, 'utf8');
    await makeCertificate(other, Date.now() + 700 * 86_400_000);
    expect(readFileSync(first.file, 'utf8')).not.toBe(before);
    writeFileSync(first.file, 'no certificate');
    await makeCertificate(other, Date.now());
    expect(readFileSync(first.file, 'utf8')).toContain('BEGIN CERTIFICATE');
    await expect(makeCertificate({ XDG_STATE_HOME: '/dev/null' }, Date.now())).rejects.toThrow(
      /cannot write/,
    );
  });

  it('can vouch for no other site, whoever has its key', async () => {
    const der = x509.PemConverter.decodeFirst(
      readFileSync(join(folder, 'event-loupe/tap-ca-key.pem'), 'utf8'),
    );
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    const signingKey = await crypto.subtle.importKey('pkcs8', der, algorithm, true, ['sign']);
    const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const pkcs8 = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
    const key = x509.PemConverter.encode(pkcs8, 'PRIVATE KEY');
    /** What a client that trusts the authority says of a server under a name. */
    const visit = async (name: string): Promise<string> => {
      const forged = await x509.X509CertificateGenerator.create({
        subject: `CN=${name}`,
        issuer: new x509.X509Certificate(ca).subject,
        publicKey: keys.publicKey,
        signingKey,
        signingAlgorithm: algorithm,
        extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: name }])],
      });
      const server = createTlsServer({ key, cert: forged.toString('pem') });
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      const { port } = server.address() as AddressInfo;
      const said = await new Promise<string>((done) => {
        const socket = connect({ port, host: '127.0.0.1', ca, servername: name });
        socket.on('error', ({ message }) => done(message));
        socket.on('secureConnect', () => {
          socket.destroy();
          done('trusted');
        });
      });
      server.close();
      return said;
    };
    expect(await visit('graph.facebook.com')).toBe('trusted');
    expect(await visit('bank.example')).toContain('permitted subtree violation');
  });
});
