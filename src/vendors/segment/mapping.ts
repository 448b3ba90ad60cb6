import type { MappingRow, MappingTable, ParameterRow, PropertyName } from '../mapping.ts';

/**
 * The nine standard events that the Facebook of seed 004 knew (Astronomer, Facebook Pixel, about
 * 2017; the list is that of Astronomer's own integration), beside today's eighteen of
 * meta/standard-events.ts.
 */
export const NINE_STANDARD_EVENTS: readonly string[] = [
  'ViewContent',
  'Search',
  'AddToCart',
  'AddToWishlist',
  'InitiateCheckout',
  'AddPaymentInfo',
  'Purchase',
  'Lead',
  'CompleteRegistration',
];

function row(from: string, to: string): MappingRow {
  return { from, to };
}

const ROWS: readonly MappingRow[] = [
  row('page', 'PageView'),
  row('Products Searched', 'Search'),
  row('Product List Viewed', 'ViewContent'),
  row('Product Viewed', 'ViewContent'),
  row('Product Added', 'AddToCart'),
  row('Checkout Started', 'InitiateCheckout'),
  row('Order Completed', 'Purchase'),
];

function names(...paths: string[]): PropertyName[] {
  return paths.map((path) => ({ path }));
}

const CURRENCY: ParameterRow = {
  from: names('currency'),
  to: 'currency',
  default: 'USD',
};
const TYPE: ParameterRow = { from: [], to: 'content_type', default: 'product' };
const PRICE: ParameterRow = {
  from: names('price', 'value'),
  to: 'value',
  accepts: [
    {
      value: '0.00',
      // The setting valueIdentifier takes the other of price and value, and the event lacks it.
      note: 'value-identifier',
    },
  ],
};
const REVENUE: ParameterRow = { from: names('revenue', 'total'), to: 'value' };
const PRODUCTS: ParameterRow = {
  from: names('products'),
  to: 'contents',
  form: 'contents',
};
const PRODUCT_NAME: ParameterRow = { from: names('name'), to: 'content_name' };

/**
 * Segment's default table and Astronomer's, which took it over: the Facebook Pixel integration in
 * device mode (domain facts 6). A label matches exactly, capitals
 * and spaces included (seed 004: "Make sure you include all capitals letters and spaces used in your
 * event labels"). Values are texts with two decimals, content_type is a list; the comparison of
 * parameters takes both. A label without a row is sent as a custom event under its own name, unless
 * the user's settings at Segment map it: those belong into the profile.
 */
export const SEGMENT_MAPPING: MappingTable = {
  id: 'segment',
  systems: ['analytics', 'segment'],
  visibility: 'either',
  rows: ROWS,
  parameters: [],
  parametersOf: {
    'Products Searched': [{ from: names('query'), to: 'search_string' }],
    'Product List Viewed': [],
    'Product Viewed': [PRICE, CURRENCY, PRODUCT_NAME, TYPE],
    'Product Added': [PRICE, CURRENCY, PRODUCT_NAME, TYPE],
    'Checkout Started': [REVENUE, CURRENCY, PRODUCTS],
    'Order Completed': [
      REVENUE,
      CURRENCY,
      PRODUCTS,
      TYPE,
      { from: names('products'), to: 'num_items', form: 'count' },
    ],
  },
  passesThrough: true,
};
