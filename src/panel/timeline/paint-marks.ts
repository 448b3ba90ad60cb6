import type { Entry } from '../../session/entry.ts';
import { laneKeyOf } from '../model/time/lane-index.ts';
import type { LaneRow, Mark } from '../model/time/layout.ts';
import { describeEntry, formatCount } from '../text/describe-entry.ts';
import { type MarkStyle, styleOf } from './mark-style.ts';
import { shortenTo } from './paint-text.ts';
import type { Scene } from './scene.ts';

/** Up to so many single marks are named and asked for their state; beyond, nobody reads them. */
const NAMED_MARKS = 400;
/** Half of a mark's size. */
const RADIUS = 4;

/** Draws the marks of every lane. */
export function paintRows(ctx: CanvasRenderingContext2D, scene: Scene): void {
  const { layout } = scene;
  const single = layout.rows.reduce(
    (n, row) => n + row.marks.reduce((m, mark) => (mark.first === mark.last ? m + 1 : m), 0),
    0,
  );
  const isNamed = single <= NAMED_MARKS;
  for (const row of layout.rows) {
    if (row.density) paintDensity(ctx, scene, row, row.density);
    for (const [i, mark] of row.marks.entries()) {
      const nextX = row.marks[i + 1]?.x ?? layout.width;
      if (mark.first === mark.last) paintSingle(ctx, scene, { row, mark, nextX, isNamed });
      else if (isNamed) paintCount(ctx, scene, { row, mark, nextX });
    }
    paintChosen(ctx, scene, row);
  }
}

/** Half the height of one entry's bar, and what each doubling adds. */
const LOWEST_PX = 3;
const DOUBLE_PX = 1.7;

/** Merged marks: a pill, with a bar per pixel column as high as there is much. */
function paintDensity(
  ctx: CanvasRenderingContext2D,
  { layout, theme }: Scene,
  row: LaneRow,
  density: Uint32Array,
): void {
  const middle = row.y + row.height / 2;
  ctx.fillStyle = theme.tones[row.lane.tone];
  ctx.globalAlpha = 0.28;
  for (const { x, endX, first, last } of row.marks) {
    if (first === last) continue;
    ctx.beginPath();
    ctx.roundRect(x - RADIUS, middle - RADIUS, endX - x + RADIUS * 2, RADIUS * 2, RADIUS);
    ctx.fill();
  }
  ctx.globalAlpha = 1;
  // One scale for every lane and window: what is twice as high is so everywhere.
  const highest = row.height / 2 - 3;
  for (let column = 0; column < density.length; column += 1) {
    const count = density[column] as number;
    if (count === 0) continue;
    const half = Math.min(highest, LOWEST_PX + Math.log2(count) * DOUBLE_PX);
    ctx.fillRect(layout.left + column, middle - half, 1, half * 2);
  }
}

const NOTHING_KNOWN: MarkStyle = {
  shape: 'circle',
  colour: 'tone',
  isHollow: false,
  severity: undefined,
};

interface MarkPlace {
  row: LaneRow;
  mark: Mark;
  /** Where the next mark of the lane begins: names end there. */
  nextX: number;
}

/** Merged entries that are asked what became of them: of more, nobody would see one. */
const ASKED = 60;

/** The worst that became of one of them: it must not vanish among the others. */
function worstOf({ index, analysis }: Scene, { row, mark }: MarkPlace): 'bad' | 'warn' | undefined {
  let worst: 'bad' | 'warn' | undefined;
  if (mark.last - mark.first >= ASKED) return undefined;
  for (let i = mark.first; i <= mark.last; i += 1) {
    const entry = index.entries[row.lane.positions[i] as number];
    const { colour, severity } = entry ? styleOf(entry, analysis) : NOTHING_KNOWN;
    if (colour === 'bad' || severity === 'error') return 'bad';
    if (colour === 'warn' || severity === 'warning') worst = 'warn';
  }
  return worst;
}

/** `×12` behind merged marks, where there is room, and a dot where one of them went wrong. */
function paintCount(ctx: CanvasRenderingContext2D, scene: Scene, place: MarkPlace): void {
  const { theme } = scene;
  const { row, mark, nextX } = place;
  const worst = worstOf(scene, place);
  if (worst) {
    ctx.fillStyle = theme[worst];
    ctx.beginPath();
    ctx.arc(mark.endX + RADIUS + 1, row.y + row.height / 2 - RADIUS - 2, 2.5, 0, Math.PI * 2);
    ctx.fill();
  }
  const text = `×${formatCount(mark.last - mark.first + 1)}`;
  ctx.font = theme.fontSmall;
  if (mark.endX + 7 + ctx.measureText(text).width > nextX - 6) return;
  ctx.fillStyle = theme.dim;
  ctx.textAlign = 'left';
  ctx.fillText(text, mark.endX + 7, row.y + row.height / 2);
}

