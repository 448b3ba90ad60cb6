import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEnrichment, type NetworkRequest } from '../../../../src/panel/intake/enrichment.ts';
import { readHarEntry } from '../../../../src/panel/intake/har-entry.ts';
import type { HitEntry } from '../../../../src/session/entry.ts';
import { makePendingHit } from '../../../session/numbered.ts';

const URL = 'https://www.facebook.com/tr/';
const request = (startedAt: number, more: Partial<NetworkRequest> = {}): NetworkRequest => ({
  url: URL,
  method: 'GET',
  startedAt,
  stack: `    at f${startedAt} (https://shop.test/a.js:1:1)`,
  ...more,
});
const BLOB: Partial<HitEntry> = {
  method: 'POST',
  transport: 'beacon',
  body: { kind: 'unreadable', reason: 'a Blob' },
  marks: ['body-unreadable', 'by-shape'],
};

describe('what DevTools adds to hits', () => {
  it('adds the stack to a hit, whichever of the two comes first, and to its later forms', () => {
    const hit = makePendingHit(1_000);
    const { stack } = request(1_004);
    const one = createEnrichment(() => []);
    expect(one.take([hit])).toEqual([hit]);
    expect(one.observe(request(1_004))).toEqual([{ ...hit, stack }]);
    const end = makePendingHit(1_000, { outcome: 'done' });
    expect(one.take([end])).toEqual([{ ...end, stack }]);

    const other = createEnrichment(() => []);
    expect(other.observe(request(1_004))).toEqual([]);
    expect(other.take([hit]).at(-1)).toEqual({ ...hit, stack });
  });

  it('decodes a body that webRequest did not show, and drops the marks that said so', () => {
    const { take, observe } = createEnrichment(() => []);
    take([makePendingHit(1_000, BLOB)]);
    const contentType = 'application/x-www-form-urlencoded';
    const [hit] = observe(request(1_001, { method: 'POST', body: 'id=12&ev=Lead', contentType }));
    expect(hit).toMatchObject({
      body: { kind: 'text', text: 'id=12&ev=Lead' },
      contentType,
      transport: 'beacon',
      events: [{ pixelId: '12', eventName: 'Lead' }],
      marks: ['by-shape'],
    });
  });

  it.each([
    ['another address', { url: `${URL}?x` }],
    ['another method', { method: 'POST' }],
    ['another time', { startedAt: 1_600 }],
  ])('leaves a request alone that has %s', (_, more) => {
    const { take, observe } = createEnrichment(() => []);
    take([makePendingHit(1_000)]);
    expect(observe(request(1_001, more))).toEqual([]);
  });

  it('leaves a request alone whose body is another than was seen', () => {
    const { take, observe } = createEnrichment(() => []);
    take([makePendingHit(1_000, { method: 'POST', body: { kind: 'text', text: 'id=1' } })]);
    expect(observe(request(1_001, { method: 'POST', body: 'id=2' }))).toEqual([]);
  });

  it('joins what carries the same, although another request is never told', () => {
    const { take, observe } = createEnrichment(() => []);
    const form = (at: number, ev: string) =>
      makePendingHit(at, {
        method: 'POST',
        body: { kind: 'form', fields: {} },
        events: [{ parameters: { ev, id: '1' } }],
      });
    take([form(1_000, 'A'), form(1_010, 'B'), makePendingHit(1_020, BLOB)]);
    const post = (at: number, body: string) => observe(request(at, { method: 'POST', body }));
    expect(post(1_011, 'id=1&ev=B')).toMatchObject([{ id: 'h:1010' }]);
    expect(post(1_021, 'id=1&ev=C')).toMatchObject([
      { id: 'h:1020', events: [{ eventName: 'C' }] },
    ]);
    expect(post(1_001, 'id=1&ev=A')).toMatchObject([{ id: 'h:1000' }]);
  });

  it('joins equal requests in their order, in whatever order they end, and none while one is missing', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1_000, max: 1_300 }), { minLength: 2, maxLength: 8 }),
        fc.integer({ min: 0, max: 60 }),
        fc.infiniteStream(fc.nat()),
        (starts, lag, order) => {
          starts.sort((a, b) => a - b);
          const { take, observe } = createEnrichment(() => []);
          take(starts.map((at) => makePendingHit(at, BLOB)));
          const requests = starts
            .map((at) => request(at + lag, { method: 'POST', body: `id=1&ev=E${at}` }))
            .map((one) => ({ one, rank: order.next().value }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ one }) => one);
          const better = requests.map((one) => observe(one));
          expect(better.slice(0, -1).flat()).toEqual([]);
          const joined = (better.at(-1) as HitEntry[]).map((hit) => [
            hit.at,
            hit.events[0]?.eventName,
          ]);
          expect(joined).toEqual(starts.map((at) => [at, `E${at}`]));
        },
      ),
    );
  });

  it('reads a HAR entry: frames as the engine writes them, asynchronous ones after, none of ours', () => {
    const frame = (url: string, functionName = '') => ({
      functionName,
      url,
      lineNumber: 2,
      columnNumber: 4,
    });
    expect(
      readHarEntry({
        startedDateTime: '2026-11-21T10:00:00.123Z',
        request: { url: URL, method: 'POST', postData: { mimeType: 'text/plain', text: 'a' } },
        _initiator: {
          stack: {
            callFrames: [
              frame('chrome-extension://x/hook.js', 'ours'),
              frame('https://a.test/a.js', 'f'),
            ],
            parent: { callFrames: [frame('https://a.test/b.js')] },
          },
        },
      }),
    ).toEqual({
      url: URL,
      method: 'POST',
      startedAt: Date.UTC(2026, 10, 21, 10, 0, 0, 123),
      body: 'a',
      contentType: 'text/plain',
      stack: '    at f (https://a.test/a.js:3:5)\n    at https://a.test/b.js:3:5',
    });
  });

  it.each([
    null,
    1,
    {},
    { request: {} },
    { request: { url: 'x', method: 'GET' }, startedDateTime: 'no' },
  ])('takes no request from %j', (entry) => expect(readHarEntry(entry)).toBeUndefined());
});
