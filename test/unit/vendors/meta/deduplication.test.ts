import { describe, expect, test } from 'vitest';
import {
  fallbackDiscards,
  isMeantAsEventId,
  isSamePerson,
  isWithinWindow,
  keptSide,
  nameDifference,
  TIE,
  WINDOW,
} from '../../../../src/vendors/meta/deduplication.ts';

const HOUR = 3_600_000;

test('48 hours and 5 minutes (domain facts 4.1)', () => {
  expect(WINDOW).toBe(48 * HOUR);
  expect(TIE).toBe(300_000);
});

test.each([
  ['at once', 0, true],
  ['a millisecond before the edge', 48 * HOUR - 1, true],
  ['at the edge', 48 * HOUR, true],
  ['a millisecond after the edge', 48 * HOUR + 1, false],
])('window: %s', (_name, later, within) => {
  expect(isWithinWindow(1_000, 1_000 + later)).toBe(within);
});

test.each([
  ['browser first', 0, 60_000, 'browser'],
  ['browser long before', 0, 47 * HOUR, 'browser'],
  ['server first by 4:59', 299_000, 0, 'browser'],
  ['server first by exactly 5 minutes', 300_000, 0, 'browser'],
  ['server first by a millisecond more', 300_001, 0, 'server'],
  ['at the same moment', 0, 0, 'browser'],
])('kept: %s', (_name, browser, server, side) => {
  expect(keptSide(browser, server)).toBe(side);
});

test.each([
  ['browser first', 0, HOUR, true],
  ['server first', HOUR, 0, false],
  ['too late', 0, 48 * HOUR + 1, false],
])('fallback: %s', (_name, browser, server, discards) => {
  expect(fallbackDiscards(browser, server)).toBe(discards);
});

describe('one person', () => {
  const person = (fbp?: string, ...externalIds: string[]) => ({ fbp, externalIds });
  test.each([
    ['the same fbp', person('a'), person('a'), true],
    ['another fbp', person('a'), person('b'), false],
    ['the same external_id', person(undefined, 'x'), person(undefined, 'x', 'y'), true],
    ['the same fbp, another external_id', person('a', 'x'), person('a', 'y'), false],
    ['the same external_id, another fbp', person('a', 'x'), person('b', 'x'), false],
    ['nothing to compare', person('a'), person(undefined, 'x'), false],
    ['nothing at all', person(), person(), false],
  ])('%s', (_name, a, b, same) => {
    expect(isSamePerson(a, b)).toBe(same);
    expect(isSamePerson(b, a)).toBe(same);
  });
});

test.each([
  ['Purchase', 'Purchase', 'none'],
  ['Purchase', 'purchase', 'case'],
  ['AddToCart', 'AddToCart ', 'spaces'],
  ['AddToCart', ' addtocart', 'spaces'],
  ['AddToCart', 'add_to_cart', 'spelling'],
  ['AddToCart', 'Add To Cart', 'spelling'],
  ['Purchase', 'Lead', 'other'],
])('names: %s, %s', (a, b, difference) => {
  expect(nameDifference(a, b)).toBe(difference);
});

test.each([
  ['eventID', true],
  ['eventId', true],
  ['EventID', true],
  ['event-id', true],
  ['eventIDs', true],
  ['eid', true],
  ['id', false],
  ['event', false],
  ['order_id', false],
])('meant as an event id: %s', (key, is) => {
  expect(isMeantAsEventId(key)).toBe(is);
});
