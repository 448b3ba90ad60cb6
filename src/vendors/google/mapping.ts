import type {
  MappingRow,
  MappingTable,
  ParameterRow,
  PropertyName,
  PropertyRow,
} from '../mapping.ts';
import type { EVENT_PROPERTIES } from '../push-events.ts';

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

/**
 * Shopify's customer events, which custom pixels push into a data layer of their sandbox under the
 * names that they have there (Shopify, Web Pixels API, "Standard events").
 */
const SHOPIFY_ROWS: readonly MappingRow[] = [
  row('page_viewed', 'PageView'),
  row('product_viewed', 'ViewContent'),
  row('search_submitted', 'Search'),
  row('product_added_to_cart', 'AddToCart'),
  row('checkout_started', 'InitiateCheckout'),
  row('payment_info_submitted', 'AddPaymentInfo'),
  row('checkout_completed', 'Purchase'),
];

const PARAMETERS: readonly ParameterRow[] = [
  {
    from: names('ecommerce.value', 'value', 'data.checkout.totalPrice.amount'),
    to: 'value',
  },
  {
    from: names('ecommerce.currency', 'currency', 'data.checkout.currencyCode'),
    to: 'currency',
  },
  { from: names('ecommerce.items', 'items'), to: 'contents', form: 'contents' },
  { from: names('search_term'), to: 'search_string' },
];

/** Currency and products of a step of enhanced e-commerce. */
function enhanced(step: string): ParameterRow[] {
  return [
    { from: names('ecommerce.currencyCode'), to: 'currency' },
    { from: names(`ecommerce.${step}.products`), to: 'contents', form: 'contents' },
  ];
}

/**
 * Enhanced e-commerce of Universal Analytics, and the classic transaction before it: the event's
 * name is the site's own choice, what happened stands in the push. Meta's own template for Google
 * Tag Manager reads the same four steps, and takes the products' sum for the value.
 */
const BY_PROPERTY: readonly (PropertyRow & { property: (typeof EVENT_PROPERTIES)[number] })[] = [
  {
    property: 'ecommerce.purchase',
    to: 'Purchase',
    parameters: [
      {
        from: [
          { path: 'ecommerce.purchase.actionField.revenue' },
          { path: 'ecommerce.purchase.products', sum: true },
        ],
        to: 'value',
      },
      ...enhanced('purchase'),
    ],
  },
  {
    property: 'ecommerce.checkout',
    to: 'InitiateCheckout',
    parameters: enhanced('checkout'),
    // A checkout is begun once; its later steps are pushed alike (Universal Analytics, “Measuring
    // checkout steps”), and sites send other events for them, or none.
    step: 'ecommerce.checkout.actionField.step',
  },
  { property: 'ecommerce.add', to: 'AddToCart', parameters: enhanced('add') },
  { property: 'ecommerce.detail', to: 'ViewContent', parameters: enhanced('detail') },
  {
    property: 'transactionTotal',
    to: 'Purchase',
    parameters: [
      { from: names('transactionTotal'), to: 'value' },
      { from: names('transactionProducts'), to: 'contents', form: 'contents' },
    ],
  },
];

/** E-commerce names in a data layer, to Meta, by convention. */
export const DATA_LAYER_MAPPING: MappingTable = {
  id: 'data-layer',
  systems: ['dataLayer'],
  visibility: 'convention',
  rows: [...ROWS, ...SHOPIFY_ROWS],
  byProperty: BY_PROPERTY,
  parameters: PARAMETERS,
};
