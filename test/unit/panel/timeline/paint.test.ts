import { expect, it } from 'vitest';
import { createLaneIndex } from '../../../../src/panel/model/time/lane-index.ts';
import { HEAD_PX, layOut } from '../../../../src/panel/model/time/layout.ts';
import { paint } from '../../../../src/panel/timeline/paint.ts';
import type { Scene } from '../../../../src/panel/timeline/scene.ts';
import { makePage } from '../../../session/numbered.ts';

/** A drawing that only notes upright lines through the whole plot, by colour. */
function createNotes() {
  const lines: { x: number; colour: unknown }[] = [];
  const known: Record<string, unknown> = {
    measureText: () => ({ width: 0 }),
    fillRect(x: number, y: number, width: number) {
      if (width === 1 && y === HEAD_PX) lines.push({ x, colour: known.fillStyle });
    },
  };
  const ctx = new Proxy(known, {
    get: (target, name) => target[String(name)] ?? (() => undefined),
  });
  return { ctx: ctx as unknown as CanvasRenderingContext2D, lines };
}

it('pages too close to tell apart have no lines through the plot, the others have one each', () => {
  const dense = Array.from({ length: 5_000 }, (_, n) =>
    makePage(n, { id: `d${n}:0`, page: `d${n}:0` }),
  );
  const wide = [6_000, 7_500].map((n) => makePage(n, { id: `d${n}:0`, page: `d${n}:0` }));
  const index = createLaneIndex();
  index.update([...dense, ...wide]);
  const layout = layOut({
    ...{ index, width: 1_000, height: 500, scrollTop: 0, hasBands: false },
    window: { from: 0, to: 9_000 },
  });
  const theme = new Proxy({}, { get: (_, name) => (name === 'tones' ? {} : name) });
  const { ctx, lines } = createNotes();
  paint(ctx, {
    ...{ layout, index, ticks: [], lines: [], bands: [], analysis: {}, theme },
    ...{ selected: undefined, hovered: undefined, area: undefined },
  } as unknown as Scene);
  const pages = lines.filter(({ colour }) => colour === 'line').map(({ x }) => x);
  expect(pages).toEqual([4_999, 6_000, 7_500].map((at) => Math.round(layout.xOf(at))));
});
