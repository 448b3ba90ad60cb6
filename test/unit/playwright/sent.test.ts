import { describe, expect, it } from 'vitest';
import { differencesIn } from '../../../src/playwright/sent.ts';
import type { HitEntry } from '../../../src/session/entry.ts';
import { sentEvents, unreadHits } from '../../../src/vendors/sent-events.ts';

function hit(about: Partial<HitEntry>, parameters: Record<string, string> = {}): HitEntry {
  return {
    kind: 'hit',
    id: 'h:0',
    page: 'p:0',
    at: 1,
    vendor: 'meta',
    method: 'GET',
    url: 'https://www.facebook.com/tr/',
    transport: 'image',
    events: [{ eventName: 'Purchase', parameters }],
    ...about,
  };
}

describe('what was sent', () => {
  it('has left the browser: pending and cancelled too, blocked and failed not', () => {
    const outcomes = ['pending', 'done', 'cancelled', 'blocked', 'failed'] as const;
    const entries = outcomes.map((outcome, n) => hit({ id: `h:${n}`, outcome }));
    expect(sentEvents(entries).map(({ entry }) => entry)).toEqual(['h:0', 'h:1', 'h:2']);
  });

  it('is known by the page’s own names and by those of the wire', () => {
    const [event] = sentEvents([hit({}, { 'cd[value]': '34.30', eid: 'o-1', 'cd[x]': 'null' })]);
    expect(event?.parameters).toMatchObject({ value: '34.30', 'cd[value]': '34.30', eid: 'o-1' });
  });

  it('leaves out the library and counts what could not be read', () => {
    const entries = [hit({ events: [], role: 'library' }), hit({ events: [], id: 'h:1' })];
    expect([sentEvents(entries), unreadHits(entries).length]).toEqual([[], 1]);
  });
});

describe('an expected parameter', () => {
  const [event] = sentEvents([
    hit(
      {},
      {
        'cd[value]': '34.30',
        'cd[currency]': 'EUR',
        'cd[content_ids]': '["a","7"]',
        'cd[contents]': '[{"id":"a","quantity":2,"item_price":9.9}]',
        'cd[empty]': '',
        'cd[zip]': '0123',
      },
    ),
  ]);
  const differs = (expected: Record<string, unknown>) =>
    event === undefined ? ['no event'] : differencesIn(event, expected);

  it.each<[string, Record<string, unknown>]>([
    ['a number as the number that was sent', { value: 34.3 }],
    ['a word', { currency: 'EUR' }],
    ['a list, whole', { content_ids: ['a', 7] }],
    ['an object, in part', { contents: [{ id: 'a', quantity: 2 }] }],
    ['a pattern', { currency: /^[A-Z]{3}$/ }],
    ['what the runner has for any', { value: expect.any(Number), contents: expect.any(Array) }],
    ['nothing', { missing: undefined }],
    ['digits as they were sent', { zip: '0123' }],
  ])('is met: %s', (_, expected) => {
    expect(differs(expected)).toEqual([]);
  });

  it.each<[Record<string, unknown>, string, string | undefined]>([
    [{ value: 34 }, '34', '34.30'],
    [{ currency: 'USD' }, 'USD', 'EUR'],
    [{ content_ids: ['a'] }, '["a"]', '["a","7"]'],
    [{ contents: [{ id: 'b' }] }, '[{"id":"b"}]', '[{"id":"a","quantity":2,"item_price":9.9}]'],
    [{ missing: 1 }, '1', undefined],
    [{ empty: 0 }, '0', ''],
    [{ value: expect.any(Array) }, 'Any<Array>', '34.30'],
    [{ constructor: 'x' }, 'x', undefined],
    [{ currency: undefined }, 'undefined', 'EUR'],
  ])('is not met: %j', (expected, wanted, actual) => {
    const parameter = Object.keys(expected)[0];
    const difference = { parameter, expected: wanted, ...(actual !== undefined && { actual }) };
    expect(differs(expected)).toEqual([difference]);
  });
});
