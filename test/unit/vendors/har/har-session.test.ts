import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import type { Entry } from '../../../../src/session/entry.ts';
import { looksLikeHar, readHarText } from '../../../../src/vendors/har/har-file.ts';

const PIXEL = '123456789012345';
const SHOP = 'https://shop.example/';
const THANKS = 'https://shop.example/thanks';
const tr = (ev: string, dl: string, more = '') =>
  `https://www.facebook.com/tr/?id=${PIXEL}&ev=${ev}&dl=${encodeURIComponent(dl)}&rl=&if=false&ts=1&v=2.9.325${more}`;
const header = (name: string, value: string) => ({ name, value });
const time = (ms: number) => new Date(1_795_788_000_000 + ms).toISOString();

interface Written {
  at: number;
  url: string;
  method?: string;
  headers?: object[];
  postData?: object;
  status?: number;
  mimeType?: string;
  response?: object;
  more?: object;
}

/** An entry as every writer has it. */
const entry = ({ at, url, method = 'GET', status = 200, ...rest }: Written) => ({
  startedDateTime: time(at),
  time: 20,
  request: {
    method,
    url,
    httpVersion: 'HTTP/2',
    cookies: [],
    headers: rest.headers ?? [],
    queryString: [],
    headersSize: -1,
    bodySize: -1,
    ...(rest.postData && { postData: rest.postData }),
  },
  response: {
    status,
    statusText: '',
    headers: [],
    cookies: [],
    content: { size: 1, mimeType: rest.mimeType ?? 'image/gif' },
    redirectURL: '',
    ...rest.response,
  },
  cache: {},
  timings: {},
  ...rest.more,
});

const HTML = { mimeType: 'text/html; charset=utf-8' };
const FORM = `id=${PIXEL}&ev=Purchase&dl=${encodeURIComponent(THANKS)}&eid=o-1`;
const FORM_TYPE = 'application/x-www-form-urlencoded';

