import type { Language } from '../../../language/languages.ts';
import { createAnalysis, type JudgedAnalysis } from '../../../rules/create-analysis.ts';
import { createNamer, type NamedFinding } from '../../../rules/finding-id.ts';
import { readFinding } from '../../../rules/read-finding.ts';
import { coverageIn, documentsIn } from '../../../rules/report.ts';
import type { Judged } from '../../../rules/written/checked.ts';
import type { Entry } from '../../../session/entry.ts';
import type { Profile } from '../../../session/profile.ts';
import { PIECE } from '../store/book.ts';
import { createPieces, type Schedule } from '../store/schedule.ts';

/** The analysis of entries, made in pieces. */
export async function judgeEntries(
  entries: readonly Entry[],
  profile: Profile,
  schedule: Schedule,
): Promise<JudgedAnalysis> {
  const analysis = createAnalysis(profile);
  await feedAnalysis(analysis, entries, schedule);
  return analysis;
}

/**
 * Gives entries to an analysis, in pieces.
 * @param isStale true: nobody wants the answer any more
 * @returns false where it was not wanted any more
 */
export async function feedAnalysis(
  analysis: JudgedAnalysis,
  entries: readonly Entry[],
  schedule: Schedule,
  isStale: () => boolean = () => false,
): Promise<boolean> {
  const pieces = createPieces(schedule);
  for (let i = 0; i < entries.length; i += PIECE) {
    analysis.add(entries.slice(i, i + PIECE));
    // What was added is worked on when something is read: here, so that no piece grows long.
    analysis.summary();
    if (!pieces.isOver()) continue;
    await pieces.next();
    if (isStale()) return false;
  }
  return true;
}

/**
 * Judges a session for a report, in pieces so that the panel goes on answering. The entries are
 * judged as they are given: a report of masked ones has nothing in it that they do not have.
 * @param file what the session is called in the report
 */
export async function judgeSession(
  entries: readonly Entry[],
  file: string,
  { profile, language, schedule }: { profile: Profile; language: Language; schedule: Schedule },
): Promise<Judged & { analysis: JudgedAnalysis }> {
  const analysis = await judgeEntries(entries, profile, schedule);
  const pieces = createPieces(schedule);
  // A report is of the session as it is: what never happened is told too, as in `check`.
  analysis.end();
  const name = createNamer(analysis.log);
  const findings: NamedFinding[] = [];
  for (const fact of analysis.facts.all()) {
    const severity = analysis.facts.gradeOf(fact);
    if (severity !== undefined) findings.push(name(readFinding(fact, severity, language)));
    if (pieces.isOver()) await pieces.next();
  }
  return {
    file,
    entries,
    analysis,
    report: {
      summary: analysis.summary(),
      troubles: analysis.troubles(),
      documents: documentsIn(analysis),
      ambiguities: analysis.chains.ambiguities(),
      consentTally: analysis.consent.tally(),
      findings,
      coverage: coverageIn(analysis),
    },
  };
}
