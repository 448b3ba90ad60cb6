import { describe, expect, it } from 'vitest';
import {
  isStandardEvent,
  nearestStandardEvent,
  STANDARD_EVENTS,
} from '../../../../src/vendors/meta/standard-event-names.ts';

describe('standard events', () => {
  // domain facts 2.4
  it('are the eighteen of the SDK, PageView among them', () => {
    expect([...STANDARD_EVENTS].sort().join(' ')).toBe(
      'AddPaymentInfo AddToCart AddToWishlist CompleteRegistration Contact CustomizeProduct Donate FindLocation InitiateCheckout Lead PageView Purchase Schedule Search StartTrial SubmitApplication Subscribe ViewContent',
    );
    for (const name of STANDARD_EVENTS) {
      expect(isStandardEvent(name)).toBe(true);
      expect(isStandardEvent(name.toLowerCase())).toBe(false);
      expect(nearestStandardEvent(name)).toBeUndefined();
      expect(nearestStandardEvent(name.toLowerCase())).toBe(name);
    }
  });

  it.each([
    ['add_to_cart', 'AddToCart'],
    ['begin_checkout', 'InitiateCheckout'],
    ['Order Completed', 'Purchase'],
    ['sign_up', 'CompleteRegistration'],
    ['Purchse', 'Purchase'],
    ['product_tester', undefined],
    ['newsletter_single_opt_in', undefined],
    ['constructor', undefined],
    ['RecommendationSeen', undefined],
  ])('%s is near %s', (name, nearest) => {
    expect(nearestStandardEvent(name)).toBe(nearest);
  });
});
