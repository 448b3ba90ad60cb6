import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import { RUNS, sessionOf } from '../links/observed-run.ts';

/**
 * The recorded runs of Meta's SDK that concern consent (domain facts 2.3): what became of each call,
 * and what consent says of it. Nothing else on their pages knows of consent.
 */
const EXPECTED: Record<string, { checks: string[]; findings: string[] }> = {
  consent_revoke: { checks: ['PageView denied> denied'], findings: [] },
  // Both queued: the SDK stops at the revoke, and nothing ever leaves.
  consent_revoke_grant: {
    checks: ['PageView denied> denied', 'Lead denied> denied'],
    findings: [],
  },
  consent_after: { checks: ['PageView no-source> no-source', 'Lead denied> denied'], findings: [] },
  // The SDK refuses the word and sends: nobody has said anything about consent.
  consent_bad: { checks: ['Lead no-source>no-source no-source'], findings: ['consent/no-source'] },
};

const concerned = RUNS.filter(({ js }) => js.includes("'consent'"));

describe('the recorded runs of the real SDK under consent', () => {
  it('are all named here', () => {
    expect(concerned.map(({ name }) => name).sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  it.each(concerned)('$name', (run) => {
    const analysis = createAnalysis();
    const session = sessionOf(run);
    analysis.add(session);
    const byId = new Map(session.map((entry) => [entry.id, entry]));
    const checks = analysis.consent.all().map(({ entry, hit, atCall, atHit, verdict }) => {
      const called = byId.get(entry);
      expect(called?.kind).toBe('call');
      if (hit !== undefined) expect(byId.get(hit)?.kind).toBe('hit');
      const name = called?.kind === 'call' ? called.args[1] : '';
      return `${name} ${atCall}>${atHit ?? ''} ${verdict}`;
    });
    expect(checks).toEqual(EXPECTED[run.name]?.checks);
    const rules = analysis.findings().flatMap(({ rule }) => (/^consent/.test(rule) ? [rule] : []));
    expect(rules).toEqual(EXPECTED[run.name]?.findings);
    expect(analysis.consent.all().filter(({ hit }) => hit !== undefined)).toHaveLength(
      run.hits.length,
    );
  });

  it('say nothing against any other run but that no source was found', () => {
    for (const run of RUNS) {
      const analysis = createAnalysis();
      analysis.add(sessionOf(run));
      for (const { rule } of analysis.findings().filter(({ rule }) => /^consent/.test(rule)))
        expect(`${run.name} ${rule}`).toBe(`${run.name} consent/no-source`);
    }
  });
});
