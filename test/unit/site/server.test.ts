import { request } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { MISTAKES } from '../../site/mistakes.ts';
import { readFields, type Site, startSite } from '../../site/server.ts';

let site: Site;

beforeAll(async () => {
  site = await startSite();
});

afterAll(() => site.close());

beforeEach(() => {
  site.hits.length = 0;
});

const get = (path: string, init?: RequestInit) => fetch(site.url + path, init);

/** `fetch` tidies `..` away before it asks; a raw request does not. */
function statusOfRaw(path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: site.port, path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject);
    sent.end();
  });
}

const PAGES = [
  '/',
  '/product.html',
  '/frame.html',
  '/cart.html',
  '/checkout.html',
  '/chat.html',
  '/chat-legacy.html',
  '/late.html',
  '/segment.html',
  '/app.html',
];

test.each(PAGES)('serves %s, and it names no other host', async (path) => {
  const response = await get(path);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const source = (await response.text()).replaceAll(/<!--.*?-->/gs, '');
  const addresses = source.match(/https?:\/\/[^\s'"<]+/g);
  expect(addresses ?? []).toEqual([]);
});

test.each(['fbevents.js', 'gtm.js', 'tag-commander.js', 'loyjoy-widget.js'])(
  'the fake %s says that it is one, and what it does not do',
  async (name) => {
    const source = await (await get(`/vendor/${name}`)).text();
    const header = source.slice(0, source.indexOf('*/'));
    expect(header).toMatch(/^\/\*\n \* A FAKE of /);
    expect(header).toMatch(/Does not do:/);
  },
);

test('serves the real analytics.js and its settings', async () => {
  const script = await get('/vendor/segment/analytics.js/v1/demo-write-key/analytics.min.js');
  expect(script.headers.get('content-type')).toMatch(/javascript/);
  expect((await script.text()).length).toBeGreaterThan(50_000);

  const settings = await get('/vendor/segment/v1/projects/demo-write-key/settings');
  expect(await settings.json()).toMatchObject({
    integrations: { 'Segment.io': { protocol: 'http' } },
    metrics: { sampleRate: 0 },
  });
});

test('answers a pixel with a GIF and keeps the hit', async () => {
  const response = await get('/tr/?id=1&ev=Lead&cd%5Bvalue%5D=1');
  expect(response.headers.get('content-type')).toBe('image/gif');
  expect(site.hits).toMatchObject([
    { vendor: 'meta', method: 'GET', fields: { id: '1', ev: 'Lead', 'cd[value]': '1' } },
  ]);
});

test('reads forms and multipart beacons', async () => {
  await get('/tr/', { method: 'POST', body: new URLSearchParams({ ev: 'Big' }) });
  const beacon = new FormData();
  beacon.append('ev', 'Beacon');
  await get('/tr', { method: 'POST', body: beacon });
  expect(site.hits.map(({ fields }) => fields.ev)).toEqual(['Big', 'Beacon']);
});

test('keeps the order of the fields', async () => {
  const fields = await readFields('/tr/?b=1&a=2', '', Buffer.alloc(0));
  expect(Object.keys(fields)).toEqual(['b', 'a']);
});

test('reads Commanders Act beacons as JSON', async () => {
  const response = await get('/cdp/events?tc_s=1&token=t', {
    method: 'POST',
    body: '{"event":"purchase"}',
  });
  expect(response.status).toBe(200);
  expect(site.hits).toMatchObject([{ vendor: 'commanders-act', json: { event: 'purchase' } }]);
});

test('answers a preflight, which is no hit, and then takes the event', async () => {
  const preflight = await get('/v1/t', { method: 'OPTIONS', headers: { origin: 'http://shop' } });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('http://shop');
  expect(preflight.headers.get('access-control-allow-headers')).toMatch(/authorization/);
  expect(site.hits).toEqual([]);

  await get('/v1/t', { method: 'POST', body: '{"type":"track","event":"Order Completed"}' });
  expect(site.hits).toMatchObject([{ vendor: 'segment', json: { event: 'Order Completed' } }]);
});

test('a body that is not JSON is refused, not kept', async () => {
  const response = await get('/v1/t', { method: 'POST', body: 'no' });
  expect(response.status).toBe(400);
  expect(site.hits).toEqual([]);
});

test('serves nothing outside its folder', async () => {
  expect(await statusOfRaw('/../server.ts')).toBe(404);
  expect(await statusOfRaw('/..%2fserver.ts')).toBe(404);
  expect(await statusOfRaw('/missing.html')).toBe(404);
});

test('a port that is taken is an error', async () => {
  await expect(startSite({ port: site.port })).rejects.toThrow(/EADDRINUSE/);
});

test.each(Object.entries(MISTAKES))('makes the mistake %s when asked to', async (name, mistake) => {
  const [right, wrong] = await Promise.all(
    ['', `?mistake=${name}`].map(async (query) => (await get(mistake.page + query)).text()),
  );
  expect(right).toContain(mistake.find);
  expect(wrong).toBe(right?.replace(mistake.find, () => mistake.replace));
  expect(wrong).not.toBe(right);
});

test.each(['/checkout.html?mistake=none', '/cart.html?mistake=wrong-case'])(
  'says that a page cannot make a mistake: %s',
  async (path) => {
    expect((await get(path)).status).toBe(400);
  },
);
