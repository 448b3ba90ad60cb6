import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENGLISH, languageFor } from '../../../../../src/language/languages.ts';
import {
  formatTick,
  panBy,
  placeOf,
  resolveWindow,
  showTime,
  ticksOf,
  wholeWindow,
  zoomAbout,
} from '../../../../../src/panel/model/time/time-window.ts';
import { language } from '../../../../../src/panel/text/language.ts';

const whole = { from: 0, to: 10_000 };
const part = (from: number, to: number) => ({ from, to });

describe('the stretch on screen', () => {
  it('follows the end once it touches it, and stays where it is otherwise', () => {
    const longer = { from: 0, to: 12_000 };
    expect(resolveWindow(placeOf(part(9_000, 10_000), whole), longer)).toEqual(
      part(11_000, 12_000),
    );
    expect(resolveWindow(placeOf(part(5_000, 6_000), whole), longer)).toEqual(part(5_000, 6_000));
    expect(resolveWindow({ kind: 'all' }, longer)).toEqual(longer);
  });

  it('is all of a session that it lies outside of', () => {
    const other = { from: 50_000, to: 60_000 };
    expect(resolveWindow(placeOf(part(1, 2), whole), other)).toEqual(other);
  });

  it('keeps the time under the pointer in its place while zooming', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 2_000, max: 6_000, noNaN: true }),
        fc.double({ min: 500, max: 2_000, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 1.01, max: 20, noNaN: true }),
        (from, span, share, factor) => {
          const window = part(from, from + span);
          const at = from + span * share;
          const next = resolveWindow(zoomAbout(window, factor, at, whole), whole);
          expect((at - next.from) / (next.to - next.from)).toBeCloseTo(share, 6);
          expect(next.to - next.from).toBeCloseTo(span / factor, 6);
        },
      ),
    );
  });

  it('never leaves the session, whatever is zoomed and panned', () => {
    const step = fc.oneof(
      fc.record({
        zoom: fc.double({ min: 0.01, max: 100, noNaN: true }),
        at: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      fc.record({ pan: fc.double({ min: -20_000, max: 20_000, noNaN: true }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let window = whole;
        for (const each of steps) {
          const place =
            'pan' in each
              ? panBy(window, each.pan, whole)
              : zoomAbout(
                  window,
                  each.zoom,
                  window.from + (window.to - window.from) * each.at,
                  whole,
                );
          window = resolveWindow(place, whole);
          expect(window.from).toBeGreaterThanOrEqual(whole.from - 1e-6);
          expect(window.to).toBeLessThanOrEqual(whole.to + 1e-6);
          expect(window.to - window.from).toBeGreaterThan(0.49);
        }
      }),
    );
  });

  it('moves only as far as it takes to see a time', () => {
    const window = part(4_000, 5_000);
    expect(showTime(window, 4_500, whole)).toBeUndefined();
    for (const at of [3_900, 5_100, 100, 9_900]) {
      const place = showTime(window, at, whole);
      if (!place) throw new Error('it should move');
      const next = resolveWindow(place, whole);
      expect(at).toBeGreaterThan(next.from);
      expect(at).toBeLessThan(next.to);
      expect(next.to - next.from).toBeCloseTo(1_000);
    }
  });

  it('has room around one single entry', () => {
    const { from, to } = wholeWindow(5, 5);
    expect(from).toBeLessThan(5);
    expect(to).toBeGreaterThan(5);
  });

  it.each([0, 0.3, 8, 900])('has no time before a session of %d ms', (ms) => {
    for (const widthPx of [320, 1_400, 2_560])
      expect(ticksOf(wholeWindow(5, 5 + ms), widthPx, 5)[0]?.label).toBe('0');
  });
});

describe('the axis', () => {
  it.each([
    [part(0, 10_000), 840, ['0', '1 s', '2 s'], 11],
    [part(0, 1), 840, ['0', '0.1 ms', '0.2 ms'], 11],
    [part(0, 600_000), 840, ['0', '1:00', '2:00'], 11],
    [part(900, 1_100), 420, ['900 ms', '950 ms', '1.00 s'], 5],
    [part(0, 7_200_000), 420, ['0', '30:00', '1:00:00'], 5],
  ])('has round times for %j', (window, width, first, count) => {
    const labels = ticksOf(window, width, 0).map(({ label }) => label);
    expect(labels.slice(0, 3)).toEqual(first);
    expect(labels).toHaveLength(count);
  });

  it.each([
    [0, 1, '0'],
    [250, 50, '250 ms'],
    [1_500, 500, '1.5 s'],
    [65_000, 5_000, '1:05'],
    [65_500, 500, '1:05.5'],
    [3_725_000, 1_000, '1:02:05'],
    [-250, 50, '−250 ms'],
    [0.5, 0.1, '0.5 ms'],
  ])('says %s ms in steps of %s as %j', (ms, step, text) => {
    expect(formatTick(ms, step)).toBe(text);
  });

  it('writes numbers as the language does', () => {
    language.value = languageFor(['de']);
    try {
      expect(formatTick(1_500, 500)).toBe('1,5 s');
      expect(formatTick(65_500, 500)).toBe('1:05,5');
      expect(formatTick(0.5, 0.1)).toBe('0,5 ms');
    } finally {
      language.value = ENGLISH;
    }
  });

  it('never has lines without end', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e12, max: 1e13, noNaN: true }),
        fc.double({ min: 0.5, max: 1e12, noNaN: true }),
        fc.integer({ min: 1, max: 4_000 }),
        (from, span, width) => {
          const ticks = ticksOf(part(from, from + span), width, from);
          // One for each 84 pixels, and one more at the edge.
          expect(ticks.length).toBeLessThanOrEqual(Math.max(1, Math.floor(width / 84)) + 1);
        },
      ),
    );
  });
});
