import type { Analysis } from '../../../analysis/analysis.ts';
import type { Entry } from '../../../session/entry.ts';
import { describeEntry } from '../../text/describe-entry.ts';
import { formatRelative } from '../../text/format-time.ts';
import { outcomeWords } from '../../text/hit-words.ts';
import { t } from '../../text/language.ts';
import { stateWords } from '../../text/state-words.ts';
import type { LaneIndex } from './lane-index.ts';
import type { TimeWindow } from './time-window.ts';

/** An entry in one line, as the status line and the tip say it. */
export function describeMarked(
  entry: Entry,
  origin: number,
  analysis: Pick<Analysis, 'states' | 'facts'>,
): string {
  const words = t().timeline;
  const { label, command, name } = describeEntry(entry, 0);
  const parts = [
    [label, command, name]
      .filter((word) => word !== undefined && word !== '')
      .join(' ')
      .slice(0, 160),
    `${formatRelative(entry.at - origin)} s`,
  ];
  if (entry.kind === 'hit') {
    const outcome = outcomeWords(entry);
    if (outcome) parts.push(outcome.label);
    if (entry.endAt !== undefined)
      parts.push(words.took(t().say.duration(Math.max(0, entry.endAt - entry.at))));
  }
  if (entry.kind === 'call') {
    const states = new Set(analysis.states.of(entry.id).map((state) => stateWords(state).label));
    parts.push(...states);
  }
  const severity = analysis.facts.worstOf(entry.id);
  if (severity) parts.push(words.hasFinding(t().report.severity[severity]));
  return parts.join(', ');
}

/** `3 of 12 in fbq`: where the selection stands. */
export function describePosition(index: LaneIndex, position: number): string {
  const place = index.find(position);
  const lane = place && index.lanes[place.lane];
  if (!place || !lane) return '';
  return t().timeline.place(place.at + 1, lane.positions.length, lane.label);
}

/**
 * `26.3 s from +0.000`: what is on screen, counted from the session's start as the filter's `time:` is.
 * @param first time of the first entry: before it there is only room
 */
export function describeWindow(window: TimeWindow, startAt: number, first: number): string {
  const from = Math.max(first, window.from) - startAt;
  return t().timeline.window(t().say.duration(window.to - window.from), formatRelative(from));
}
