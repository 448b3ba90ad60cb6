import { describe, expect, it } from 'vitest';
import {
  lastPlace,
  placeToSee,
  rowOfKey,
  rowsOfPage,
  rowsToDraw,
} from '../../../../src/panel/ui/rows.ts';

/** 100 rows of 20 px in a window of ten, scrolled to row 50. */
const PLACE = { count: 100, rowPx: 20, at: 1_000, room: 200 };

describe('rows of a list', () => {
  it('are drawn where they are in sight, and a few around', () => {
    expect(rowsToDraw(PLACE)).toEqual({ first: 42, end: 68 });
    expect(rowsToDraw({ ...PLACE, at: 0 })).toEqual({ first: 0, end: 18 });
    expect(rowsToDraw({ ...PLACE, at: 1_790 })).toEqual({ first: 81, end: 100 });
    expect(rowsToDraw({ ...PLACE, count: 0, at: 0 })).toEqual({ first: 0, end: 0 });
  });

  it('end where the last one is at the bottom', () => {
    expect(lastPlace(PLACE)).toBe(1_800);
    expect(lastPlace({ ...PLACE, count: 3 })).toBe(0);
  });

  it.each([
    ['in sight', 55, false, undefined],
    ['the first in sight', 50, false, undefined],
    ['the last in sight', 59, false, undefined],
    ['above', 40, false, 800],
    ['below', 60, false, 1_020],
    ['in sight, for the middle', 55, true, undefined],
    ['above, for the middle', 40, true, 700],
    ['at the top, for the middle', 2, true, 0],
  ])('are brought into sight: %s', (_what, index, middle, expected) => {
    expect(placeToSee(index, PLACE, middle)).toBe(expected);
  });

  it('keep one of a page in sight', () => {
    expect(rowsOfPage(PLACE)).toBe(9);
    expect(rowsOfPage({ rowPx: 20, room: 10 })).toBe(1);
  });

  it.each([
    ['ArrowDown', 7, 8],
    ['ArrowUp', 7, 6],
    ['PageDown', 7, 16],
    ['PageUp', 7, 0],
    ['PageDown', 95, 99],
    ['Home', 7, 0],
    ['End', 7, 99],
    ['ArrowDown', 99, 99],
    ['ArrowUp', 0, 0],
    ['ArrowDown', -1, 50],
    ['ArrowUp', -1, 99],
    ['Enter', 7, undefined],
    ['a', 7, undefined],
  ])('are walked with %s from %i', (key, selected, expected) => {
    expect(rowOfKey(key, selected, PLACE)).toBe(expected);
  });
});
