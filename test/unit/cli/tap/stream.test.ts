import { request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRing, type Ring } from '../../../../src/cli/tap/ring.ts';
import { startTapServer, type TapServer } from '../../../../src/cli/tap/server.ts';
import { en } from '../../../../src/language/en.ts';
import { sayTapProblem } from '../../../../src/language/input.ts';
import type { Entry } from '../../../../src/session/entry.ts';
import { LINE_UNITS } from '../../../../src/session/limits.ts';
import { followTap, parseTapAddress, TAP_STREAM } from '../../../../src/session/tap.ts';
import { poll } from '../../../browser/harness/poll.ts';

const WORD = 'x'.repeat(32);
let ring: Ring;
let tap: TapServer;

const start = async (run: string, port = 0) => {
  ring = createRing(run);
  tap = await startTapServer({
    port,
    token: WORD,
    ring,
    log: () => undefined,
    warn: () => undefined,
    words: en.command,
    now: Date.now,
  });
};
beforeEach(() => start('one'));
afterEach(() => tap.close());

const add = (name: string) =>
  ring.add({
    kind: 'server',
    at: Date.now(),
    page: '',
    origin: 'tap',
    event: { event_name: name },
    timeOf: 'receipt',
  });

/** Asks with exactly these headers; fetch would add some and leave out others. */
function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        port: tap.port,
        host: '127.0.0.1',
        path,
        method: options.method ?? 'GET',
        headers: options.headers ?? {},
      },
      (response) => {
        const done = (text: string) =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        // An open stream has no end; its first piece is enough.
        response.once('data', (piece: Buffer) => {
          done(String(piece));
          sent.destroy();
        });
        response.once('end', () => done(''));
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}

const STREAM = `${TAP_STREAM}?token=${WORD}`;

describe('who may read the stream', () => {
  it.each<[string, string, Record<string, string>, number]>([
    ['a program with the token', STREAM, {}, 200],
    ['an extension of Chromium', STREAM, { origin: `chrome-extension://${'a'.repeat(32)}` }, 200],
    ['an extension of Firefox', STREAM, { origin: 'moz-extension://a1b2-c3' }, 200],
    ["Chromium's extension page, which sends no origin", STREAM, { 'sec-fetch-site': 'none' }, 200],
    [
      "Firefox's extension page, which sends no origin",
      STREAM,
      { 'sec-fetch-site': 'same-origin' },
      200,
    ],
    ['a program without the token', TAP_STREAM, {}, 401],
    ['a program with another token', `${STREAM}x`, {}, 401],
    ['an extension without the token', TAP_STREAM, { origin: 'moz-extension://a' }, 401],
    ['a page with the token', STREAM, { origin: 'https://evil.test' }, 403],
    ['a page of this machine', STREAM, { origin: 'http://localhost:3000' }, 403],
    ['a sandboxed page', STREAM, { origin: 'null' }, 403],
    ['a script element of a page', STREAM, { 'sec-fetch-site': 'cross-site' }, 403],
    ['a script element of a local page', STREAM, { 'sec-fetch-site': 'same-site' }, 403],
    ['a name that was rebound', STREAM, { host: 'evil.test' }, 403],
    ['an address that only looks like ours', STREAM, { host: '127.0.0.1.evil.test' }, 403],
  ])('%s', async (_, path, headers, status) => {
    const answer = await ask(path, { headers });
    expect(answer.status).toBe(status);
    expect(answer.text.includes('"type":"hello"')).toBe(status === 200);
    expect(answer.headers['access-control-allow-origin']).toBe(
      status === 200 ? headers.origin : undefined,
    );
  });

  it('posts from pages are refused, whoever they say they are', async () => {
    for (const headers of [
      { origin: 'https://evil.test' },
      { origin: 'null' },
      { origin: `chrome-extension://${'a'.repeat(32)}` },
      { 'sec-fetch-site': 'cross-site' },
      { host: 'evil.test' },
    ] as Record<string, string>[])
      expect((await ask('/v24.0/1/events', { method: 'POST', headers })).status).toBe(403);
    expect(ring.next).toBe(0);
  });

  it('a host that is named twice is no host, and an encoding is one of those there are', async () => {
    const twice = await new Promise<string>((resolve) => {
      const socket = connect(tap.port, '127.0.0.1', () =>
        socket.write(
          'GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.test\r\nConnection: close\r\n\r\n',
        ),
      );
      let text = '';
      socket.on('data', (piece) => {
        text += piece;
      });
      socket.on('end', () => resolve(text));
    });
    expect(twice).toMatch(/^HTTP\/1\.1 400 /);
    const headers = { 'content-encoding': 'constructor' };
    const odd = await ask('/v24.0/1/events', { method: 'POST', headers });
    expect([odd.status, odd.text]).toEqual([400, expect.stringContaining('encoding')]);
  });

  it('as a proxy it answers for graph.facebook.com alone, and says that it cannot read CONNECT', async () => {
    const other = await ask('http://example.test/', { method: 'POST' });
    expect([other.status, other.text]).toEqual([403, expect.stringContaining('Unknown host')]);
    const graph = await ask('http://graph.facebook.com/v24.0/1/events', { method: 'POST' });
    expect(graph.text).toContain('/data: expected a list of events');
    const tunnel = await new Promise<string>((resolve) => {
      const socket = connect(tap.port, '127.0.0.1', () =>
        socket.write('CONNECT graph.facebook.com:443 HTTP/1.1\r\nHost: graph.facebook.com\r\n\r\n'),
      );
      let text = '';
      socket.on('data', (piece) => {
        text += piece;
      });
      socket.on('end', () => resolve(text));
    });
    expect(tunnel).toMatch(/^HTTP\/1\.1 501 /);
    expect(tunnel).toContain(
      'Start it with --tls, or point the Graph base URL of your server at tap',
    );
  });
});

