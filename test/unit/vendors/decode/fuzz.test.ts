import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../../src/session/wire.ts';
import { decodeRequest } from '../../../../src/vendors/decode.ts';
import { learnEndpoints } from '../../../../src/vendors/endpoints.ts';
import type { DecodedHit } from '../../../../src/vendors/hit.ts';
import { MARKS } from '../../../../src/vendors/marks.ts';
import { readParameter } from '../../../../src/vendors/meta/parameters.ts';
import { type ObservedRequest, transportOf } from '../../../../src/vendors/request.ts';
import { hitOf, imageOf, multipartOf, PIXEL_FIELDS, postOf, queryOf } from './requests.ts';

const URLS = [
  'https://www.facebook.com/tr/',
  'https://www.instagram.com/tr?id=1&ev=A',
  'https://collect.commander1.com/events?tc_s=1',
  'https://shop.example/cdp/events?tc_s=1',
  'https://api.segment.io/v1/t',
  'https://api.segment.io/v1/batch',
  'https://capig.shop.example/events?cee=no',
  'https://learned.example/x/t',
];
const ENDPOINTS: Endpoint[] = [
  { vendor: 'meta-gateway', host: 'capig.shop.example', path: '/events', source: 'profile' },
  { vendor: 'segment', host: 'learned.example', path: '/x/*', source: 'learned' },
];

/** Any code units, lone surrogates and NUL among them. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        '%',
        '%F',
        '%FC',
        '+',
        '&',
        '=',
        '[',
        ']',
        'eid',
        'id',
        'ev',
        '--b',
        '\r\n',
        '"',
        '{',
        '}',
        ':',
        ',',
        '__proto__',
        '\ud800',
        '\0',
      ),
      { maxLength: 60 },
    )
    .map((parts) => parts.join('')),
);

const shaped = fc.record(
  {
    event: fc.anything(),
    event_name: fc.anything(),
    type: fc.constantFrom('track', 'page', 'identify', 'x'),
    properties: fc.anything(),
    context: fc.anything(),
    integrations: fc.anything(),
    messageId: fc.anything(),
    anonymousId: fc.anything(),
    writeKey: fc.anything(),
    containerVersion: fc.anything(),
    batch: fc.array(fc.anything()),
    'fb.pixel_id': fc.anything(),
    custom_data: fc.anything(),
  },
  { requiredKeys: [] },
);

const anyJson = fc.oneof(
  fc.json(),
  fc.oneof(shaped, fc.array(shaped)).map((value) => {
    try {
      return JSON.stringify(value) ?? 'null';
    } catch {
      // fc.anything() also makes what JSON cannot hold (BigInt): any text will do then.
      return '{';
    }
  }),
);

const anyBody: fc.Arbitrary<ObservedRequest['body']> = fc.oneof(
  fc.constant(undefined),
  fc.record({ kind: fc.constant('unreadable' as const), reason: fc.string() }),
  fc.record({
    kind: fc.constant('form' as const),
    fields: fc.dictionary(anyText, fc.array(anyText, { maxLength: 3 }), { maxKeys: 5 }),
  }),
  fc.record({
    kind: fc.constant('text' as const),
    text: fc.oneof(
      anyText,
      anyJson,
      fc
        .tuple(fc.nat(1_000), anyText)
        .map(([cut, text]) => multipartOf({ ...PIXEL_FIELDS, x: text }, 'b').slice(0, cut)),
    ),
  }),
);

const anyRequest: fc.Arbitrary<ObservedRequest> = fc
  .record({
    url: fc.oneof(
      fc
        .tuple(fc.constantFrom(...URLS), anyText)
        .map(([url, text]) => `${url}${url.includes('?') ? '&' : '?'}${text}`),
      fc.constantFrom(...URLS),
      anyText,
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
    ),
    method: fc.constantFrom('GET', 'POST', 'post', 'OPTIONS', ''),
    type: fc.constantFrom('image', 'ping', 'beacon', 'xmlhttprequest', 'sub_frame', 'toString', ''),
    body: anyBody,
    contentType: fc.oneof(
      fc.constant(undefined),
      anyText,
      fc.constant('multipart/form-data; boundary=b'),
      fc.constant('application/json'),
    ),
  })
  .map(({ body, contentType, ...rest }) => ({
    ...rest,
    ...(body === undefined ? {} : { body }),
    ...(contentType === undefined ? {} : { contentType }),
  }));

/** What every consumer relies on. */
function expectSound(hit: DecodedHit | undefined): void {
  if (hit === undefined) return;
  expect(new Set(hit.marks).size).toBe(hit.marks.length);
  for (const mark of hit.marks) expect(MARKS).toContain(mark);
  for (const event of hit.events) {
    for (const text of [event.pixelId, event.eventName, event.eventId])
      expect(['string', 'undefined']).toContain(typeof text);
    expect(event.eventId).not.toBe('');
    for (const [name, value] of Object.entries(event.parameters)) {
      expect(typeof value).toBe('string');
      readParameter(name, value);
    }
  }
  expect(JSON.parse(JSON.stringify(hit))).toEqual(hit);
}

