import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeOf } from '../../../../../src/session/text-place.ts';
import { parseJson, scanJson } from '../../../../../src/vendors/meta/server-events/json-text.ts';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('the walk over JSON text', () => {
  it('finds the end of every JSON value, whatever follows', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom('', ' x', '\n{', ',"', ']'), (json, rest) => {
        // A number goes on with digits alone; none of the rests begins with one.
        expect(scanJson(`${json}${rest}`)).toEqual({ ok: true, end: json.length });
      }),
    );
  });

  it('agrees with JSON.parse on what is JSON', () => {
    const broken = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', '"', '{', ']', ',', ':', '\\', '\n', '0', 'e'),
      )
      .map(([json, at, put]) => {
        const place = at % (json.length + 1);
        return json.slice(0, place) + put + json.slice(place + 1);
      });
    fc.assert(
      fc.property(fc.oneof(broken, fc.string()), (text) => {
        const scan = scanJson(text);
        const isWhole = scan.ok && text.slice(scan.end).trim() === '';
        // JSON knows fewer blanks than trim does.
        fc.pre(!/[^\S \n\r\t]/.test(text));
        expect(isWhole).toBe(isJson(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['{"a":1,}', 7, 'name'],
    ['{"a" 1}', 5, 'colon'],
    ['[1 2]', 3, 'comma-or-bracket'],
    ['{"a":tru}', 5, 'value'],
    ['{"a":"x', 7, 'quote'],
    ["{'a':1}", 1, 'name-or-brace'],
    ['{"a":1} x', 8, 'end'],
    ['"\\x"', 1, 'escape'],
    ['', 0, 'value'],
  ])('says where %s goes wrong', (text, at, expected) => {
    expect(parseJson(text)).toMatchObject({ ok: false, at, expected });
  });

  it('counts lines and columns from 1', () => {
    expect(placeOf('ab\ncd', 0)).toEqual({ line: 1, column: 1 });
    expect(placeOf('ab\ncd', 4)).toEqual({ line: 2, column: 2 });
  });

  it('takes a text that is nested 100,000 deep', () => {
    const text = '['.repeat(100_000);
    expect(parseJson(text)).toMatchObject({ ok: false, at: 100_000, found: { code: 'end' } });
  });
});