describe('a reader', () => {
  const follow = (since: 'all' | 'now', token = WORD) => {
    const entries: Entry[] = [];
    const statuses: string[] = [];
    const end = new AbortController();
    const address = parseTapAddress(`http://127.0.0.1:${tap.port}/#${token}`);
    if (!address) throw new Error('no address');
    const ended = followTap(
      address,
      {
        onEntries: (batch) => entries.push(...batch),
        onStatus: (status, problem) =>
          statuses.push(problem ? `${status}: ${sayTapProblem(problem, en)}` : status),
      },
      {
        fetch: (url, init) => fetch(url, init),
        wait: (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
        signal: end.signal,
        since,
      },
    );
    return {
      entries,
      statuses,
      end: () => end.abort(),
      ended,
      ids: () => entries.map(({ id }) => id),
    };
  };

  it('gets what was there before, or only what comes', async () => {
    add('A');
    const all = follow('all');
    const now = follow('now');
    await poll(() => all.entries.length === 1 && now.statuses.length === 1, 'both to connect');
    add('B');
    await poll(() => all.entries.length === 2 && now.entries.length === 1, 'the next entry');
    expect([all.ids(), now.ids()]).toEqual([['tap-one:0', 'tap-one:1'], ['tap-one:1']]);
    all.end();
    now.end();
    await Promise.all([all.ended, now.ended]);
  });

  it('comes back after a restart, and after a break asks for what it missed', async () => {
    const { port } = tap;
    const reader = follow('all');
    add('A');
    await poll(() => reader.entries.length === 1, 'the first entry');
    await tap.close();
    await poll(
      () => reader.statuses.some((s) => s.includes('is event-loupe tap running?')),
      'it to notice',
    );
    await start('two', port);
    add('B');
    add('C');
    await poll(() => reader.entries.length === 3, 'what came after the restart');
    expect(reader.ids()).toEqual(['tap-one:0', 'tap-two:0', 'tap-two:1']);
    expect(reader.statuses.at(-1)).toBe('connected');
    reader.end();
    await reader.ended;
  });

  it('continues by number when only the connection broke', async () => {
    add('A');
    add('B');
    const hello = await ask(`${STREAM}&run=one&from=1`);
    expect(hello.text).toContain('{"type":"hello","run":"one","from":1}');
    const other = await ask(`${STREAM}&run=gone&from=1`);
    expect(other.text).toContain('{"type":"hello","run":"one","from":0}');
  });

  it('says once that tap is away, however often it asks', async () => {
    const end = new AbortController();
    const statuses: string[] = [];
    let asked = 0;
    await followTap(
      { origin: 'http://127.0.0.1:1', token: WORD },
      { onEntries: () => undefined, onStatus: (status) => statuses.push(status) },
      {
        fetch: async () => {
          asked += 1;
          if (asked === 5) end.abort();
          throw new TypeError('fetch failed');
        },
        wait: async () => undefined,
        signal: end.signal,
        since: 'all',
      },
    );
    expect([asked, statuses]).toEqual([5, ['reconnecting']]);
  });

  it.each([
    ['speaks another language', '{"type":"hello","run":"a","from":0}\n{}\n'],
    ['never ends a line', 'x'.repeat(LINE_UNITS + 1)],
  ])('hangs up on what %s', async (_what, said) => {
    let isHungUp = false;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(said)),
      cancel: () => {
        isHungUp = true;
      },
    });
    const statuses: string[] = [];
    await followTap(
      { origin: 'http://127.0.0.1:1', token: WORD },
      { onEntries: () => undefined, onStatus: (status) => statuses.push(status) },
      {
        fetch: async () => new Response(body),
        wait: async () => undefined,
        signal: AbortSignal.timeout(2_000),
        since: 'all',
      },
    );
    expect([statuses.at(-1), isHungUp]).toEqual(['refused', true]);
  });

  it('ends with a reason when it is refused', async () => {
    const reader = follow('all', 'y'.repeat(32));
    await reader.ended;
    expect(reader.statuses).toEqual([
      'refused: tap refuses the address: copy the one that it prints at its start',
    ]);
  });
});

it.each([
  ['http://127.0.0.1:8790/#0123456789abcdef', true],
  [' http://localhost:1/#0123456789abcdef\n', true],
  ['http://[::1]:1/#0123456789abcdef', true],
  ['http://127.0.0.1:8790/', false],
  ['http://127.0.0.1:8790/#short', false],
  ['https://127.0.0.1:8790/#0123456789abcdef', false],
  ['http://example.test/#0123456789abcdef', false],
  ['nonsense', false],
])('the address %s', (text, isGood) => {
  expect(parseTapAddress(text) !== undefined).toBe(isGood);
});
