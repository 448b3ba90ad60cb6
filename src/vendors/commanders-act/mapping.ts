import type {
  MappingRow,
  MappingTable,
  ParameterRow,
  PropertyName,
  TableNote,
} from '../mapping.ts';

function row(from: string, to: string, note?: TableNote): MappingRow {
  return note === undefined ? { from, to } : { from, to, note };
}

/**
 * Commanders Act, Facebook Conversions API, Default Mappings to Facebook Standard Events: the 19
 * names of the page as seed 003 keeps it (`search` stands twice there), and the one that the page
 * of August 2026 has instead (domain facts 5.4).
 */
const ROWS: readonly MappingRow[] = [
  row('begin_checkout', 'InitiateCheckout'),
  row('purchase', 'Purchase'),
  row('add_to_cart', 'AddToCart'),
  row('view_item', 'ViewContent'),
  row('view_item_list', 'ViewContent'),
  row('search', 'Search'),
  row('add_payment_info', 'AddPaymentInfo'),
  row('add_to_wishlist', 'AddToWishlist'),
  row('generate_lead', 'Lead'),
  row('page_view', 'PageView'),
  row('complete_registration', 'CompleteRegistration', 'sign-up-instead'),
  // The older page passes it through.
  row('sign_up', 'CompleteRegistration', 'complete-registration-instead'),
  row('contact', 'Contact'),
  row('customize_product', 'CustomizeProduct'),
  row('donate', 'Donate'),
  row('find_location', 'FindLocation'),
  row('schedule', 'Schedule'),
  row('start_trial', 'StartTrial'),
  row('submit_application', 'SubmitApplication'),
  row('subscribe', 'Subscribe'),
];

/** Where the page can put a value itself, of user data and of custom data. */
export const OVERRIDES = {
  user: 'integrations.facebook.user_data',
  custom: 'integrations.facebook.custom_data',
} as const;

function names(...paths: (string | PropertyName)[]): PropertyName[] {
  return paths.map((path) => (typeof path === 'string' ? { path } : path));
}

function user(from: PropertyName[], key: string, hashed: boolean): ParameterRow {
  const plain: ParameterRow = {
    from,
    to: `user_data.${key}`,
    override: `${OVERRIDES.user}.${key}`,
  };
  return hashed ? { ...plain, hashed: true } : plain;
}

function custom(from: PropertyName[], key: string, more: Partial<ParameterRow> = {}): ParameterRow {
  return {
    from,
    to: key,
    override: `${OVERRIDES.custom}.${key}`,
    ...more,
  };
}

/**
 * Default Mappings to Facebook Parameters: the table of seed 003, row by row, and what today's page
 * says otherwise.
 */
const PARAMETERS: readonly ParameterRow[] = [
  user(names('user.id'), 'external_id', true),
  user(names('user.email', { path: 'user.email_sha256', note: 'hashed-by-page' }), 'em', true),
  user(names('user.phone'), 'ph', true),
  user(names('user.gender'), 'ge', true),
  user(names('user.birthdate'), 'db', true),
  user(names('user.lastname'), 'ln', true),
  user(names('user.firstname'), 'fn', true),
  user(names('user.city'), 'ct', true),
  user(names('user.state'), 'st', true),
  user(names('user.zipcode'), 'zp', true),
  user(names('user.country'), 'country', true),
  user(names('browser.ip'), 'client_ip_address', false),
  user(names('browser.user_agent'), 'client_user_agent', false),
  user(names('integrations.facebook.fbc'), 'fbc', false),
  user(names('integrations.facebook.fbp'), 'fbp', false),
  custom(
    names(
      // Today's page; the older one, seed 003, has `amount`.
      'value',
      { path: 'amount', note: 'amount-of-older-page' },
      // Domain facts 5.1.
      { path: 'revenue', note: 'revenue' },
    ),
    'value',
    { firstDecides: true },
  ),
  custom(names('currency'), 'currency'),
  custom(names('items'), 'contents', { form: 'contents' }),
  custom(names('name', 'items[].product.name'), 'content_name'),
  custom(names('category', 'items[].product.category_{1-5}'), 'content_category'),
  custom([], 'content_type', { default: 'product' }),
  custom(names('status'), 'status'),
  custom(names({ path: 'id', note: 'mapped-since' }), 'order_id'),
];

/**
 * Commanders Act's events to Meta, as its connector sends them from its server (seed 003, domain
 * facts 5.4). Names without a row pass through unchanged as custom events.
 */
export const COMMANDERS_ACT_MAPPING: MappingTable = {
  id: 'commanders-act',
  systems: ['cact', 'commanders-act'],
  visibility: 'server',
  rows: ROWS,
  parameters: PARAMETERS,
  // Facebook Custom Events.
  passesThrough: true,
  nameOverride: 'integrations.facebook.event_name',
};
