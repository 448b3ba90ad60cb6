import type { HitEvent } from '../../session/entry.ts';
import type { Profile } from '../../session/profile.ts';

/**
 * Names under which Meta may see the event of a hit that another system hands on, the likeliest
 * first; none where it is no event for Meta.
 */
export type MetaNames = (
  vendor: 'commanders-act' | 'segment',
  event: HitEvent,
) => readonly string[];

/** Seed "Facebook Conversions API" of Commanders Act, default mappings: `search` stands there twice. */
const COMMANDERS_ACT_NAMES: Readonly<Record<string, string>> = {
  begin_checkout: 'InitiateCheckout',
  purchase: 'Purchase',
  add_to_cart: 'AddToCart',
  view_item: 'ViewContent',
  view_item_list: 'ViewContent',
  search: 'Search',
  add_payment_info: 'AddPaymentInfo',
  add_to_wishlist: 'AddToWishlist',
  generate_lead: 'Lead',
  page_view: 'PageView',
  complete_registration: 'CompleteRegistration',
  contact: 'Contact',
  customize_product: 'CustomizeProduct',
  donate: 'Donate',
  find_location: 'FindLocation',
  schedule: 'Schedule',
  start_trial: 'StartTrial',
  submit_application: 'SubmitApplication',
  subscribe: 'Subscribe',
};

/**
 * Where today's documentation and the seed disagree, either name may arrive: the seed passes
 * `sign_up` on as it is (domain facts 5.4).
 */
const COMMANDERS_ACT_LATER: Readonly<Record<string, string>> = { sign_up: 'CompleteRegistration' };

/** Segment's own table (domain facts 6). */
const SEGMENT_NAMES: Readonly<Record<string, string>> = {
  'Products Searched': 'Search',
  'Product List Viewed': 'ViewContent',
  'Product Viewed': 'ViewContent',
  'Product Added': 'AddToCart',
  'Checkout Started': 'InitiateCheckout',
  'Order Completed': 'Purchase',
};

/** Calls of Segment's API that are about a person, not an event. */
const NO_EVENTS: ReadonlySet<string> = new Set(['identify', 'group', 'alias']);

/** Overrides the name that Commanders Act sends to Meta (seed, `integrations.facebook.event_name`). */
const FACEBOOK_EVENT_NAME = 'integrations.facebook.event_name';

function ownName(table: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** The vendors' own tables, and before them the mapping rules of the user's profile. */
export function createMetaNames(profile: Profile): MetaNames {
  const rules = (profile.mapping?.rules ?? []).filter(({ from }) => from.where === undefined);
  const fromProfile = (source: 'cact' | 'analytics', name: string) =>
    rules.find(
      ({ from }) =>
        from.source === source &&
        (from.name === name || (from.pattern !== undefined && isWhole(from.pattern, name))),
    );
  return (vendor, event) => {
    const name = event.eventName;
    if (name === undefined) return [];
    const rule = fromProfile(vendor === 'segment' ? 'analytics' : 'cact', name);
    if (rule !== undefined) return rule.to === null ? [] : [rule.to];
    if (vendor === 'segment') return segmentNames(event, name);
    const given = event.parameters[FACEBOOK_EVENT_NAME];
    if (given) return [given];
    const later = ownName(COMMANDERS_ACT_LATER, name);
    return [ownName(COMMANDERS_ACT_NAMES, name) ?? name, ...(later === undefined ? [] : [later])];
  };
}

function segmentNames(event: HitEvent, name: string): readonly string[] {
  const type = event.parameters.type;
  if (NO_EVENTS.has(type ?? name)) return [];
  if (type === 'page' || name === 'page') return ['PageView'];
  return [ownName(SEGMENT_NAMES, name) ?? name];
}

/** A pattern that is no regular expression meets nothing; the profile's own check tells the user. */
function isWhole(pattern: string, name: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(name);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** The Meta name that a name of another system is known to stand for, or undefined. */
export function knownMetaName(name: string): string | undefined {
  return (
    ownName(COMMANDERS_ACT_NAMES, name) ??
    ownName(COMMANDERS_ACT_LATER, name) ??
    ownName(SEGMENT_NAMES, name)
  );
}
