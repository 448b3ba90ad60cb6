import { strToU8, zipSync } from 'fflate';
import { expect, it } from 'vitest';
import type { Entry } from '../../../../src/session/entry.ts';
import { looksLikeHar, readHarFile } from '../../../../src/vendors/har/har-file.ts';

const PIXEL = '123456789012345';
const SHOP = 'https://shop.example/';
const VIEW = `https://www.facebook.com/tr/?id=${PIXEL}&ev=PageView&dl=${encodeURIComponent(SHOP)}`;
const FORM = `id=${PIXEL}&ev=Purchase&eid=o-1&cd[value]=3&dl=${encodeURIComponent(SHOP)}`;
const TYPE = 'application/x-www-form-urlencoded';

/** What was read, in short: `page URL`, `hit name id`. */
const told = (entries: readonly Entry[]) =>
  entries.flatMap((entry) => {
    if (entry.kind === 'page') return `page ${entry.url}`;
    if (entry.kind !== 'hit') return [];
    return entry.events.map(({ eventName, eventId }) => `hit ${eventName} ${eventId ?? '-'}`);
  });

async function read(bytes: Uint8Array) {
  expect(looksLikeHar(new TextDecoder().decode(bytes.subarray(0, 4_000)))).toBe(true);
  return readHarFile(bytes, { name: 'visit', endpoints: [] });
}

const VISIT = [`page ${SHOP}`, 'hit PageView -', 'hit Purchase o-1'];

const snapshot = (second: number, request: object, more: object = {}) =>
  JSON.stringify({
    type: 'resource-snapshot',
    snapshot: {
      pageref: 'page@1',
      startedDateTime: `2026-11-28T10:00:0${second}.000Z`,
      time: 5,
      request: { method: 'GET', headers: [], ...request },
      response: { status: 200, headers: [], content: { mimeType: 'text/html' } },
      ...more,
    },
  });

it.each([
  ['names files', { _file: 'resources/abc.dat' }],
  ['names hashes', { _sha1: 'abc.dat' }],
])('reads a Playwright trace that %s', async (_, file) => {
  const network = [
    snapshot(0, { url: SHOP }, { _resourceType: 'document' }),
    snapshot(1, { url: VIEW }, { _resourceType: 'image' }),
    snapshot(
      2,
      {
        method: 'POST',
        url: 'https://www.facebook.com/tr/',
        postData: { mimeType: TYPE, text: '', ...file },
      },
      { _resourceType: 'fetch' },
    ),
    'cut off {',
  ].join('\n');
  const zip = zipSync({
    '0-trace.network': strToU8(network),
    'test.trace': strToU8('{}'),
    'resources/abc.dat': strToU8(FORM),
  });
  const result = await read(zip);
  expect(told(result?.entries ?? [])).toEqual(VISIT);
  expect(result?.faults).toEqual([]);
});

it('knows a zip that is no trace, and one that is cut off', async () => {
  const zip = zipSync({ 'xl/workbook.xml': strToU8('<x/>') });
  expect(await read(zip)).toBeUndefined();
  expect(await read(zip.subarray(0, 40))).toBeUndefined();
});

it.each([
  ['commas', ','],
  ['tabs', '\t'],
])('reads a table of Omnibug with %s', async (_, delimiter) => {
  const row = (...cells: string[]) => `"${cells.join(`"${delimiter}"`)}"`;
  const second = (count: number) => new Date(Date.UTC(2026, 10, 28, 10, 0, count)).toUTCString();
  const form = JSON.stringify(
    Object.fromEntries([...new URLSearchParams(FORM)].map(([name, value]) => [name, [value]])),
  ).replaceAll('"', '""');
  const text = [
    row('Omnibug v2.0.0', `Exported ${second(9)}`),
    row(
      'Event Type',
      'Provider',
      'Account',
      'Request ID',
      'Request URL',
      'POST Data',
      'Timestamp',
      'Notes',
    ),
    row('Navigation', '', '', '', SHOP, '', second(0)),
    row('PageView', 'Facebook Pixel', PIXEL, '12', VIEW, '', second(1)),
    row('Purchase', 'Facebook Pixel', PIXEL, '13', 'https://www.facebook.com/tr/', form, second(2)),
    row('Page', 'Another', '', '14', 'https://other.example/', FORM, 'no date'),
  ].join('\n');
  expect(told((await read(strToU8(text)))?.entries ?? [])).toEqual(VISIT);
});
