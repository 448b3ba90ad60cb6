import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LateMap, LateSet } from '../../../src/analysis/late.ts';

const KEYS = ['a', 'b', 'c'] as const;
const steps = fc.array(
  fc.record({
    key: fc.constantFrom(...KEYS),
    does: fc.constantFrom('put', 'put', 'delete', 'clear'),
  }),
  { maxLength: 12 },
);

test('a map of few is a map, with one entry and with many', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const [late, real] = [new LateMap<string, number>(), new Map<string, number>()];
      for (const [i, { key, does }] of all.entries()) {
        if (does === 'put') for (const map of [late, real]) map.set(key, i);
        else if (does === 'delete') expect(late.delete(key)).toBe(real.delete(key));
        else for (const map of [late, real]) map.clear();
        expect([...late]).toEqual([...real]);
        expect([...late.keys()]).toEqual([...real.keys()]);
        expect([...late.values()]).toEqual([...real.values()]);
        expect(late.size).toBe(real.size);
        for (const each of KEYS)
          expect([late.has(each), late.get(each)]).toEqual([real.has(each), real.get(each)]);
      }
    }),
  );
});

test('a set of few is a set, with one member and with many', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const [late, real] = [new LateSet<string>(), new Set<string>()];
      for (const { key, does } of all) {
        if (does === 'put') for (const set of [late, real]) set.add(key);
        else if (does === 'delete') expect(late.delete(key)).toBe(real.delete(key));
        else for (const set of [late, real]) set.clear();
        expect([...late]).toEqual([...real]);
        expect(late.size).toBe(real.size);
        for (const each of KEYS) expect(late.has(each)).toBe(real.has(each));
      }
    }),
  );
});
