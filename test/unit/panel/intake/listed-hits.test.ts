import { describe, expect, it } from 'vitest';
import { createListedHits } from '../../../../src/panel/intake/listed-hits.ts';
import type { ListedRequest } from '../../../../src/session/wire.ts';
import { makeHit } from '../../../session/numbered.ts';

const TR = 'https://www.facebook.com/tr/';
const image = (eid: string) => `${TR}?id=1234567890&ev=Purchase&eid=${eid}`;
const listed = (url: string, from: number, more: Partial<ListedRequest> = {}): ListedRequest => ({
  url,
  from,
  to: from + 40,
  isImage: true,
  ...more,
});
const of = (requests: ListedRequest[], document = 'one') =>
  ({ type: 'listed', document, requests }) as const;
const BEGAN = 10_000;

describe('hits that a page lists', () => {
  it('are missing where nobody recorded them and the background began later', () => {
    const hits = createListedHits(() => []);
    hits.onHit({ ...makeHit(1, { url: image('recorded') }), at: 1_003 });
    hits.onList(
      of([
        listed(image('recorded'), 1_000),
        listed(image('lost'), 2_000),
        listed('https://shop.test/logo.png', 2_000),
        listed(image('heard by this background'), BEGAN + 1),
      ]),
    );
    expect(hits.takeMissing(BEGAN)).toEqual([2_000]);
    expect(hits.takeMissing(BEGAN)).toEqual([]);
  });

  it('are told apart by their time where their address is one, as that of a beacon', () => {
    const hits = createListedHits(() => []);
    const beacon = { isImage: false };
    hits.onList(
      of([listed(TR, 1_000, beacon), listed(TR, 3_000, beacon), listed(TR, 3_010, beacon)]),
    );
    hits.onHit({ ...makeHit(1, { url: TR, method: 'POST' }), at: 1_002 });
    hits.onHit({ ...makeHit(2, { url: TR, method: 'POST' }), at: 3_004 });
    expect(hits.takeMissing(BEGAN)).toEqual([3_010]);
  });

  it('are one hit where the image came out of the browser’s memory', () => {
    const hits = createListedHits(() => []);
    hits.onHit({ ...makeHit(1, { url: image('once') }), at: 1_000 });
    hits.onList(of([listed(image('once'), 1_000), listed(image('once'), 5_000)]));
    expect(hits.takeMissing(BEGAN)).toEqual([]);
  });

  it('are one hit where DevTools saw it end, too, and missing where it alone did', () => {
    const hits = createListedHits(() => []);
    hits.onList(of([listed(image('both'), 1_000)]));
    hits.onRequest({ url: image('both'), method: 'GET', startedAt: 1_004 });
    hits.onRequest({ url: image('under way'), method: 'GET', startedAt: 1_010 });
    hits.onRequest({ url: image('preflight'), method: 'OPTIONS', startedAt: 1_010 });
    expect(hits.takeMissing(BEGAN)).toEqual([1_000, 1_010]);
  });

  it('went on by https where the page said http', () => {
    const hits = createListedHits(() => []);
    hits.onHit({ ...makeHit(1, { url: image('upgraded') }), at: 1_000 });
    hits.onList(of([listed(image('upgraded').replace('https:', 'http:'), 1_000)]));
    expect(hits.takeMissing(BEGAN)).toEqual([]);
  });

  it('are told already where the background had no room for what is so old', () => {
    const hits = createListedHits(() => []);
    hits.onHit({ ...makeHit(1, { url: image('kept') }), at: 3_000 });
    hits.onDropped('stream', 1);
    hits.onList(of([listed(image('dropped'), 1_000), listed(image('lost'), 4_000)]));
    expect(hits.takeMissing(BEGAN)).toEqual([4_000]);
  });

  it('are told beyond the number that the background had no room for', () => {
    const hits = createListedHits(() => []);
    hits.onHit({ ...makeHit(1, { url: image('kept') }), at: 3_000 });
    hits.onDropped('stream', 1);
    hits.onList(of([listed(image('dropped'), 1_000), listed(image('lost'), 2_000)]));
    expect(hits.takeMissing(BEGAN)).toEqual([2_000]);
  });

  it('are two where one address was asked twice in a millisecond', () => {
    const hits = createListedHits(() => []);
    const twice = [listed(image('beacon'), 1_000), listed(image('beacon'), 1_000)];
    for (const _ of [1, 2]) hits.onList(of(twice));
    expect(hits.takeMissing(BEGAN)).toEqual([1_000, 1_000]);
  });

  it('are kept where another panel asks for fewer', () => {
    const hits = createListedHits(() => []);
    hits.onList(of([listed(image('early'), 1_000), listed(image('late'), 2_000)]));
    hits.onList(of([listed(image('early'), 1_000)]));
    expect(hits.takeMissing(BEGAN)).toEqual([1_000, 2_000]);
  });

  it('are one hit where a document says its list again, and two where two documents list one each', () => {
    const hits = createListedHits(() => []);
    for (const _ of [1, 2]) hits.onList(of([listed(image('lost'), 1_000)]));
    hits.onList(of([listed(image('lost'), 1_010)], 'another'));
    expect(hits.takeMissing(BEGAN)).toEqual([1_000, 1_010]);
  });

  it('are none where the profile mutes their endpoint', () => {
    const hits = createListedHits(() => [
      { vendor: 'meta', host: 'www.facebook.com', source: 'profile', muted: true },
    ]);
    hits.onList(of([listed(image('muted'), 1_000)]));
    expect(hits.takeMissing(BEGAN)).toEqual([]);
  });
});
