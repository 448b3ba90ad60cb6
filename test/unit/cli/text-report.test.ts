import { describe, expect, it } from 'vitest';
import { formatText } from '../../../src/cli/text-report.ts';
import { de } from '../../../src/language/de.ts';
import { en } from '../../../src/language/en.ts';
import { LANGUAGES } from '../../../src/language/languages.ts';
import { createAnalysis } from '../../../src/rules/create-analysis.ts';
import { createReport } from '../../../src/rules/report.ts';
import type { Entry } from '../../../src/session/entry.ts';
import { visibleLine } from '../../../src/session/visible.ts';
import { entries } from '../../session/session.ts';

function format(session: Entry[]): string {
  const analysis = createAnalysis();
  analysis.add(session);
  return formatText(
    { file: 'session.jsonl', report: createReport(analysis), entries: session },
    en,
  );
}

describe('the text report', () => {
  it('shows a control character of the page instead of obeying it', () => {
    const text = format(
      entries`
        page https://shop.test/ with {url: "https://shop.test/\u001b[2J"}
        dataLayer {event: lj_open} with {method: "push\u0007\u202e"}
      `,
    );
    expect(text).toContain('https://shop.test/\\u001b[2J');
    expect(text).toContain('push\\u0007\\u202e 1');
    expect(visibleLine('é ✓\n')).toBe('é ✓\\u000a');
  });

  it('names ten entries under one message and counts the others', () => {
    const gaps = Array.from({ length: 25 }, (_, i) => `+1 gap ${i * 3}-${i * 3 + 2}`);
    const text = format(entries`
      page https://shop.test/
      ${gaps.join('\n')}
    `);
    expect(text).toContain('error log/gap (25)');
    expect(text.match(/ lost \[/g)).toHaveLength(10);
    expect(text).toContain('and 15 more');
    expect(text.match(/fix: /g)).toHaveLength(1);
  });

  it('names a hit by its events and where it went, without its whole address', () => {
    const text = format(entries`
      page https://shop.test/
      hit 123456789012345 purchase
    `);
    expect(text).toContain('meta purchase, GET https://www.facebook.com/tr/ [net:1]');
  });

  it('speaks another language, with the same verdicts and rules', () => {
    const session = entries`
      page https://shop.test/
      +1 gap 4-6
    `;
    const analysis = createAnalysis();
    analysis.add(session);
    const report = createReport(analysis, LANGUAGES.de);
    const text = formatText({ file: 'session.jsonl', report, entries: session }, de);
    expect(text).toContain('session.jsonl: 1 Seite, 0 Aufrufe, 0 Hits');
    expect(text).toContain('Befunde: 1 Fehler, 0 Warnungen, 0 Hinweise');
    expect(text).toContain('Fehler log/gap (1)\n  3 Einträge gingen verloren: ');
    expect(text).toContain('Einträge 4 bis 6 verloren [');
  });

  it('survives times that are none', () => {
    expect(format(entries`gap 4-6 with {at: 1e300}`)).toContain('? entries 4 to 6 lost');
  });
});
