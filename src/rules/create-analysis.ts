import type { Analysis, ConsentAssumption } from '../analysis/analysis.ts';
import { createAnalysis as createFactAnalysis } from '../analysis/create-analysis.ts';
import type { Fact } from '../analysis/facts/fact.ts';
import type { Log } from '../analysis/log.ts';
import { ENGLISH, type Language } from '../language/languages.ts';
import { EMPTY_PROFILE, type Profile } from '../session/profile.ts';
import { createGrading } from './grading.ts';
import { type Finding, readFinding } from './read-finding.ts';

/** An analysis whose facts are graded by the catalogue and the profile, and can be read. */
export interface JudgedAnalysis extends Analysis {
  /** All facts that speak, as a person reads them. The texts are made here. */
  findings(language?: Language): Finding[];
  findingsOf(id: string, language?: Language): Finding[];
}

/**
 * The analysis of a session under a profile.
 * @param profile another profile needs another analysis
 * @param log a log that another analysis fills; absent: its own
 * @param assumptions decisions of the visitor to be tried in place of the recorded ones
 */
export function createAnalysis(
  profile: Profile = EMPTY_PROFILE,
  log?: Log,
  assumptions: readonly ConsentAssumption[] = [],
): JudgedAnalysis {
  const analysis = createFactAnalysis(profile, createGrading(profile), log, assumptions);
  const read = (language: Language) => (fact: Fact) => {
    const severity = analysis.facts.gradeOf(fact);
    return severity === undefined ? [] : [readFinding(fact, severity, language)];
  };
  return {
    ...analysis,
    findings: (language = ENGLISH) => analysis.facts.all().flatMap(read(language)),
    findingsOf: (id, language = ENGLISH) => analysis.facts.of(id).flatMap(read(language)),
  };
}
