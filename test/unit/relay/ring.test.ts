import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRing } from '../../../src/relay/ring.ts';
import { parseBatch } from '../../../src/session/batch.ts';
import type { Batch } from '../../../src/session/wire.ts';

const batch = (from: number, count: number): Batch => ({
  from,
  count,
  text: Array.from({ length: count }, (_, i) => `{"id":${from + i}}`).join('\n'),
});

describe('ring', () => {
  it('gives the batches that hold entries from a number on', () => {
    const ring = createRing();
    ring.add(batch(0, 1));
    ring.add(batch(1, 5));
    ring.add(batch(6, 2));
    expect(ring.from(3).map((b) => b.from)).toEqual([1, 6]);
    expect(ring.from(8)).toEqual([]);
  });

  it('ignores a batch that came before by the other way', () => {
    const ring = createRing();
    expect(ring.add(batch(0, 3))).toBe(true);
    expect(ring.add(batch(0, 3))).toBe(false);
    expect(ring.from(0)).toHaveLength(1);
  });

  it('never holds more than its limits, keeps the newest batch, and says what is the first kept', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 10, max: 2_000 }),
        (counts, maxEntries, maxUnits) => {
          const ring = createRing(maxEntries, maxUnits);
          let from = 0;
          for (const count of counts) {
            ring.add(batch(from, count));
            from += count;
          }
          const kept = ring.from(0);
          expect(ring.next).toBe(from);
          expect(kept[0]?.from).toBe(ring.first);
          expect(kept.at(-1)?.from).toBe(from - (counts.at(-1) ?? 0));
          const entries = kept.reduce((n, b) => n + b.count, 0);
          const units = kept.reduce((n, b) => n + b.text.length, 0);
          expect(kept.length === 1 || (entries <= maxEntries && units <= maxUnits)).toBe(true);
        },
      ),
    );
  });
});

describe('parseBatch', () => {
  it('reads a header and leaves the lines alone', () => {
    expect(parseBatch('7 2\n{"id":7}\n{"id":8}')).toEqual({
      from: 7,
      count: 2,
      text: '{"id":7}\n{"id":8}',
    });
  });

  it.each([undefined, 5, {}, '', 'x', '1 0\n', '-1 2\nx', '1 2 3\nx', '1', '9999999999 1\nx'])(
    'refuses %j',
    (message) => {
      expect(parseBatch(message)).toBeUndefined();
    },
  );
});