function paintSingle(
  ctx: CanvasRenderingContext2D,
  scene: Scene,
  { row, mark, nextX, isNamed }: MarkPlace & { isNamed: boolean },
): void {
  const { theme, layout, index, analysis } = scene;
  const entry = index.entries[row.lane.positions[mark.first] as number];
  if (!entry) return;
  const middle = row.y + row.height / 2;
  const style: MarkStyle = isNamed ? styleOf(entry, analysis) : NOTHING_KNOWN;
  const colour = style.colour === 'tone' ? theme.tones[row.lane.tone] : theme[style.colour];
  ctx.fillStyle = colour;
  if (entry.kind === 'hit' && entry.endAt !== undefined) {
    const endX = Math.min(layout.xOf(entry.endAt), nextX, layout.width);
    if (endX - mark.x > RADIUS) {
      ctx.globalAlpha = 0.35;
      ctx.fillRect(mark.x, middle - 1.5, endX - mark.x, 3);
      ctx.globalAlpha = 1;
    }
  }
  paintShape(ctx, { x: mark.x, y: middle, style, colour, ground: theme.ground });
  if (style.severity === 'error' || style.severity === 'warning') {
    ctx.fillStyle = style.severity === 'error' ? theme.bad : theme.warn;
    ctx.beginPath();
    ctx.arc(mark.x + RADIUS + 1, middle - RADIUS - 1, 2.5, 0, Math.PI * 2);
    ctx.fill();
  }
  if (isNamed) paintName(ctx, scene, { entry, x: mark.x, y: middle, nextX });
}

function paintName(
  ctx: CanvasRenderingContext2D,
  { theme }: Scene,
  place: { entry: Entry; x: number; y: number; nextX: number },
): void {
  const { entry, x, y, nextX } = place;
  const room = nextX - x - 18;
  if (room < 14) return;
  const { name, command } = describeEntry(entry, 0);
  ctx.font = theme.font;
  const text = shortenTo(ctx, (name ?? command).slice(0, 80), Math.min(room, 180));
  if (text === '') return;
  const width = ctx.measureText(text).width;
  // Lines of chains run through here: the name must stay readable.
  ctx.globalAlpha = 0.8;
  ctx.fillStyle = theme.ground;
  ctx.fillRect(x + 7, y - 7, width + 3, 14);
  ctx.globalAlpha = 1;
  ctx.fillStyle = theme.text;
  ctx.textAlign = 'left';
  ctx.fillText(text, x + 8, y);
}

function paintShape(
  ctx: CanvasRenderingContext2D,
  mark: { x: number; y: number; style: MarkStyle; colour: string; ground: string },
): void {
  const { x, y, style, colour, ground } = mark;
  traceShape(ctx, style.shape, x, y);
  ctx.fillStyle = style.isHollow ? ground : colour;
  ctx.fill();
  if (!style.isHollow) return;
  ctx.strokeStyle = colour;
  ctx.lineWidth = 2;
  ctx.stroke();
}

/** Makes a mark's outline the context's path. */
export function traceShape(
  ctx: CanvasRenderingContext2D,
  shape: MarkStyle['shape'],
  x: number,
  y: number,
): void {
  ctx.beginPath();
  switch (shape) {
    case 'circle':
      ctx.arc(x, y, RADIUS, 0, Math.PI * 2);
      break;
    case 'square':
      ctx.roundRect(x - RADIUS, y - RADIUS, RADIUS * 2, RADIUS * 2, 1.5);
      break;
    case 'diamond':
      ctx.moveTo(x, y - RADIUS - 1);
      ctx.lineTo(x + RADIUS + 1, y);
      ctx.lineTo(x, y + RADIUS + 1);
      ctx.lineTo(x - RADIUS - 1, y);
      ctx.closePath();
      break;
    case 'triangle':
      ctx.moveTo(x, y - RADIUS - 1);
      ctx.lineTo(x + RADIUS + 1, y + RADIUS);
      ctx.lineTo(x - RADIUS - 1, y + RADIUS);
      ctx.closePath();
      break;
  }
}

/** A ring around what is selected, a thinner one around what the pointer is on. */
function paintChosen(ctx: CanvasRenderingContext2D, scene: Scene, row: LaneRow): void {
  const { layout, theme, selected, hovered } = scene;
  for (const [entry, width] of [
    [hovered, 1.5],
    [selected, 2.5],
  ] as const) {
    if (!entry || laneKeyOf(entry) !== row.lane.key) continue;
    ctx.strokeStyle = theme.accent;
    ctx.lineWidth = width;
    ctx.beginPath();
    ctx.arc(layout.xOf(entry.at), row.y + row.height / 2, RADIUS + 4, 0, Math.PI * 2);
    ctx.stroke();
  }
}
