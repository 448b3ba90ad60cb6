import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gunzip, isGzip } from '../../../src/vendors/gunzip.ts';

const pack = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));
const bytes = fc.uint8Array({ maxLength: 5_000 });

it('gives what was packed, in one member or several', () => {
  fc.assert(
    fc.property(fc.array(bytes, { minLength: 1, maxLength: 4 }), (members) => {
      const packed = Uint8Array.from(members.flatMap((one) => [...pack(one)]));
      expect(isGzip(packed)).toBe(true);
      expect(gunzip(packed, 20_000)).toEqual(Uint8Array.from(members.flatMap((one) => [...one])));
    }),
    { numRuns: 50 },
  );
});

it('says of what was cut, or is not whole any more, that it is damaged', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{1,500}$/), fc.nat(), (text, cut) => {
      const packed = pack(new TextEncoder().encode(text));
      expect(gunzip(packed.subarray(0, 2 + (cut % (packed.length - 2))), 5_000)).toBe('damaged');
    }),
  );
  const packed = pack(new TextEncoder().encode('{"event_name":"Purchase"}\n'.repeat(2_000)));
  for (let at = 20; at < packed.length; at += 1) {
    const other = packed.slice();
    other[at] = (other[at] as number) ^ 0xff;
    const read = gunzip(other, 1_000_000);
    // The last eight bytes are its sum, which is not looked at, and its size.
    if (at < packed.length - 8 || at >= packed.length - 4)
      expect([at, read]).toEqual([at, 'damaged']);
  }
});

it('stops where a small file holds too much', () => {
  const bomb = pack(new Uint8Array(20_000_000));
  expect(bomb.length).toBeLessThan(30_000);
  expect(gunzip(bomb, 1_000_000)).toBe('large');
});
