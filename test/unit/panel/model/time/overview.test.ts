import { describe, expect, it } from 'vitest';
import {
  OVERVIEW_COLUMNS,
  OVERVIEW_LANES,
  overviewOf,
  WEIGHT,
} from '../../../../../src/panel/model/time/overview.ts';
import type { Entry } from '../../../../../src/session/entry.ts';
import { makeCall, makeGap, makeHit, makePage } from '../../../../session/numbered.ts';
import { session } from '../../../../session/session.ts';

function overview(entries: Entry[], severities: Record<string, 'error' | 'warning' | 'info'> = {}) {
  const startAt = entries.find(({ kind }) => kind !== 'server')?.at ?? 0;
  const steps = overviewOf(entries, startAt, (id) => severities[id]);
  let count = 0;
  for (;;) {
    const step = steps.next();
    if (step.done) return { ...step.value, steps: count };
    count += 1;
  }
}

/** What stands in a lane, by column. */
function marks(lane: Uint8Array): [number, number][] {
  return [...lane].flatMap((weight, i): [number, number][] => (weight === 0 ? [] : [[i, weight]]));
}

describe('the overview', () => {
  it('has calls, hits and what was lost in their lanes, and pages as lines', () => {
    const { lanes, pages, window, startAt } = overview([
      { ...makePage(0), at: 1_000 },
      { ...makeCall(1), at: 1_500 },
      { ...makeHit(2), at: 1_600 },
      { ...makeGap(3), at: 2_000 },
    ]);
    expect(startAt).toBe(1_000);
    expect(pages).toEqual([1_000]);
    const columnOf = (at: number) =>
      Math.floor(((at - window.from) / (window.to - window.from)) * OVERVIEW_COLUMNS);
    expect(marks(lanes.call)).toEqual([
      [columnOf(1_500), WEIGHT.quiet],
      [columnOf(2_000), WEIGHT.error],
    ]);
    expect(marks(lanes.hit)).toEqual([[columnOf(1_600), WEIGHT.quiet]]);
    expect(marks(lanes.server)).toEqual([]);
  });

  it('reaches over what pages did; servers’ events of another day stand at its ends', () => {
    const [early, late] = session(`
      #a server 1234567890123456 Lead id=a
      #b server 1234567890123456 Lead id=b
    `).entries.map((entry, i) => ({ ...entry, at: 1e12 * (i * 2 + 1) }));
    if (!early || !late) throw new Error('no server events');
    const { lanes, window } = overview([
      early,
      { ...makeCall(1), at: 2e12 },
      { ...makeCall(2), at: 2e12 + 100 },
      late,
    ]);
    expect(window.to - window.from).toBeLessThan(110);
    expect(marks(lanes.server).map(([column]) => column)).toEqual([0, OVERVIEW_COLUMNS - 1]);
  });

  it('shows the gravest of what shares a column', () => {
    const at = 5_000;
    const calls = [1, 2, 3, 4].map((n) => ({ ...makeCall(n), at }));
    const found = { 'd:1': 'info', 'd:2': 'error', 'd:3': 'warning' } as const;
    expect(marks(overview(calls, found).lanes.call).map(([, weight]) => weight)).toEqual([
      WEIGHT.error,
    ]);
    expect(marks(overview(calls, { 'd:1': 'info' }).lanes.call)[0]?.[1]).toBe(WEIGHT.quiet);
  });

  it('takes many small steps, and holds an empty log and one of one moment', () => {
    const many = Array.from({ length: 10_000 }, (_, n) => ({ ...makeCall(n), at: n }));
    expect(overview(many).steps).toBeGreaterThanOrEqual(39);
    for (const entries of [[], many.slice(0, 1)])
      for (const lane of OVERVIEW_LANES)
        expect(marks(overview(entries).lanes[lane]).length).toBeLessThanOrEqual(1);
  });
});
