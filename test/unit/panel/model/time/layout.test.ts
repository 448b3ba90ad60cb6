import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLaneIndex } from '../../../../../src/panel/model/time/lane-index.ts';
import {
  findTarget,
  HEAD_PX,
  layOut,
  MERGE_PX,
  REACH_PX,
} from '../../../../../src/panel/model/time/layout.ts';
import { moveSelection } from '../../../../../src/panel/model/time/move.ts';
import { type Entry, SOURCES, type Source } from '../../../../../src/session/entry.ts';
import { idsOf, makeCall, makeGap, makeHit, makePage } from '../../../../session/numbered.ts';
import { richSession } from '../../../../session/rich-session.ts';

function indexOf(entries: readonly Entry[]) {
  const index = createLaneIndex();
  index.update(entries);
  return index;
}

const size = { width: 1_000, height: 500, scrollTop: 0, hasBands: false };

/** Calls of any source at any time, in order. */
const sessions = fc
  .array(
    fc.tuple(fc.constantFrom<Source>(...SOURCES), fc.double({ min: 0, max: 10_000, noNaN: true })),
    {
      minLength: 1,
      maxLength: 120,
    },
  )
  .map((calls) =>
    calls.sort((a, b) => a[1] - b[1]).map(([source, at], n) => makeCall(n, { source, at })),
  );

describe('the lanes', () => {
  it('stand in the order of the chain, hits by vendor, what is lost last', () => {
    const { lanes, pages } = indexOf(richSession());
    expect(lanes.map(({ label, positions }) => `${label} ${positions.length}`)).toEqual([
      'LoyJoy 1',
      'dataLayer 3',
      'cact 1',
      'fbq 12',
      'analytics 1',
      'hit · Meta 18',
      'hit · Cmd. Act 1',
      'hit · Segment 1',
      'server 1',
      'consent 2',
      'lost 1',
    ]);
    expect(pages).toHaveLength(3);
  });

  it('are the same whether entries come at once or one by one', () => {
    const all = richSession();
    const growing: Entry[] = [];
    const index = createLaneIndex();
    for (const entry of all) {
      growing.push(entry);
      index.update(growing);
    }
    expect(index.lanes).toEqual(indexOf(all).lanes);
    index.update(all.slice(0, 5));
    expect(index.lanes).toEqual(indexOf(all.slice(0, 5)).lanes);
  });

  it('takes vendors that this version does not know, behind the known ones', () => {
    const { lanes } = indexOf([makeHit(1, { vendor: 'tiktok' }), makeHit(2), makeGap(3)]);
    expect(lanes.map(({ key }) => key)).toEqual(['hit:meta', 'hit:tiktok', 'gap']);
  });
});

