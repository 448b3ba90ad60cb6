import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSession } from '../../src/cli/library.ts';
import { createAnalysis } from '../../src/rules/create-analysis.ts';
import { createReport } from '../../src/rules/report.ts';
import type { Entry } from '../../src/session/entry.ts';
import { session } from '../session/session.ts';

/**
 * What the panel asks the analysis for each entry, the report has: nothing that a view shows is
 * left out of the file that a pipeline keeps.
 */

const GOLDEN = join(import.meta.dirname, '../site/golden');
const files = readdirSync(GOLDEN).filter((name) => name.endsWith('.jsonl'));

function hold(entries: readonly Entry[]): void {
  const analysis = createAnalysis();
  analysis.add(entries);
  analysis.end();
  const report = createReport(analysis);
  const { troubles, ambiguities, consentTally, keyCoverage, coverage, summary } = report;
  expect({ troubles, ambiguities, consentTally, keyCoverage, summary }).toEqual({
    troubles: analysis.troubles(),
    ambiguities: analysis.chains.ambiguities(),
    consentTally: analysis.consent.tally(),
    keyCoverage: analysis.pairs.coverage(),
    summary: analysis.summary(),
  });
  for (const { rule, entries: met } of analysis.matches.coverage())
    expect(coverage).toContainEqual({ rule, seen: met.length });
  for (const { id, kind } of entries) {
    const states = report.states.filter(({ entry }) => entry === id);
    expect(states).toEqual(kind === 'call' ? analysis.states.of(id) : []);
    const chain = analysis.chains.of(id);
    if (chain !== undefined) expect(report.chains).toContainEqual(chain);
    for (const pair of analysis.pairs.of(id)) expect(report.pairs).toContainEqual(pair);
    for (const { entry, verdict, rule } of analysis.matches.of(id))
      expect(
        report.matches.some(
          (match) => match.entry === entry && match.verdict === verdict && match.rule === rule,
        ),
      ).toBe(true);
    for (const { entry, hit, verdict, atCall, atHit } of analysis.consent.of(id))
      expect(report.consent).toContainEqual(
        expect.objectContaining({
          ...{ entry, verdict, atCall },
          ...(hit === undefined ? {} : { hit }),
          ...(atHit === undefined ? {} : { atHit }),
        }),
      );
    for (const fact of analysis.facts.of(id))
      if (analysis.facts.gradeOf(fact) !== undefined)
        expect(report.findings).toContainEqual(
          expect.objectContaining({ rule: fact.rule, entries: [...fact.entries] }),
        );
  }
}

describe('what the panel knows of each entry, the report has', () => {
  it.each(files)('%s', async (name) => {
    hold(await parseSession(join(GOLDEN, name)));
  });

  it('what was lost, and what was not watched', () => {
    const { entries } = session(`
page https://shop.example/ with {tabId: 1}
fbq init 522344231566343
gap 5-8 limit
gap 9- no-goodbye
frame e https://shop.example/frame
page f https://other.example/ with {seen: requests, tabId: 1}`);
    hold(entries);
    const analysis = createAnalysis();
    analysis.add(entries);
    expect(
      createReport(analysis).documents.map(({ entry: _, address: __, ...known }) => known),
    ).toEqual([
      { top: true, isHeard: true, isWatched: true, lost: 4, isEndUnknown: true },
      { top: false, isHeard: true, isWatched: false, lost: 0, isEndUnknown: false },
      { top: true, isHeard: false, isWatched: true, lost: 0, isEndUnknown: false },
    ]);
  });
});
