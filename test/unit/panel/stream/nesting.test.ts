import { describe, expect, it } from 'vitest';
import { chainEdges, nestRows } from '../../../../src/panel/stream/nesting.ts';
import type { Entry } from '../../../../src/session/entry.ts';
import { makeCall } from '../../../session/numbered.ts';

function nest(entries: Entry[]) {
  return nestRows(entries, 0, entries.length - 1, (id) => entries.find((e) => e.id === id));
}

describe('nesting', () => {
  it('draws a tree of causes', () => {
    const rows = nest([
      makeCall(1),
      makeCall(2, { cause: 'd:1' }),
      makeCall(3, { cause: 'd:2' }),
      makeCall(4, { cause: 'd:1' }),
      makeCall(5),
    ]);
    expect(rows).toEqual([
      { depth: 0, lines: [], opens: true, ends: false },
      { depth: 1, lines: [true], opens: true, ends: false },
      { depth: 2, lines: [true, false], opens: false, ends: true },
      { depth: 1, lines: [false], opens: false, ends: true },
      { depth: 0, lines: [], opens: false, ends: false },
    ]);
  });

  it('does not join rows that something else stands between', () => {
    const rows = nest([makeCall(1), makeCall(2), makeCall(3, { cause: 'd:1' })]);
    expect(rows.map((row) => row.opens)).toEqual([false, false, false]);
    expect(rows[2]?.depth).toBe(1);
  });

  it('survives causes that go round in a circle or are not there', () => {
    const rows = nest([
      makeCall(1, { cause: 'd:2' }),
      makeCall(2, { cause: 'd:1' }),
      makeCall(3, { cause: 'd:3' }),
      makeCall(4, { cause: 'x:9' }),
    ]);
    expect(rows.map((row) => row.depth)).toEqual([1, 1, 0, 0]);
  });
});

describe('the edges of chains', () => {
  const rows = [1, 2, 3, 4, 5, 6, 7].map((n) => makeCall(n));
  const roots: Record<string, string> = { 'd:3': 'd:3', 'd:4': 'd:3', 'd:7': 'x:1' };
  const edges = (first: number, last: number) => chainEdges(rows, first, last, (id) => roots[id]);

  it('stand above and below a chain of several, and not between what stands alone', () => {
    expect(edges(0, 6)).toEqual([
      undefined,
      'end',
      'inside',
      'end',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('are the same whichever rows are drawn', () => {
    for (let first = 0; first < 7; first += 1)
      for (let last = first; last < 7; last += 1)
        expect(edges(first, last)).toEqual(edges(0, 6).slice(first, last + 1));
  });
});
