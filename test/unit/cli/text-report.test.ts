import { describe, expect, it } from 'vitest';
import { formatText, printable } from '../../../src/cli/text-report.ts';
import { createAnalysis } from '../../../src/rules/create-analysis.ts';
import { createReport } from '../../../src/rules/report.ts';
import type { Entry } from '../../../src/session/entry.ts';
import { gap, page, push, START_AT } from './sessions.ts';

function format(entries: Entry[]): string {
  const analysis = createAnalysis();
  analysis.add(entries);
  return formatText('session.jsonl', createReport(analysis), entries);
}

describe('the text report', () => {
  it('shows a control character of the page instead of obeying it', () => {
    const text = format([
      { ...page, url: 'https://shop.test/\u001b[2J' },
      { ...push, method: 'push\u0007\u202e' },
    ]);
    expect(text).toContain('https://shop.test/\\u001b[2J');
    expect(text).toContain('push\\u0007\\u202e 1');
    expect(printable('é ✓\n')).toBe('é ✓\\u000a');
  });

  it('names ten entries under one message and counts the others', () => {
    const gaps = Array.from({ length: 25 }, (_, index) => ({
      ...gap,
      id: `doc:gap${index * 3}`,
      from: index * 3,
      to: index * 3 + 2,
      at: START_AT + index,
    }));
    const text = format([page, ...gaps]);
    expect(text).toContain('error log/gap (25)');
    expect(text.match(/ lost \[/g)).toHaveLength(10);
    expect(text).toContain('and 15 more');
    expect(text.match(/fix: /g)).toHaveLength(1);
  });

  it('names a hit by its events and where it went, without its whole address', () => {
    const hit: Entry = {
      kind: 'hit',
      id: 'net:1',
      at: START_AT,
      page: 'doc:0',
      vendor: 'meta',
      method: 'GET',
      url: 'https://www.facebook.com/tr/?id=123456789012345&ev=purchase',
      transport: 'image',
      events: [{ pixelId: '123456789012345', eventName: 'purchase', parameters: {} }],
    };
    expect(format([page, hit])).toContain(
      'meta purchase, GET https://www.facebook.com/tr/ [net:1]',
    );
  });

  it('survives times that are none', () => {
    expect(format([page, { ...gap, at: 1e300 }])).toContain('? entries 4 to 6 lost');
  });
});
