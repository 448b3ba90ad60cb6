import { describe, expect, it } from 'vitest';
import type { Match } from '../../../../src/analysis/analysis.ts';
import { formatMatches } from '../../../../src/cli/report/matches.ts';
import { en } from '../../../../src/language/en.ts';

const match = (name: string, more: Partial<Match>): Match => ({
  entry: `d:${name}`,
  source: 'dataLayer',
  name,
  actual: [],
  proof: [],
  verdict: 'unmapped',
  parameters: [],
  ...more,
});

describe('the matches in the text report', () => {
  it('stand worst first, in columns, with what is wrong in their parameters', () => {
    const lines = formatMatches(
      [
        match('scroll', {}),
        match('purchase', {
          verdict: 'matched',
          expected: 'Purchase',
          actual: ['Purchase'],
          parameters: [
            { from: 'a', to: 'value', expected: '1', actual: '1', verdict: 'equal' },
            { from: 'b', to: 'currency', expected: 'EUR', verdict: 'missing' },
          ],
        }),
        match('lead', { verdict: 'misnamed', expected: 'Lead', actual: ['lead'], nearest: 'Lead' }),
        match('search', { verdict: 'unsent', expected: 'Search', reason: 'before-init' }),
      ],
      en.report,
    );
    expect(lines).toEqual([
      'matches: 1 misnamed, 1 unsent, 1 matched, 1 unmapped',
      '  misnamed  dataLayer lead      → Lead      sent as lead [d:lead]',
      '  unsent    dataLayer search    → Search    before-init [d:search]',
      '  matched   dataLayer purchase  → Purchase  [d:purchase]',
      '    currency missing: expected EUR',
    ]);
  });

  it('end after forty, and the rest is counted', () => {
    const many = Array.from({ length: 45 }, (_, i) => match(`e${i}`, { verdict: 'custom' }));
    const lines = formatMatches(many, en.report);
    expect(lines).toHaveLength(42);
    expect(lines.at(-1)).toBe('  and 5 more');
    expect(formatMatches([], en.report)).toEqual([]);
  });
});
