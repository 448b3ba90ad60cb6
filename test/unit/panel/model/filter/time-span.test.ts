import { describe, expect, it } from 'vitest';
import {
  parseSpan,
  roundSpan,
  spanIn,
  withSpan,
} from '../../../../../src/panel/model/filter/time-span.ts';

const END = Number.POSITIVE_INFINITY;

describe('a stretch of time', () => {
  it.each([
    ['2-3.5', { from: 2, to: 3.5 }],
    ['2,5-3,5', { from: 2.5, to: 3.5 }],
    ['2', { from: 2, to: END }],
    ['2-', { from: 2, to: END }],
    ['-3', { from: -END, to: 3 }],
    ['2s', undefined],
    ['2-3-4', undefined],
    ['>2', undefined],
  ])('is read from %s', (text, span) => {
    expect(parseSpan(text)).toEqual(span);
  });

  it('is found in a search, put into it and taken out; what else is asked stays', () => {
    expect(spanIn('Lead time:2-3 is:error')).toEqual({ from: 2, to: 3 });
    expect(spanIn('-time:2-3')).toBe(undefined);
    expect(spanIn('runtime:2-3 "time: 2"')).toBe(undefined);
    expect(withSpan('Lead', { from: 1, to: 2.5 })).toBe('Lead time:1-2.5');
    expect(withSpan('time:2-3 "a  b"', { from: 0, to: 1 })).toBe('"a  b" time:0-1');
    expect(withSpan('Lead time:2-3 is:error', undefined)).toBe('Lead is:error');
    expect(withSpan('', { from: -END, to: 2 })).toBe('time:-2');
    expect(withSpan('', { from: 2, to: END })).toBe('time:2-');
    expect(withSpan('time:2-', undefined)).toBe('');
  });

  it('that is the whole session limits nothing', () => {
    expect(withSpan('time:2-3 Lead', { from: -END, to: END })).toBe('Lead');
  });

  it('is a word of its own, and none within quotes or an expression', () => {
    expect(spanIn('"at time:2-3 or"')).toBe(undefined);
    expect(withSpan('"at time:2-3 or" time:4-5', undefined)).toBe('"at time:2-3 or"');
    expect(withSpan('/a time:2-3 b/', { from: 1, to: 2 })).toBe('/a time:2-3 b/ time:1-2');
    expect(withSpan('time:1-2 Lead time:3-4', undefined)).toBe('Lead');
  });

  it('is rounded to what a pixel tells apart, and outwards', () => {
    expect(roundSpan({ from: 1.2345, to: 2.3451 }, 0.01)).toEqual({ from: 1.23, to: 2.35 });
    expect(roundSpan({ from: 1.2345, to: 2.3451 }, 3)).toEqual({ from: 1, to: 3 });
    expect(roundSpan({ from: -0.4, to: 0.0001 }, 0.00001)).toEqual({
      ...{ from: -END, to: 0.001 },
    });
  });
});
