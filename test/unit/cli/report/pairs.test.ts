import { describe, expect, test } from 'vitest';
import type { Pair } from '../../../../src/analysis/analysis.ts';
import { formatPairs } from '../../../../src/cli/report/pairs.ts';
import { en } from '../../../../src/language/en.ts';
import { visibleLine } from '../../../../src/session/visible.ts';

const pair = (more: Partial<Pair>): Pair => ({
  pixelId: '123',
  eventName: 'Purchase',
  eventId: 'x',
  verdict: 'paired',
  browser: ['b'],
  server: ['s'],
  why: [],
  ...more,
});

describe('pairs in the text report', () => {
  test('nothing of nothing', () => {
    expect(formatPairs([], visibleLine, en.report)).toEqual([]);
  });

  test('counts, and the rows that are wrong with their reasons', () => {
    expect(
      formatPairs(
        [
          pair({}),
          pair({ verdict: 'browser-only', server: [] }),
          pair({ verdict: 'id-missing', eventId: '', pixelId: '', why: ['dedup/event-id-key'] }),
          pair({ verdict: 'name-mismatch', why: ['dedup/name-case'] }),
        ],
        visibleLine,
        en.report,
      ),
    ).toEqual([
      'pairs: 1 name-mismatch, 1 id-missing, 1 browser-only, 1 paired',
      '  name-mismatch Purchase "x", 123, browser 1, server 1: dedup/name-case',
      '  id-missing Purchase no id, unknown pixel, browser 1, server 1: dedup/event-id-key',
    ]);
  });

  test('many rows are counted, and control characters written out', () => {
    const rows = Array.from({ length: 12 }, () =>
      pair({ verdict: 'id-reused', eventId: '\u001b[31m' }),
    );
    const lines = formatPairs(rows, visibleLine, en.report);
    expect(lines).toHaveLength(12);
    expect(lines.at(-1)).toBe('  and 2 more id-reused');
    expect(lines[1]).toContain('\\u001b[31m');
  });
});
