import { describe, expect, it } from 'vitest';
import { en } from '../../../../../src/language/en.ts';
import { sayFaults } from '../../../../../src/language/input.ts';
import {
  looksLikeServerEvents,
  parseServerEvents,
} from '../../../../../src/vendors/meta/server-events/import.ts';

const NOW = 1_795_248_000_000;
const SECONDS = 1_795_240_000;
/** As long as Meta's are. */
const TOKEN = `EAA${'Bq7'.repeat(20)}`;

const event = (name: string, more: object = {}) => ({
  event_name: name,
  event_time: SECONDS,
  event_id: `id-${name}`,
  action_source: 'website',
  user_data: { em: ['62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f'] },
  ...more,
});
const [a, b, c] = ['A', 'B', 'C'].map((name) => event(name));
const body = { data: [a, b], access_token: TOKEN, test_event_code: 'TEST1' };

const read = (text: string, name = 'events.json') => parseServerEvents(text, { name, now: NOW });
const names = async (text: string) => (await read(text)).entries.map((e) => e.event.event_name);

const multipart = [
  '--x',
  'Content-Disposition: form-data; name="data"',
  '',
  JSON.stringify([a]),
  '--x',
  'Content-Disposition: form-data; name="access_token"',
  '',
  TOKEN,
  '--x--',
  '',
].join('\r\n');

const post = (url: string, mimeType: string, text: string, more: object = {}) => ({
  startedDateTime: '2026-11-21T10:00:00.500Z',
  request: {
    method: 'POST',
    url,
    headers: [{ name: 'Authorization', value: `Bearer ${TOKEN}` }],
    postData: { mimeType, text },
  },
  response: { status: 200, content: { text: '{"events_received":1}' } },
  ...more,
});
const EVENTS_URL = `https://graph.facebook.com/v24.0/1234567/events?access_token=${TOKEN}`;
const form = (data: unknown) =>
  String(new URLSearchParams({ data: JSON.stringify(data), access_token: TOKEN }));
const har = (...entries: object[]) => JSON.stringify({ log: { version: '1.2', entries } });