test('any request: no exception, a sound answer, the same one twice', () => {
  fc.assert(
    fc.property(anyRequest, (request) => {
      const hit = decodeRequest(request, ENDPOINTS);
      expectSound(hit);
      expect(decodeRequest(request, ENDPOINTS)).toEqual(hit);
      transportOf(request);
    }),
    { numRuns: 5_000 },
  );
});

test('whatever the pixel is given comes back, in every form', () => {
  const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
  const fields = fc
    .dictionary(
      names.filter((name) => !/["%\r\n]/.test(name)),
      fc.string({ unit: 'grapheme', maxLength: 100 }),
    )
    .map((custom) => ({
      id: '123',
      ev: 'A',
      ...Object.fromEntries(Object.entries(custom).map(([name, value]) => [`cd[${name}]`, value])),
    }));
  fc.assert(
    fc.property(fields, (sent) => {
      const [tr = ''] = URLS;
      const form = Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, [value]]));
      const requests = [
        imageOf(`${tr}?${queryOf(sent)}`),
        postOf(tr, new URLSearchParams(sent).toString()),
        { ...postOf(tr, ''), body: { kind: 'form' as const, fields: form } },
        postOf(tr, multipartOf(sent, 'x7Yq'), 'multipart/form-data; boundary=x7Yq'),
      ];
      for (const request of requests) expect(hitOf(request).events[0]?.parameters).toEqual(sent);
    }),
    { numRuns: 500 },
  );
});

test('any call: learning throws nothing', () => {
  const value = fc.jsonValue();
  const args = fc.oneof(
    fc.array(value, { maxLength: 5 }),
    fc.tuple(
      fc.constantFrom('set', 'config', 'trigger'),
      fc.constantFrom('endpoint', 'openbridge', 'x'),
      value,
      value,
    ),
  );
  fc.assert(
    fc.property(
      fc.constantFrom('fbq', 'cact', 'analytics', 'loyjoy', 'dataLayer'),
      args,
      (source, given) => {
        const call = {
          kind: 'call',
          id: 'd:1',
          at: 0,
          page: 'd:0',
          source,
          method: 'load',
          args: given,
          phase: 'live',
        };
        for (const { host } of learnEndpoints(call as Parameters<typeof learnEndpoints>[0]))
          expect(host).not.toBe('');
      },
    ),
    { numRuns: 2_000 },
  );
});

