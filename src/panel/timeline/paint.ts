import type { Entry } from '../../session/entry.ts';
import { AXIS_PX, BANDS_PX, HEAD_PX, NARROW_PX, PAGES_PX } from '../model/time/layout.ts';
import { sourcesWords, verdictLabel } from '../text/consent-words.ts';
import { formatCount, pageLabel } from '../text/describe-entry.ts';
import { t } from '../text/language.ts';
import { shapeOf } from './mark-style.ts';
import { paintRows, traceShape } from './paint-marks.ts';
import { shortenTo } from './paint-text.ts';
import type { Scene } from './scene.ts';

/** Draws the timeline, in CSS pixels; the context is scaled by the caller. */
export function paint(ctx: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, theme } = scene;
  const { width, height, left } = layout;
  ctx.fillStyle = theme.ground;
  ctx.fillRect(0, 0, width, height);
  ctx.textBaseline = 'middle';
  paintGrid(ctx, scene);
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, HEAD_PX, width - left, height - HEAD_PX);
  ctx.clip();
  paintPageLines(ctx, scene);
  paintLines(ctx, scene);
  paintRows(ctx, scene);
  ctx.restore();
  paintBands(ctx, scene);
  paintNames(ctx, scene);
  paintAxis(ctx, scene);
  paintPages(ctx, scene);
  paintArea(ctx, scene);
}

function paintGrid(ctx: CanvasRenderingContext2D, { layout, ticks, theme }: Scene): void {
  ctx.fillStyle = theme.lineSoft;
  for (const { at } of ticks) {
    const x = Math.round(layout.xOf(at));
    if (x >= layout.left) ctx.fillRect(x, HEAD_PX, 1, layout.height - HEAD_PX);
  }
  for (const { y, height } of layout.rows)
    ctx.fillRect(0, Math.round(y + height) - 1, layout.width, 1);
}

function paintAxis(ctx: CanvasRenderingContext2D, { layout, ticks, theme }: Scene): void {
  const { left, width } = layout;
  ctx.fillStyle = theme.bar;
  ctx.fillRect(0, 0, width, AXIS_PX);
  ctx.fillStyle = theme.line;
  ctx.fillRect(0, AXIS_PX - 1, width, 1);
  ctx.font = theme.fontSmall;
  ctx.textAlign = 'left';
  for (const { at, label } of ticks) {
    const x = layout.xOf(at);
    if (x < left) continue;
    ctx.fillStyle = theme.line;
    ctx.fillRect(Math.round(x), AXIS_PX - 7, 1, 6);
    ctx.fillStyle = theme.dim;
    const textWidth = ctx.measureText(label).width;
    if (x + 4 + textWidth <= width) ctx.fillText(label, x + 4, AXIS_PX / 2);
  }
}

/** What a page has of the plot, from one divider to the next. */
function paintPages(ctx: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, theme, index } = scene;
  const { left, width } = layout;
  ctx.fillStyle = theme.ground;
  ctx.fillRect(0, AXIS_PX, width, PAGES_PX);
  ctx.fillStyle = theme.line;
  ctx.fillRect(0, HEAD_PX - 1, width, 1);
  ctx.font = theme.fontSmall;
  ctx.textAlign = 'left';
  ctx.fillStyle = theme.dim;
  ctx.fillText(t().timeline.pages, 10, AXIS_PX + PAGES_PX / 2);
  const middle = AXIS_PX + PAGES_PX / 2;
  eachPage(scene, (page, x, endX, before) => {
    const from = Math.max(left, x);
    const room = Math.min(width, endX) - from;
    if (room <= 0) return;
    if (x >= left) {
      ctx.fillStyle = theme.dim;
      ctx.fillRect(Math.round(x), AXIS_PX, 1, PAGES_PX - 1);
    }
    const text = shortenTo(
      ctx,
      pageText(index.entries[page], before === undefined ? undefined : index.entries[before]),
      room - 8,
    );
    ctx.fillStyle = theme.text;
    if (text !== '') ctx.fillText(text, from + 5, middle);
  });
}

function pageText(entry: Entry | undefined, before: Entry | undefined): string {
  if (entry?.kind !== 'page') return '';
  const label = pageLabel(entry.url, before?.kind === 'page' ? before.url : undefined);
  if (entry.event === 'route') return `→ ${label}`;
  return entry.event === 'return' ? `↩ ${label}` : label;
}

/** Pages with less room have no line through the plot: those of thousands would be its ground. */
const LINE_ROOM_PX = 6;

function paintPageLines(ctx: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, theme } = scene;
  ctx.fillStyle = theme.line;
  eachPage(scene, (_page, x, endX) => {
    if (x >= layout.left && endX - x >= LINE_ROOM_PX)
      ctx.fillRect(Math.round(x), HEAD_PX, 1, layout.height - HEAD_PX);
  });
}

/** Pages that have at least a pixel: a thousand of them on one pixel are one line. */
function eachPage(
  scene: Scene,
  see: (page: number, x: number, endX: number, before: number | undefined) => void,
): void {
  const { layout, index } = scene;
  const { pages, entries } = index;
  let drawnAt = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < pages.length; i += 1) {
    const page = pages[i] as number;
    const x = layout.xOf(entries[page]?.at ?? 0);
    if (x > layout.width) return;
    const next = pages[i + 1];
    const endX = next === undefined ? layout.width : layout.xOf(entries[next]?.at ?? 0);
    if (endX < layout.left || (next !== undefined && endX - drawnAt < 1)) continue;
    drawnAt = x;
    see(page, x, endX, pages[i - 1]);
  }
}

