import { describe, expect, it } from 'vitest';
import {
  countAfter,
  placeAt,
  placeFromTop,
  resolveFromTop,
  resolvePlace,
} from '../../../../src/panel/stream/scroll-place.ts';
import { makeCall } from '../../../session/numbered.ts';
import { session } from '../../../session/session.ts';

const ROW = 20;
const HEIGHT = 100;
const list = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => makeCall(from + i));

describe('the place of the list', () => {
  it('follows the end when it is there', () => {
    const entries = list(0, 50);
    const place = placeAt(50 * ROW - HEIGHT, entries, ROW, HEIGHT);
    expect(place).toEqual({ follow: true });
    expect(resolvePlace(place, list(0, 80), ROW, HEIGHT)).toBe(80 * ROW - HEIGHT);
  });

  it('stays with the entry that is read, whatever comes above or below', () => {
    const entries = list(100, 50);
    const place = placeAt(207, entries, ROW, HEIGHT);
    expect(resolvePlace(place, entries, ROW, HEIGHT)).toBe(207);
    expect(resolvePlace(place, [...entries, ...list(150, 9)], ROW, HEIGHT)).toBe(207);
    expect(resolvePlace(place, [...list(90, 3), ...entries], ROW, HEIGHT)).toBe(207 + 3 * ROW);
  });

  it('goes to the neighbours in time when the entry is filtered out', () => {
    const entries = list(100, 50);
    const place = placeAt(10 * ROW, entries, ROW, HEIGHT);
    const others = entries.filter((entry) => entry.at % 10 !== 0);
    expect(resolvePlace(place, others, ROW, HEIGHT)).toBe(9 * ROW);
  });

  it('is never outside of the list', () => {
    const place = placeAt(20 * ROW, list(0, 50), ROW, HEIGHT);
    expect(resolvePlace(place, list(0, 3), ROW, HEIGHT)).toBe(0);
    expect(resolvePlace(place, [], ROW, HEIGHT)).toBe(0);
  });

  it('stays with what is read under a divider that new rows come in below', () => {
    const { entries } = session(`page https://a.test/\n${'fbq track Lead\n'.repeat(9)}`);
    const [page, ...calls] = entries;
    if (!page) throw new Error('no page');
    const rowsOf = (count: number) => [page, ...calls.slice(0, count).reverse()];
    const place = placeFromTop(7, rowsOf(8), ROW);
    const rows = rowsOf(9);
    const ordered = { rows, indexOf: (entry: (typeof rows)[number]) => rows.indexOf(entry) };
    expect(resolveFromTop(place, ordered, ROW, HEIGHT)).toBe(7 + ROW);
    expect(resolveFromTop(placeFromTop(0, rowsOf(8), ROW), ordered, ROW, HEIGHT)).toBe(0);
  });

  it('counts what came after the last entry seen', () => {
    expect(countAfter(list(0, 10), 6)).toBe(3);
    expect(countAfter(list(0, 10), 9)).toBe(0);
  });
});
