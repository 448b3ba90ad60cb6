import { describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../../src/session/wire.ts';
import { decodeRequest } from '../../../../src/vendors/decode.ts';
import {
  eventProperties,
  FACEBOOK_EVENT_ID,
  serverEventId,
} from '../../../../src/vendors/event-properties.ts';
import { eventOf, hitOf, imageOf, postOf } from '../decode/requests.ts';

const COLLECT = 'https://collect.commander1.com/events?tc_s=3311&token=key';
const FIRST_PARTY = 'https://data.shop.example/cdp/events?tc_s=3311&token=key';

const PROPERTIES = {
  value: 101,
  currency: 'EUR',
  items: [{ id: 'a', quantity: 1, product: { id: 'a', price: 101 } }],
  user: { consent_categories: ['1', '3'], rejected_vendors: [] },
  integrations: { facebook: { event_id: '952285840', fbp: 'fb.1.2.3' } },
};
const PAGE = { url: 'https://shop.example/*****', title: 'Thanks' };

/** Version 1 as container v82 sends it, version 2 as v103.8 does (domain facts 5.2). */
const V1 = {
  event: 'purchase',
  properties: PROPERTIES,
  page: PAGE,
  device: { lang: 'de' },
  eventId: '952285840',
  version: 1,
  generatorVersion: '1',
  containerVersion: '82.0',
};
const V2 = {
  event_name: 'purchase',
  ...PROPERTIES,
  context: { page: PAGE, device: { lang: 'de' }, eventId: '952285840', version: 2 },
};

const NAMED = {
  value: '101',
  currency: 'EUR',
  items: '[{"id":"a","quantity":1,"product":{"id":"a","price":101}}]',
  'user.consent_categories': '["1","3"]',
  'user.rejected_vendors': '[]',
  [FACEBOOK_EVENT_ID]: '952285840',
  'integrations.facebook.fbp': 'fb.1.2.3',
  'context.page.url': 'https://shop.example/*****',
  'context.page.title': 'Thanks',
  'context.device.lang': 'de',
  'context.eventId': '952285840',
  tc_s: '3311',
  token: 'key',
};

describe.each([
  ['collect host', COLLECT, []],
  ['first-party', FIRST_PARTY, ['by-shape']],
  ['first-party under another path', 'https://shop.example/x/y?tc_s=1', ['by-shape']],
])('%s', (_name, url, marks) => {
  test.each([
    ['version 1', V1],
    ['version 2', V2],
  ])('%s', (version, body) => {
    const hit = hitOf(postOf(url, JSON.stringify(body), 'text/plain;charset=UTF-8'));
    expect(hit.vendor).toBe('commanders-act');
    expect(hit.marks).toEqual(marks);
    const [event] = hit.events;
    expect(event?.eventName).toBe('purchase');
    expect(event?.eventId).toBe('952285840');
    expect(event?.pixelId).toBeUndefined();
    const { tc_s, token, ...named } = NAMED;
    expect(event?.parameters).toMatchObject(url.includes('token') ? NAMED : named);
    expect(event?.parameters['context.version']).toBe(version.slice(-1));
  });
});

test("both schemas give one set of the page's own properties", () => {
  const [v1, v2] = [V1, V2].map((body) => eventOf(postOf(COLLECT, JSON.stringify(body))));
  const own = { value: '101', currency: 'EUR', items: NAMED.items };
  expect(eventProperties('commanders-act', v1?.parameters ?? {})).toEqual(own);
  expect(eventProperties('commanders-act', v2?.parameters ?? {})).toEqual(own);
});

test('a configured event id does not reach Meta', () => {
  const hit = hitOf(postOf(COLLECT, JSON.stringify({ ...V1, eventId: 'MYID' })));
  expect(hit.marks).toEqual(['two-event-ids']);
  const [event] = hit.events;
  expect(event?.eventId).toBe('MYID');
  expect(event && serverEventId(hit.vendor, event)).toBe('952285840');
});

test.each([
  ['context.event_id of the HTTP API', { event_name: 'x', context: { event_id: 'a' } }, 'a'],
  ['event_id of HTTP API 1.0', { event_name: 'x', event_id: 'b', properties: {} }, 'b'],
  ['event_id at the root', { event_name: 'x', event_id: 'c' }, 'c'],
  ['a number', { event_name: 'x', context: { eventId: 12 } }, '12'],
  ['none', { event_name: 'x', context: {} }, undefined],
])('event id: %s', (_name, body, eventId) => {
  expect(eventOf(postOf(COLLECT, JSON.stringify(body))).eventId).toBe(eventId);
});

test('GET with nested names', () => {
  const names =
    '&event_name=page_view&page_name=Best%20sellers&user[id]=1&user[consent_categories][]=1&user[consent_categories][]=3' +
    '&items[0][id]=a&items[0][product][id]=p&items[1][id]=b&integrations%5Bfacebook%5D%5Bevent_id%5D=e';
  const hit = hitOf(imageOf(COLLECT + names));
  expect(hit.marks).toEqual([]);
  expect(hit.events).toEqual([
    {
      eventName: 'page_view',
      parameters: {
        tc_s: '3311',
        token: 'key',
        event_name: 'page_view',
        page_name: 'Best sellers',
        'user.id': '1',
        'user.consent_categories': '["1","3"]',
        items: '[{"id":"a","product":{"id":"p"}},{"id":"b"}]',
        [FACEBOOK_EVENT_ID]: 'e',
      },
    },
  ]);
});

test.each([
  ['a text where a level is needed', 'a=1&a[b]=2', { a: '1', 'a[b]': '2' }],
  ['a level where a text is needed', 'a[b]=2&a=1', { 'a.b': '2', 'a (2)': '1' }],
  [
    'names of prototypes',
    '__proto__[x]=1&constructor[y]=2',
    { '__proto__.x': '1', 'constructor.y': '2' },
  ],
  ['a gap in a list', 'a[0]=x&a[2]=y', { 'a.0': 'x', 'a.2': 'y' }],
  ['brackets that do not close', 'a[b=1', { 'a[b': '1' }],
])('GET: %s', (_name, query, expected) => {
  const { parameters } = eventOf(imageOf(`${COLLECT}&event_name=x&${query}`));
  for (const [name, value] of Object.entries(expected))
    expect(Object.getOwnPropertyDescriptor(parameters, name)?.value).toBe(value);
  expect(Object.getPrototypeOf(parameters)).toBe(Object.prototype);
});

test('a list of events is split', () => {
  const hit = hitOf(postOf(COLLECT, JSON.stringify([V1, V2, { ...V2, event_name: 'search' }])));
  expect(hit.events.map((event) => event.eventName)).toEqual(['purchase', 'purchase', 'search']);
});

test('JSON under the content type of a form', () => {
  const fields = { '{"event_name":"x","context":{"a":"b': ['c"}}'] };
  const request = { ...postOf(COLLECT, ''), body: { kind: 'form' as const, fields } };
  expect(eventOf(request).parameters['context.a']).toBe('b=c');
});

test.each([
  ['a body that was not shown', { kind: 'unreadable', reason: 'Blob' }, ['body-unreadable']],
  ['cut JSON', { kind: 'text', text: '{"event_name":"a' }, ['bad-json']],
  ['compressed', { kind: 'text', text: '\u001f\ufffd\u0000' }, ['binary-body']],
  ['a number', { kind: 'text', text: '[1]' }, ['bad-json']],
] as const)('%s', (_name, body, marks) => {
  expect(hitOf({ ...postOf(COLLECT, ''), body })).toEqual({
    vendor: 'commanders-act',
    events: [],
    marks,
  });
});

test.each([
  ['another path of the host', 'https://collect.commander1.com/x', '{}'],
  [
    'an /events of a site',
    'https://shop.example/events',
    JSON.stringify({ event_name: 'x', context: {} }),
  ],
  ['a site id and no event', 'https://shop.example/events?tc_s=1', '{"a":1}'],
  ['/cdp/events without a site id', 'https://shop.example/cdp/events', '{"event":"x"}'],
])('not a hit: %s', (_name, url, text) => {
  expect(decodeRequest(postOf(url, text), [])).toBeUndefined();
});

test("a learned domain's /events may be the site's own", () => {
  const host = 'data.shop.example';
  const endpoints: Endpoint[] = [
    { vendor: 'commanders-act', host, path: '/events', source: 'learned' },
  ];
  const url = `https://${host}/events`;
  expect(decodeRequest(imageOf(`${url}?page=2`), endpoints)).toBeUndefined();
  expect(decodeRequest(postOf(url, '{"page":2}'), endpoints)).toBeUndefined();
  expect(hitOf(postOf(`${url}?tc_s=1`, JSON.stringify(V2)), endpoints).marks).toEqual([]);
  expect(hitOf(imageOf(`${url}?tc_s=1&event_name=x`), endpoints).events[0]?.eventName).toBe('x');
});