describe('formats, told by their content', () => {
  it.each([
    ['a request body', JSON.stringify(body), ['A', 'B']],
    ['a body with a byte order mark', `\ufeff${JSON.stringify(body)}`, ['A', 'B']],
    ['a body over several lines', JSON.stringify(body, undefined, 2), ['A', 'B']],
    ['a body whose data is text', JSON.stringify({ data: JSON.stringify([a]) }), ['A']],
    ['a form', form([a, c]), ['A', 'C']],
    ['one event', JSON.stringify(a), ['A']],
    ['a list of events', JSON.stringify([a, b, c]), ['A', 'B', 'C']],
    ['a list of bodies', JSON.stringify([body, { data: [c] }]), ['A', 'B', 'C']],
    ['lines of events', `${JSON.stringify(a)}\r\n\n${JSON.stringify(b)}\n`, ['A', 'B']],
    [
      'lines of bodies',
      `${JSON.stringify(body)}\n${JSON.stringify({ data: [c] })}`,
      ['A', 'B', 'C'],
    ],
    [
      'lines of events and bodies',
      [a, body, c].map((line) => JSON.stringify(line)).join('\n'),
      ['A', 'A', 'B', 'C'],
    ],
    ['a list of bodies and events', JSON.stringify([body, c]), ['A', 'B', 'C']],
    [
      'a Graph batch',
      JSON.stringify({
        access_token: TOKEN,
        batch: [
          { method: 'POST', relative_url: 'v24.0/77/events', body: form([a]) },
          { method: 'GET', relative_url: 'me' },
        ],
      }),
      ['A'],
    ],
    ['a HAR', har(post(EVENTS_URL, 'application/json', JSON.stringify(body))), ['A', 'B']],
    [
      'a HAR with headers that are none',
      har({
        ...post(EVENTS_URL, 'application/json', JSON.stringify(body)),
        request: {
          ...post(EVENTS_URL, 'application/json', JSON.stringify(body)).request,
          headers: [null, 5, { name: 'Authorization' }],
        },
      }),
      ['A', 'B'],
    ],
    [
      'a HAR with objects in the place of texts',
      har(
        { request: { url: { toString: 1 }, method: 'POST' } },
        { request: { url: EVENTS_URL, method: { toString: 1 }, postData: { text: '{}' } } },
        {
          ...post(EVENTS_URL, 'application/json', JSON.stringify(body)),
          startedDateTime: { toString: 1 },
          response: { status: { valueOf: 1, toString: 1 }, content: { text: { toString: 1 } } },
        },
      ),
      ['A', 'B'],
    ],
    [
      'a HAR with a form',
      har(post(EVENTS_URL, 'application/x-www-form-urlencoded', form([b]))),
      ['B'],
    ],
    [
      'a HAR with a multipart form',
      har(post(EVENTS_URL, 'multipart/form-data; boundary=x', multipart)),
      ['A'],
    ],
    [
      'a HAR with a server between, and other requests',
      har(
        post('https://shop.test/capi', 'application/json', JSON.stringify({ data: [c] })),
        post('https://shop.test/api', 'application/json', JSON.stringify({ data: [1] })),
        { request: { method: 'GET', url: EVENTS_URL } },
        { request: { method: 'POST', url: 'nonsense' } },
      ),
      ['C'],
    ],
    [
      'what the business SDK prints',
      `200 POST ${EVENTS_URL} ${JSON.stringify(body)}\nResponse: {"events_received":2,"messages":[],"fbtrace_id":"A"}\n400 POST https://graph.facebook.com/v24.0/99/events\n            ${JSON.stringify({ data: [c], access_token: TOKEN })}`,
      ['A', 'B', 'C'],
    ],
    [
      "a log of one's own",
      `[2026-11-21 10:00] INFO sending ${JSON.stringify({ level: 1, payload: body })} ok\nDEBUG {not json} ${JSON.stringify(c)}`,
      ['A', 'B', 'C'],
    ],
  ])('%s', async (_, text, expected) => {
    const { entries, faults } = await read(text);
    expect(faults).toEqual([]);
    expect(entries.map((e) => e.event.event_name)).toEqual(expected);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(expected.length);
    expect(JSON.stringify(entries)).not.toContain(TOKEN.slice(0, 20));
    expect(looksLikeServerEvents(text)).toBe(true);
  });

  it('keeps the event, the place, the pixel, the time and the answer', async () => {
    const { entries } = await read(
      har(post(EVENTS_URL, 'application/json', JSON.stringify(body))),
      'a.har',
    );
    expect(entries[1]).toEqual({
      kind: 'server',
      id: expect.stringMatching(/^import-[0-9a-f]{12}:1$/),
      at: Date.parse('2026-11-21T10:00:00.500Z'),
      timeOf: 'receipt',
      page: '',
      origin: 'import',
      event: b,
      pixelId: '1234567',
      where: 'a.har, /log/entries/0, /data/1',
      answer: { status: 200 },
      testCode: 'TEST1',
    });
    const [first] = (await read(JSON.stringify(body))).entries;
    expect(first).toMatchObject({
      at: SECONDS * 1000,
      timeOf: 'event',
      where: 'events.json, /data/0',
    });
    expect(first).not.toHaveProperty('pixelId');
    const { event_time: _, ...timeless } = event('T');
    expect((await read(JSON.stringify(timeless))).entries[0]).toMatchObject({
      at: NOW,
      timeOf: 'import',
    });
  });

  it('takes pixel and status from the lines of the SDK', async () => {
    const log = `200 POST ${EVENTS_URL} ${JSON.stringify(body)}\n400 POST https://graph.facebook.com/v24.0/99/events\n   ${JSON.stringify({ data: [c] })}`;
    expect((await read(log, 'sdk.log')).entries).toMatchObject([
      { pixelId: '1234567', answer: { status: 200 }, where: 'sdk.log, line 1, /data/0' },
      { pixelId: '1234567' },
      { pixelId: '99', answer: { status: 400 }, where: 'sdk.log, line 3, /data/0' },
    ]);
  });

  it('gives the same ids for the same text, so that importing twice adds nothing', async () => {
    const ids = async (text: string) => (await read(text)).entries.map(({ id }) => id);
    const text = JSON.stringify(body);
    expect(await ids(text)).toEqual(await ids(text));
    expect(await ids(text)).not.toEqual(await ids(`${text} `));
  });

  it('keeps what the Conversions API would refuse but can be shown', async () => {
    const odd = [
      event('unknown source', { action_source: 'web' }),
      event('old', { event_time: 1 }),
      event('number for an id', { event_id: 12 }),
      event('time as text', { event_time: String(SECONDS) }),
      event('time in milliseconds', { event_time: SECONDS * 1000 }),
      event('time as a date', { event_time: '2026-11-21T10:00:00Z' }),
      event('no time', { event_time: 'now' }),
      { event_name: 'bare' },
      event('nothing', { user_data: null }),
    ];
    expect(await names(JSON.stringify(odd))).toHaveLength(odd.length);
  });
});

