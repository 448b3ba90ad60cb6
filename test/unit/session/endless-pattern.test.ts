import fc from 'fast-check';
import { analyse } from 'scslre';
import { describe, expect, it } from 'vitest';
import { isEndless } from '../../../src/session/endless-pattern.ts';

describe('a pattern that may take for ever', () => {
  it.each([
    ['(a+)+b', true],
    ['(a*)*$', true],
    ['^(\\w+\\s?)*$', true],
    ['(a|a)*b', true],
    ['(a|aa)+$', true],
    ['(.|\\s)*x', true],
    ['(?:a+b?)+c', true],
    ['(?<n>a+){2,}c', true],
    ['((a+)b)*c', true],
    ['(a+ba+)*c', true],
    ['((a|ab){4}){4}c', true],
    ['(a?b?)*c', true],
    ['(a?a)*c', true],
    ['(?:-?\\d)*c', false],
    ['(?:(?:(?:a+?){3}){3},){3}', true],
    ['(?:a|ab){3}c', false],
    ['(?:a+,){3}', false],
    ['(\\w+,)*x', false],
    ['(?:[a-z]+_)*step', false],
    ['(a|b)*c', false],
    ['(?:foo|bar)+', false],
    ['(?:\\d|-)+', false],
    ['(checkout_)?step_\\d+', false],
    ['^(?!gtm\\.).*$', false],
    ['purchase|add_to_cart.*', false],
    ['[)*+]+(x)', false],
    ['\\(a+\\)+', false],
    ['(ab+c)*', false],
    ['(a{3})*', false],
    ['()', false],
  ])('%s: %s', (source, expected) => {
    expect(isEndless(new RegExp(source))).toBe(expected);
  });

  it('is never missed where a thorough analysis finds one', () => {
    const atom = fc.constantFrom('a', 'b', 'c', '.', '\\w', '\\d', '[ab]', '[^a]', ',');
    const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '{2,}', '+?', '{3}');
    const { pattern } = fc.letrec<{ pattern: string; sequence: string; piece: string }>((tie) => ({
      pattern: fc
        .array(tie('sequence'), { minLength: 1, maxLength: 2 })
        .map((options) => options.join('|')),
      sequence: fc.array(tie('piece'), { minLength: 1, maxLength: 3 }).map((all) => all.join('')),
      piece: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.tuple(atom, quantifier).map((parts) => parts.join('')),
        fc.tuple(tie('pattern'), quantifier).map(([inner, times]) => `(?:${inner})${times}`),
      ),
    }));
    let found = 0;
    fc.assert(
      fc.property(pattern, fc.constantFrom('', 'x', '$'), (inner, end) => {
        const regexp = new RegExp(`^(?:${inner})${end}`);
        const { reports } = analyse({ source: regexp.source, flags: '' });
        if (!reports.some(({ exponential }) => exponential)) return;
        found += 1;
        expect([regexp.source, isEndless(regexp)]).toEqual([regexp.source, true]);
      }),
      { numRuns: 150 },
    );
    expect(found).toBeGreaterThan(0);
  });
});
