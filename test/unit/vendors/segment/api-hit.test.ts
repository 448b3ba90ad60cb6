import { describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../../src/session/wire.ts';
import { decodeRequest } from '../../../../src/vendors/decode.ts';
import { eventProperties } from '../../../../src/vendors/event-properties.ts';
import { eventOf, hitOf, imageOf, postOf } from '../decode/requests.ts';

/** What analytics-next 1.84.3 posts, shortened (domain facts 6). */
const TRACK = {
  timestamp: '2026-11-21T10:00:00.000Z',
  integrations: {},
  type: 'track',
  event: 'Order Completed',
  properties: { revenue: 9.99, currency: 'EUR', products: [{ product_id: 'a' }] },
  context: { page: { url: 'https://shop.example/' }, library: { name: 'analytics.js' } },
  messageId: 'ajs-next-1795227930324-uuid',
  anonymousId: 'anon',
  writeKey: 'demo-write-key',
  userId: null,
  sentAt: '2026-11-21T10:00:00.100Z',
};

test('a track call', () => {
  const hit = hitOf(postOf('https://api.segment.io/v1/t', JSON.stringify(TRACK), 'text/plain'));
  expect(hit.vendor).toBe('segment');
  expect(hit.marks).toEqual([]);
  const [event] = hit.events;
  expect(event?.eventName).toBe('Order Completed');
  expect(event?.eventId).toBe('ajs-next-1795227930324-uuid');
  expect(event?.parameters).toMatchObject({
    type: 'track',
    'properties.revenue': '9.99',
    'properties.products': '[{"product_id":"a"}]',
    'context.page.url': 'https://shop.example/',
    integrations: '{}',
    userId: 'null',
    writeKey: 'demo-write-key',
  });
  expect(eventProperties('segment', event?.parameters ?? {})).toEqual({
    revenue: '9.99',
    currency: 'EUR',
    products: '[{"product_id":"a"}]',
  });
});

test.each([
  ['t', {}, 'Order Completed'],
  ['track', { type: undefined }, 'Order Completed'],
  ['p', { type: 'page', name: 'Home', event: undefined }, 'Home'],
  ['page', { type: 'page', event: undefined }, 'page'],
  ['page', { type: 'page', event: undefined, name: null }, 'page'],
  ['s', { type: 'screen', name: 'Cart', event: undefined }, 'Cart'],
  ['i', { type: 'identify', event: undefined, traits: { a: 1 } }, 'identify'],
  ['identify', { type: undefined, event: undefined, traits: { a: 1 } }, 'identify'],
  ['g', { type: 'group', event: undefined, groupId: 'g' }, 'group'],
  ['a', { type: 'alias', event: undefined, previousId: 'p' }, 'alias'],
])('/v1/%s %j is %s, on every host', (path, change, eventName) => {
  const text = JSON.stringify({ ...TRACK, ...change });
  for (const host of ['api.segment.io', 'api.astronomer.io', 'shop.example']) {
    const hit = hitOf(postOf(`https://${host}/v1/${path}`, text));
    expect(hit.vendor).toBe('segment');
    expect(hit.events[0]?.eventName).toBe(eventName);
    expect(hit.marks).toEqual(host === 'shop.example' ? ['by-shape'] : []);
  }
});

describe('batches are split', () => {
  const { writeKey, sentAt, ...event } = TRACK;
  const batch = [
    event,
    { ...event, messageId: 'm2', type: 'page', name: 'Home' },
    { ...event, messageId: 'm3' },
  ];

  test.each(['b', 'batch', 'import'])('/v1/%s', (path) => {
    const text = JSON.stringify({ writeKey, batch, sentAt, context: { ip: '0' } });
    const hit = hitOf(postOf(`https://collect.shop.example/v1/${path}`, text));
    expect(hit.events.map((one) => [one.eventName, one.eventId])).toEqual([
      ['Order Completed', TRACK.messageId],
      ['Home', 'm2'],
      ['Order Completed', 'm3'],
    ]);
    for (const { parameters } of hit.events) {
      expect(parameters.writeKey).toBe('demo-write-key');
      expect(parameters.sentAt).toBe(TRACK.sentAt);
      // The event's own context stands for the batch's.
      expect(parameters['context.ip']).toBeUndefined();
      expect(parameters['context.page.url']).toBe('https://shop.example/');
    }
    expect(hit.marks).toEqual(['by-shape']);
  });

  test('an empty one, and one that holds something else', () => {
    const url = 'https://api.segment.io/v1/b';
    expect(hitOf(postOf(url, '{"batch":[]}')).marks).toEqual(['no-parameters']);
    const mixed = hitOf(postOf(url, JSON.stringify({ batch: [1, event] })));
    expect(mixed.marks).toEqual(['bad-json']);
    expect(mixed.events).toHaveLength(1);
  });

  test('more events than are kept', () => {
    const many = {
      batch: Array.from({ length: 1_500 }, (_, i) => ({ type: 'track', event: `e${i}` })),
    };
    const hit = hitOf(postOf('https://api.segment.io/v1/b', JSON.stringify(many)));
    expect(hit.events).toHaveLength(1_000);
    expect(hit.marks).toContain('too-many-events');
  });
});

test('a track call without a name', () => {
  const hit = hitOf(postOf('https://api.segment.io/v1/t', JSON.stringify({ ...TRACK, event: '' })));
  expect(hit.marks).toEqual(['no-event-name']);
});

test('a beacon whose body was not shown', () => {
  const request = {
    url: 'https://api.segment.io/v1/t',
    method: 'POST',
    type: 'ping',
    body: { kind: 'unreadable', reason: 'Blob' } as const,
  };
  expect(hitOf(request)).toEqual({ vendor: 'segment', events: [], marks: ['body-unreadable'] });
});

test.each([
  ['a preflight', { url: 'https://api.segment.io/v1/t', method: 'OPTIONS', type: 'other' }],
  ['metrics of the library', postOf('https://api.segment.io/v1/m', '{"series":[]}')],
  ['another API on the old host', imageOf('https://api.astronomer.io/v1/deployments')],
  ['a GET of the path', imageOf('https://api.segment.io/v1/t')],
  ["somebody's /track", postOf('https://shop.example/track', '{"event":"x","userId":"1"}')],
  ['the payload under another path', postOf('https://shop.example/save', JSON.stringify(TRACK))],
])('not a hit: %s', (_name, request) => {
  expect(decodeRequest(request, [])).toBeUndefined();
});

test('a learned host with a path of its own', () => {
  const endpoints: Endpoint[] = [
    { vendor: 'segment', host: 'shop.example', path: '/seg/*', source: 'learned' },
  ];
  const url = 'https://shop.example/seg/t';
  expect(hitOf(postOf(url, JSON.stringify(TRACK)), endpoints).marks).toEqual([]);
  expect(eventOf(postOf(url, JSON.stringify(TRACK)), endpoints).eventName).toBe('Order Completed');
  expect(decodeRequest(postOf(url, '{"a":1}'), endpoints)).toBeUndefined();
});
