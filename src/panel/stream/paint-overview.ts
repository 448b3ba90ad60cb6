import { OVERVIEW_COLUMNS, OVERVIEW_LANES, type Overview, WEIGHT } from '../model/time/overview.ts';
import { ticksOf } from '../model/time/time-window.ts';
import type { CanvasTheme } from '../ui/canvas-theme.ts';

/** Height of the strip, and of the times at its top, in pixels. */
export const OVERVIEW_PX = 35;
const TIMES_PX = 13;
/** From one lane to the next; what is wrong has all of it, other marks leave a gap. */
const LANE_PX = 7;
/** Least width of a mark. */
const MARK_PX = 2;

/** A stretch of the strip, in pixels. */
export interface Area {
  from: number;
  to: number;
}

/** Draws the overview, in CSS pixels. @param area what alone is shown */
export function paintOverview(
  ctx: CanvasRenderingContext2D,
  width: number,
  overview: Overview,
  area: Area | undefined,
  theme: CanvasTheme,
): void {
  const { window, lanes, pages } = overview;
  const xOf = (at: number) => ((at - window.from) / (window.to - window.from)) * width;
  ctx.fillStyle = theme.ground;
  ctx.fillRect(0, 0, width, OVERVIEW_PX);
  ctx.font = theme.fontSmall;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  for (const { at, label } of ticksOf(window, width, overview.startAt)) {
    const x = Math.round(xOf(at));
    ctx.fillStyle = theme.lineSoft;
    ctx.fillRect(x, 0, 1, OVERVIEW_PX);
    ctx.fillStyle = theme.dim;
    if (x + 3 + ctx.measureText(label).width <= width) ctx.fillText(label, x + 3, TIMES_PX / 2);
  }
  // Below the times and quieter than the marks: there may be a page for every pixel.
  ctx.fillStyle = theme.rail;
  for (const at of pages) ctx.fillRect(Math.round(xOf(at)), TIMES_PX, 1, OVERVIEW_PX - TIMES_PX);
  OVERVIEW_LANES.forEach((lane, i) => {
    const y = TIMES_PX + i * LANE_PX;
    // The gravest last: it must not be covered.
    paintMarks(ctx, lanes[lane], WEIGHT.quiet, width, y + 1, LANE_PX - 2, theme.dim);
    paintMarks(ctx, lanes[lane], WEIGHT.warning, width, y, LANE_PX, theme.warnMark);
    paintMarks(ctx, lanes[lane], WEIGHT.error, width, y, LANE_PX, theme.bad);
  });
  if (area === undefined) return;
  ctx.globalAlpha = 0.72;
  ctx.fillStyle = theme.ground;
  ctx.fillRect(0, 0, area.from, OVERVIEW_PX);
  ctx.fillRect(area.to, 0, width - area.to, OVERVIEW_PX);
  ctx.globalAlpha = 1;
  ctx.fillStyle = theme.accent;
  ctx.fillRect(Math.round(area.from) - 1, 0, 2, OVERVIEW_PX);
  ctx.fillRect(Math.round(area.to) - 1, 0, 2, OVERVIEW_PX);
  ctx.fillRect(area.from, 0, area.to - area.from, 2);
}

/** Marks of one weight. */
function paintMarks(
  ctx: CanvasRenderingContext2D,
  lane: Uint8Array,
  weight: number,
  width: number,
  y: number,
  height: number,
  colour: string,
): void {
  ctx.fillStyle = colour;
  const step = width / OVERVIEW_COLUMNS;
  for (let i = 0; i < lane.length; i += 1)
    if (lane[i] === weight) ctx.fillRect(i * step, y, Math.max(MARK_PX, step), height);
}
