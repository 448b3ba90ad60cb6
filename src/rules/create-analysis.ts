import type { Analysis } from '../analysis/analysis.ts';
import { createAnalysis as createFactAnalysis } from '../analysis/create-analysis.ts';
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
 */
export function createAnalysis(profile: Profile = EMPTY_PROFILE): JudgedAnalysis {
  const analysis = createFactAnalysis(profile, createGrading(profile));
  const read = (language: Language) => (fact: Parameters<Analysis['gradeOf']>[0]) => {
    const severity = analysis.gradeOf(fact);
    return severity === undefined ? [] : [readFinding(fact, severity, language)];
  };
  return {
    ...analysis,
    findings: (language = ENGLISH) => analysis.facts().flatMap(read(language)),
    findingsOf: (id, language = ENGLISH) => analysis.factsOf(id).flatMap(read(language)),
  };
}
