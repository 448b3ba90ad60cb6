import { describe, expect, it } from 'vitest';
import { DATA_LAYER_MAPPING } from '../../../../src/vendors/google/mapping.ts';
import { isStandardEvent } from '../../../../src/vendors/meta/standard-events.ts';

/** Shopify, Web Pixels API, "Standard events". */
const SHOPIFY: [string, string][] = [
  ['page_viewed', 'PageView'],
  ['product_viewed', 'ViewContent'],
  ['search_submitted', 'Search'],
  ['product_added_to_cart', 'AddToCart'],
  ['checkout_started', 'InitiateCheckout'],
  ['payment_info_submitted', 'AddPaymentInfo'],
  ['checkout_completed', 'Purchase'],
];

describe('names in a data layer', () => {
  it.each([
    ['page_view', 'PageView'],
    ['view_item', 'ViewContent'],
    ['search', 'Search'],
    ['add_to_cart', 'AddToCart'],
    ['add_to_wishlist', 'AddToWishlist'],
    ['begin_checkout', 'InitiateCheckout'],
    ['add_payment_info', 'AddPaymentInfo'],
    ['purchase', 'Purchase'],
    ['generate_lead', 'Lead'],
    ['sign_up', 'CompleteRegistration'],
    ...SHOPIFY,
  ])('%s becomes %s by convention', (from, to) => {
    expect(DATA_LAYER_MAPPING.rows.find((row) => row.from === from)?.to).toBe(to);
    expect(isStandardEvent(to)).toBe(true);
  });

  it('are a convention, say so, and map nothing else', () => {
    expect(DATA_LAYER_MAPPING.visibility).toBe('convention');
    expect(DATA_LAYER_MAPPING.rows).toHaveLength(10 + SHOPIFY.length);
    expect(DATA_LAYER_MAPPING.byProperty).toHaveLength(5);
    expect(DATA_LAYER_MAPPING.passesThrough).toBeUndefined();
  });
});
