import { describe, expect, it } from 'vitest';
import { isLegacyConversionName } from '../../../../src/vendors/meta/event-name.ts';
import { STANDARD_EVENT_NAMES } from '../../../../src/vendors/meta/standard-events.ts';
import { NINE_STANDARD_EVENTS, SEGMENT_MAPPING } from '../../../../src/vendors/segment/mapping.ts';

// domain facts 6: Segment's "Facebook Pixel" device mode, read in its source and run.
const ROWS: [string, string][] = [
  ['page', 'PageView'],
  ['Products Searched', 'Search'],
  ['Product List Viewed', 'ViewContent'],
  ['Product Viewed', 'ViewContent'],
  ['Product Added', 'AddToCart'],
  ['Checkout Started', 'InitiateCheckout'],
  ['Order Completed', 'Purchase'],
];

describe('Segment and Astronomer to Meta', () => {
  it.each(ROWS)('%s becomes %s', (from, to) => {
    expect(SEGMENT_MAPPING.rows.find((row) => row.from === from)?.to).toBe(to);
  });

  it('has no other row', () => {
    expect(SEGMENT_MAPPING.rows).toHaveLength(ROWS.length);
  });

  it("keeps the seed's nine standard events beside today's eighteen (domain facts 2.4)", () => {
    expect(NINE_STANDARD_EVENTS).toHaveLength(9);
    expect(STANDARD_EVENT_NAMES).toHaveLength(18);
    for (const name of NINE_STANDARD_EVENTS) expect(STANDARD_EVENT_NAMES).toContain(name);
  });

  it.each([
    ['6012345678901', true],
    ['Purchase', false],
    ['0123456789', false],
    ['123', false],
  ])('%s is the id of a conversion pixel: %s', (name, isOne) => {
    expect(isLegacyConversionName(name)).toBe(isOne);
  });
});
