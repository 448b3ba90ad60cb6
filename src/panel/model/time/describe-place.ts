import type { Analysis } from '../../../analysis/analysis.ts';
import type { Entry } from '../../../session/entry.ts';
import { describeEntry, formatCount } from '../../text/describe-entry.ts';
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
  analysis: Pick<Analysis, 'statesOf' | 'severityOf'>,
): string {
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
      parts.push(`took ${t().say.duration(Math.max(0, entry.endAt - entry.at))}`);
  }
  if (entry.kind === 'call') {
    const states = new Set(analysis.statesOf(entry.id).map((state) => stateWords(state).label));
    parts.push(...states);
  }
  const severity = analysis.severityOf(entry.id);
  if (severity) parts.push(`has a finding (${severity})`);
  return parts.join(', ');
}

/** `3 of 12 in fbq`: where the selection stands. */
export function describePosition(index: LaneIndex, position: number): string {
  const place = index.find(position);
  const lane = place && index.lanes[place.lane];
  if (!place || !lane) return '';
  return `${formatCount(place.at + 1)} of ${formatCount(lane.positions.length)} in ${lane.label}`;
}

/** `26.3 s from +0.000`: what is on screen. */
export function describeWindow(window: TimeWindow, origin: number): string {
  const from = Math.max(0, window.from - origin);
  return `${formatSpan(window.to - window.from)} from ${formatRelative(from)} s`;
}

function formatSpan(ms: number): string {
  if (ms < 60_000) return t().say.duration(ms);
  const seconds = Math.round(ms / 1_000);
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
