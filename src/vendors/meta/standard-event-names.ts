import { foldName, nearestOf } from '../../session/nearest.ts';

/** Meta's standard events, from the SDK's own table (domain facts 2.4) [source]. */
export const STANDARD_EVENTS: readonly string[] = [
  'AddPaymentInfo',
  'AddToCart',
  'AddToWishlist',
  'CompleteRegistration',
  'Contact',
  'CustomizeProduct',
  'Donate',
  'FindLocation',
  'InitiateCheckout',
  'Lead',
  'PageView',
  'Purchase',
  'Schedule',
  'Search',
  'StartTrial',
  'SubmitApplication',
  'Subscribe',
  'ViewContent',
];

const NAMES: ReadonlySet<string> = new Set(STANDARD_EVENTS);

/** True for the exact name of a standard event: case counts (domain facts 2.3). */
export function isStandardEvent(name: string): boolean {
  return NAMES.has(name);
}

/** Names of other vocabularies that mean a standard event but are not spelt like it. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  begincheckout: 'InitiateCheckout',
  checkoutstarted: 'InitiateCheckout',
  generatelead: 'Lead',
  ordercompleted: 'Purchase',
  productadded: 'AddToCart',
  productviewed: 'ViewContent',
  signup: 'CompleteRegistration',
  viewitem: 'ViewContent',
};

/**
 * The standard event that a name was probably meant to be: another case or other separators
 * (`add_to_cart`), a slip of the pen (`Purchse`), or the word of another vocabulary
 * (`begin_checkout`). Undefined for a standard event itself and where none is near.
 */
export function nearestStandardEvent(name: string): string | undefined {
  if (isStandardEvent(name)) return undefined;
  const folded = foldName(name);
  if (Object.hasOwn(OTHER_NAMES, folded)) return OTHER_NAMES[folded];
  return nearestOf(name, STANDARD_EVENTS);
}
