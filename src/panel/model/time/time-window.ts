import { t } from '../../text/language.ts';

/** A stretch of time, in milliseconds since the epoch. */
export interface TimeWindow {
  from: number;
  to: number;
}

/**
 * What the timeline shows: everything, however much comes; or a part. A part that touches the end
 * goes on following it, as the list does.
 */
export type TimePlace = { kind: 'all' } | { kind: 'part'; window: TimeWindow; follows: boolean };

/** Times of calls are exact to about a tenth of a millisecond: below, there is nothing to see. */
const SMALLEST_MS = 0.5;
/** What a session shorter than this is drawn on, and one without entries. */
const SHORTEST_MS = 10;
/** Room at both ends, so that the first and last marks are whole. */
const PADDING = 0.02;

/** What holds the whole session, with room at both ends. */
export function wholeWindow(first: number, last: number): TimeWindow {
  const span = Math.max(last - first, SHORTEST_MS);
  const room = span * PADDING;
  return { from: first - room, to: first + span + room };
}

/** The stretch on screen. A place that lies outside of the session, such as another file's, is all of it. */
export function resolveWindow(place: TimePlace, whole: TimeWindow): TimeWindow {
  if (place.kind === 'all') return whole;
  const { window, follows } = place;
  if (window.to <= whole.from || window.from >= whole.to) return whole;
  const span = window.to - window.from;
  return follows && window.to < whole.to ? { from: whole.to - span, to: whole.to } : window;
}

/** Shows a stretch, moved and cut so that it lies within the session. */
export function placeOf(window: TimeWindow, whole: TimeWindow): TimePlace {
  const room = whole.to - whole.from;
  const span = Math.max(Math.min(SMALLEST_MS, room), window.to - window.from);
  if (span >= room) return { kind: 'all' };
  const middle = (window.from + window.to) / 2;
  const from = Math.min(whole.to - span, Math.max(whole.from, middle - span / 2));
  const to = from + span;
  return { kind: 'part', window: { from, to }, follows: to >= whole.to - span / 1_000 };
}

/**
 * Zooms about a time that stays where it is.
 * @param factor above 1 shows less time
 */
export function zoomAbout(
  window: TimeWindow,
  factor: number,
  at: number,
  whole: TimeWindow,
): TimePlace {
  const least = Math.min(SMALLEST_MS, whole.to - whole.from);
  const scale = Math.max(1 / factor, least / (window.to - window.from));
  return placeOf(
    { from: at - (at - window.from) * scale, to: at + (window.to - at) * scale },
    whole,
  );
}

/** Moves the stretch by some milliseconds; later is positive. */
export function panBy(window: TimeWindow, ms: number, whole: TimeWindow): TimePlace {
  return placeOf({ from: window.from + ms, to: window.to + ms }, whole);
}

/** Moves as little as it takes to see a time with some room around it. */
export function showTime(window: TimeWindow, at: number, whole: TimeWindow): TimePlace | undefined {
  const span = window.to - window.from;
  const room = span * 0.08;
  if (at >= window.from + room / 2 && at <= window.to - room / 2) return undefined;
  const far = at < window.from - span || at > window.to + span;
  if (far) return placeOf({ from: at - span / 2, to: at + span / 2 }, whole);
  return panBy(
    window,
    at < window.from + room ? at - room - window.from : at + room - window.to,
    whole,
  );
}

/** A line of the time axis. */
export interface Tick {
  at: number;
  label: string;
}

const STEPS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500].concat(
  [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400].map(
    (seconds) => seconds * 1_000,
  ),
);
/** A label with room around it. */
const TICK_PX = 84;

/**
 * Round times for the axis, counted from the session's start.
 * @param origin what counts as nought
 */
export function ticksOf(window: TimeWindow, widthPx: number, origin: number): Tick[] {
  const span = window.to - window.from;
  const wanted = Math.max(1, Math.floor(widthPx / TICK_PX));
  const least = span / wanted;
  const days = Math.ceil(least / 86_400_000) * 86_400_000;
  const step = least < 1 ? fineStep(least) : (STEPS_MS.find((ms) => ms >= least) ?? days);
  const ticks: Tick[] = [];
  const first = Math.ceil((window.from - origin) / step);
  for (let n = first; origin + n * step <= window.to && ticks.length < 500; n += 1)
    ticks.push({ at: origin + n * step, label: formatTick(n * step, step) });
  return ticks;
}

/** Below a millisecond: 0.5, 0.2, 0.1 … */
function fineStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((n) => n * power >= least) ?? 10;
  return factor * power;
}

/** `250 ms`, `1.5 s` (`1,5 s` in German), `2:05`, `1:02:05`: as precise as the step needs it. */
export function formatTick(ms: number, step: number): string {
  if (ms === 0) return '0';
  const sign = ms < 0 ? '−' : '';
  const size = Math.abs(ms);
  const decimals = (unit: number) =>
    Math.max(0, Math.min(4, Math.ceil(-Math.log10(step / unit) - 1e-9)));
  const { fixed } = t().say;
  if (size < 1_000 && step < 1_000) return `${sign}${fixed(size, decimals(1))} ms`;
  if (size < 60_000) return `${sign}${fixed(size / 1_000, decimals(1_000))} s`;
  const seconds = (size % 60_000) / 1_000;
  const places = decimals(1_000);
  const text = fixed(seconds, places).padStart(places === 0 ? 2 : places + 3, '0');
  const minutes = Math.floor(size / 60_000);
  if (minutes < 60) return `${sign}${minutes}:${text}`;
  return `${sign}${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${text}`;
}
