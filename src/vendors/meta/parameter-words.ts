import { isNothing, isUnknown } from '../../session/value/read.ts';
import { type PageValue, parseStandIn } from '../../session/value.ts';
import { type PixelCall, pixelIdText } from './call.ts';
import { isPixelId } from './pixel-hit.ts';
import type { PixelsBefore } from './pixels-before.ts';
import { hasInvalidEmail, INVALID_EMAIL_WORDS, readUserData } from './user-data/init-data.ts';

/**
 * What Meta's SDK prints about the arguments of commands that send no event: `set`, `gateCheck`,
 * `skipOpenbridge`, the user data of `init` (its source, and recorded runs of 2.9.325).
 */

const NONE: readonly string[] = [];

/** A value as such a warning names it; undefined where the copy does not tell. */
function named(value: PageValue | undefined): string | undefined {
  if (value === undefined) return 'undefined';
  if (value === null) return 'null';
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'number') return 'Number';
  if (typeof value === 'boolean') return 'Boolean';
  if (Array.isArray(value)) return undefined;
  switch (parseStandIn(value)?.$type) {
    case undefined:
      return 'Object';
    case 'undefined':
      return 'undefined';
    case 'number':
      return 'Number';
    case 'function':
      return 'Function';
    case 'date':
      return 'Date';
    default:
      return undefined;
  }
}

/** Call to "fbq(…);" with parameter "…" has an invalid value of "…". */
function refusal(
  method: string,
  passed: readonly (PageValue | undefined)[],
  parameter: string,
  value: PageValue | undefined,
): readonly string[] {
  const words = passed.map(named);
  const wrong = named(value);
  if (wrong === undefined || words.includes(undefined)) return NONE;
  return [
    `Call to "fbq('${method}', ${words.join(', ')});" with parameter "${parameter}" has an invalid value of "${wrong}"`,
  ];
}

const isText = (value: PageValue | undefined): value is string => typeof value === 'string';

/** About `gateCheck`: its callbacks are not looked at. */
export function gateCheckWords({ rest }: PixelCall): readonly string[] {
  const [name, whenOn, whenOff, pixel] = rest;
  if (isUnknown(name) || (isText(name) && name !== '')) return NONE;
  return refusal('gateCheck', [name, whenOn, whenOff, pixel], 'gateName', name);
}

/** About `skipOpenbridge`, which takes the pixel's id as a text. */
export function skipOpenbridgeWords({ rest }: PixelCall): readonly string[] {
  const [pixel] = rest;
  return isUnknown(pixel) || isText(pixel)
    ? NONE
    : refusal('skipOpenbridge', rest, 'pixel_id', pixel);
}

/**
 * About the user data of `init`.
 * @param isTaken false: the pixel has some already, and these are not looked into
 */
export function userDataWords({ rest }: PixelCall, isTaken: boolean): readonly string[] {
  const [pixel, data] = rest;
  if (isNothing(data) || isUnknown(data)) return NONE;
  const read = readUserData(data);
  if (read === undefined) return refusal('init', [pixel, data], 'user_data', data);
  return isTaken && hasInvalidEmail(read) ? [INVALID_EMAIL_WORDS] : NONE;
}

/** Keys of `set` that take a switch and a pixel, of which the pixel is looked at. */
const SWITCHES: ReadonlySet<string> = new Set(['autoConfig', 'firstPartyCookies']);

/** Keys of `set` about which no warning is known: wrong values fail in silence. */
const SILENT: ReadonlySet<string> = new Set([
  'endpoint',
  'cdn',
  'smartSetup',
  'experiments',
  'experimentsV2',
  'guardrails',
  'moduleEncodings',
  'iwlExtractors',
  'iwlParameterRules',
  'estRules',
  'ccRules',
  'startIWLBootstrap',
  'parallelfire',
  'openbridge',
  'shopifySandboxContext',
]);

/** Metadata that `set` takes. */
export const METADATA: ReadonlySet<string> = new Set([
  'agent',
  'automaticmatchingconfig',
  'codeless',
  'tracksingleonly',
  'cbdata.onetrustid',
]);

/** About `set`. */
export function setWords({ rest }: PixelCall, before: PixelsBefore): readonly string[] {
  const [key, ...values] = rest;
  const [first, second] = values;
  if (isUnknown(key)) return NONE;
  const refuse = (parameter: string, value: PageValue | undefined) =>
    refusal('set', rest.length === 0 ? [undefined] : rest, parameter, value);
  if (!isText(key)) return refuse('setting', key);
  if (SILENT.has(key) || isUnknown(first) || isUnknown(second)) return NONE;
  if (SWITCHES.has(key)) {
    // Without a pixel, cookies are switched off for all of them.
    if (isText(second) || (key === 'firstPartyCookies' && isNothing(second))) return NONE;
    return refuse('pixel_id', second);
  }
  switch (key) {
    case 'releaseSegment':
      return isText(first) ? NONE : refuse('new_release_segment', first);
    case 'mobileBridge':
      if (!isText(first)) return refuse('pixel_id', first);
      return isText(second) ? NONE : refuse('app_id', second);
    case 'trackSingleOnly':
      return trackSingleOnlyWords(first, second, before, refuse);
    case 'userData':
      return setUserDataWords(first, before, refuse);
    default:
      return metadataWords(key, first, second, before, refuse);
  }
}

type Refuse = (parameter: string, value: PageValue | undefined) => readonly string[];

function notInitialised(what: string, pixelId: string): readonly string[] {
  return [`Trying to set argument ${what} for uninitialized Pixel ID ${pixelId}.`];
}

function trackSingleOnlyWords(
  isOn: PageValue | undefined,
  pixel: PageValue | undefined,
  before: PixelsBefore,
  refuse: Refuse,
): readonly string[] {
  const id = pixelIdText(pixel);
  if (!isPixelId(id)) return refuse('pixel_id', pixel);
  if (typeof isOn !== 'boolean') return refuse('on_or_off', isOn);
  if (!before.isKnown || before.pixels.has(id)) return NONE;
  return notInitialised('trackSingleOnly', id);
}

/** An ordinary pixel refuses all of it, and names the first pixel of the page. */
function setUserDataWords(
  data: PageValue | undefined,
  before: PixelsBefore,
  refuse: Refuse,
): readonly string[] {
  if (isText(data)) return refuse('user_data', data);
  const pixel = before.pixels.keys().next().value;
  return pixel === undefined ? NONE : refuse('pixel_id', pixel);
}

function metadataWords(
  key: string,
  value: PageValue | undefined,
  pixel: PageValue | undefined,
  before: PixelsBefore,
  refuse: Refuse,
): readonly string[] {
  if (before.isLimited && !(isText(value) && isText(pixel))) return NONE;
  if (!isText(value)) return refuse('value', value);
  if (!isText(pixel)) return refuse('pixel_id', pixel);
  const unsupported = METADATA.has(key) ? NONE : [`Unsupported metadata argument: ${key}.`];
  if (!before.isKnown || before.pixels.has(pixel)) return unsupported;
  return [...unsupported, ...notInitialised(value, pixel)];
}
