import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRing, type Ring } from '../../../../src/cli/tap/ring.ts';
import { startTapServer, type TapServer } from '../../../../src/cli/tap/server.ts';
import { en } from '../../../../src/language/en.ts';
import type { ServerEntry } from '../../../../src/session/entry.ts';
import { parseSessionLine } from '../../../../src/session/file.ts';
import { TAP_BODY_BYTES } from '../../../../src/session/limits.ts';
import { makePurchase, sdk, serviceFor } from './business-sdk.ts';

const NOW = Date.parse('2026-11-21T10:00:00Z');
const SECONDS = NOW / 1000;
const DAY = 86_400;
const TOKEN = `EAA${'Kq4'.repeat(20)}`;
const PIXEL = '1234567890123456';

const event = (more: object = {}) => ({
  event_name: 'Purchase',
  event_time: SECONDS,
  action_source: 'website',
  event_source_url: 'https://shop.test/thanks',
  user_data: { em: ['62a1'], client_user_agent: 'Mozilla/5.0' },
  custom_data: { value: 9.99, currency: 'EUR' },
  ...more,
});

let ring: Ring;
let tap: TapServer;
let origin: string;
const printed: string[] = [];

beforeAll(async () => {
  tap = await startTapServer({
    port: 0,
    token: 'word',
    ring: { ...createRing('x'), add: (entry) => ring.add(entry) },
    log: (line) => printed.push(line),
    warn: (line) => printed.push(line),
    words: en.command,
    now: () => NOW,
  });
  origin = `http://127.0.0.1:${tap.port}`;
});
afterAll(() => tap.close());
beforeEach(() => {
  ring = createRing('run');
  printed.length = 0;
});

const kept = (): ServerEntry[] =>
  ring.read(0, 2_000).lines.map((line, i) => parseSessionLine(line, i + 1) as ServerEntry);

async function post(
  body: BodyInit,
  headers: Record<string, string> = {},
  path = `/v24.0/${PIXEL}/events`,
) {
  const response = await fetch(origin + path, { method: 'POST', body, headers });
  return { status: response.status, body: await response.json() };
}
const postJson = (body: unknown, path?: string) =>
  post(JSON.stringify(body), { 'content-type': 'application/json' }, path);

const ACCEPTED = {
  status: 200,
  body: { events_received: 1, messages: [], fbtrace_id: expect.stringMatching(/^A\S{20,}$/) },
};

