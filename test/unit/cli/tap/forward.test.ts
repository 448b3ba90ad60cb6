import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRing, type Ring } from '../../../../src/cli/tap/ring.ts';
import { startTapServer, type TapServer } from '../../../../src/cli/tap/server.ts';
import { en } from '../../../../src/language/en.ts';
import type { ServerEntry } from '../../../../src/session/entry.ts';
import { parseSessionLine } from '../../../../src/session/file.ts';
import { poll } from '../../../browser/harness/poll.ts';
import { makePurchase, sdk, serviceFor } from './business-sdk.ts';

const TOKEN = `EAA${'Wm2'.repeat(20)}`;
const PIXEL = '1234567890123456';

/** A second server, in the place of graph.facebook.com. */
const requests: { url: string; headers: IncomingMessage['headers']; body: Buffer }[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const upstream = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  requests.push({ url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) });
  answer(request, response);
});

let ring: Ring;
const printed: string[] = [];
const taps: TapServer[] = [];
async function start(forward: URL): Promise<string> {
  const tap = await startTapServer({
    port: 0,
    forward,
    token: 'word',
    ring: { ...createRing('x'), add: (entry) => ring.add(entry) },
    log: (line) => printed.push(line),
    warn: (line) => printed.push(`! ${line}`),
    words: en.command,
    now: Date.now,
  });
  taps.push(tap);
  return `http://127.0.0.1:${tap.port}`;
}
let origin: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  origin = await start(
    new URL(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}/base/`),
  );
});
afterAll(async () => {
  for (const tap of taps) await tap.close();
  upstream.closeAllConnections();
  upstream.close();
});
beforeEach(() => {
  ring = createRing('run');
  requests.length = 0;
  printed.length = 0;
});

const kept = (): ServerEntry[] =>
  ring.read(0, 100).lines.map((line, i) => parseSessionLine(line, i + 1) as ServerEntry);

describe('tap --forward', () => {
  it('passes the request of the business SDK on unchanged, token included, and the answer back', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'x-fb-trace-id': 'T' });
      response.end('{"events_received":1,"messages":["m"],"fbtrace_id":"REAL"}');
    };
    const result = await new sdk.EventRequest(TOKEN, PIXEL)
      .setEvents([makePurchase('a')])
      .setHttpService(serviceFor(origin))
      .execute();
    expect(result).toEqual({
      status: 200,
      events_received: 1,
      messages: ['m'],
      fbtrace_id: 'REAL',
    });
    expect(requests[0]?.url).toBe(`/base/v24.0/${PIXEL}/events`);
    expect(JSON.parse(String(requests[0]?.body))).toMatchObject({
      access_token: TOKEN,
      data: [{ event_id: 'a' }],
    });
    await poll(() => kept().length === 1, 'the entry');
    expect(kept()[0]).toMatchObject({ answer: { status: 200 }, event: { event_id: 'a' } });
    expect(JSON.stringify(kept()) + printed.join()).not.toContain(TOKEN);
  });

  it('passes bytes, headers and query on as they are, and errors back as they are', async () => {
    const error = { error: { message: `Malformed access token ${TOKEN}`, code: 190 } };
    answer = (_request, response) => {
      response.writeHead(400, 'Bad Request', { 'content-encoding': 'gzip', 'x-own': 'yes' });
      response.end(gzipSync(JSON.stringify(error)));
    };
    const body = gzipSync('{"data":[{"event_name":"A"}]}');
    const response = await fetch(`${origin}/v24.0/${PIXEL}/events?access_token=${TOKEN}`, {
      method: 'POST',
      headers: { 'content-encoding': 'gzip', authorization: `Bearer ${TOKEN}`, 'x-mine': '1' },
      body,
    });
    expect([response.status, response.headers.get('x-own'), await response.json()]).toEqual([
      400,
      'yes',
      error,
    ]);
    const [request] = requests;
    expect(request?.url).toBe(`/base/v24.0/${PIXEL}/events?access_token=${TOKEN}`);
    expect(request?.headers).toMatchObject({
      'content-encoding': 'gzip',
      authorization: `Bearer ${TOKEN}`,
      'x-mine': '1',
    });
    expect(request?.body.equals(body)).toBe(true);
    await poll(() => kept().length === 1, 'the entry');
    expect(kept()[0]?.answer).toEqual({ status: 400, message: 'Malformed access token [removed]' });
    expect(JSON.stringify(kept()) + printed.join()).not.toContain(TOKEN.slice(0, 24));
  });

  it('passes on what the Conversions API would refuse, and other requests', async () => {
    answer = (_request, response) => response.end('{"id":"1"}');
    const wrong = await fetch(`${origin}/v24.0/${PIXEL}/events`, {
      method: 'POST',
      body: '{"data',
    });
    expect(await wrong.json()).toEqual({ id: '1' });
    const other = await fetch(`${origin}/v24.0/me`);
    expect(await other.json()).toEqual({ id: '1' });
    expect(requests.map(({ url }) => url)).toEqual([
      `/base/v24.0/${PIXEL}/events`,
      '/base/v24.0/me',
    ]);
  });

  it.each([
    `//elsewhere.invalid/v24.0/${PIXEL}/events`,
    `/\\elsewhere.invalid/v24.0/${PIXEL}/events`,
    `/v24.0/../${PIXEL}/events`,
  ])('keeps to its server and to the path as it came: %s', async (path) => {
    answer = (_request, response) => response.end('{}');
    const atRoot = await start(
      new URL(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`),
    );
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const sent = request(atRoot, { method: 'POST', path }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('error', reject);
      sent.end(`{"access_token":"${TOKEN}","data":[]}`);
    });
    expect(status).toBe(200);
    expect(requests.map(({ url }) => url)).toEqual([path]);
  });

  it('prints no control characters that a request holds', async () => {
    answer = (_request, response) => response.end('[]');
    await fetch(`${origin}/`, {
      method: 'POST',
      body: JSON.stringify({
        batch: [{ method: 'POST', relative_url: `\n\u001b[2J/${PIXEL}/events`, body: 'data=[]' }],
      }),
    });
    await poll(() => printed.length === 1, 'the line');
    expect(printed[0]).not.toMatch(/\p{Cc}/u);
  });

  it('begins to answer before the real server has ended', async () => {
    let end = () => {};
    answer = (_request, response) => {
      response.write('{"events_');
      end = () => response.end('received":1}');
    };
    const response = await fetch(`${origin}/v24.0/${PIXEL}/events`, { method: 'POST', body: '{}' });
    const reader = response.body?.getReader();
    expect(String(Buffer.from((await reader?.read())?.value ?? []))).toBe('{"events_');
    end();
    expect(String(Buffer.from((await reader?.read())?.value ?? []))).toBe('received":1}');
  });

  it('reads the answers of a batch', async () => {
    answer = (_request, response) =>
      response.end(
        JSON.stringify([
          { code: 200, body: '{"events_received":1}' },
          { code: 400, body: '{"error":{"message":"no"}}' },
        ]),
      );
    const item = {
      method: 'POST',
      relative_url: `${PIXEL}/events`,
      body: 'data=[{"event_name":"A"}]',
    };
    await fetch(`${origin}/`, { method: 'POST', body: JSON.stringify({ batch: [item, item] }) });
    await poll(() => kept().length === 2, 'both entries');
    expect(kept().map(({ answer: told }) => told)).toEqual([
      { status: 200 },
      { status: 400, message: 'no' },
    ]);
  });

  it('answers 502 in the form of Graph when nothing is there', async () => {
    const nowhere = await start(new URL('http://127.0.0.1:1'));
    const response = await fetch(`${nowhere}/v24.0/${PIXEL}/events?access_token=${TOKEN}`, {
      method: 'POST',
      body: '{"data":[{"event_name":"A"}]}',
    });
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({
      error: {
        code: 2,
        is_transient: true,
        error_user_msg: 'tap cannot reach http://127.0.0.1:1: nothing listens there.',
      },
    });
    expect(printed[0]).toBe('! cannot forward to http://127.0.0.1:1: nothing listens there');
    expect(kept()[0]).toMatchObject({ event: { event_name: 'A' }, answer: { status: 502 } });
  });
});
