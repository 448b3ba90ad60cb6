import { describe, expect, it } from 'vitest';
import { createRing } from '../../../../src/cli/tap/ring.ts';
import type { ServerEntry } from '../../../../src/session/entry.ts';
import { parseSessionLine } from '../../../../src/session/file.ts';
import { LINE_UNITS } from '../../../../src/session/limits.ts';

const make = (n: number, text = ''): Omit<ServerEntry, 'id'> => ({
  kind: 'server',
  at: 1_000 + n,
  page: '',
  origin: 'tap',
  event: { event_name: `E${n}`, text },
  timeOf: 'receipt',
});

const parse = (lines: string[]) => lines.map((line, i) => parseSessionLine(line, i + 1));

describe('what tap keeps', () => {
  it('is numbered from 0 and read from any number on, in pieces', () => {
    const ring = createRing('r');
    for (let n = 0; n < 5; n += 1) ring.add(make(n));
    expect(parse(ring.read(3, 10).lines)).toMatchObject([{ id: 'tap-r:3' }, { id: 'tap-r:4' }]);
    expect(ring.read(0, 2)).toMatchObject({ lines: { length: 2 }, next: 2 });
    expect(ring.read(5, 2)).toEqual({ lines: [], next: 5 });
  });

  it.each([
    ['entries', { entries: 10, units: 1e9 }],
    [
      'text',
      { entries: 1e9, units: 10 * JSON.stringify({ ...make(100), id: 'tap-r:100' }).length },
    ],
  ])('is bounded by %s; a reader that is behind gets a gap, and then the rest', (_, bounds) => {
    const ring = createRing('r', bounds);
    for (let n = 0; n < 1_000; n += 1) ring.add(make(n));
    const read = parse(ring.read(7, 100).lines);
    expect(read[0]).toEqual({
      kind: 'gap',
      id: 'tap-r:gap7',
      page: '',
      at: 1_990,
      from: 7,
      to: 989,
      reason: 'limit',
    });
    expect(read.slice(1).map((entry) => entry?.id)).toEqual(
      Array.from({ length: 10 }, (_, i) => `tap-r:${990 + i}`),
    );
  });

  it('turns an event that no session line can hold into a gap', () => {
    const ring = createRing('r');
    ring.add(make(0, 'x'.repeat(LINE_UNITS)));
    ring.add(make(1));
    expect(parse(ring.read(0, 10).lines)).toMatchObject([
      { kind: 'gap', from: 0, to: 0, reason: 'unreadable' },
      { id: 'tap-r:1' },
    ]);
  });

  it('tells its readers, until they leave', () => {
    const ring = createRing('r');
    let told = 0;
    const leave = ring.onEntry(() => {
      told += 1;
    });
    ring.add(make(0));
    leave();
    ring.add(make(1));
    expect(told).toBe(1);
  });
});
