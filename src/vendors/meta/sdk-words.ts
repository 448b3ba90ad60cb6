import {
  isNothing,
  isUnknown,
  itemsOf,
  NO_PROPERTIES,
  type Properties,
  propertiesOf,
  propertyOf,
} from '../../session/value/read.ts';
import { type PageValue, parseStandIn } from '../../session/value.ts';
import { asText, COMMANDS, type PixelCall, pixelIdText } from './call.ts';
import { isSdkCurrency } from './currencies.ts';
import { gateCheckWords, setWords, skipOpenbridgeWords, userDataWords } from './parameter-words.ts';
import { isPixelId } from './pixel-hit.ts';
import type { PixelsBefore } from './pixels-before.ts';
import { isInSdkTable } from './standard-events.ts';

/**
 * What Meta's SDK prints to the console for one call. It is predicted, not captured: wrapping the
 * console would show to the page. The words are those of 60 recorded runs of 2.9.325 (domain facts
 * 2.3); the order of its checks and what they take for a number were read in public copies of older
 * releases. The SDK prints each warning once per page.
 */

const PREFIX = '[Meta Pixel] - ';

/** What the SDK says about nearly every call. */
const SILENCE: readonly string[] = [];

/** The warnings in the order in which the SDK prints them, its prefix included. */
export function sdkWords(call: PixelCall, before: PixelsBefore): readonly string[] {
  const words = bareWords(call, before);
  return words.length === 0 ? SILENCE : words.map((one) => PREFIX + one);
}

function bareWords(call: PixelCall, before: PixelsBefore): readonly string[] {
  const { command } = call;
  if (command === undefined) return ['You must provide an argument to fbq().'];
  if (call.isEvent) {
    const own = eventWords(call);
    const others = targetWords(call, before);
    return others.length === 0 ? own : [...own, ...others];
  }
  if (!COMMANDS.has(command)) return [`"fbq('${command}', ...);" is not a valid fbq command.`];
  switch (command) {
    case 'init':
    case 'addPixelId':
      return initWords(call, before);
    case 'consent':
      return consentWords(call.rest[0]);
    case 'set':
      return setWords(call, before);
    case 'gateCheck':
      return gateCheckWords(call);
    case 'skipOpenbridge':
      return skipOpenbridgeWords(call);
    case 'on':
      // Read of one recorded run: the event's list of arguments is taken for a pixel id.
      return call.rest[0] === 'configLoaded' ? ['Invalid PixelID: null.'] : SILENCE;
    case 'setUserProperties':
      return before.isLimited ? SILENCE : targetWords(call, before);
    default:
      return SILENCE;
  }
}

function initWords(call: PixelCall, before: PixelsBefore): readonly string[] {
  const id = pixelIdText(call.pixel);
  // Not the id that was given: 2.9.325 was seen to say null.
  if (!isPixelId(id)) return ['Invalid PixelID: null.'];
  const isDuplicate = isDuplicateInit(call, id, before);
  const own = userDataWords(call, !isDuplicate);
  return isDuplicate ? [...own, `Duplicate Pixel ID: ${id}.`] : own;
}

/** A second init is accepted without a word where it is the first that brings user data. */
export function isDuplicateInit(call: PixelCall, id: string, before: PixelsBefore): boolean {
  const known = before.pixels.get(id);
  if (known === undefined) return false;
  return known.userData !== undefined || isNothing(call.rest[1]);
}

function consentWords(action: PageValue | undefined): readonly string[] {
  const text = asText(action);
  if (text === undefined || isUnknown(action) || action === 'grant' || action === 'revoke')
    return SILENCE;
  return [
    `"fbq('${text}', ...);" is not a valid fbq('consent', ...) action. Valid actions are 'revoke' and 'grant'.`,
  ];
}

/** Commands whose events the SDK looks at. */
const CHECKED: ReadonlySet<string | undefined> = new Set(['track', 'trackSingle', 'trackShopify']);

