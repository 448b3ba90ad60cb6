import { describe, expect, it } from 'vitest';
import { createHitRecorder } from '../../../src/recording/hit-recorder.ts';
import { createHitStreams } from '../../../src/recording/hit-streams.ts';
import type { RequestDetails } from '../../../src/recording/request-details.ts';
import { HIT_URL_UNITS } from '../../../src/session/limits.ts';
import type { Endpoint } from '../../../src/session/wire.ts';

const URL_OF = (name: string) =>
  `https://www.facebook.com/tr/?id=1234567890&ev=${name}&dl=https%3A%2F%2Fshop.test%2F`;

function details(more: Partial<RequestDetails> = {}): RequestDetails {
  return {
    requestId: '1',
    url: URL_OF('Lead'),
    method: 'GET',
    type: 'image',
    tabId: 7,
    frameId: 0,
    parentFrameId: -1,
    timeStamp: 1_000,
    documentId: 'D1',
    initiator: 'https://shop.test',
    ...more,
  };
}

const stored = new Map<string, unknown>();
function start(options: { endpoints?: Endpoint[]; showsBodies?: boolean } = {}) {
  const streams = createHitStreams({
    storage: {
      get: async () => Object.fromEntries(stored),
      set: async (items) => {
        for (const [key, value] of Object.entries(items)) stored.set(key, value);
      },
      remove: async (keys) => {
        for (const key of keys) stored.delete(key);
      },
    },
    makeKey: () => `k${Math.random()}`,
    onLine: () => undefined,
  });
  const recorder = createHitRecorder({
    streams,
    endpointsOf: () => options.endpoints ?? [],
    showsBodies: options.showsBodies ?? false,
  });
  /** The lines of every stream that still count. */
  const lines = () =>
    streams
      .all()
      .flatMap((stream) => streams.from(stream, 0))
      .flatMap(({ text }) => text.split('\n').map((line) => JSON.parse(line)))
      .filter(({ replaced }) => !replaced);
  return { streams, recorder, lines };
}

