import { expect, it } from 'vitest';
import { readHarEntry } from '../../../../src/panel/intake/har-entry.ts';
import { DECODED_UNITS } from '../../../../src/vendors/fields.ts';

const entry = (request: object) => ({ startedDateTime: '2026-11-21T10:00:00Z', request });

it('leaves out what is no request to a server: a picture in an address may have megabytes', () => {
  for (const url of ['data:image/png;base64,AAAA', 'blob:https://shop.test/1', 'chrome://newtab/'])
    expect(readHarEntry(entry({ url, method: 'GET' }))).toBeUndefined();
  expect(readHarEntry(entry({ url: 'https://shop.test/', method: 'GET' }))).toMatchObject({
    url: 'https://shop.test/',
  });
});

it('keeps no more of a body than is decoded: most are no hits, and an upload may be large', () => {
  const text = 'x'.repeat(DECODED_UNITS * 2);
  const read = readHarEntry(
    entry({ url: 'https://shop.test/', method: 'POST', postData: { text } }),
  );
  expect(read?.body).toHaveLength(DECODED_UNITS + 1);
});
