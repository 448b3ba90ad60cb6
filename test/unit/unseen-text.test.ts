import { describe, expect, it } from 'vitest';
import { csvPieces } from '../../src/cli/csv.ts';
import { FORMATS, writeReport } from '../../src/cli/report/formats.ts';
import { PLAIN } from '../../src/cli/text-report.ts';
import { ENGLISH } from '../../src/language/languages.ts';
import { harPieces } from '../../src/language/write-har.ts';
import { formatCurl } from '../../src/panel/detail/curl.ts';
import { createAnalysis } from '../../src/rules/create-analysis.ts';
import { createReport } from '../../src/rules/report.ts';
import { storyMarkdown, storyPage } from '../../src/rules/written/story.ts';
import type { Entry } from '../../src/session/entry.ts';
import { readSession, serializeSession } from '../../src/session/file.ts';
import { visible, visibleLine } from '../../src/session/visible.ts';
import { makeHit } from '../session/numbered.ts';
import { entries } from '../session/session.ts';

/** What a terminal obeys, old and new, and what turns a line round. */
const UNSEEN =
  '\u0000\u0007\b\u000b\r\u001b[31m\u001b]0;title\u0007\u007f\u0085\u009b2J\u061c\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069';
const TEXT = `a${UNSEEN}z`;
const OBEYED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

const json = JSON.stringify(TEXT);

/** A session whose page, calls, hits, server copies and notes all have such text. */
const SESSION: Entry[] = entries(`
  page https://shop.example/
  fbq init ${json}
  fbq track ${json} {value: ${json}, currency: ${json}} {eventID: ${json}}
  fbq track Purchase {value: ${json}, ${json}: 1}
  dataLayer {event: ${json}, x: ${json}}
  hit 1234567890123456 ${json} cd={value: ${json}} eid=${json}
  server 1234567890123456 ${json} id=${json}
`).map((entry) => ({ ...entry, note: TEXT }));

function judged() {
  const analysis = createAnalysis();
  analysis.add(SESSION);
  return { file: TEXT, report: createReport(analysis), entries: SESSION };
}

const story = {
  title: TEXT,
  about: TEXT,
  parts: [{ title: TEXT, lines: [{ text: TEXT }], rows: [[TEXT], [TEXT]], code: TEXT }],
};

const hit = makeHit(1, {
  method: 'POST',
  url: `https://a.test/${TEXT}`,
  contentType: TEXT,
  body: { kind: 'text', text: TEXT },
});

const WRITTEN: Readonly<Record<string, () => string>> = {
  ...Object.fromEntries(
    FORMATS.map((format) => [
      format,
      () =>
        [
          ...writeReport(format, [judged(), judged()], {
            language: ENGLISH,
            failOn: 'warning',
            hasBaseline: false,
            paint: PLAIN,
          }),
        ].join(''),
    ]),
  ),
  // Its lines end as a spreadsheet wants them.
  csv: () => [...csvPieces(SESSION, () => undefined)].join('').replaceAll('\r\n', '\n'),
  har: () =>
    [
      ...harPieces(SESSION, {
        version: '0',
        isMasked: false,
        pageOf: () => undefined,
        words: ENGLISH.words,
      }),
    ].join(''),
  session: () => serializeSession(SESSION, 'test', 0),
  'one event as Markdown': () => storyMarkdown([story]),
  'one event as a page': () => storyPage([story], 'en'),
  'a cURL command': () => formatCurl(hit),
  'a cURL command of a form': () =>
    formatCurl({ ...hit, body: { kind: 'form', fields: { [TEXT]: [TEXT] } } }),
  'a cURL command without its body': () =>
    formatCurl({ ...hit, body: { kind: 'unreadable', reason: TEXT } }),
};

describe('text of a page that a terminal would obey, and nobody would see', () => {
  it.each(Object.keys(WRITTEN))('stands as visible escapes: %s', (form) => {
    const text = WRITTEN[form]?.() ?? '';
    expect(text).toContain('a');
    expect(OBEYED.exec(text)).toBeNull();
  });

  it('is the same text once the session is read again', async () => {
    async function* pieces() {
      yield serializeSession(SESSION, 'test', 0);
    }
    const read: Entry[] = [];
    for await (const batch of readSession(pieces())) read.push(...batch);
    expect(read).toEqual(SESSION);
  });

  it('keeps tabs and line feeds, but for what is to be one line', () => {
    expect(visible('é\t✓\n😀')).toBe('é\t✓\n😀');
    expect(visibleLine('é\t✓\n😀')).toBe('é\\u0009✓\\u000a😀');
  });
});
