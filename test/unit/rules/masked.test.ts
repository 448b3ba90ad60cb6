import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../src/rules/create-analysis.ts';
import { createReport } from '../../../src/rules/report.ts';
import type { Entry } from '../../../src/session/entry.ts';
import { parseSessionLine } from '../../../src/session/file.ts';
import type { Profile } from '../../../src/session/profile.ts';
import { maskEntries } from '../../../src/vendors/personal/mask.ts';
import { session } from '../../session/session.ts';
import { GOLDEN } from '../../site/review.ts';
import { broken } from '../analysis/broken-sites.ts';
import { sites } from '../analysis/correct-sites.ts';
import { RULE_CASES } from './cases.ts';

/** What is said of a session, without the values that it is said of. */
function verdictsOf(entries: readonly Entry[], profile?: Profile) {
  const analysis = createAnalysis(profile);
  analysis.add(entries);
  analysis.end();
  const report = createReport(analysis);
  return {
    summary: report.summary,
    chains: report.chains,
    matches: report.matches.map(({ entry, name, rule, verdict, parameters }) => ({
      entry,
      name,
      rule,
      verdict,
      parameters: parameters.map(({ from, to, verdict: one }) => [from, to, one]),
    })),
    pairs: report.pairs.map(({ verdict, browser, server }) => ({ verdict, browser, server })),
    consent: report.consent,
    findings: report.findings.map(({ rule, severity, entries: ids }) => [rule, severity, ids]),
  };
}

function holds(entries: readonly Entry[], profile?: Profile) {
  const masked = maskEntries(entries, { key: 'k' });
  expect(verdictsOf(masked, profile)).toEqual(verdictsOf(entries, profile));
}

describe('a masked session', () => {
  it.each(Object.keys(GOLDEN))('has the verdicts of the session: %s', (name) => {
    const file = new URL(`../../site/golden/${name}.jsonl`, import.meta.url);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    holds(lines.flatMap((line, n) => parseSessionLine(line, n + 1) ?? []));
  });

  it.each(Object.entries({ ...sites, ...broken }))(
    'has the verdicts of the site: %s',
    (_, site) => {
      const { entries, profile } = site();
      holds(entries, profile);
    },
  );

  it.each(Object.entries(RULE_CASES))('has the finding of its rule: %s', (_, one) => {
    holds(session(one.found).entries, one.profile);
    holds(session(one.near).entries, one.profile);
  });
});
