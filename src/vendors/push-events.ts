/**
 * Properties by which a push without the key `event` is an event all the same: the steps of enhanced
 * e-commerce, as its documents push them, and the classic transaction (google/mapping.ts).
 */
export const EVENT_PROPERTIES = [
  'ecommerce.purchase',
  'ecommerce.checkout',
  'ecommerce.add',
  'ecommerce.detail',
  'transactionTotal',
] as const;
