import {
  nearestStandardEvent as nearestSpelling,
  STANDARD_EVENTS as ROWS,
  standardEvent,
} from './standard-events.ts';

/** Meta's standard events by name (domain facts 2.4). */
export const STANDARD_EVENTS: readonly string[] = Object.keys(ROWS);

/** True for the exact name of a standard event: case counts (domain facts 2.3). */
export function isStandardEvent(name: string): boolean {
  return standardEvent(name) !== undefined;
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
 * The standard event that a name was probably meant to be: its own spelling set right
 * (`add_to_cart`, `Purchse`), or the word of another vocabulary (`begin_checkout`). Undefined for a
 * standard event itself and where none is near.
 */
export function nearestStandardEvent(name: string): string | undefined {
  if (isStandardEvent(name)) return undefined;
  const bare = name.replace(/[\s_-]+/g, '').toLowerCase();
  return Object.hasOwn(OTHER_NAMES, bare) ? OTHER_NAMES[bare] : nearestSpelling(name);
}