/** One visit as each writer writes it: shop, PageView, thanks, Purchase by POST, a blocked Lead. */
const WRITERS: Record<string, object> = {
  Chrome: {
    pages: [
      { id: 'page_1', title: SHOP, startedDateTime: time(0) },
      { id: 'page_2', title: THANKS, startedDateTime: time(1000) },
    ],
    entries: [
      entry({ at: 0, url: SHOP, ...HTML, more: { _resourceType: 'document', pageref: 'page_1' } }),
      entry({
        at: 100,
        url: tr('PageView', SHOP),
        headers: [header('Referer', SHOP)],
        more: { _resourceType: 'image', pageref: 'page_1' },
      }),
      entry({
        at: 1000,
        url: THANKS,
        ...HTML,
        more: { _resourceType: 'document', pageref: 'page_2' },
      }),
      entry({
        at: 1100,
        url: 'https://www.facebook.com/tr/',
        method: 'POST',
        postData: { mimeType: FORM_TYPE, text: FORM, params: [] },
        more: { _resourceType: 'ping', pageref: 'page_2' },
      }),
      entry({
        at: 1200,
        url: tr('Lead', THANKS),
        status: 0,
        response: { _error: 'net::ERR_BLOCKED_BY_CLIENT' },
        more: { _resourceType: 'image', pageref: 'page_2' },
      }),
    ],
  },
  Firefox: {
    pages: [{ id: 'page_1', title: 'Shop', startedDateTime: time(0) }],
    entries: [
      entry({
        at: 0,
        url: SHOP,
        ...HTML,
        headers: [
          header('Accept', 'text/html,application/xhtml+xml'),
          header('Sec-Fetch-Dest', 'document'),
        ],
        more: { pageref: 'page_1' },
      }),
      entry({
        at: 100,
        url: tr('PageView', SHOP),
        headers: [header('Referer', SHOP), header('Sec-Fetch-Dest', 'image')],
        more: { pageref: 'page_1' },
      }),
      entry({
        at: 1000,
        url: THANKS,
        ...HTML,
        headers: [header('Sec-Fetch-Dest', 'document')],
        more: { pageref: 'page_1' },
      }),
      entry({
        at: 1100,
        url: 'https://www.facebook.com/tr/',
        method: 'POST',
        headers: [header('Sec-Fetch-Dest', 'empty')],
        postData: {
          mimeType: FORM_TYPE,
          text: `Content-Type: ${FORM_TYPE}\r\nContent-Length: ${FORM.length}\r\n\r\n${FORM}`,
        },
        more: { pageref: 'page_1' },
      }),
      entry({
        at: 1200,
        url: tr('Lead', THANKS),
        status: 0,
        headers: [header('Sec-Fetch-Dest', 'image')],
        response: { _error: 'NS_ERROR_ABORT' },
        more: { pageref: 'page_1' },
      }),
    ],
  },
  'Charles, in the order in which they ended': {
    entries: [
      entry({ at: 100, url: tr('PageView', SHOP), headers: [header('Referer', SHOP)] }),
      entry({ at: 0, url: SHOP, ...HTML, headers: [header('Accept', 'text/html')] }),
      entry({
        at: 1100,
        url: 'https://www.facebook.com/tr/',
        method: 'POST',
        postData: {
          mimeType: FORM_TYPE,
          params: [...new URLSearchParams(FORM)].map(([name, value]) => ({ name, value })),
        },
      }),
      entry({ at: 1000, url: THANKS, ...HTML, headers: [header('Accept', 'text/html')] }),
      entry({
        at: 1200,
        url: tr('Lead', THANKS),
        status: 0,
        response: { _error: 'net::ERR_BLOCKED_BY_CLIENT' },
      }),
    ],
  },
  mitmproxy: {
    pages: [],
    entries: [
      entry({ at: 0, url: SHOP, ...HTML, headers: [header('accept', 'text/html,*/*')] }),
      entry({ at: 100, url: tr('PageView', SHOP), headers: [header('referer', SHOP)] }),
      entry({ at: 1000, url: THANKS, ...HTML, headers: [header('accept', 'text/html,*/*')] }),
      entry({
        at: 1100,
        url: 'https://www.facebook.com/tr/',
        method: 'POST',
        headers: [header('content-type', FORM_TYPE)],
        postData: { mimeType: FORM_TYPE, text: FORM, params: [] },
      }),
      entry({
        at: 1200,
        url: tr('Lead', THANKS),
        status: 0,
        response: { _error: 'net::ERR_BLOCKED_BY_CLIENT' },
      }),
    ],
  },
  Playwright: {
    pages: [{ id: 'page@1', title: 'Shop', startedDateTime: time(0) }],
    entries: [
      entry({
        at: 0,
        url: SHOP,
        ...HTML,
        headers: [header('sec-fetch-dest', 'document')],
        more: { pageref: 'page@1', _frameref: 'frame@1' },
      }),
      entry({
        at: 100,
        url: tr('PageView', SHOP),
        headers: [header('referer', SHOP), header('sec-fetch-dest', 'image')],
        more: { pageref: 'page@1' },
      }),
      entry({
        at: 1000,
        url: THANKS,
        ...HTML,
        headers: [header('sec-fetch-dest', 'document')],
        more: { pageref: 'page@1' },
      }),
      entry({
        at: 1100,
        url: 'https://www.facebook.com/tr/',
        method: 'POST',
        postData: { mimeType: FORM_TYPE, text: FORM, params: [{ name: 'id', value: PIXEL }] },
        more: { pageref: 'page@1' },
      }),
      entry({
        at: 1200,
        url: tr('Lead', THANKS),
        status: -1,
        response: { _failureText: 'net::ERR_BLOCKED_BY_CLIENT' },
        more: { pageref: 'page@1' },
      }),
    ],
  },
};

const write = (log: object) => JSON.stringify({ log: { version: '1.2', ...log } });
const read = (log: object) => readHarText(write(log), { name: 'visit.har', endpoints: [] });
const addressOf = (entries: Entry[], page: string) => {
  const found = entries.find(({ id }) => id === page);
  return found?.kind === 'page' ? found.url : undefined;
};

describe('a visit', () => {
  it.each(Object.entries(WRITERS))('as %s writes it', async (_, log) => {
    expect(looksLikeHar(write(log))).toBe(true);
    const { entries, faults } = await read(log);
    expect(faults).toEqual([]);
    const hits = entries.flatMap((e) => (e.kind === 'hit' ? [e] : []));
    expect(
      hits.map((hit) => [
        hit.events[0]?.eventName,
        hit.events[0]?.eventId,
        addressOf(entries, hit.page),
        hit.outcome,
        hit.status,
      ]),
    ).toEqual([
      ['PageView', undefined, SHOP, 'done', 200],
      ['Purchase', 'o-1', THANKS, 'done', 200],
      ['Lead', undefined, THANKS, 'blocked', undefined],
    ]);
    expect(entries.filter(({ kind }) => kind === 'page')).toHaveLength(2);
    expect(hits.every(({ events }) => events[0]?.pixelId === PIXEL)).toBe(true);
  });

  it('is judged by what it shows; what it cannot show is no finding, and said once', async () => {
    const analysis = createAnalysis();
    analysis.add((await read(WRITERS.Chrome ?? {})).entries);
    const rules = analysis.findings().map(({ rule }) => rule);
    expect(rules).toContain('log/requests-only');
    expect(rules).not.toContain('consent/no-source');
    expect(analysis.summary()).toMatchObject({ pages: 2, hits: 3, calls: 0, lost: 0 });
  });

  it('gives the same answers again, under the same ids', async () => {
    const ids = async () => (await read(WRITERS.Firefox ?? {})).entries.map(({ id }) => id);
    expect(await ids()).toEqual(await ids());
    expect(new Set(await ids()).size).toBe((await ids()).length);
  });
});

