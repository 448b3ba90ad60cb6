import { foldName, type Nearness, nearOf } from '../../session/nearest.ts';

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

/** The standard events' names. */
export const STANDARD_EVENT_NAMES: readonly string[] = Object.keys(STANDARD_EVENTS);

/** True for the exact name of a standard event: case counts (domain facts 2.3). */
export function isStandardEvent(name: string): boolean {
  return standardEvent(name) !== undefined;
}

/** Names of other vocabularies that mean a standard event but are not spelt like it, folded. */
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

/** A standard event that was probably meant. */
export interface NearStandardEvent {
  name: string;
  /** `vocabulary`: another system calls it so. */
  by: Nearness | 'vocabulary';
}

/** How long a name must be for one slip of the pen. */
const LETTERS_PER_SLIP = 5;

/**
 * The standard event that a name was probably meant to be: its own spelling set right
 * (`add_to_cart`, `Purchses`), or the word of another vocabulary (`begin_checkout`). Undefined for a
 * name that the SDK knows, where none is near, and where two are equally near.
 */
export function nearStandardEvent(name: string): NearStandardEvent | undefined {
  let near = known.get(name);
  if (near === undefined) {
    if (known.size >= NAMES_KEPT) known.clear();
    near = findNear(name) ?? NOT_NEAR;
    known.set(name, near);
  }
  return near === NOT_NEAR ? undefined : near;
}

/** A page calls the same few names again and again. */
const known = new Map<string, NearStandardEvent>();
const NAMES_KEPT = 500;
const NOT_NEAR: NearStandardEvent = { name: '', by: 'slip' };

function findNear(name: string): NearStandardEvent | undefined {
  if (isInSdkTable(name)) return undefined;
  const folded = name.length > LONGEST_WORD ? '' : foldName(name);
  const other = Object.hasOwn(OTHER_NAMES, folded) ? OTHER_NAMES[folded] : undefined;
  if (other !== undefined) return { name: other, by: 'vocabulary' };
  const near = nearOf(name, STANDARD_EVENT_NAMES, LETTERS_PER_SLIP);
  return near && { name: near.word, by: near.by };
}

/** UTF-16 units of a name of another vocabulary, at most. */
const LONGEST_WORD = 40;
