import { describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../../src/session/wire.ts';
import { decodeRequest } from '../../../../src/vendors/decode.ts';
import { eventProperties } from '../../../../src/vendors/event-properties.ts';
import { eventOf, hitOf, imageOf, postOf } from '../decode/requests.ts';

const URL = 'https://capig.shop.example/events?cee=no';

/** The shape that was seen on the wire (domain facts 3.1): keys that hold dots. */
const BODY = {
  event_name: 'Purchase',
  'fb.dynamic_product_ads': {},
  custom_data: { value: 9.99, currency: 'EUR', contents: [{ id: 'a', quantity: 1 }] },
  event_id: 'order-1',
  'fb.pixel_id': '123456789012345',
  'fb.advanced_matching': { em: '62a14e44' },
  website_context: { location: 'https://shop.example/', referrer: '', isInIFrame: false },
  'fb.fbp': 'fb.1.1764877160455.85058804220516338',
  'fb.clickID': 'fb.1.1764877160455.IwAR',
};

test('by its shape, on any host', () => {
  const hit = hitOf(postOf(URL, JSON.stringify(BODY), 'text/plain;charset=UTF-8'));
  expect(hit).toEqual({
    vendor: 'meta-gateway',
    marks: ['by-shape'],
    events: [
      {
        pixelId: '123456789012345',
        eventName: 'Purchase',
        eventId: 'order-1',
        parameters: {
          event_name: 'Purchase',
          event_id: 'order-1',
          'fb.pixel_id': '123456789012345',
          'fb.dynamic_product_ads': '{}',
          'fb.advanced_matching.em': '62a14e44',
          'fb.fbp': 'fb.1.1764877160455.85058804220516338',
          'fb.clickID': 'fb.1.1764877160455.IwAR',
          'custom_data.value': '9.99',
          'custom_data.currency': 'EUR',
          'custom_data.contents': '[{"id":"a","quantity":1}]',
          'website_context.location': 'https://shop.example/',
          'website_context.referrer': '',
          'website_context.isInIFrame': 'false',
        },
      },
    ],
  });
  expect(eventProperties(hit.vendor, hit.events[0]?.parameters ?? {})).toEqual({
    value: '9.99',
    currency: 'EUR',
    contents: '[{"id":"a","quantity":1}]',
  });
});

test('nested keys and a list of events', () => {
  const nested = { event_name: 'Lead', event_id: 1, fb: { pixel_id: 123 }, custom_data: {} };
  const hit = hitOf(postOf(URL, JSON.stringify([nested, nested])));
  expect(hit.vendor).toBe('meta-gateway');
  expect(hit.events.map(({ pixelId, eventId }) => [pixelId, eventId])).toEqual([
    ['123', '1'],
    ['123', '1'],
  ]);
});

test('an id made by the plugin', () => {
  const id = `ob3_plugin-set_${'e'.repeat(64)}`;
  const hit = hitOf(postOf(URL, JSON.stringify({ ...BODY, event_id: id })));
  expect(hit.events[0]?.eventId).toBe(id);
  expect(hit.marks).toContain('automatic-event-id');
});

test.each([
  ['no pixel', { event_name: 'A', event_id: '1', custom_data: {} }],
  ['a pixel id that is none', { ...BODY, 'fb.pixel_id': 'abc' }],
  ['no name', { ...BODY, event_name: undefined }],
  ['a Conversions API batch', { data: [{ event_name: 'A', pixel_id: '1' }] }],
])('not a gateway hit: %s', (_name, body) => {
  expect(decodeRequest(postOf(URL, JSON.stringify(body)), [])).toBeUndefined();
});

describe('a learned gateway', () => {
  const endpoints: Endpoint[] = [
    { vendor: 'meta-gateway', host: 'capig.shop.example', path: '/events', source: 'learned' },
  ];
  test('needs no mark', () => {
    expect(hitOf(postOf(URL, JSON.stringify(BODY)), endpoints).marks).toEqual([]);
    expect(eventOf(postOf(URL, JSON.stringify(BODY)), endpoints).eventId).toBe('order-1');
  });
  test('with a body that was not shown', () => {
    const request = { ...postOf(URL, ''), body: { kind: 'unreadable', reason: 'Blob' } as const };
    expect(hitOf(request, endpoints)).toEqual({
      vendor: 'meta-gateway',
      events: [],
      marks: ['body-unreadable'],
    });
    expect(decodeRequest(request, [])).toBeUndefined();
  });
  test('what else the path serves is not a hit', () => {
    expect(decodeRequest(imageOf(URL), endpoints)).toBeUndefined();
    expect(decodeRequest(postOf(URL, '{"page":2}'), endpoints)).toBeUndefined();
  });
});

test('a Signals Gateway Pixel names no pixel of Meta', () => {
  const body = { ...BODY, 'fb.pixel_id': '2471263269676949709' };
  const hit = hitOf(postOf(URL, JSON.stringify(body)));
  expect(hit.marks).toContain('signals-gateway');
  expect(hit.events[0]).toMatchObject({ eventName: 'Purchase', eventId: 'order-1' });
  expect(hit.events[0]).not.toHaveProperty('pixelId');
});