describe('a dry run answers as the Graph API does', () => {
  const data = JSON.stringify([event()]);
  const form = new URLSearchParams({ data, access_token: TOKEN });
  const multipart = new FormData();
  multipart.set('data', data);
  multipart.set('access_token', TOKEN);
  const json = JSON.stringify({ data: [event()], access_token: TOKEN });
  it.each<[string, BodyInit, Record<string, string>]>([
    ['JSON', json, { 'content-type': 'application/json' }],
    ['JSON without a content type', json, { 'content-type': 'text/plain' }],
    ['JSON whose data is text', JSON.stringify({ data }), { 'content-type': 'application/json' }],
    ['a form', form, {}],
    ['a multipart form', multipart, {}],
    ['gzip', gzipSync(json), { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
    ['deflate', deflateSync(json), { 'content-encoding': 'deflate' }],
    ['brotli', brotliCompressSync(json), { 'content-encoding': 'br' }],
  ])('to %s', async (_, body, headers) => {
    expect(await post(body, headers)).toEqual(ACCEPTED);
    expect(kept()).toEqual([
      {
        kind: 'server',
        id: 'tap-run:0',
        at: NOW,
        page: '',
        origin: 'tap',
        event: event(),
        pixelId: PIXEL,
        timeOf: 'receipt',
        where: `tap: POST /v24.0/${PIXEL}/events`,
        answer: { status: 200 },
      },
    ]);
  });

  it('to a path without a version, and to a list without events', async () => {
    expect(await postJson({ data: [event()] }, `/${PIXEL}/events`)).toEqual(ACCEPTED);
    expect((await postJson({ data: [] })).body).toMatchObject({ events_received: 0 });
  });

  it('to a batch, each request by itself', async () => {
    const item = (one: object) => ({
      method: 'POST',
      relative_url: `v24.0/${PIXEL}/events`,
      body: String(new URLSearchParams({ data: JSON.stringify([one]), access_token: TOKEN })),
    });
    const batch = [item(event()), item(event({ event_name: '' })), { relative_url: 'me' }];
    const { status, body } = await postJson({ batch, access_token: TOKEN }, '/');
    expect(status).toBe(200);
    expect(body.map(({ code }: { code: number }) => code)).toEqual([200, 400, 400]);
    expect(JSON.parse(body[0].body)).toMatchObject({ events_received: 1 });
    expect(JSON.parse(body[1].body).error.error_user_msg).toContain('/data/0/event_name');
    expect(kept().map(({ answer }) => answer?.status)).toEqual([200, 400]);
  });
});

describe('errors have the form of Graph errors, and refuse the whole request', () => {
  const many = Array.from({ length: 1001 }, () => event());
  it.each<[string, unknown, string]>([
    ['bad JSON', '{"data":[{]}', 'expected a name in double quotes or "}", found "]}"'],
    ['a body that is no object', '[1]', 'expected an object, found a list'],
    ['no data', {}, '/data: expected a list of events, found nothing'],
    ['data that is no list', { data: {} }, '/data: expected a list of events, found an object'],
    ['1,001 events', { data: many }, 'expected at most 1000 events, found 1001'],
    ['no event_name', { data: [event({ event_name: undefined })] }, '/data/0/event_name'],
    [
      'no event_time',
      { data: [event({ event_time: undefined })] },
      '/data/0/event_time: expected seconds',
    ],
    [
      'event_time in milliseconds',
      { data: [event({ event_time: NOW })] },
      'which looks like milliseconds',
    ],
    [
      'no user_data',
      { data: [event({ user_data: undefined })] },
      '/data/0/user_data: expected an object',
    ],
    [
      'no action_source',
      { data: [event({ action_source: undefined })] },
      '/data/0/action_source: expected one of email',
    ],
    ['an unknown action_source', { data: [event({ action_source: 'web' })] }, 'found "web"'],
    [
      'an event of more than 7 days ago among good ones',
      { data: [event(), event({ event_time: SECONDS - 7 * DAY - 1 }), event()] },
      '/data/1/event_time: expected a time within the last 7 days',
    ],
    [
      'an event of a shop of more than 62 days ago',
      { data: [event({ action_source: 'physical_store', event_time: SECONDS - 62 * DAY - 1 })] },
      'within the last 62 days',
    ],
    [
      'a website event without address',
      { data: [event({ event_source_url: undefined })] },
      '/data/0/event_source_url',
    ],
    [
      'a website event without user agent',
      { data: [event({ user_data: { em: ['a'] } })] },
      '/data/0/user_data/client_user_agent',
    ],
    ...[
      ['ct', 'country', 'st', 'zp', 'ge', 'client_user_agent'],
      ['db', 'client_user_agent'],
      ['fn', 'ge'],
      ['ln', 'ge'],
      ['ge'],
      [],
    ].map((keys): [string, unknown, string] => [
      `user_data of ${keys.join('+') || 'nothing'} alone`,
      {
        data: [
          event({
            action_source: 'chat',
            user_data: Object.fromEntries(keys.map((key) => [key, ['x']])),
          }),
        ],
      },
      '/data/0/user_data: expected enough about the person',
    ]),
  ])('%s', async (_, body, message) => {
    const { status, body: answer } = await post(
      typeof body === 'string' ? body : JSON.stringify(body),
      { 'content-type': 'application/json' },
    );
    expect(status).toBe(400);
    expect(answer).toEqual({
      error: {
        message: 'Invalid parameter',
        type: 'OAuthException',
        code: 100,
        is_transient: false,
        error_user_title: expect.stringMatching(/\S/),
        error_user_msg: expect.stringContaining(message),
        fbtrace_id: expect.stringMatching(/^A\S{20,}$/),
      },
    });
    // Refused events are shown with their refusal; a request that cannot be read, as one line.
    const entries = kept();
    expect(entries.length).toBeGreaterThan(0);
    for (const entry of entries) {
      expect(entry.answer?.status).toBe(400);
      expect(entry.answer?.message).toContain(message.slice(0, 60));
    }
  });

  it.each([
    ['7 days', event({ event_time: SECONDS - 7 * DAY })],
    [
      '62 days in a shop',
      event({ action_source: 'physical_store', event_time: SECONDS - 62 * DAY }),
    ],
    [
      'first name and e-mail',
      event({ action_source: 'chat', user_data: { fn: ['a'], em: ['b'] } }),
    ],
    ['time as text', event({ event_time: String(SECONDS) })],
  ])('but not %s', async (_, one) => {
    expect(await postJson({ data: [one] })).toEqual(ACCEPTED);
  });

  it.each([
    ['too large', Buffer.alloc(TAP_BODY_BYTES + 1, 0x20), {}, 'larger than the 7 MB'],
    [
      'too large when unpacked',
      gzipSync(Buffer.alloc(TAP_BODY_BYTES + 1)),
      { 'content-encoding': 'gzip' },
      'larger than 7 MB when unpacked',
    ],
    ['not what it says', Buffer.from('{}'), { 'content-encoding': 'gzip' }, 'The body is not gzip'],
    [
      'packed unknown',
      Buffer.from('{}'),
      { 'content-encoding': 'zstd' },
      'expected gzip, deflate, br',
    ],
  ])('a body that is %s', async (_, body, headers, message) => {
    const answer = await post(body, headers as Record<string, string>);
    expect(answer.status).toBe(400);
    expect(answer.body.error.error_user_msg).toContain(message);
  });

  it('another request than one for events', async () => {
    const response = await fetch(`${origin}/v24.0/me?access_token=${TOKEN}`);
    expect(response.status).toBe(400);
    expect((await response.json()).error.error_user_msg).toContain('GET /v24.0/me.');
    expect(kept()).toEqual([]);
  });
});

describe("Meta's business SDK", () => {
  beforeEach(() => {
    sdk.FacebookAdsApi.init(TOKEN, 'en_US', false);
  });
  const eventsUrl = () => `${origin}/v24.0/${PIXEL}/events`;

  it('gets the answer through a service of its own kind', async () => {
    const answer = await new sdk.EventRequest(TOKEN, PIXEL)
      .setEvents([makePurchase('a', NOW), makePurchase('b', NOW)])
      .setHttpService(serviceFor(origin))
      .execute();
    expect(answer).toMatchObject({ events_received: 2, messages: [] });
    expect(kept().map((entry) => [entry.event.event_id, entry.pixelId])).toEqual([
      ['a', PIXEL],
      ['b', PIXEL],
    ]);
    expect(kept()[0]?.event.user_data).toMatchObject({
      em: ['62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f'],
    });
  });

  it('gets answer and errors through its own transport, as from Graph', async () => {
    const pixel = new sdk.AdsPixel(PIXEL);
    const { _data } = await pixel.createEvent(
      [],
      { data: [event()], access_token: TOKEN },
      eventsUrl(),
    );
    expect(_data).toMatchObject({ events_received: 1, messages: [] });
    const old = { data: [event({ event_time: 1 })], access_token: TOKEN };
    await expect(pixel.createEvent([], old, eventsUrl())).rejects.toMatchObject({
      name: 'FacebookRequestError',
      status: 400,
      message: 'Invalid parameter',
      response: { code: 100, type: 'OAuthException', error_user_title: 'Invalid event' },
    });
    const many = { data: Array.from({ length: 1001 }, () => event()) };
    await expect(pixel.createEvent([], many, eventsUrl())).rejects.toMatchObject({
      response: { error_user_title: 'Too many events' },
    });
  });

  it('prints in debug mode what the import reads', async () => {
    const { parseServerEvents } = await import(
      '../../../../src/vendors/meta/server-events/import.ts'
    );
    const lines: string[] = [];
    const real = console.log;
    console.log = (...parts: unknown[]) => lines.push(parts.join(' '));
    const api = sdk.FacebookAdsApi.init(TOKEN, 'en_US', false);
    try {
      api.setDebug(true);
      const pixel = new sdk.AdsPixel(PIXEL);
      const url = eventsUrl();
      await pixel.createEvent([], { data: [event()], access_token: TOKEN }, url);
      await expect(
        pixel.createEvent([], { data: [event({ event_time: 1 })], access_token: TOKEN }, url),
      ).rejects.toThrow();
    } finally {
      console.log = real;
      api.setDebug(false);
    }
    expect(lines.join('\n')).toContain(TOKEN);
    const { entries, faults } = await parseServerEvents(lines.join('\n'), { name: 'a', now: NOW });
    expect(faults).toEqual([]);
    expect(entries).toMatchObject([
      { pixelId: PIXEL, answer: { status: 200 }, event: event() },
      { pixelId: PIXEL, answer: { status: 400 }, event: { event_time: 1 } },
    ]);
    expect(JSON.stringify(entries)).not.toContain(TOKEN);
  });
});

describe('the access token', () => {
  it.each<[string, () => Promise<unknown>]>([
    [
      'in the address',
      () => postJson({ data: [event()] }, `/v24.0/${PIXEL}/events?access_token=${TOKEN}`),
    ],
    [
      'in the body',
      () => postJson({ data: [event()], access_token: TOKEN, appsecret_proof: TOKEN }),
    ],
    [
      'in the header',
      () =>
        post(JSON.stringify({ data: [event()] }), {
          authorization: `Bearer ${TOKEN}`,
          'content-type': 'application/json',
        }),
    ],
    [
      'in the event',
      () =>
        postJson({
          access_token: TOKEN,
          data: [event({ access_token: TOKEN, custom_data: { note: TOKEN, [TOKEN]: 1 } })],
        }),
    ],
    [
      'in a wrong value',
      () => postJson({ access_token: TOKEN, data: [event({ user_data: TOKEN })] }),
    ],
    ['in a wrong body', () => post(`{"access_token": ${TOKEN}`)],
    ['in the path', () => postJson({}, `/v24.0/access_token=${TOKEN}/x`)],
    [
      'in a batch',
      () =>
        postJson(
          { access_token: TOKEN, batch: [{ relative_url: `me?access_token=${TOKEN}` }] },
          '/',
        ),
    ],
  ])('%s is nowhere: not in an entry, an answer or a line', async (_, send) => {
    const answer = JSON.stringify(await send());
    const all = answer + printed.join('\n') + ring.read(0, 100).lines.join('\n');
    expect(printed).toHaveLength(1);
    expect(all).not.toContain(TOKEN.slice(0, 24));
  });
});
