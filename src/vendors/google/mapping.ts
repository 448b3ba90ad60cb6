import type { MappingRow, MappingTable, ParameterRow, PropertyName } from '../mapping.ts';

function row(from: string, to: string): MappingRow {
  return { from, to };
}

function names(...paths: string[]): PropertyName[] {
  return paths.map((path) => ({ path }));
}

/**
 * E-commerce names in a data layer (GA4's recommended events) and the Meta events that templates for
 * Google Tag Manager commonly make of them. No vendor documents it as a rule, so that its absence
 * proves nothing. Left out are names on which templates disagree, such as view_item_list.
 */
const ROWS: readonly MappingRow[] = [
  row('page_view', 'PageView'),
  row('view_item', 'ViewContent'),
  row('search', 'Search'),
  row('add_to_cart', 'AddToCart'),
  row('add_to_wishlist', 'AddToWishlist'),
  row('begin_checkout', 'InitiateCheckout'),
  row('add_payment_info', 'AddPaymentInfo'),
  row('purchase', 'Purchase'),
  row('generate_lead', 'Lead'),
  row('sign_up', 'CompleteRegistration'),
];

const PARAMETERS: readonly ParameterRow[] = [
  { from: names('ecommerce.value', 'value'), to: 'value' },
  { from: names('ecommerce.currency', 'currency'), to: 'currency' },
  { from: names('ecommerce.items', 'items'), to: 'contents', form: 'contents' },
  { from: names('search_term'), to: 'search_string' },
];

/** GA4's e-commerce names in a data layer, to Meta, by convention. */
export const DATA_LAYER_MAPPING: MappingTable = {
  id: 'data-layer',
  systems: ['dataLayer'],
  visibility: 'convention',
  rows: ROWS,
  parameters: PARAMETERS,
};