describe('the recorder of hits', () => {
  it('tells a page that the server answered with an error, and no other answer', () => {
    const { recorder, lines } = start();
    const page = { type: 'main_frame', url: 'https://shop.test/cart' };
    recorder.onCompleted(details({ ...page, statusCode: 200 }));
    recorder.onCompleted(details({ ...page, statusCode: 503 }));
    recorder.onCompleted(details({ ...page, type: 'sub_frame', statusCode: 404 }));
    expect(lines()).toMatchObject([
      { kind: 'page', event: 'answer', status: 503, url: 'https://shop.test/cart' },
    ]);
  });

  it('tells a hit when it starts and again when it has ended', () => {
    const { recorder, lines } = start();
    recorder.onBeforeRequest(details());
    expect(lines()).toEqual([
      {
        id: 0,
        at: 1_000,
        kind: 'hit',
        vendor: 'meta',
        method: 'GET',
        url: URL_OF('Lead'),
        transport: 'image',
        events: [
          {
            pixelId: '1234567890',
            eventName: 'Lead',
            parameters: { id: '1234567890', ev: 'Lead', dl: 'https://shop.test/' },
          },
        ],
        outcome: 'pending',
        frameId: 0,
        initiator: 'https://shop.test',
        sender: { documentId: 'D1', top: true, frameId: 0, url: 'https://shop.test' },
        request: '1',
      },
    ]);
    recorder.onCompleted(details({ statusCode: 200, timeStamp: 1_050 }));
    recorder.onCompleted(details({ statusCode: 200, timeStamp: 1_060 }));
    const [end, ...more] = lines();
    expect(more).toEqual([]);
    expect(end).toMatchObject({
      id: 1,
      revises: 0,
      at: 1_000,
      outcome: 'done',
      status: 200,
      endAt: 1_050,
    });
    expect(end).not.toHaveProperty('request');
  });

  it.each([
    ['nobody’s address', { url: 'https://shop.test/cart?id=1' }],
    ['a preflight', { method: 'OPTIONS' }],
    ['the browser’s own', { tabId: -1, initiator: undefined }],
  ] as [string, Partial<RequestDetails>][])('leaves alone %s', (_, more) => {
    const { recorder, lines } = start();
    recorder.onBeforeRequest(details(more));
    recorder.onCompleted(details({ ...more, statusCode: 200 }));
    recorder.onErrorOccurred(details({ ...more, error: 'net::ERR_ABORTED' }));
    expect(lines()).toEqual([]);
  });

  it.each([
    ['net::ERR_BLOCKED_BY_CLIENT', 'blocked', undefined],
    ['NS_ERROR_ABORT', 'blocked', undefined],
    ['NS_ERROR_TRACKING_URI', 'blocked', undefined],
    ['net::ERR_ABORTED', 'cancelled', undefined],
    ['NS_BINDING_ABORTED', 'cancelled', undefined],
    ['net::ERR_CONNECTION_REFUSED', 'failed', undefined],
    ['NS_ERROR_UNKNOWN_HOST', 'failed', undefined],
    ['net::ERR_FAILED', 'failed', ['arrival-unknown']],
  ])('reads %s as %s', (error, outcome, marks) => {
    const { recorder, lines } = start();
    recorder.onBeforeRequest(details());
    recorder.onErrorOccurred(details({ error }));
    expect(lines()).toMatchObject([{ outcome, error }]);
    expect(lines()[0].marks).toEqual(marks);
  });

  it('calls done what the server has answered, although the browser gave up on it then', () => {
    const { recorder, lines } = start();
    recorder.onBeforeRequest(details());
    recorder.onHeadersReceived(details({ statusCode: 500 }));
    recorder.onErrorOccurred(details({ error: 'NS_BINDING_ABORTED' }));
    expect(lines()).toMatchObject([{ outcome: 'done', status: 500, error: 'NS_BINDING_ABORTED' }]);
  });

  it('says that an answer came from the cache', () => {
    const { recorder, lines } = start();
    recorder.onBeforeRequest(details());
    recorder.onCompleted(details({ statusCode: 200, fromCache: true }));
    expect(lines()).toMatchObject([{ outcome: 'done', cached: true }]);
  });

  it('records what is blocked before anybody hears of it', () => {
    const { recorder, lines } = start();
    recorder.onErrorOccurred(details({ error: 'net::ERR_BLOCKED_BY_CLIENT' }));
    expect(lines()).toMatchObject([{ outcome: 'blocked', events: [{ eventName: 'Lead' }] }]);
  });

  it.each([
    ['in order', false],
    ['told after its target', true],
  ])('makes two hits of a redirect %s', (_, isLate) => {
    const { recorder, lines } = start();
    const redirect = () =>
      recorder.onBeforeRedirect(
        details({ statusCode: 302, redirectUrl: URL_OF('Second'), ip: '127.0.0.1' }),
      );
    recorder.onBeforeRequest(details());
    if (!isLate) redirect();
    recorder.onBeforeRequest(details({ url: URL_OF('Second') }));
    if (isLate) redirect();
    recorder.onCompleted(details({ url: URL_OF('Second'), statusCode: 200 }));
    const ends = lines().map(({ url, outcome, redirect: to }) => [url, outcome, to]);
    expect(ends.sort()).toEqual([
      [URL_OF('Lead'), 'redirected', URL_OF('Second')],
      [URL_OF('Second'), 'done', undefined],
    ]);
  });

  it('counts a request that the browser itself turns to https once', () => {
    const { recorder, lines } = start();
    const http = URL_OF('Lead').replace('https:', 'http:');
    recorder.onBeforeRequest(details({ url: http }));
    recorder.onBeforeRedirect(details({ url: http, statusCode: 307, redirectUrl: URL_OF('Lead') }));
    recorder.onBeforeRequest(details());
    recorder.onCompleted(details({ statusCode: 200 }));
    expect(lines()).toMatchObject([{ url: URL_OF('Lead'), outcome: 'done' }]);
  });

  it('ends a request that was turned to https and then stopped, once', () => {
    const { recorder, lines } = start();
    const http = URL_OF('Lead').replace('https:', 'http:');
    recorder.onBeforeRequest(details({ url: http }));
    recorder.onBeforeRedirect(details({ url: http, statusCode: 307, redirectUrl: URL_OF('Lead') }));
    recorder.onErrorOccurred(details({ error: 'net::ERR_BLOCKED_BY_CLIENT' }));
    expect(lines()).toMatchObject([{ url: URL_OF('Lead'), outcome: 'blocked' }]);
  });

  it('keeps no more of a stand-in than of an address', () => {
    const { recorder, lines } = start();
    recorder.onBeforeRequest(details());
    recorder.onBeforeRedirect(details({ redirectUrl: `data:,${'x'.repeat(HIT_URL_UNITS)}` }));
    expect(lines()[0].redirect).toHaveLength(HIT_URL_UNITS);
  });

  it('calls blocked what an extension sends to a stand-in of its own', () => {
    const { recorder, lines } = start();
    recorder.onBeforeRequest(details());
    recorder.onBeforeRedirect(details({ redirectUrl: 'data:,' }));
    expect(lines()).toMatchObject([{ outcome: 'blocked', redirect: 'data:,' }]);
  });

  const POST = { url: 'https://www.facebook.com/tr/', method: 'POST', type: 'ping' };
  const bytes = (text: string) => new TextEncoder().encode(text).buffer;
  it.each([
    [
      'a form',
      { formData: { id: ['1'], ev: ['Lead'] } },
      false,
      { kind: 'form', fields: { id: ['1'], ev: ['Lead'] } },
    ],
    [
      'text in parts',
      { raw: [{ bytes: bytes('id=1&') }, { bytes: bytes('ev=Lead') }] },
      false,
      { kind: 'text', text: 'id=1&ev=Lead' },
    ],
    ['a Blob in Chromium', { error: 'Unknown error.' }, false, { kind: 'unreadable' }],
    ['nothing told in Chromium', undefined, false, { kind: 'unreadable' }],
    ['a file', { raw: [{ file: '/etc/x' }] }, true, { kind: 'unreadable' }],
  ] as [string, RequestDetails['requestBody'], boolean, object][])(
    'reads the body of %s',
    (_, requestBody, showsBodies, body) => {
      const { recorder, lines } = start({ showsBodies });
      recorder.onBeforeRequest(details({ ...POST, ...(requestBody && { requestBody }) }));
      expect(lines()).toMatchObject([{ body }]);
    },
  );

  it('takes no body for none where the browser shows all', () => {
    const { recorder, lines } = start({ showsBodies: true });
    recorder.onBeforeRequest(details({ ...POST, url: URL_OF('Lead') }));
    expect(lines()).toHaveLength(1);
    expect(lines()[0]).not.toHaveProperty('body');
  });

  it('keeps a long body and address within bounds, marked, and decodes more than it keeps', () => {
    const { recorder, lines } = start();
    const long = 'x'.repeat(200_000);
    recorder.onBeforeRequest(
      details({ ...POST, requestBody: { raw: [{ bytes: bytes(`cd[a]=${long}&ev=Lead&id=12`) }] } }),
    );
    recorder.onBeforeRequest(details({ requestId: '2', url: `${URL_OF('Lead')}&x=${long}` }));
    const [post, get] = lines();
    expect(post.body.cut).toBe(true);
    expect(post.body.text).toHaveLength(131_072);
    expect(post.events).toMatchObject([{ eventName: 'Lead', pixelId: '12' }]);
    expect(get.url).toHaveLength(131_072);
    expect(get.marks).toContain('too-long');
  });

  it('knows a frame’s request as sent by the document around it, a service worker’s by its origin', () => {
    const { recorder, lines } = start();
    recorder.onBeforeRequest(
      details({
        type: 'sub_frame',
        method: 'POST',
        frameId: 4,
        parentFrameId: 0,
        documentId: undefined as never,
        parentDocumentId: 'D1',
      }),
    );
    recorder.onBeforeRequest(
      details({
        requestId: '2',
        type: 'xmlhttprequest',
        tabId: -1,
        frameId: -1,
        documentId: undefined as never,
      }),
    );
    expect(lines()).toMatchObject([
      { transport: 'form', frameId: 0, sender: { documentId: 'D1', frameId: 0 } },
      { joinedBy: 'origin', sender: { url: 'https://shop.test' } },
    ]);
    expect(lines()[1]).not.toHaveProperty('frameId');
  });

  it('uses endpoints that were learned', () => {
    const endpoint: Endpoint = {
      vendor: 'meta',
      host: 'metrics.shop.test',
      path: '/c',
      source: 'learned',
    };
    const request = details({ url: 'https://metrics.shop.test/c?id=1234567890&ev=Lead' });
    const [without, within] = [start(), start({ endpoints: [endpoint] })];
    for (const { recorder } of [without, within]) recorder.onBeforeRequest(request);
    expect([without.lines().length, within.lines().length]).toEqual([0, 1]);
  });

  it('tells the SDK’s library and configuration as what they are', () => {
    const { recorder, lines } = start();
    const base = 'https://connect.facebook.net';
    recorder.onBeforeRequest(details({ type: 'script', url: `${base}/en_US/fbevents.js` }));
    recorder.onBeforeRequest(
      details({ requestId: '2', type: 'script', url: `${base}/signals/config/12?v=2` }),
    );
    expect(lines()).toMatchObject([
      { role: 'library', events: [], transport: 'script' },
      { role: 'config', events: [] },
    ]);
  });

  it('tells the end of a request that an earlier worker saw the start of', async () => {
    stored.clear();
    const before = start();
    before.recorder.onBeforeRequest(details());
    before.recorder.onBeforeRequest(details({ requestId: '2', url: URL_OF('Search') }));
    before.recorder.onCompleted(details({ statusCode: 200 }));
    const after = start();
    after.recorder.resume(await after.streams.restore(0));
    after.recorder.onCompleted(details({ requestId: '2', url: URL_OF('Search'), statusCode: 204 }));
    expect(after.lines()).toMatchObject([
      { revises: 0, outcome: 'done', status: 200 },
      { revises: 1, outcome: 'done', status: 204 },
    ]);
  });

  const capi = { responseHeaders: [{ name: 'x-event-loupe-capi', value: 'Purchase:1' }] };
  it.each([
    [
      'a navigation',
      { type: 'main_frame', url: 'https://shop.test/thanks', initiator: undefined },
      true,
    ],
    ['the page’s host', { url: 'https://shop.test/api' }, true],
    ['a host below', { url: 'https://api.shop.test/' }, true],
    ['a host above', { url: 'https://shop.test/', initiator: 'https://m.shop.test' }, true],
    [
      'a host beside www',
      { url: 'https://api.shop.test/', initiator: 'https://www.shop.test' },
      true,
    ],
    ['somebody else', { url: 'https://www.facebook.com/tr/' }, false],
    ['a host that ends alike', { url: 'https://myshop.test/' }, false],
  ] as [string, Partial<RequestDetails>, boolean][])(
    'takes the word of %s for what the server sent: %j, %s',
    (_, more, isTaken) => {
      const { recorder, lines } = start();
      recorder.onAnswer(details({ type: 'xmlhttprequest', ...capi, ...more }));
      const event = { event_name: 'Purchase', event_id: '1' };
      expect(lines().map((line) => line.event)).toEqual(isTaken ? [event] : []);
    },
  );
});
