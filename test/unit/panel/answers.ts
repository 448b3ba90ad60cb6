import { createLog } from '../../../src/analysis/log.ts';
import type { JudgedAnalysis } from '../../../src/rules/create-analysis.ts';

/** What a test gives: single answers of the analysis' groups. */
type Given = {
  [Name in keyof JudgedAnalysis]?: JudgedAnalysis[Name] extends (...args: never[]) => unknown
    ? JudgedAnalysis[Name]
    : Partial<JudgedAnalysis[Name]>;
};

/** An analysis that knows nothing but what a test gives it. */
export function makeAnswers(given: Given = {}): JudgedAnalysis {
  const { chains, states, matches, pairs, consent, facts, summary } = given;
  return {
    profile: {},
    log: createLog(),
    add: () => ({ fresh: [], revised: [] }),
    take: () => {},
    end: () => {},
    version: () => 0,
    summary:
      summary ??
      (() => ({
        pages: 0,
        calls: 0,
        hits: 0,
        serverEvents: 0,
        chains: 0,
        lost: 0,
        unsure: 0,
        findings: { error: 0, warning: 0, info: 0 },
      })),
    troubles: () => ({ unsent: 0, withheld: 0, unpaired: 0, withoutConsent: 0 }),
    chains: {
      all: () => [],
      each: () => [],
      of: () => undefined,
      has: () => false,
      ambiguities: () => [],
      ...chains,
    },
    states: { of: () => [], ...states },
    matches: { all: () => [], each: () => [], of: () => [], coverage: () => [], ...matches },
    pairs: {
      all: () => [],
      each: () => [],
      of: () => [],
      isFault: () => false,
      isUnpaired: () => false,
      coverage: () => [],
      under: () => [],
      ...pairs,
    },
    consent: {
      all: () => [],
      each: () => [],
      of: () => [],
      unwatched: () => new Set(),
      isMissing: () => false,
      at: () => ({}),
      stretches: () => [],
      tally: () => [],
      verdictOf: () => undefined,
      ...consent,
    },
    facts: {
      all: () => [],
      of: () => [],
      gradeOf: () => undefined,
      worstOf: () => undefined,
      hasOf: () => false,
      ...facts,
    },
    findings: () => [],
    findingsOf: () => [],
    clear: () => {},
  };
}
