import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createInterner } from '../../../src/session/intern.ts';

describe('strings of a session', () => {
  it('change nothing that can be seen', () => {
    const intern = createInterner();
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify([value]);
        const parsed = JSON.parse(text);
        intern(parsed);
        expect(JSON.stringify(parsed)).toBe(text);
      }),
    );
  });

  it('are kept once where they are equal, a name of a prototype and __proto__ included', () => {
    const intern = createInterner();
    const text = '{"__proto__":"a name that is long","constructor":{"x":"a name that is long"}}';
    const parsed = JSON.parse(text);
    intern(parsed);
    expect(JSON.stringify(parsed)).toBe(text);
    expect(Object.getPrototypeOf(parsed)).toBe(Object.prototype);
  });
});
