import { firstInLane, type Lane, type LaneIndex } from './lane-index.ts';
import type { TimeWindow } from './time-window.ts';

/** Heights of the parts, in CSS pixels. */
export const AXIS_PX = 20;
export const PAGES_PX = 18;
export const HEAD_PX = AXIS_PX + PAGES_PX;
export const BANDS_PX = 22;
const LANE_MIN_PX = 24;
const LANE_MAX_PX = 38;
/** Width of the names on the left. */
const LABELS_PX = 132;
const LABELS_NARROW_PX = 92;
export const NARROW_PX = 520;

/** Marks closer than this are one. */
export const MERGE_PX = 7;
/** How far from a mark a click still means it. */
export const REACH_PX = 8;

/** One or several entries of a lane, too close together to be told apart. */
export interface Mark {
  /** Middles of the first and the last one, in pixels from the left of the canvas. */
  x: number;
  endX: number;
  /** Places in the lane's list of the first and the last one. */
  first: number;
  last: number;
}

/** A lane as it is drawn. */
export interface LaneRow {
  lane: Lane;
  y: number;
  height: number;
  marks: Mark[];
  /** Entries per pixel column of the plot, where marks were merged. */
  density: Uint32Array | undefined;
}

/** Where everything stands. */
export interface TimelineLayout {
  width: number;
  height: number;
  /** Left end of the plot: the names of the lanes stand before it. */
  left: number;
  /** Height that the lanes need, the head and the bands included. */
  contentHeight: number;
  window: TimeWindow;
  rows: LaneRow[];
  /** Top of the consent bands; undefined where there are none. */
  bandsY: number | undefined;
  xOf(at: number): number;
  timeAt(x: number): number;
}

/** What is laid out. */
export interface LayoutOptions {
  index: LaneIndex;
  window: TimeWindow;
  width: number;
  height: number;
  scrollTop: number;
  hasBands: boolean;
}

/**
 * Lays the lanes out. Each entry in sight is looked at once, so the cost follows what is in sight:
 * a hundred thousand take a few milliseconds.
 */
export function layOut(options: LayoutOptions): TimelineLayout {
  const { index, window, width, height, scrollTop, hasBands } = options;
  const left = width < NARROW_PX ? LABELS_NARROW_PX : LABELS_PX;
  const plot = Math.max(1, width - left);
  const scale = plot / (window.to - window.from);
  const xOf = (at: number) => left + (at - window.from) * scale;
  const timeAt = (x: number) => window.from + (x - left) / scale;
  const bands = hasBands ? BANDS_PX : 0;
  const count = Math.max(1, index.lanes.length);
  const room = height - HEAD_PX - bands;
  const laneHeight = Math.floor(Math.min(LANE_MAX_PX, Math.max(LANE_MIN_PX, room / count)));
  const rows = index.lanes.map((lane, i): LaneRow => {
    const y = HEAD_PX + i * laneHeight - scrollTop;
    const isInSight = y + laneHeight > HEAD_PX && y < height;
    const { marks, density } = isInSight
      ? layOutLane(lane, window, { left, plot, scale })
      : { marks: [], density: undefined };
    return { lane, y, height: laneHeight, marks, density };
  });
  const lanesEnd = HEAD_PX + index.lanes.length * laneHeight;
  return {
    width,
    height,
    left,
    contentHeight: lanesEnd + bands,
    window,
    rows,
    bandsY: hasBands ? lanesEnd - scrollTop : undefined,
    xOf,
    timeAt,
  };
}

function layOutLane(
  lane: Lane,
  window: TimeWindow,
  plot: { left: number; plot: number; scale: number },
): { marks: Mark[]; density: Uint32Array | undefined } {
  const { left, scale } = plot;
  const margin = MERGE_PX / scale;
  const { times } = lane;
  const marks: Mark[] = [];
  let density: Uint32Array | undefined;
  let mark: Mark | undefined;
  const count = (x: number) => {
    density ??= new Uint32Array(Math.ceil(plot.plot) + 1);
    const column = Math.floor(x - left);
    if (column >= 0 && column < density.length) density[column] = (density[column] as number) + 1;
  };
  const end = window.to + margin;
  for (let i = firstInLane(lane, window.from - margin); i < times.length; i += 1) {
    const at = times[i] as number;
    if (at > end) break;
    const x = left + (at - window.from) * scale;
    if (mark && x - mark.endX < MERGE_PX) {
      if (mark.first === mark.last) count(mark.x);
      count(x);
      mark.endX = x;
      mark.last = i;
    } else {
      mark = { x, endX: x, first: i, last: i };
      marks.push(mark);
    }
  }
  return { marks, density };
}

/** What stands under a point. */
export interface Target {
  row: LaneRow;
  mark: Mark;
  /** Place in the list of entries: of the one that is nearest to the point. */
  position: number;
}

/** The mark under a point of the canvas, if there is one within reach. */
export function findTarget(layout: TimelineLayout, x: number, y: number): Target | undefined {
  if (x < layout.left - REACH_PX || y < HEAD_PX) return undefined;
  const row = layout.rows.find((each) => y >= each.y && y < each.y + each.height);
  if (!row) return undefined;
  let best: Mark | undefined;
  let nearest = REACH_PX;
  for (const mark of row.marks) {
    const distance = x < mark.x ? mark.x - x : Math.max(0, x - mark.endX);
    if (distance <= nearest) {
      nearest = distance;
      best = mark;
    }
  }
  if (!best) return undefined;
  return { row, mark: best, position: nearestIn(layout, row.lane, best, x) };
}

function nearestIn(layout: TimelineLayout, lane: Lane, mark: Mark, x: number): number {
  const at = layout.timeAt(x);
  const after = Math.min(mark.last, Math.max(mark.first, firstInLane(lane, at)));
  const before = Math.max(mark.first, after - 1);
  const timeOf = (i: number) => lane.times[i] ?? 0;
  const isBefore = Math.abs(timeOf(before) - at) < Math.abs(timeOf(after) - at);
  return lane.positions[isBefore ? before : after] as number;
}
