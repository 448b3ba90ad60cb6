import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import type { Har } from 'har-format';
import { describe, expect, it } from 'vitest';
import { writeHar } from '../../../../../src/panel/model/export/write-har.ts';
import type { Entry, PageEntry } from '../../../../../src/session/entry.ts';
import { makeCall, makeHit, makePage } from '../../../../session/numbered.ts';
import { richSession } from '../../../../session/rich-session.ts';

const validate = new Ajv({ strict: false, allErrors: true }).compile(
  JSON.parse(readFileSync(new URL('./har.schema.json', import.meta.url), 'utf8')),
);

async function write(entries: readonly Entry[]): Promise<Har> {
  const pages = new Map<string, PageEntry>();
  for (const entry of entries)
    if (entry.kind === 'page' && entry.event === 'start') pages.set(entry.id, entry);
  const blob = await writeHar(entries, {
    version: '0.1.0',
    isMasked: false,
    pageOf: (entry) => pages.get(entry.page),
    nextTurn: () => Promise.resolve(),
  });
  const har: unknown = JSON.parse(await blob.text());
  expect(validate(har), JSON.stringify(validate.errors?.slice(0, 5))).toBe(true);
  return har as Har;
}

describe('a HAR of a session', () => {
  it('is valid and holds every hit of a session with one of everything, in order', async () => {
    const entries = richSession();
    const hits = entries.flatMap((entry) => (entry.kind === 'hit' ? [entry] : []));
    const { log } = await write(entries);
    expect(log.entries.map((each) => each._id)).toEqual(hits.map(({ id }) => id));
    expect(log.entries.map(({ request }) => request.url)).toEqual(hits.map(({ url }) => url));
    const pages = new Set(log.pages?.map(({ id }) => id));
    expect(log.entries.every(({ pageref }) => pageref !== undefined && pages.has(pageref))).toBe(
      true,
    );
    expect(log.pages?.map(({ title }) => title)).toEqual(['https://shop.example/checkout?step=2']);
  });

  it('tells what was sent, in the places that the format has for it', async () => {
    const text = '{"event_name":"Lead ü"}';
    const { log } = await write([
      makePage(0),
      makeCall(1),
      makeHit(1_000, {
        method: 'POST',
        url: 'https://a.test/tr/?id=1&cd%5Ba%5D=b+c&id=2#x?y=1',
        contentType: 'application/json\r\nX: y',
        body: { kind: 'text', text },
        endAt: 1_040.5,
        status: 302,
        redirect: 'https://b.test/',
      }),
      makeHit(1_100, {
        method: 'POST',
        body: { kind: 'form', fields: { id: ['1'], 'cd[a]': ['x', 'y'] } },
        outcome: 'blocked',
        status: undefined,
        error: 'net::ERR_BLOCKED_BY_CLIENT',
      }),
      makeHit(1_200, { method: 'POST', body: { kind: 'unreadable', reason: 'a Blob' } }),
    ]);
    const [first, second, third] = log.entries;
    expect(first).toMatchObject({
      startedDateTime: '1970-01-01T00:00:01.000Z',
      time: 40.5,
      timings: { send: 0, wait: 40.5, receive: 0 },
      pageref: 'd:0',
    });
    expect(first?.request).toMatchObject({
      headers: [{ name: 'Content-Type', value: 'application/json X: y' }],
      queryString: [
        { name: 'id', value: '1' },
        { name: 'cd[a]', value: 'b c' },
        { name: 'id', value: '2' },
      ],
      bodySize: text.length + 1,
      postData: { mimeType: 'application/json X: y', text },
    });
    expect(first?.response).toMatchObject({ status: 302, redirectURL: 'https://b.test/' });
    expect(second?.request.postData?.params).toEqual([
      { name: 'id', value: '1' },
      { name: 'cd[a]', value: 'x' },
      { name: 'cd[a]', value: 'y' },
    ]);
    expect(second?.response.status).toBe(0);
    expect(second?._error).toBe('net::ERR_BLOCKED_BY_CLIENT');
    expect(third?.request.postData?.comment).toContain('a Blob');
  });

  it('stays valid whatever times a file claims, and without hits', async () => {
    await write([makeHit(1e300), makeHit(-5, { endAt: -100 })]);
    expect((await write([makePage(0), makeCall(1)])).log.entries).toEqual([]);
  });
});