describe('the layout', () => {
  it('has each entry in sight in exactly one mark, and no two marks that touch', () => {
    fc.assert(
      fc.property(
        sessions,
        fc.double({ min: 0, max: 9_000, noNaN: true }),
        fc.double({ min: 1, max: 10_000, noNaN: true }),
        (entries, from, span) => {
          const index = indexOf(entries);
          const layout = layOut({ ...size, index, window: { from, to: from + span } });
          for (const { lane, marks, density } of layout.rows) {
            const seen: number[] = [];
            for (const [i, mark] of marks.entries()) {
              for (let n = mark.first; n <= mark.last; n += 1)
                seen.push(lane.positions[n] as number);
              const next = marks[i + 1];
              if (next) expect(next.x - mark.endX).toBeGreaterThanOrEqual(MERGE_PX);
            }
            const wanted = lane.positions.filter((position) => {
              const at = entries[position]?.at ?? 0;
              return at >= from && at <= from + span;
            });
            // Beyond the edges, marks that reach into the plot are there too.
            expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
            for (const position of wanted) expect(seen).toContain(position);
            const merged = marks
              .filter(({ first, last }) => last > first)
              .flatMap(({ first, last }) => lane.positions.slice(first, last + 1))
              .filter((position) => {
                const at = entries[position]?.at ?? 0;
                return at >= from && at <= from + span;
              });
            const counted = density?.reduce((sum, count) => sum + count, 0) ?? 0;
            expect(counted).toBeGreaterThanOrEqual(merged.length);
          }
        },
      ),
    );
  });

  it('finds under a point the entry that is nearest to it, or none', () => {
    fc.assert(
      fc.property(
        sessions,
        fc.double({ min: 120, max: 999, noNaN: true }),
        fc.nat({ max: 4 }),
        (entries, x, lane) => {
          const index = indexOf(entries);
          const layout = layOut({ ...size, index, window: { from: 0, to: 10_000 } });
          const row = layout.rows[lane % layout.rows.length];
          if (!row) throw new Error('no lane');
          const target = findTarget(layout, x, row.y + row.height / 2);
          const distances = row.lane.positions.map((position) =>
            Math.abs(layout.xOf(entries[position]?.at ?? 0) - x),
          );
          const nearest = Math.min(...distances);
          if (nearest <= REACH_PX)
            expect(
              Math.abs(layout.xOf(entries[target?.position ?? -1]?.at ?? Number.NaN) - x),
            ).toBeCloseTo(nearest, 6);
          // A merged mark is one thing: between two of its entries it is still it.
          else if (target) expect(target.mark.last).toBeGreaterThan(target.mark.first);
        },
      ),
    );
  });

  it('finds nothing on the head and between lanes’ marks', () => {
    const index = indexOf([makePage(0), makeCall(5_000)]);
    const layout = layOut({ ...size, index, window: { from: 0, to: 10_000 } });
    const x = layout.xOf(5_000);
    expect(findTarget(layout, x, HEAD_PX + 5)?.position).toBe(1);
    expect(findTarget(layout, x, 5)).toBeUndefined();
    expect(findTarget(layout, x + 50, HEAD_PX + 5)).toBeUndefined();
    expect(findTarget(layout, x, 480)).toBeUndefined();
  });
});

describe('the arrow keys', () => {
  const entries = [
    makePage(0),
    makeCall(10),
    makeCall(20, { source: 'dataLayer' }),
    makeCall(30),
    makeCall(31, { source: 'dataLayer' }),
    makeHit(40),
  ];
  const index = indexOf(entries);
  const idAt = (position: number | undefined) =>
    position === undefined ? undefined : idsOf(entries)[position];

  it.each([
    ['d:10', 'next', 'd:30'],
    ['d:30', 'next', undefined],
    ['d:30', 'previous', 'd:10'],
    ['d:30', 'up', 'd:31'],
    ['d:10', 'up', 'd:20'],
    ['d:20', 'up', undefined],
    ['d:20', 'down', 'd:30'],
    ['d:31', 'down', 'd:30'],
    ['d:30', 'down', 'd:h40'],
    ['d:h40', 'down', undefined],
    ['d:30', 'first', 'd:10'],
    ['d:10', 'last', 'd:30'],
  ] as const)('go from %s %s to %s', (from, move, to) => {
    expect(idAt(moveSelection(index, idsOf(entries).indexOf(from), move, 0))).toBe(to);
  });

  it('begin at the first entry on screen', () => {
    expect(idAt(moveSelection(index, -1, 'next', 15))).toBe('d:20');
    expect(idAt(moveSelection(index, -1, 'next', 999))).toBeDefined();
    expect(moveSelection(indexOf([makePage(0)]), -1, 'next', 0)).toBeUndefined();
  });

  it('reach every entry of a session from any other', () => {
    const all = richSession();
    const whole = indexOf(all);
    const seen = new Set<number>();
    const open = [moveSelection(whole, -1, 'next', 0)];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      for (const move of ['next', 'previous', 'up', 'down'] as const) {
        const to = moveSelection(whole, at, move, 0);
        if (to !== undefined) open.push(to);
      }
    }
    expect(seen.size).toBe(whole.lanes.reduce((sum, { positions }) => sum + positions.length, 0));
  });
});
