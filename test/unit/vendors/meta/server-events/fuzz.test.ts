import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { en } from '../../../../../src/language/en.ts';
import { sayFaults } from '../../../../../src/language/input.ts';
import { parseServerEvents } from '../../../../../src/vendors/meta/server-events/import.ts';

const TOKEN = 'tOkEn-0123456789-secret';

const read = async (text: string) => {
  const result = await parseServerEvents(text, { name: 'x', now: 0 });
  return { ...result, said: sayFaults(result, en) };
};

/** JSON with the token somewhere in it, as a text, a part of one, or a key. */
const tainted = fc
  .tuple(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom(TOKEN, `https://a.test/?q=${TOKEN}&r=1`, `say ${TOKEN}.`),
  )
  .chain(([value, word]) =>
    fc.constantFrom<unknown>(word, [value, word], { value, [word]: value }, { a: { b: [word] } }),
  );

const field = fc.constantFrom(
  'custom_data',
  'user_data',
  'event_id',
  'event_time',
  'event_name',
  'x',
);

/** Texts of each format, with one event, in which a field may hold anything. */
const texts = fc.tuple(field, tainted).chain(([key, value]) => {
  const event = { event_name: 'A', event_time: 1_795_240_000, [key]: value };
  const body = { data: [event, { event_name: 'B' }], access_token: TOKEN };
  const form = String(new URLSearchParams({ data: JSON.stringify([event]), access_token: TOKEN }));
  const url = `https://graph.facebook.com/v24.0/1/events?access_token=${TOKEN}`;
  return fc.constantFrom(
    JSON.stringify(body),
    form,
    `200 POST ${url} ${JSON.stringify(body)}`,
    JSON.stringify({
      batch: [{ relative_url: '1/events', body: form }, body],
      access_token: TOKEN,
    }),
    JSON.stringify({
      log: {
        entries: [
          {
            startedDateTime: 'x',
            request: {
              method: 'POST',
              url,
              postData: { mimeType: 'application/json', text: JSON.stringify({ data: [event] }) },
            },
          },
        ],
      },
    }),
  );
});

describe('whatever is imported', () => {
  it('no access token comes out', async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        expect(JSON.stringify(await read(text))).not.toContain(TOKEN);
      }),
      { numRuns: 500 },
    );
  });

  it('nothing is thrown, and what cannot be read is said', async () => {
    const cut = fc
      .tuple(texts, fc.nat(), fc.constantFrom('', '{', '"', '\n', ',', 'x'))
      .map(([text, at, put]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + put + text.slice(place + 1);
      });
    const json = fc.jsonValue().map((value) => JSON.stringify(value));
    const nested = fc
      .jsonValue()
      .map((log) => JSON.stringify({ log: { entries: [log] }, data: log }));
    await fc.assert(
      fc.asyncProperty(fc.oneof(cut, json, nested, fc.string()), async (text) => {
        const { entries, faults, said } = await read(text);
        expect(said === undefined).toBe(faults.length === 0);
        expect(said?.includes('\n') ?? false).toBe(false);
        for (const { event } of entries) expect(typeof event.event_name).toBe('string');
      }),
      { numRuns: 1_000 },
    );
  });
});
