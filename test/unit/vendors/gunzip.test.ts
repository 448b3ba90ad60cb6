import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gunzip, isGzip } from '../../../src/vendors/gunzip.ts';

it('gives what was packed, whatever it was', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 5_000 }), async (bytes) => {
      const packed = new Uint8Array(gzipSync(bytes));
      expect(isGzip(packed)).toBe(true);
      expect(await gunzip(packed, 5_000)).toEqual(bytes);
      expect(await gunzip(packed.subarray(0, packed.length - 1), 5_000)).toBe('damaged');
    }),
    { numRuns: 50 },
  );
});

it('stops where a small file holds too much', async () => {
  const bomb = new Uint8Array(gzipSync(new Uint8Array(20_000_000)));
  expect(bomb.length).toBeLessThan(30_000);
  expect(await gunzip(bomb, 1_000_000)).toBe('large');
});
