import { describe, expect, it } from 'vitest';
import { parseProfile } from '../../../src/cli/profile.ts';

describe('parseProfile', () => {
  it('gives the names of data layers', () => {
    expect(parseProfile('{"layers":["tcLayer","x"]}', 'p.json')).toEqual({
      layers: ['tcLayer', 'x'],
    });
    expect(parseProfile('{}', 'p.json')).toEqual({ layers: [] });
  });

  it.each([
    ['nonsense', 'p.json: not JSON'],
    ['[]', 'p.json: /: expected an object'],
    ['null', 'p.json: /: expected an object'],
    ['{"layers":"a"}', 'p.json: /layers: expected an array of names'],
    ['{"layers":["a",""]}', 'p.json: /layers/1: expected the name of a global variable'],
    ['{"rules":[]}', 'p.json: /rules: unknown setting; expected "layers"'],
  ])('refuses %s', (text, message) => {
    expect(() => parseProfile(text, 'p.json')).toThrow(message);
  });
});
