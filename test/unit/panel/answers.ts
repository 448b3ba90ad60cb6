import type { Analysis } from '../../../src/analysis/analysis.ts';

/** An analysis that knows nothing but what a test gives it. */
export function makeAnswers(given: Partial<Analysis> = {}): Analysis {
  return {
    profile: {},
    add: () => {},
    version: () => 0,
    summary: () => ({
      pages: 0,
      calls: 0,
      hits: 0,
      serverEvents: 0,
      chains: 0,
      lost: 0,
      findings: { error: 0, warning: 0, info: 0 },
    }),
    troubles: () => ({ unsent: 0, unpaired: 0, withoutConsent: 0 }),
    chains: () => [],
    chainOf: () => undefined,
    isChained: () => false,
    statesOf: () => [],
    ambiguities: () => [],
    matches: () => [],
    matchesOf: () => [],
    coverage: () => [],
    pairs: () => [],
    pairsOf: () => [],
    isUnpaired: () => false,
    isWithoutConsent: () => false,
    pairCoverage: () => [],
    pairsUnder: () => [],
    consent: () => [],
    consentOf: () => [],
    consentAt: () => ({}),
    consentStretches: () => [],
    consentTally: () => [],
    consentVerdictOf: () => undefined,
    findings: () => [],
    severityOf: () => undefined,
    clear: () => {},
    ...given,
  };
}