describe('what an archive leaves out or adds', () => {
  it('a document that is not in it is known by the hit that names it', async () => {
    const { entries } = await read({
      entries: [
        entry({ at: 100, url: tr('PageView', SHOP) }),
        entry({ at: 200, url: tr('Lead', SHOP) }),
      ],
    });
    expect(entries.filter(({ kind }) => kind === 'page')).toMatchObject([
      { url: SHOP, at: Date.parse(time(100)), seen: 'requests' },
    ]);
  });

  it('a page that the server answered with an error; a challenge that was met is none', async () => {
    const page = { ...HTML, headers: [header('sec-fetch-dest', 'document')] };
    const { entries } = await read({
      entries: [
        entry({ at: 0, url: SHOP, ...page, status: 401 }),
        entry({ at: 50, url: SHOP, ...page }),
        entry({ at: 100, url: THANKS, ...page, status: 404 }),
        entry({ at: 200, url: `${SHOP}logo`, status: 404 }),
      ],
    });
    expect(entries.filter((e) => e.kind === 'page' && e.event === 'answer')).toMatchObject([
      { url: THANKS, status: 404 },
    ]);
  });

  it('a late hit belongs to the page that it names, and a frame’s to the frame', async () => {
    const frame = 'https://pay.example/form';
    const document = [header('sec-fetch-dest', 'document')];
    const { entries } = await read({
      entries: [
        entry({ at: 0, url: SHOP, ...HTML, headers: document }),
        entry({ at: 10, url: frame, ...HTML, headers: [header('sec-fetch-dest', 'iframe')] }),
        entry({ at: 500, url: THANKS, ...HTML, headers: document }),
        entry({ at: 600, url: tr('Lead', SHOP) }),
        entry({ at: 700, url: tr('AddPaymentInfo', frame) }),
      ],
    });
    const hits = entries.flatMap((e) => (e.kind === 'hit' ? [e] : []));
    expect(hits.map(({ page }) => addressOf(entries, page))).toEqual([SHOP, frame]);
    expect(entries.find((e) => e.kind === 'page' && e.url === frame)).toMatchObject({ top: false });
  });

  it('redirects, answers from the cache, bodies that were not kept, and switches to https', async () => {
    const { entries } = await read({
      entries: [
        entry({
          at: 1,
          url: tr('A', SHOP).replace('https:', 'http:'),
          status: 307,
          response: { redirectURL: tr('A', SHOP) },
        }),
        entry({ at: 2, url: tr('A', SHOP), more: { _fromCache: 'disk' } }),
        entry({ at: 3, url: tr('B', SHOP), status: 302, response: { redirectURL: SHOP } }),
        entry({
          at: 4,
          url: 'https://www.facebook.com/tr/',
          method: 'POST',
          headers: [header('Content-Length', '512')],
        }),
        entry({ at: 5, url: tr('C', SHOP), status: 0 }),
      ],
    });
    const hits = entries.flatMap((e) => (e.kind === 'hit' ? [e] : []));
    expect(hits).toHaveLength(4);
    expect(hits[0]).toMatchObject({ status: 200, cached: true });
    expect(hits[1]).toMatchObject({ outcome: 'redirected', redirect: SHOP });
    expect(hits[2]).toMatchObject({ body: { kind: 'unreadable' } });
    expect(hits[3]).not.toHaveProperty('outcome');
  });

  it('what was posted is unknown where the archive lacks it, and that is said', async () => {
    const post = { url: 'https://www.facebook.com/tr/', method: 'POST' };
    const { entries } = await read({
      entries: [
        entry({ at: 0, url: SHOP, ...HTML, headers: [header('sec-fetch-dest', 'document')] }),
        // The size is not known here, and there it is.
        entry({ at: 1, ...post, headers: [header('Referer', SHOP)] }),
        entry({ at: 2, ...post, headers: [header('Content-Length', '512')] }),
        entry({ at: 3, ...post, url: tr('Lead', SHOP), headers: [header('Content-Length', '0')] }),
        entry({ at: 4, ...post, url: tr('Contact', SHOP) }),
      ],
    });
    const analysis = createAnalysis();
    analysis.add(entries);
    expect(
      entries.flatMap((e) => (e.kind === 'hit' ? (e.events[0]?.eventName ?? '') : [])),
    ).toEqual(['', '', 'Lead', 'Contact']);
    const told = analysis.findings().filter(({ rule }) => rule === 'log/requests-only');
    expect(told.map(({ message }) => message)).toEqual([
      expect.stringContaining('The bodies of 2 hits are not in it'),
    ]);
  });

  it('the library, its configuration, and what the site’s server announces', async () => {
    const { entries } = await read({
      entries: [
        entry({ at: 0, url: SHOP, ...HTML, headers: [header('sec-fetch-dest', 'document')] }),
        entry({ at: 1, url: 'https://connect.facebook.net/en_US/fbevents.js' }),
        entry({ at: 2, url: `https://connect.facebook.net/signals/config/${PIXEL}`, status: 404 }),
        entry({
          at: 3,
          url: 'https://api.shop.example/order',
          response: { headers: [header('Server-Timing', 'capi;desc="Purchase:o-1"')] },
        }),
        entry({
          at: 4,
          url: 'https://other.example/order',
          response: { headers: [header('Server-Timing', 'capi;desc="Lead:x"')] },
        }),
        entry({
          at: 5,
          url: `https://graph.facebook.com/v24.0/${PIXEL}/events`,
          method: 'POST',
          postData: { mimeType: 'application/json', text: '{"data":[{"event_name":"Lead"}]}' },
        }),
      ],
    });
    expect(entries.flatMap((e) => (e.kind === 'hit' ? [[e.role, e.status]] : []))).toEqual([
      ['library', 200],
      ['config', 404],
    ]);
    const server = entries.flatMap((e) => (e.kind === 'server' ? [e] : []));
    expect(server.map(({ origin, event }) => [origin, event.event_name])).toEqual([
      ['header', 'Purchase'],
      ['import', 'Lead'],
    ]);
  });

  it.each([
    ['nonsense', { entries: [null, 5, { request: 1 }, { request: { url: { toString: 1 } } }] }],
    ['odd types', { entries: [{ ...entry({ at: 1, url: SHOP }), response: 7, pageref: {} }] }],
    ['nothing', { entries: [] }],
  ])('%s breaks nothing', async (_, log) => {
    expect((await read(log)).entries.filter(({ kind }) => kind === 'hit')).toEqual([]);
  });

  it.each([
    [5, '/log/entries/1', 'object'],
    [{}, '/log/entries/1/request', 'object'],
    [{ request: {} }, '/log/entries/1/request/url', 'address'],
    [{ request: { url: '/tr/' } }, '/log/entries/1/request/url', 'address'],
    [{ request: { url: SHOP } }, '/log/entries/1/startedDateTime', 'date'],
    [{ request: { url: SHOP }, startedDateTime: 'noon' }, '/log/entries/1/startedDateTime', 'date'],
  ])('names the request that cannot be read: %j', async (bad, place, code) => {
    const read = await readHarText(
      JSON.stringify({ log: { entries: [entry({ at: 0, url: tr('Lead', SHOP) }), bad] } }),
      { name: 'a.har', endpoints: [] },
    );
    expect(read.entries.map(({ kind }) => kind).sort()).toEqual(['hit', 'page']);
    expect(read.faults).toMatchObject([{ place: ['a.har', place], expected: { code }, events: 0 }]);
  });

  it('counts the requests by host; what no server gets is neither read nor a fault', async () => {
    const urls = ['https://a.example/1', 'https://a.example/2', 'http://b.example:8080/'];
    const read = await readHarText(
      JSON.stringify({
        log: {
          entries: [...urls, 'data:text/plain,x', 'wss://a.example/s'].map((url) =>
            entry({ at: 0, url }),
          ),
        },
      }),
      { name: 'a.har', endpoints: [] },
    );
    expect(read).toMatchObject({ entries: [], faults: [] });
    expect([...read.hosts]).toEqual([
      ['a.example', 2],
      ['b.example:8080', 1],
    ]);
  });

  it('what is no HAR is told', async () => {
    for (const text of ['{"log": {', '{"log": {"entries": 5}}']) {
      const { entries, faults } = await readHarText(text, { name: 'a.har', endpoints: [] });
      expect([entries, faults.length]).toEqual([[], 1]);
    }
  });
});
