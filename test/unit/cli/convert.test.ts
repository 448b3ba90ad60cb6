import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { type ConvertOptions, convert } from '../../../src/cli/convert.ts';
import { parseSession } from '../../../src/cli/library.ts';
import type { Output } from '../../../src/cli/output.ts';
import { ENGLISH } from '../../../src/language/languages.ts';
import { serializeSession } from '../../../src/session/file.ts';
import { PIXEL } from '../../session/fragments.ts';
import { entries } from '../../session/session.ts';

const folder = mkdtempSync(join(tmpdir(), 'event-loupe-convert-'));
afterAll(() => rmSync(folder, { recursive: true }));
const place = (name: string) => join(folder, name);

const output: Output = {
  language: ENGLISH,
  write: () => {},
  writeAll: async () => {},
  remark: () => {},
  paint: (text) => text,
};

const SESSION = entries(`
  page https://shop.example/thanks
  fbq track Purchase {value: 9.9, currency: EUR, content_name: "=HYPERLINK(\\"http://x\\")"} {eventID: o-1}
    > hit ${PIXEL} Purchase cd={value: "9.9", note: "a, \\"b\\""} eid=o-1
  fbq track Lead {content_category: "@SUM(1)"}
    > hit ${PIXEL} Lead ud={em: "ada@home.example"}
  server ${PIXEL} Purchase id=o-1 {value: 9.9, contents: [{id: "-7", quantity: 1}]}`);
writeFileSync(place('in.jsonl'), serializeSession(SESSION, 'test', 0));

const to = (out: string, more: Partial<ConvertOptions> = {}) =>
  convert({ session: place('in.jsonl'), mask: false, out: place(out), ...more }, 'test', output);

/** A table, read back: quoted cells may hold commas, quotes and breaks. */
function readTable(text: string): Record<string, string>[] {
  const lines = text
    .trimEnd()
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare]) =>
        (quoted ?? bare ?? '').replaceAll('""', '"'),
      ),
    );
  const [head = [], ...rest] = lines;
  return rest.map((cells) => Object.fromEntries(head.map((name, i) => [name, cells[i] ?? ''])));
}

it('writes a table of every event with all of its parameters, and no formula', async () => {
  await to('out.csv');
  const text = readFileSync(place('out.csv'), 'utf8');
  const rows = readTable(text);
  expect(rows.map(({ kind, event }) => [kind, event])).toEqual([
    ['call', 'Purchase'],
    ['hit', 'Purchase'],
    ['call', 'Lead'],
    ['hit', 'Lead'],
    ['server', 'Purchase'],
  ]);
  expect(rows[0]).toMatchObject({
    page: 'https://shop.example/thanks',
    'event id': 'o-1',
    'parameter: value': '9.9',
    'parameter: content_name': '\'=HYPERLINK("http://x")',
  });
  // Every decoded parameter of a hit is in its row.
  for (const hit of SESSION.flatMap((entry) => (entry.kind === 'hit' ? entry : []))) {
    const row = rows.find(({ entry }) => entry === hit.id) ?? {};
    for (const [name, value] of Object.entries(hit.events[0]?.parameters ?? {}))
      expect([name, row[`parameter: ${name}`]?.replace(/^'/, '')]).toEqual([name, value]);
  }
  for (const row of rows)
    for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+@-]/);
});

it('writes an HTTP archive that opens as a session with the same hits', async () => {
  await to('out.har');
  const read = await parseSession(place('out.har'));
  const eventsIn = (list: readonly (typeof SESSION)[number][]) =>
    list.flatMap((entry) => (entry.kind === 'hit' ? entry.events : []));
  expect(eventsIn(read)).toEqual(eventsIn(SESSION));
});

it('writes a session, masked where it is asked for, and follows --to', async () => {
  await to('copy.txt', { to: 'session' });
  expect(await parseSession(place('copy.txt'))).toEqual(SESSION);
  await to('masked.csv', { mask: true });
  expect(readFileSync(place('masked.csv'), 'utf8')).not.toContain('ada@home.example');
  await to('masked.jsonl', { mask: true });
  expect(readFileSync(place('masked.jsonl'), 'utf8').split('\n')[0]).toContain('"masked":true');
});

it.each([
  ['none.har', [], 'none.har: no request in it'],
  [
    'other.har',
    ['https://b.example/', 'https://a.example/1', 'https://a.example/2'],
    'other.har: 3 requests in it (a.example, b.example), and no hit of Meta, Commanders Act or Segment',
  ],
])('says what %s had, in which no hit is', async (name, urls, said) => {
  const request = (url: string) => ({
    startedDateTime: '2026-01-31T12:00:00.000Z',
    request: { method: 'GET', url },
  });
  writeFileSync(place(name), JSON.stringify({ log: { entries: urls.map(request) } }));
  const remarks: string[] = [];
  await convert({ session: place(name), mask: false, out: place('empty.jsonl') }, 'test', {
    ...output,
    remark: (text) => remarks.push(text),
  });
  expect(remarks).toEqual([join(folder, said)]);
});

it('an archive in which no request can be read is no session', async () => {
  writeFileSync(place('bad.har'), JSON.stringify({ log: { entries: [{ request: {} }] } }));
  await expect(convert({ session: place('bad.har'), mask: false }, 'test', output)).rejects.toThrow(
    '/log/entries/0/request/url: expected an address like https://example.org, found nothing',
  );
});
