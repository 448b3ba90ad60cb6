import { describe, expect, test } from 'vitest';
import type { CallEntry, Source } from '../../../../src/session/entry.ts';
import type { PageValue } from '../../../../src/session/value.ts';
import type { Endpoint } from '../../../../src/session/wire.ts';
import { decodeRequest } from '../../../../src/vendors/decode.ts';
import {
  isSameEndpoint,
  learnEndpoints,
  parseEndpoint,
} from '../../../../src/vendors/endpoints.ts';
import type { Vendor } from '../../../../src/vendors/hit.ts';
import { hitOf, imageOf, PIXEL_FIELDS, postOf, queryOf } from '../decode/requests.ts';

function callOf(source: Source, method: string, args: PageValue[]): CallEntry {
  return { kind: 'call', id: 'd:1', at: 0, page: 'd:0', source, method, args, phase: 'live' };
}

function learned(vendor: Vendor, host: string, path?: string): Endpoint {
  const endpoint: Endpoint = { vendor, host, source: 'learned' };
  return path === undefined ? endpoint : { ...endpoint, path };
}

const url: PageValue = { $type: 'url', value: 'https://t.shop.example/px/' };
const settings = { collectionDomain: 'data.shop.example', siteId: 1 };

test.each<[string, CallEntry, Endpoint[]]>([
  [
    'set endpoint',
    callOf('fbq', 'set', ['set', 'endpoint', 'https://t.shop.example/px/']),
    [learned('meta', 't.shop.example', '/px/')],
  ],
  [
    'set endpoint, a URL object',
    callOf('fbq', 'set', ['set', 'endpoint', url]),
    [learned('meta', 't.shop.example', '/px/')],
  ],
  [
    'the legacy array',
    callOf('fbq', 'set', [['set', 'endpoint', 'https://t.shop.example/px/']]),
    [learned('meta', 't.shop.example', '/px/')],
  ],
  ['set cdn', callOf('fbq', 'set', ['set', 'cdn', 'https://t.shop.example/']), []],
  ['set endpoint, nothing', callOf('fbq', 'set', ['set', 'endpoint']), []],
  ['set endpoint, no address', callOf('fbq', 'set', ['set', 'endpoint', 'java script:1']), []],
  [
    'openbridge, a host',
    callOf('fbq', 'set', ['set', 'openbridge', '123', 'https://capig.shop.example']),
    [learned('meta-gateway', 'capig.shop.example', '/events')],
  ],
  [
    'openbridge, its path',
    callOf('fbq', 'set', ['set', 'openbridge', '123', 'https://capig.shop.example/events/']),
    [learned('meta-gateway', 'capig.shop.example', '/events')],
  ],
  [
    'openbridge, a path',
    callOf('fbq', 'set', ['set', 'openbridge', '123', 'https://capig.shop.example/abc']),
    [
      learned('meta-gateway', 'capig.shop.example', '/abc'),
      learned('meta-gateway', 'capig.shop.example', '/events'),
    ],
  ],
  [
    'analytics.load',
    callOf('analytics', 'load', [
      'key',
      { integrations: { 'Segment.io': { apiHost: 'shop.example/seg', protocol: 'https' } } },
    ]),
    [learned('segment', 'shop.example', '/seg/*')],
  ],
  [
    'analytics.load, host alone',
    callOf('analytics', 'load', [
      'key',
      { integrations: { 'Segment.io': { apiHost: '127.0.0.1:4173' } } },
    ]),
    [learned('segment', '127.0.0.1:4173', '/*')],
  ],
  [
    'analytics.push of load',
    callOf('analytics', 'load', [
      'load',
      'key',
      { integrations: { 'Segment.io': { apiHost: 'shop.example/v1' } } },
    ]),
    [learned('segment', 'shop.example', '/v1/*')],
  ],
  ['analytics.load without settings', callOf('analytics', 'load', ['key']), []],
  [
    'analytics.track',
    callOf('analytics', 'track', [
      'load',
      { integrations: { 'Segment.io': { apiHost: 'x.example' } } },
    ]),
    [],
  ],
  [
    'cact config',
    callOf('cact', 'config', ['config', settings]),
    [
      learned('commanders-act', 'data.shop.example', '/cdp/events'),
      learned('commanders-act', 'data.shop.example', '/events'),
    ],
  ],
  [
    'cact config, queued',
    callOf('cact', 'push', [{ $type: 'arguments', values: ['config', settings] }]),
    [
      learned('commanders-act', 'data.shop.example', '/cdp/events'),
      learned('commanders-act', 'data.shop.example', '/events'),
    ],
  ],
  [
    'cact config, an instance',
    callOf('cact', 'config', [
      'config',
      { $type: 'instance', of: 'Settings', properties: settings },
    ]),
    [
      learned('commanders-act', 'data.shop.example', '/cdp/events'),
      learned('commanders-act', 'data.shop.example', '/events'),
    ],
  ],
  [
    'cact config, an object with $type',
    callOf('cact', 'config', [
      'config',
      { $type: 'entries', length: 1, entries: [['collectionDomain', 'data.shop.example']] },
    ]),
    [
      learned('commanders-act', 'data.shop.example', '/cdp/events'),
      learned('commanders-act', 'data.shop.example', '/events'),
    ],
  ],
  [
    'cact trigger with settings',
    callOf('cact', 'trigger', ['trigger', 'purchase', {}, settings]),
    [
      learned('commanders-act', 'data.shop.example', '/cdp/events'),
      learned('commanders-act', 'data.shop.example', '/events'),
    ],
  ],
  [
    'cact trigger, options named alike',
    callOf('cact', 'trigger', ['trigger', 'purchase', settings]),
    [],
  ],
  [
    'cact config, the default host',
    callOf('cact', 'config', ['config', { collectionDomain: 'collect.commander1.com' }]),
    [],
  ],
  ['cact toString', callOf('cact', 'toString', ['toString', settings]), []],
  ['dataLayer', callOf('dataLayer', 'push', [{ collectionDomain: 'x.example' }]), []],
])('learns from %s', (_name, call, endpoints) => {
  expect(learnEndpoints(call)).toEqual(endpoints);
});

