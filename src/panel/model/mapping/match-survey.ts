import type { Analysis, Match, MatchVerdict } from '../../../analysis/analysis.ts';
import type { Entry } from '../../../session/entry.ts';
import { isWithheld } from '../../text/verdict-chips.ts';
import { createPieces, type Schedule } from '../store/schedule.ts';

/** What the list shows of a match; the parameters are read when it is chosen. */
export type MatchLine = Pick<
  Match,
  | 'entry'
  | 'source'
  | 'name'
  | 'rule'
  | 'expected'
  | 'actual'
  | 'verdict'
  | 'reason'
  | 'nearest'
  | 'notes'
> & {
  /** Parameters that were lost or changed on the way. */
  faults: number;
};

/** Every match of a session at one moment. */
export interface Survey {
  lines: readonly MatchLine[];
  verdicts: ReadonlyMap<MatchVerdict, number>;
  /** How many of the unsent ones are rightly so. */
  withheld: number;
}

export const NO_SURVEY: Survey = { lines: [], verdicts: new Map(), withheld: 0 };

/**
 * Reads every match, in pieces: to ask for all at once takes seconds in a long session.
 * @param isStale true: nobody wants the answer any more
 * @returns undefined where it was not wanted any more
 */
export async function surveyMatches(
  entries: readonly Entry[],
  analysis: Pick<Analysis, 'matches'>,
  schedule: Pick<Schedule, 'now' | 'nextTurn'>,
  isStale: () => boolean,
): Promise<Survey | undefined> {
  const lines: MatchLine[] = [];
  const verdicts = new Map<MatchVerdict, number>();
  // Entries may be put between others while we wait: those are for the next survey.
  const all = [...entries];
  const pieces = createPieces(schedule);
  for (const { id, kind } of all) {
    if (kind !== 'call' && kind !== 'hit') continue;
    for (const match of analysis.matches.of(id)) {
      // Other entries only have a part in it.
      if (match.entry !== id) continue;
      lines.push(toLine(match));
      verdicts.set(match.verdict, (verdicts.get(match.verdict) ?? 0) + 1);
    }
    if (!pieces.isOver()) continue;
    await pieces.next();
    if (isStale()) return undefined;
  }
  return { lines, verdicts, withheld: lines.filter(isWithheld).length };
}

const FAULTS: ReadonlySet<string> = new Set(['missing', 'different']);

function toLine(match: Match): MatchLine {
  const { entry, source, name, actual, verdict } = match;
  const faults = match.parameters.filter((one) => FAULTS.has(one.verdict)).length;
  const line: MatchLine = { entry, source, name, actual, verdict, faults };
  if (match.rule !== undefined) line.rule = match.rule;
  if (match.expected !== undefined) line.expected = match.expected;
  if (match.reason !== undefined) line.reason = match.reason;
  if (match.nearest !== undefined) line.nearest = match.nearest;
  if (match.notes !== undefined) line.notes = match.notes;
  return line;
}
