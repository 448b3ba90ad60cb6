import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { en } from '../../../src/language/en.ts';
import { saySessionError } from '../../../src/language/input.ts';
import type { Entry } from '../../../src/session/entry.ts';
import { readSession, SessionFileError, serializeSession } from '../../../src/session/file.ts';
import { LINE_UNITS } from '../../../src/session/limits.ts';

async function read(...chunks: string[]): Promise<Entry[]> {
  const entries: Entry[] = [];
  async function* pieces() {
    yield* chunks;
  }
  for await (const some of readSession(pieces())) entries.push(...some);
  return entries;
}

async function problem(...chunks: string[]): Promise<string> {
  try {
    await read(...chunks);
  } catch (error) {
    if (error instanceof SessionFileError) return saySessionError(error, en);
    throw error;
  }
  return 'no error';
}

const page =
  '{"kind":"page","id":"d:0","at":1,"page":"d:0","event":"start","url":"https://shop.test/"}';
const call =
  '{"kind":"call","id":"d:1","at":2,"page":"d:0","source":"fbq","method":"track","args":["track","Lead"],"phase":"live"}';

describe('session file', () => {
  it('gives both forms of a hit that stands there twice, as a killed recording leaves it', async () => {
    const hit = (more: object) =>
      `${JSON.stringify({ kind: 'hit', id: 'h:0', at: 3, page: 'd:0', vendor: 'meta', method: 'GET', url: 'https://www.facebook.com/tr/', transport: 'image', events: [], ...more })}\n`;
    const entries = await read(hit({ outcome: 'pending' }), hit({ outcome: 'done' }));
    expect(entries).toMatchObject([{ outcome: 'pending' }, { outcome: 'done' }]);
  });

  it.each([
    ['a call of Segment’s library, of its message id', { kind: 'call', source: 'analytics' }, {}],
    ['an announced event, of its page', { kind: 'server', origin: 'header' }, {}],
    ['a call that has its message id', { kind: 'call', source: 'analytics', messageId: 'a' }, 2],
    ['a call of another library', { kind: 'call', source: 'fbq' }, 2],
    ['an event of a file', { kind: 'server', origin: 'import' }, 2],
  ])(
    'a second line of %s: as a killed recording leaves it, or bad input',
    async (_, about, line) => {
      const call = { method: 'track', args: [], phase: 'live' };
      const server = { event: {}, timeOf: 'receipt' };
      const more = about.kind === 'call' ? call : server;
      const text = (page: string) =>
        `${JSON.stringify({ id: 'x:1', at: 3, page, ...more, ...about })}\n`;
      if (typeof line === 'number')
        await expect(read(text('a:0'), text('b:0'))).rejects.toMatchObject({ line });
      else expect(await read(text('a:0'), text('b:0'))).toHaveLength(2);
    },
  );

  it('gives back what was written, however the text is cut into pieces', async () => {
    const entry = fc
      .record({
        n: fc.nat(),
        value: fc.jsonValue(),
        name: fc.option(fc.string(), { nil: undefined }),
      })
      .map(({ n, value, name }) => ({
        ...JSON.parse(call),
        id: `d:${n}`,
        args: [value],
        ...(name === undefined ? {} : { name }),
      }));
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(entry, { selector: ({ id }) => id, maxLength: 8 }),
        fc.array(fc.nat(2_000), { maxLength: 6 }),
        async (entries, cuts) => {
          const text = serializeSession(entries, 'test', 0);
          const ends = [...cuts.filter((cut) => cut < text.length), text.length].sort(
            (a, b) => a - b,
          );
          const chunks = ends.map((end, i) => text.slice(i === 0 ? 0 : ends[i - 1], end));
          expect(JSON.stringify(await read(...chunks))).toBe(JSON.stringify(entries));
        },
      ),
    );
  });

  it('reads a file without a header, with a byte order mark, with CRLF and without a last line feed', async () => {
    expect(await read(`\uFEFF${page}\r\n\r\n${call}`)).toHaveLength(2);
  });

  it.each([
    ['', 'line 1: the file is empty; expected an Event Loupe session'],
    ['hello', 'line 1: not JSON; expected one entry of an Event Loupe session'],
    [`${page}\n{"kind":`, 'line 2: not JSON; expected one entry of an Event Loupe session'],
    ['[1]', 'line 1: expected an object, one entry of an Event Loupe session'],
    [
      `${page}\n{"kind":"call","args":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
      'line 2: values stand deeper in each other than the 200 levels that are read',
    ],
    [
      '{}',
      'line 1: /kind: expected one of "session", "page", "call", "hit", "server", "consent", "console", "gap"',
    ],
    [
      '{"kind":"click"}',
      'line 1: /kind: "click" is not one of "session", "page", "call", "hit", "server", "consent", "console", "gap"',
    ],
    [
      `${page}\n${call.replace('"live"', '"later"')}`,
      'line 2: /phase: "later" is not one of "live", "queued"',
    ],
    [`${page}\n${call.replace('"at":2', '"at":"2"')}`, 'line 2: /at: "2" is not a number'],
    [`${page}\n${call.replace('["track","Lead"]', '{}')}`, 'line 2: /args: {} is not a list'],
    [
      `${page}\n${call.replace('"source":"fbq",', '')}`,
      'line 2: /: "source" is missing; expected one of "loyjoy", "fbq", "cbq", "dataLayer", "cact", "analytics"',
    ],
    [
      `${page}\n${call}\n${call}`,
      'line 3: /id: "d:1" stands on an earlier line too; expected a new id',
    ],
    [
      '{"kind":"session","version":99}',
      'line 1: /version: the file has version 99, this Event Loupe reads up to 1; update Event Loupe',
    ],
  ])('says what is wrong with %j', async (text, message) => {
    expect(await problem(text)).toBe(message);
  });

  it('stops at a line without an end before it has taken all memory', async () => {
    expect(await problem('x'.repeat(LINE_UNITS), 'y')).toBe(
      'line 1: longer than 8 million characters; expected one entry as JSON',
    );
  });
});
