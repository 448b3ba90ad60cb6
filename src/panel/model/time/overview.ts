import type { Severity } from '../../../analysis/analysis.ts';
import type { Entry } from '../../../session/entry.ts';
import { isDivider } from '../../text/describe-entry.ts';
import { type TimeWindow, wholeWindow } from './time-window.ts';

/** Lanes of the overview, from the top. What was lost stands among the calls. */
export const OVERVIEW_LANES = ['call', 'hit', 'server'] as const;

/** One of them. */
export type OverviewLane = (typeof OVERVIEW_LANES)[number];

/** So many columns, however wide it is drawn: a screen's pixels, about. */
export const OVERVIEW_COLUMNS = 1_200;

/** What a column of a lane has: nothing, something, something with a warning, with an error. */
export const WEIGHT = { nothing: 0, quiet: 1, warning: 2, error: 3 } as const;

/** A session at a glance: what came when, and where something is wrong. */
export interface Overview {
  window: TimeWindow;
  /** From when times are counted. */
  startAt: number;
  lanes: Readonly<Record<OverviewLane, Uint8Array>>;
  /** Times of the dividers, at most one a column. */
  pages: readonly number[];
}

/** Entries between two steps: well below a millisecond. */
const STRIDE = 256;

/**
 * Makes the overview of a log, in steps. It reaches over what pages did: servers' events of another
 * day stand at its ends.
 */
export function* overviewOf(
  entries: readonly Entry[],
  startAt: number,
  severityOf: (id: string) => Severity | undefined,
): Generator<undefined, Overview> {
  const last = entries.findLast(({ kind }) => kind !== 'server') ?? entries.at(-1);
  const window = wholeWindow(startAt, Math.max(startAt, last?.at ?? startAt));
  const scale = OVERVIEW_COLUMNS / (window.to - window.from);
  const lanes = {
    call: new Uint8Array(OVERVIEW_COLUMNS),
    hit: new Uint8Array(OVERVIEW_COLUMNS),
    server: new Uint8Array(OVERVIEW_COLUMNS),
  };
  const pages: number[] = [];
  let pageColumn = -1;
  // More may come while this goes on: they have no place in this window.
  for (let i = 0, end = entries.length; i < end; i += 1) {
    if (i % STRIDE === 0) yield;
    const entry = entries[i] as Entry;
    const place = Math.floor((entry.at - window.from) * scale);
    const column = Math.max(0, Math.min(OVERVIEW_COLUMNS - 1, place));
    if (isDivider(entry)) {
      if (column !== pageColumn) pages.push(entry.at);
      pageColumn = column;
      continue;
    }
    const kind = entry.kind === 'gap' ? 'call' : entry.kind;
    if (kind !== 'call' && kind !== 'hit' && kind !== 'server') continue;
    const lane = lanes[kind];
    if (lane[column] === WEIGHT.error) continue;
    lane[column] = Math.max(lane[column] as number, weightOf(entry, severityOf));
  }
  return { window, startAt, lanes, pages };
}

function weightOf(entry: Entry, severityOf: (id: string) => Severity | undefined): number {
  if (entry.kind === 'gap') return WEIGHT.error;
  const severity = severityOf(entry.id);
  return severity === 'error' || severity === 'warning' ? WEIGHT[severity] : WEIGHT.quiet;
}
