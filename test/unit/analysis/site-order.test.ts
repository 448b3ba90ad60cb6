import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnalysis, type JudgedAnalysis } from '../../../src/rules/create-analysis.ts';
import type { Entry } from '../../../src/session/entry.ts';
import { broken } from './broken-sites.ts';
import { sites } from './correct-sites.ts';

/** Everything that a reader of a session sees, for whole sites, however its entries came. */

function readingOf(analysis: JudgedAnalysis) {
  const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
  return {
    summary: analysis.summary(),
    troubles: analysis.troubles(),
    findings: analysis.findings().sort(byText),
    pairs: analysis.pairs.all(),
    matches: analysis.matches.all(),
    consent: analysis.consent.all(),
    tally: analysis.consent.tally(),
  };
}

/** The hit as it is told when it starts. */
function pendingOf(entry: Entry): Entry[] {
  if (entry.kind !== 'hit') return [];
  const { outcome: _outcome, status: _status, endAt: _endAt, error: _error, ...rest } = entry;
  return [{ ...rest, outcome: 'pending' }];
}

const makers = Object.entries({ ...sites, ...broken });

describe('the order in which a site is told', () => {
  it.each(makers)('%s: shuffled, in batches, hits told twice', (_name, make) => {
    const { entries, profile } = make();
    const whole = createAnalysis(profile);
    whole.add(entries);
    const expected = readingOf(whole);
    fc.assert(
      fc.property(
        fc.array(fc.nat(), { minLength: entries.length * 2, maxLength: entries.length * 2 }),
        fc.array(fc.nat({ max: entries.length * 2 }), { maxLength: 4 }),
        fc.boolean(),
        (keys, ends, isShuffled) => {
          const told = entries.flatMap((entry, i) => {
            const key = isShuffled ? (keys[i] ?? 0) : i;
            const later = isShuffled ? key + (keys[i + entries.length] ?? 0) : i + 0.5;
            return [
              ...pendingOf(entry).map((pending) => ({ key, entry: pending })),
              { key: later, entry },
            ];
          });
          told.sort((a, b) => a.key - b.key);
          const analysis = createAnalysis(profile);
          let from = 0;
          for (const end of [...ends, told.length].sort((a, b) => a - b)) {
            analysis.add(told.slice(from, end).map(({ entry }) => entry));
            readingOf(analysis);
            from = Math.max(from, end);
          }
          expect(readingOf(analysis)).toEqual(expected);
        },
      ),
      { numRuns: 15 },
    );
  });
});
