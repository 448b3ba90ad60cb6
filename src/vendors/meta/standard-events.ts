import { editDistance } from '../../session/nearest.ts';
/**
 * Meta's standard events: 18 with PageView (domain facts 2.4, the SDK's own table). Parameters and
 * what is required: Meta Pixel documentation, "Reference", "Standard Events" and "Object
 * Properties".
 */

/** What a standard event takes. */
export interface StandardEvent {
  /** Without these Meta cannot use the event. */
  required: readonly string[];
  /** Object properties that the documentation names for it. */
  parameters: readonly string[];
  /** Advantage+ catalogue ads need `contents` or `content_ids`, and `content_type`. */
  catalogue?: true;
}

function event(parameters = '', more: Partial<StandardEvent> = {}): StandardEvent {
  return { required: [], parameters: parameters === '' ? [] : parameters.split(' '), ...more };
}

/** The standard events by name. Names are case sensitive (domain facts 2.3). */
export const STANDARD_EVENTS: Readonly<Record<string, StandardEvent>> = {
  AddPaymentInfo: event('content_category content_ids contents currency value'),
  AddToCart: event('content_ids content_name content_type contents currency value', {
    catalogue: true,
  }),
  AddToWishlist: event('content_name content_category content_ids contents currency value'),
  CompleteRegistration: event('content_name currency status value'),
  Contact: event(),
  CustomizeProduct: event(),
  Donate: event(),
  FindLocation: event(),
  InitiateCheckout: event('content_category content_ids contents currency num_items value'),
  Lead: event('content_category content_name currency value'),
  PageView: event(),
  Purchase: event('content_ids content_name content_type contents currency num_items value', {
    required: ['value', 'currency'],
    catalogue: true,
  }),
  Schedule: event(),
  Search: event('content_category content_ids contents currency search_string value'),
  StartTrial: event('currency predicted_ltv value'),
  SubmitApplication: event(),
  Subscribe: event('currency predicted_ltv value'),
  ViewContent: event('content_ids content_name content_type contents currency value', {
    catalogue: true,
  }),
};

/** Names that the SDK's table also has, for itself (domain facts 2.4). */
const INTERNAL_EVENTS: ReadonlySet<string> = new Set(['CustomEvent', 'PixelInitialized']);

/** What a parameter's value should be. */
export type ParameterType =
  | 'amount'
  | 'currency'
  | 'count'
  | 'text'
  | 'ids'
  | 'contents'
  | 'content type'
  | 'status';

/** Object properties with a meaning of Meta's own (Meta Pixel documentation, "Object Properties"). */
export const PARAMETER_TYPES: Readonly<Record<string, ParameterType>> = {
  content_category: 'text',
  content_ids: 'ids',
  content_name: 'text',
  content_type: 'content type',
  contents: 'contents',
  currency: 'currency',
  num_items: 'count',
  order_id: 'text',
  predicted_ltv: 'amount',
  search_string: 'text',
  status: 'status',
  value: 'amount',
};

/** The name's row; undefined for a custom event. */
export function standardEvent(name: string): StandardEvent | undefined {
  return Object.hasOwn(STANDARD_EVENTS, name) ? STANDARD_EVENTS[name] : undefined;
}

/** Whether the SDK's `track` takes the name without a word. */
export function isInSdkTable(name: string): boolean {
  return Object.hasOwn(STANDARD_EVENTS, name) || INTERNAL_EVENTS.has(name);
}

/** Letters and digits in lower case: `add_to_cart`, `Add to cart` and `addToCart` are one. */
function bareName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

const BY_BARE_NAME: ReadonlyMap<string, string> = new Map(
  Object.keys(STANDARD_EVENTS).map((name) => [bareName(name), name]),
);

/**
 * The standard event that this name is but for case, blanks and separators: `purchase`,
 * `add_to_cart`. Undefined for a standard name itself.
 */
export function misspeltStandardEvent(name: string): string | undefined {
  if (name.length > 60) return undefined;
  const found = BY_BARE_NAME.get(bareName(name));
  return found === name ? undefined : found;
}

/** A slip of the keyboard: this many letters, and never more than a fifth of the name. */
const MOST_EDITS = 2;

/**
 * The standard event that was probably meant: the same but for case and separators, or a letter or
 * two. Undefined where none is near, or two are equally near.
 */
export function nearestStandardEvent(name: string): string | undefined {
  const exact = misspeltStandardEvent(name);
  if (exact !== undefined) return exact;
  if (!nearest.has(name)) {
    if (nearest.size >= NAMES_KEPT) nearest.clear();
    nearest.set(name, findNearest(name));
  }
  return nearest.get(name);
}

/** A page calls the same few names again and again. */
const nearest = new Map<string, string | undefined>();
const NAMES_KEPT = 500;

function findNearest(name: string): string | undefined {
  const bare = bareName(name);
  if (bare.length < 5 || bare.length > 40) return undefined;
  let best: string | undefined;
  let least = Math.min(MOST_EDITS, Math.floor(bare.length / 5)) + 1;
  let isTie = false;
  for (const [other, standard] of BY_BARE_NAME) {
    if (Math.abs(other.length - bare.length) > MOST_EDITS) continue;
    const distance = editDistance(bare, other);
    if (distance < least) {
      best = standard;
      least = distance;
      isTie = false;
    } else if (distance === least && best !== undefined) isTie = true;
  }
  return isTie || best === name ? undefined : best;
}