/** What `track`, `trackSingle` and `trackShopify` say about the event itself. */
export function eventWords(call: PixelCall): readonly string[] {
  const { command, name } = call;
  if (call.isLegacy || !CHECKED.has(command)) return SILENCE;
  // track with a number is the call of the conversion pixels of old, which is not checked.
  if (command === 'track' && typeof name === 'number') return SILENCE;
  if (isUnknown(name)) return SILENCE;
  if (isNothing(name) || name === '' || name === 0 || name === false)
    return [
      'Missing event name. Track events must be logged with an event name fbq("track", eventName)',
    ];
  const text = asText(name);
  if (text === undefined) return SILENCE;
  if (!isInSdkTable(text))
    return [
      `You are sending a non-standard event '${text}'. The preferred way to send these events is using trackCustom. See 'https://developers.facebook.com/docs/ads-for-websites/pixel-events/#events' for more information.`,
    ];
  const data = isNothing(call.data) ? NO_PROPERTIES : propertiesOf(call.data);
  if (data === undefined || !data.isWhole) return SILENCE;
  if (text === 'Purchase') return purchaseWords(data);
  if (text === 'CustomEvent' && !Object.hasOwn(data.values, 'event'))
    return [missing('event', text)];
  return SILENCE;
}

const missing = (parameter: string, event: string) =>
  `Required parameter '${parameter}' is missing for event '${event}'.`;

/** The SDK looks at the value first and stops at the first fault. */
function purchaseWords(data: Properties): readonly string[] {
  const { values } = data;
  if (!Object.hasOwn(values, 'value')) return [missing('value', 'Purchase')];
  const { value, currency } = values;
  if (isUnknown(value)) return SILENCE;
  const number = sdkNumber(value);
  if (number === undefined) return ["Parameter 'value' is invalid for event 'Purchase'."];
  if (!Object.hasOwn(values, 'currency')) return [missing('currency', 'Purchase')];
  if (!isUnknown(currency) && !(typeof currency === 'string' && isSdkCurrency(currency)))
    return ["Parameter 'currency' is invalid for event 'Purchase'."];
  return number < 0 ? ["Parameter 'value' is negative for event 'Purchase'."] : SILENCE;
}

/** What the SDK takes for a number: no exponent, no blank, no comma, a digit on both sides of the dot. */
const SDK_NUMBER = /^[+-]?\d+(\.\d+)?$/;

/** The number that the SDK sees in a value; undefined for what it calls invalid. */
export function sdkNumber(value: PageValue | undefined): number | undefined {
  if (typeof value === 'number')
    // The only finite numbers that are not written as plain digits have an exponent.
    return (Math.abs(value) < 1e21 && Math.abs(value) >= 1e-6) || value === 0 ? value : undefined;
  if (typeof value === 'string') return SDK_NUMBER.test(value) ? Number(value) : undefined;
  const standIn = parseStandIn(value);
  return standIn?.$type === 'number' && standIn.value === '-0' ? 0 : undefined;
}

/** What the SDK says about the pixels that the event goes to. */
function targetWords(call: PixelCall, before: PixelsBefore): readonly string[] {
  const { command, pixel } = call;
  const isSingle =
    command === 'trackSingle' || command === 'trackSingleCustom' || command === 'setUserProperties';
  if (isSingle) {
    const id = command === 'setUserProperties' ? asText(pixel) : singlePixel(pixel);
    if (id === undefined || !before.isKnown) return SILENCE;
    if (!before.pixels.has(id)) return [`Pixel ${id} not found`];
    return eventIdWords(call, [id]);
  }
  if (command === 'trackSingleSystem' || command === 'trackShopify') return SILENCE;
  return eventIdWords(call, before.pixels.keys());
}

/** Where the pixel is no text, its property `id` is looked for: a number has none. */
function singlePixel(pixel: PageValue | undefined): string | undefined {
  if (typeof pixel === 'string') return pixel;
  if (isUnknown(pixel)) return undefined;
  return asText(propertyOf(pixel, 'id'));
}

/** The quotation mark that is missing at the end is missing in Meta's text. */
function eventIdWords(call: PixelCall, pixels: Iterable<string>): readonly string[] {
  if (typeof call.options !== 'object') return SILENCE;
  const options = propertiesOf(call.options);
  if (options === undefined || !isOddEventId(options.values.eventID)) return SILENCE;
  const name = asText(call.name) ?? '';
  return Array.from(
    pixels,
    (id) =>
      `Incorrect eventID type. The eventID parameter needs to be a string for Pixel ID: ${id} for event '${name}`,
  );
}

/** A list, or an object without an id inside. */
function isOddEventId(id: PageValue | undefined): boolean {
  if (Array.isArray(id) || itemsOf(id).length > 0) return true;
  const inner = propertiesOf(id)?.values;
  return inner !== undefined && isNothing(inner.eventID) && isNothing(inner.event_id);
}
