import type { Analysis, Chain, Finding, Summary } from './analysis.ts';

/** The version of the report that this build writes. */
export const REPORT_VERSION = 1;

/**
 * The report of `event-loupe check --format json`; report.schema.json describes it. Matches, pairs
 * and consent verdicts are empty until the analysis makes them.
 */
export interface Report {
  version: typeof REPORT_VERSION;
  summary: Summary;
  chains: Chain[];
  matches: [];
  pairs: [];
  consent: [];
  findings: Finding[];
}

/** The report of what an analysis has found so far. */
export function createReport(analysis: Analysis): Report {
  return {
    version: REPORT_VERSION,
    summary: analysis.summary(),
    chains: analysis.chains(),
    matches: [],
    pairs: [],
    consent: [],
    findings: analysis.findings(),
  };
}