/** Every shape that could make a careless decoder quadratic, at `units` units. */
const HOSTILE: [string, (units: number) => ObservedRequest][] = [
  ['one long value', (n) => imageOf(`${URLS[0]}?id=1&ev=${'x'.repeat(n)}`)],
  ['names without =', (n) => imageOf(`${URLS[0]}?${'a&'.repeat(n / 2)}`)],
  ['one name', (n) => imageOf(`${URLS[0]}?${'a=1&'.repeat(n / 4)}`)],
  ['only separators', (n) => imageOf(`${URLS[0]}?${'&'.repeat(n)}`)],
  ['bad escapes', (n) => imageOf(`${URLS[0]}?a=${'%'.repeat(n)}`)],
  ['bad escapes, many', (n) => imageOf(`${URLS[0]}?${'%=%&'.repeat(n / 4)}`)],
  ['a foreign address', (n) => imageOf(`https://x.example/?id=&dl=${'&dl='.repeat(n / 4)}`)],
  [
    'delimiters',
    (n) => postOf(`${URLS[0]}`, '--b\r\n'.repeat(n / 5), 'multipart/form-data; boundary=b'),
  ],
  [
    'no line ends',
    (n) => postOf(`${URLS[0]}`, `--b${'--b'.repeat(n / 3)}`, 'multipart/form-data; boundary=b'),
  ],
  [
    'open names',
    (n) =>
      postOf(`${URLS[0]}`, `--b\r\n${';name="'.repeat(n / 7)}`, 'multipart/form-data; boundary=b'),
  ],
  ['nested lists', (n) => postOf(`${URLS[2]}`, '['.repeat(n / 2) + ']'.repeat(n / 2))],
  [
    'nested lists in an event',
    (n) =>
      postOf(
        `${URLS[4]}`,
        `{"event":"x","properties":{"a":${'['.repeat(n / 2)}${']'.repeat(n / 2)}}}`,
      ),
  ],
  ['nested objects', (n) => postOf(`${URLS[4]}`, `${'{"a":'.repeat(n / 6)}1${'}'.repeat(n / 6)}`)],
  ['a batch of nothing', (n) => postOf(`${URLS[5]}`, `{"batch":[${'{},'.repeat(n / 3)}{}]}`)],
  [
    'a wide object',
    (n) =>
      postOf(
        `${URLS[4]}`,
        JSON.stringify(
          Object.fromEntries(Array.from({ length: n / 16 }, (_, i) => [`k${i}`, 'v'])),
        ),
      ),
  ],
  ['bracketed names', (n) => imageOf(`${URLS[2]}&event_name=x&${'a[]=1&'.repeat(n / 6)}`)],
  ['deep brackets', (n) => imageOf(`${URLS[2]}&event_name=x&a${'[a]'.repeat(n / 3)}=1`)],
  ['cut JSON', (n) => postOf(`${URLS[4]}`, `{"event":"${'x'.repeat(n)}`)],
  ['binary', (n) => postOf(`${URLS[0]}`, '\u0000\ufffd'.repeat(n / 2))],
  ['blanks before JSON', (n) => postOf(`${URLS[4]}`, `${' '.repeat(n)}{}`)],
  ['a long path', (n) => imageOf(`https://x.example${'/v1/t'.repeat(n / 5)}`)],
  ['a long host', (n) => imageOf(`https://${'a.'.repeat(n / 2)}/tr`)],
] satisfies [string, (units: number) => ObservedRequest][];

describe('1 MB of', () => {
  test.each(HOSTILE)(
    '%s',
    (_name, request) => {
      expectSound(decodeRequest(request(1_000_000), ENDPOINTS));
    },
    20_000,
  );
});

test('a longer query is read as far as the limit goes, and says so', () => {
  const [tr = ''] = URLS;
  const hit = hitOf(imageOf(`${tr}?id=1&ev=A&cd[a]=${'x'.repeat(2_000_000)}`));
  expect(hit.marks).toEqual(['too-long']);
  expect(hit.events[0]?.pixelId).toBe('1');
  const text = JSON.stringify({ event_name: 'x'.repeat(1_500_000) });
  expect(hitOf(postOf('https://collect.commander1.com/events', text)).marks).toEqual(['too-long']);
});

test('more parameters than are kept', () => {
  const [tr = ''] = URLS;
  const names = Array.from({ length: 1_200 }, (_, i) => `p${i}=1`).join('&');
  const hit = hitOf(imageOf(`${tr}?id=1&ev=A&${names}`));
  expect(hit.marks).toEqual(['too-many-parameters']);
  expect(Object.keys(hit.events[0]?.parameters ?? {})).toHaveLength(1_000);
});