test.each([
  ['collect.shop.example', { host: 'collect.shop.example' }],
  ['https://Collect.shop.example:443/', { host: 'collect.shop.example' }],
  ['*.shop.example/tr', { host: '*.shop.example', path: '/tr' }],
  ['shop.example:8443/c/*', { host: 'shop.example:8443', path: '/c/*' }],
  ['', undefined],
  ['https://', undefined],
  ['a b', undefined],
  ['*', undefined],
  ['a.*.example', undefined],
])('a profile writes %j', (text, expected) => {
  expect(parseEndpoint('meta', text)).toEqual(
    expected && { vendor: 'meta', source: 'profile', ...expected },
  );
});

describe('decoding with endpoints', () => {
  const query = queryOf(PIXEL_FIELDS);
  const profile = (host: string, path?: string): Endpoint => ({
    ...learned('meta', host, path),
    source: 'profile',
  });

  test('a host that a call named', () => {
    const [endpoint] = learnEndpoints(
      callOf('fbq', 'set', ['set', 'endpoint', 'https://t.shop.example/px/']),
    );
    const endpoints = endpoint ? [endpoint] : [];
    expect(hitOf(imageOf('https://t.shop.example/px?id=1&ev=A'), endpoints).marks).toEqual([]);
    expect(decodeRequest(imageOf('https://t.shop.example/px/'), endpoints)).toBeUndefined();
    expect(decodeRequest(imageOf('https://t.shop.example/other?id=1'), endpoints)).toBeUndefined();
  });

  test('an unknown host, by its shape', () => {
    const hit = hitOf(imageOf(`https://t.shop.example/a/b?${query}`));
    expect(hit.vendor).toBe('meta');
    expect(hit.marks).toEqual(['by-shape']);
    expect(hitOf(postOf('https://t.shop.example/a', query)).marks).toEqual(['by-shape']);
    expect(hitOf(imageOf('https://shop.example/tr?id=1&ev=A&noscript=1')).marks).toEqual([
      'by-shape',
      'noscript',
    ]);
  });

  test.each([
    'https://www.google-analytics.com/collect?v=1&tid=UA-1&dl=x&ev=1&id=3',
    'https://shop.example/x?id=1&ev=a&noscript=1',
    `https://shop.example/x?u=${encodeURIComponent(`https://www.facebook.com/tr/?${query}`)}`,
    `https://www.facebook.com/privacy_sandbox/pixel/register/trigger/?${query}`,
    'https://www.facebook.com/privacy_sandbox/topics/registration/?id=123',
    'https://www.facebook.com/tr2?id=1&ev=A',
    'https://connect.facebook.net/signals/config/123?v=2.9.325&r=stable&domain=shop.example',
    'chrome-extension://www.facebook.com/tr?id=1',
    'data:text/plain,https://www.facebook.com/tr?id=1',
    'about:blank',
    '',
  ])('not a hit: %s', (address) => {
    expect(decodeRequest(imageOf(address), [])).toBeUndefined();
  });

  test('a host of the profile, with a wildcard', () => {
    const endpoints = [profile('*.shop.example', '/c/*')];
    expect(hitOf(imageOf('https://a.b.shop.example/c/1?id=1&ev=A'), endpoints).marks).toEqual([]);
    expect(decodeRequest(imageOf('https://shop.example/c/1?id=1&ev=A'), endpoints)).toBeUndefined();
    expect(
      decodeRequest(imageOf('https://xshop.example/c/1?id=1&ev=A'), endpoints),
    ).toBeUndefined();
  });

  test('the profile mutes what is known, learned, or of a known shape', () => {
    const muted = (host: string): Endpoint => ({ ...profile(host), muted: true });
    const tr = imageOf(`https://www.facebook.com/tr/?${query}`);
    expect(decodeRequest(tr, [muted('www.facebook.com')])).toBeUndefined();
    const own = imageOf(`https://t.shop.example/px?${query}`);
    const known = learned('meta', 't.shop.example', '/px');
    expect(decodeRequest(own, [known, muted('t.shop.example')])).toBeUndefined();
    expect(decodeRequest(own, [muted('t.shop.example')])).toBeUndefined();
    expect(hitOf(own, [known]).marks).toEqual([]);
  });
});

test('endpoints that are the same', () => {
  expect(isSameEndpoint(learned('meta', 'a', '/x/'), learned('meta', 'a', '/x'))).toBe(true);
  expect(isSameEndpoint(learned('meta', 'a'), learned('meta', 'a', '/*'))).toBe(true);
  expect(isSameEndpoint(learned('meta', 'a'), learned('segment', 'a'))).toBe(false);
  expect(isSameEndpoint(learned('meta', 'a', '/x'), learned('meta', 'b', '/x'))).toBe(false);
});