function paintNames(ctx: CanvasRenderingContext2D, { layout, theme }: Scene): void {
  const { left, height, rows, bandsY } = layout;
  ctx.fillStyle = theme.ground;
  ctx.fillRect(0, HEAD_PX, left, height - HEAD_PX);
  ctx.textAlign = 'left';
  for (const { lane, y, height: rowHeight } of rows) {
    const middle = y + rowHeight / 2;
    if (middle < HEAD_PX) continue;
    ctx.fillStyle = theme.tones[lane.tone];
    traceShape(ctx, shapeOf(lane.tone), 14, middle);
    ctx.fill();
    // Where there is little room the name is worth more than the count.
    const count = layout.width < NARROW_PX ? '' : formatCount(lane.positions.length);
    ctx.font = theme.fontSmall;
    const countWidth = count === '' ? 0 : ctx.measureText(count).width + 8;
    ctx.font = theme.fontStrong;
    const name = shortenTo(ctx, lane.name, left - 28 - countWidth);
    ctx.fillText(name, 23, middle);
    ctx.font = theme.fontSmall;
    ctx.fillStyle = theme.dim;
    ctx.textAlign = 'right';
    ctx.fillText(count, left - 7, middle);
    ctx.textAlign = 'left';
    ctx.fillStyle = theme.lineSoft;
    ctx.fillRect(0, Math.round(y + rowHeight) - 1, left, 1);
  }
  if (bandsY !== undefined && bandsY >= HEAD_PX) {
    ctx.fillStyle = theme.dim;
    ctx.fillText(shortenTo(ctx, t().timeline.consentInForce, left - 16), 10, bandsY + BANDS_PX / 2);
  }
  ctx.fillStyle = theme.line;
  ctx.fillRect(left - 1, 0, 1, height);
}

function paintLines(ctx: CanvasRenderingContext2D, { lines, theme }: Scene): void {
  for (const { fromX, fromY, toX, toY, evidence, weight } of lines) {
    ctx.globalAlpha = weight === 'faint' ? 0.45 : 1;
    ctx.strokeStyle = weight === 'faint' ? theme.dim : theme.accent;
    ctx.lineWidth = weight === 'strong' ? 2 : 1;
    ctx.setLineDash(evidence === 'order' ? [4, 3] : evidence === 'same-id' ? [1.5, 2.5] : []);
    ctx.beginPath();
    ctx.moveTo(fromX, fromY);
    // Leaves downwards and arrives from above, so that lines of one moment do not lie on another.
    const bend = (toY - fromY) / 2;
    const bow = fromY === toY ? -14 : 0;
    ctx.bezierCurveTo(fromX, fromY + bend + bow, toX, toY - bend + bow, toX, toY);
    ctx.stroke();
  }
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
}

function paintBands(ctx: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, theme, bands } = scene;
  const { bandsY, left, width } = layout;
  if (bandsY === undefined || bandsY < HEAD_PX) return;
  const grounds = {
    granted: [theme.okGround, theme.ok],
    // What the page says is no fault: only what left in spite of it is red.
    denied: [theme.closedGround, theme.text],
    undecided: [theme.warnGround, theme.warn],
    conflict: [theme.badGround, theme.bad],
    'no-source': [theme.muteGround, theme.dim],
  } as const;
  ctx.font = theme.fontStrong;
  ctx.textAlign = 'left';
  const top = bandsY + 3;
  const middle = bandsY + BANDS_PX / 2;
  let drawnTo = Number.NEGATIVE_INFINITY;
  for (const { from, to, state, sources } of bands) {
    const x = Math.max(left, layout.xOf(from));
    const endX = to === undefined ? width : Math.min(width, layout.xOf(to));
    // Those of thousands of pages share their pixels.
    if (endX <= x || endX - drawnTo < 1) continue;
    drawnTo = endX;
    const [ground, colour] = grounds[state];
    ctx.fillStyle = ground;
    ctx.fillRect(x, top, endX - x, BANDS_PX - 6);
    ctx.fillStyle = colour;
    ctx.fillRect(x, top, 2, BANDS_PX - 6);
    const text = shortenTo(
      ctx,
      `${verdictLabel(state)} · ${sourcesWords(sources)}`.slice(0, 200),
      endX - x - 12,
    );
    if (text !== '') ctx.fillText(text, x + 7, middle);
  }
  ctx.fillStyle = theme.ground;
  ctx.fillRect(0, bandsY, left, BANDS_PX);
}

function paintArea(ctx: CanvasRenderingContext2D, { layout, theme, area }: Scene): void {
  if (!area) return;
  const x = Math.max(layout.left, Math.min(area.from, area.to));
  const width = Math.abs(area.to - area.from);
  ctx.fillStyle = theme.accent;
  ctx.globalAlpha = 0.16;
  ctx.fillRect(x, 0, width, layout.height);
  ctx.globalAlpha = 1;
  ctx.fillRect(x, 0, 1, layout.height);
  ctx.fillRect(x + width, 0, 1, layout.height);
}
