/**
 * Mistakes that a page of the shop makes when it is asked for with `?mistake=<name>`: the server
 * changes the page's text before it sends it, so that the pages themselves stay right.
 */
export interface Mistake {
  /** Path of the page. */
  page: string;
  /** Text that the page has once, and what stands there instead. */
  find: string;
  replace: string;
}

/** By the value of `mistake`. */
export const MISTAKES: Readonly<Record<string, Mistake>> = {
  /** Names at Meta are case sensitive (domain facts 2.3). */
  'wrong-case': {
    page: '/checkout.html',
    find: "fbq('track', 'Purchase', {",
    replace: "fbq('track', 'purchase', {",
  },
  'missing-currency': {
    page: '/checkout.html',
    find: `fbq('track', 'Purchase', {
    value: 34.3,
    currency: 'EUR',`,
    replace: `fbq('track', 'Purchase', {
    value: 34.3,`,
  },
  'lost-item': {
    page: '/checkout.html',
    find: `fbq('track', 'Purchase', {
    value: 34.3,
    currency: 'EUR',
    contents: [{ id: 'house-250', quantity: 2 }, { id: 'sencha-100', quantity: 1 }],`,
    replace: `fbq('track', 'Purchase', {
    value: 34.3,
    currency: 'EUR',
    contents: [{ id: 'house-250', quantity: 2 }],`,
  },
  /** A name of the shop's own where Meta has one. */
  'renamed-event': {
    page: '/checkout.html',
    find: "fbq('track', 'Purchase', {",
    replace: "fbq('trackCustom', 'OrderPlaced', {",
  },
};

/**
 * The text of a page with its mistake made.
 * @throws RangeError when the page has no such mistake, or its text has changed
 */
export function makeMistake(name: string, page: string, text: string): string {
  const mistake = MISTAKES[name];
  if (mistake?.page !== page || text.split(mistake.find).length !== 2)
    throw new RangeError(`${page} cannot make the mistake "${name}".`);
  return text.replace(mistake.find, () => mistake.replace);
}
