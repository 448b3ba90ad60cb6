import type { Analysis, Chain, ConsentCheck, Finding, Match, Pair, Summary } from './analysis.ts';

/** The version of the report that this build writes. */
const REPORT_VERSION = 1;

/**
 * The report of `event-loupe check --format json`; report.schema.json describes it.
 */
export interface Report {
  version: typeof REPORT_VERSION;
  summary: Summary;
  chains: Chain[];
  matches: Match[];
  pairs: Pair[];
  consent: ConsentCheck[];
  findings: Finding[];
}

/** The report of what an analysis has found so far. */
export function createReport(analysis: Analysis): Report {
  return {
    version: REPORT_VERSION,
    summary: analysis.summary(),
    chains: analysis.chains(),
    matches: analysis.matches(),
    pairs: analysis.pairs(),
    consent: analysis.consent(),
    findings: analysis.findings(),
  };
}