describe('what cannot be read is told with place and expectation, and the rest is there', () => {
  const withOne = (bad: unknown) => JSON.stringify({ data: [a, b, bad] });
  const lines = (...texts: string[]) => texts.join('\n');
  it.each<[string, string, number, string]>([
    [
      'wrong JSON',
      '{"data": [\n  {"event_name": "A",}\n]}',
      0,
      'events.json, line 2, column 22: expected a name in double quotes, found "}"',
    ],
    [
      'JSON that ends too early',
      '{"data":[{"event_name":"A"',
      0,
      'events.json, line 1, column 27: expected "," or "}", found the end',
    ],
    [
      'a line that is no JSON',
      lines(JSON.stringify(a), '{"event_name":}', JSON.stringify(c)),
      2,
      '1 of 3 events cannot be read. First: events.json, line 2, column 15: expected a value, found "}"',
    ],
    [
      'no event_name',
      withOne({ event_time: SECONDS }),
      2,
      '1 of 3 events cannot be read. First: events.json, /data/2/event_name: expected the name of the event, a text, found nothing',
    ],
    [
      'an empty event_name',
      withOne(event(' ')),
      2,
      '1 of 3 events cannot be read. First: events.json, /data/2/event_name: expected the name of the event, a text, found " "',
    ],
    [
      'an event that is a text',
      withOne('C'),
      2,
      '1 of 3 events cannot be read. First: events.json, /data/2: expected an event, an object, found "C"',
    ],
    [
      'user_data as a list',
      withOne(event('C', { user_data: [] })),
      2,
      '1 of 3 events cannot be read. First: events.json, /data/2/user_data: expected an object, found a list',
    ],
    [
      'an event id that is a list',
      withOne(event('C', { event_id: ['x'] })),
      2,
      '1 of 3 events cannot be read. First: events.json, /data/2/event_id: expected a text or a number, found a list',
    ],
    [
      'data that is no list',
      JSON.stringify({ data: { event_name: 'A' } }),
      0,
      'events.json, /data: expected a list of events, found an object',
    ],
    [
      'data whose text is no JSON',
      'data=[{event_name:1}]',
      0,
      'events.json, /data (line 1, column 3 of its text): expected a name in double quotes or "}", found "event_name:1}]"',
    ],
    [
      'more than 1,000 events in a body',
      JSON.stringify({ data: Array.from({ length: 1001 }, () => a) }),
      0,
      '1,001 of 1,001 events cannot be read. First: events.json, /data: expected at most 1,000 events in one request, found 1,001',
    ],
    [
      'a line of a session among events',
      lines(JSON.stringify(a), '{"kind":"page","id":"d:0"}'),
      1,
      '1 of 2 events cannot be read. First: events.json, line 2: expected an event like the others, found a line of an Event Loupe session',
    ],
    ['nothing', ' \n', 0, 'events.json: expected Conversions API events'],
    ['other JSON', '{"a":1}', 0, 'found an object with a'],
    ['other text', 'hello', 0, 'found "hello"'],
    ['a HAR without events', har(), 0, 'events.json, /log/entries: expected a request with events'],
    [
      'a HAR with a broken body',
      har(post(EVENTS_URL, 'application/json', '{"data":[{]}')),
      0,
      'events.json, /log/entries/0/request/postData, line 1, column 11: expected a name in double quotes or "}"',
    ],
    [
      'a log that was cut off',
      `200 POST ${EVENTS_URL} {"data":[{"event_name":"A","user_data":{`,
      0,
      'events.json, line 1, line 1 of the text: expected a name in double quotes or "}", found the end',
    ],
  ])('%s', async (_, text, left, message) => {
    const result = await read(text);
    expect(sayFaults(result, en)).toContain(message);
    expect(sayFaults(result, en)?.split('\n')).toHaveLength(1);
    expect(result.entries).toHaveLength(left);
  });
});

describe('secrets', () => {
  it.each([
    ['as a key of the event', { access_token: TOKEN }],
    ['deep in it', { custom_data: { a: [{ appsecret_proof: 'abcdefabcdef' }] } }],
    ['in an address', { event_source_url: `https://shop.test/?access_token=${TOKEN}&x=1` }],
    ['as the same word again', { custom_data: { note: `token is ${TOKEN}!` } }],
    [
      'in escaped JSON',
      { custom_data: { raw: JSON.stringify({ access_token: 'short-but-secret' }) } },
    ],
    ['in a name', { custom_data: { [TOKEN]: 1 } }],
  ])('are gone %s', async (_, more) => {
    const text = JSON.stringify({ data: [event('A', more)], access_token: TOKEN });
    const { entries } = await read(text);
    const kept = JSON.stringify(entries);
    for (const secret of [TOKEN, 'abcdefabcdef', 'short-but-secret'])
      expect(kept).not.toContain(secret);
    expect(entries[0]?.event.event_name).toBe('A');
  });

  it('are gone from messages', async () => {
    const result = await read(
      JSON.stringify({ data: [event('A', { user_data: TOKEN })], access_token: TOKEN }),
    );
    expect(sayFaults(result, en)).toContain('/data/0/user_data: expected an object');
    expect(sayFaults(result, en)).not.toContain(TOKEN.slice(0, 12));
    const broken = await read(`{"access_token":"${TOKEN}" "data":[]}`);
    expect(sayFaults(broken, en)).not.toContain(TOKEN.slice(0, 12));
    const other = await read(`{"access_token": ${TOKEN}}`);
    expect(sayFaults(other, en)).not.toContain(TOKEN.slice(0, 12));
  });

  it('leave alone what only looks alike', async () => {
    const custom_data = { token: 'x', note: 'an access token', content_ids: ['EAA1'] };
    const { entries } = await read(JSON.stringify(event('A', { custom_data })));
    expect(entries[0]?.event.custom_data).toEqual(custom_data);
  });
});
