import type { Chain, ConsentCheck, Match, Pair, Summary } from '../analysis/verdicts.ts';
import { ENGLISH, type Language } from '../language/languages.ts';
import type { JudgedAnalysis } from './create-analysis.ts';
import type { Finding } from './read-finding.ts';

/** The version of the report that this build writes. */
const REPORT_VERSION = 2;

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
export function createReport(analysis: JudgedAnalysis, language: Language = ENGLISH): Report {
  return {
    version: REPORT_VERSION,
    summary: analysis.summary(),
    chains: analysis.chains(),
    matches: analysis.matches(),
    pairs: analysis.pairs(),
    consent: analysis.consent(),
    findings: analysis.findings(language),
  };
}
