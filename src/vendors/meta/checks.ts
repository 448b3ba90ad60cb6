import { nearestOf } from '../../session/nearest.ts';
import { hasUnknown, isObject, parseJson, plainText, toPlain } from '../../session/value/plain.ts';
import {
  isNothing,
  isUnknown,
  itemsOf,
  NO_PROPERTIES,
  propertiesOf,
  propertyOf,
} from '../../session/value/read.ts';
import type { PageValue } from '../../session/value.ts';
import { asText, COMMANDS, type PixelCall, pixelIdText, readPixelCall } from './call.ts';
import { checkEventData } from './event-data.ts';
import { checkEventId } from './event-id.ts';
import { checkEventName } from './event-name.ts';
import { CURRENCY, type Fault, fault, NO_FAULTS, PIXEL_ID, show } from './fault.ts';
import { METADATA } from './parameter-words.ts';
import { isPixelId } from './pixel-hit.ts';
import { limitsDataUse, type PixelsBefore } from './pixels-before.ts';
import { isPlaceholder } from './placeholder.ts';
import { isDuplicateInit, sdkWords } from './sdk-words.ts';
import { isStandardEvent } from './standard-events.ts';
import { unknownCommand } from './unknown-command.ts';
import { checkUserData } from './user-data-checks.ts';

/**
 * What is wrong with a pixel call: what Meta's SDK says about it, and what it should say and does
 * not. Each fault has what the SDK does all the same, and the corrected line.
 */

/**
 * The faults of one call.
 * @param before the document's pixels when the call ran
 */
export function checkPixelCall(call: PixelCall, before: PixelsBefore): readonly Fault[] {
  return faultsOf(call, before, sdkWords(call, before));
}

/** Of a call that was meant and not made, the SDK prints nothing. */
const NO_WORDS: readonly string[] = [];

function faultsOf(
  call: PixelCall,
  before: PixelsBefore,
  words: readonly string[],
): readonly Fault[] {
  const faults: Fault[] = [];
  if (call.isEvent) checkEvent(call, before, words, faults);
  else {
    const found = checkCommand(call, before, words);
    if (found !== undefined) faults.push(found);
    // Of an init that is not taken, no user data are either.
    else if (call.command === 'init' || call.command === 'addPixelId')
      checkUserData(call, words, faults);
  }
  return faults.length === 0 ? NO_FAULTS : faults;
}

function checkEvent(
  call: PixelCall,
  before: PixelsBefore,
  words: readonly string[],
  faults: Fault[],
): void {
  const target = checkTarget(call, before, words);
  if (target !== undefined) faults.push(target);
  // With its arguments shifted by one, everything else would be said of the wrong argument.
  if (target?.mend?.instead !== undefined) return;
  checkWhatIsSent(call, words, faults);
}

/** Name, data and event id. */
function checkWhatIsSent(call: PixelCall, words: readonly string[], faults: Fault[]): void {
  const { eventName, data, command } = call;
  // The SDK's own: no page wrote it.
  if (command === 'trackSingleSystem') return;
  checkEventName(call, words, faults);
  if (eventName === undefined) return;
  const properties = isNothing(data) ? NO_PROPERTIES : propertiesOf(data);
  if (properties !== undefined) checkEventData({ eventName, properties, words }, faults);
  else if (!isUnknown(data)) faults.push(dataWithoutObject(call));
  if (command !== 'send') checkEventId(call, eventName, properties, words, faults);
}

function dataWithoutObject(call: PixelCall): Fault {
  const wholeData = objectFor(call.data);
  return fault(
    'pixel/custom-data-type',
    'data',
    'unknown',
    { event: call.eventName ?? '', given: show(call.data) },
    { mend: wholeData === undefined ? undefined : { wholeData } },
  );
}

/** Custom data in the place of something else; undefined where nobody can tell what was meant. */
function objectFor(given: PageValue | undefined): PageValue | undefined {
  if (typeof given === 'number') return { value: given, currency: CURRENCY };
  if (typeof given !== 'string' || /^(?:undefined|null|NaN|\[object .*\]|)$/.test(given))
    return undefined;
  const read = parseJson(given);
  if (isObject(read)) return JSON.parse(given) as PageValue;
  return read === given ? { content_name: given } : undefined;
}

/** Whether the event finds the pixel that it is for. */
function checkTarget(
  call: PixelCall,
  before: PixelsBefore,
  words: readonly string[],
): Fault | undefined {
  const { command } = call;
  if (command === 'trackSingle' || command === 'trackSingleCustom')
    return checkSingleTarget(call, before, words);
  // It goes to every pixel, whichever it names; but its other arguments stand behind one.
  if (command === 'trackShopify' && typeof call.pixel === 'string' && !isPixelId(call.pixel))
    return checkSingleTarget(call, before, words);
  if (command === 'trackSingleSystem' || !before.isKnown) return;
  if (before.pixels.size > 0 || before.hasBadInit) return undefined;
  const data = call.eventName === undefined ? {} : { event: call.eventName };
  return fault('pixel/event-before-init', 'target', 'dropped', data, { mend: { init: PIXEL_ID } });
}

const NOTHING: PageValue = { $type: 'undefined' };

function checkSingleTarget(
  call: PixelCall,
  before: PixelsBefore,
  words: readonly string[],
): Fault | undefined {
  const { command = '', pixel } = call;
  if (isUnknown(pixel)) return undefined;
  const id = pixelIdText(pixel);
  // All of them are about arguments that stand in the wrong place.
  const prints = words.length === 0 ? undefined : words.join(' ');
  // init takes a number, a command for one pixel looks for the id among its own properties.
  if (typeof pixel === 'number' || !isPixelId(id)) {
    const known = before.pixels.keys().next().value ?? PIXEL_ID;
    // Where the event's name stands in the pixel's place, all behind it is shifted by one. A name
    // behind it is the event's own.
    const isName =
      typeof pixel === 'string' &&
      !/^\s*\d/.test(pixel) &&
      !isPlaceholder(pixel) &&
      !(typeof call.name === 'string' && isStandardEvent(call.name));
    const behind = isName ? [pixel, call.name, call.data] : [call.name, call.data, call.options];
    const args = behind.map((value) => value ?? NOTHING);
    const line = readPixelCall([command, isPixelId(id) ? id : known, ...args]);
    const faults: Fault[] = [];
    checkWhatIsSent(line, NO_WORDS, faults);
    return fault(
      'pixel/pixel-id-missing',
      'target',
      command === 'trackShopify' ? 'sent' : 'dropped',
      { command, given: show(pixel), isNumber: typeof pixel === 'number' },
      { prints, mend: { instead: { line, faults } } },
    );
  }
  if (!before.isKnown || before.pixels.has(id) || before.hasBadInit) return undefined;
  // A pixel of the page's own, only called too early, is no slip.
  const meant = before.later?.has(id) ? undefined : nearestOf(id, [...before.pixels.keys()]);
  return fault(
    'pixel/unknown-pixel',
    'target',
    'dropped',
    { command, pixelId: id, ...(meant !== undefined && { meant }) },
    {
      prints: words.find((text) => text.endsWith(' not found')),
      mend: meant === undefined ? { init: id } : { pixel: meant },
    },
  );
}

function checkCommand(
  call: PixelCall,
  before: PixelsBefore,
  words: readonly string[],
): Fault | undefined {
  const { command } = call;
  if (command === undefined)
    return fault(
      'pixel/command-missing',
      'target',
      'ignored',
      { hasArguments: call.rest.length > 0 },
      { prints: words[0] },
    );
  if (!COMMANDS.has(command))
    return unknownCommand(call, command, words, (meant) => faultsOf(meant, before, NO_WORDS));
  switch (command) {
    case 'init':
    case 'addPixelId':
      return checkInit(call, command, before, words);
    case 'consent':
      return checkConsent(call, words);
    case 'dataProcessingOptions':
      return checkDataUse(call);
    case 'set':
      return checkSet(call, before, words);
    case 'setUserProperties': {
      const id = pixelIdText(call.pixel);
      if (id === undefined) return refusedArgument(call, command, words);
      if (!before.isKnown || before.pixels.has(id)) return undefined;
      return fault(
        'pixel/unknown-pixel',
        'target',
        'dropped',
        { command, pixelId: id },
        { prints: words[0], mend: { init: id } },
      );
    }
    default:
      return refusedArgument(call, command, words);
  }
}

/** Digits with nothing around them but blanks and quotation marks: those of `UA-1234-5` are no id. */
const DIGITS_ALONE = /^[\s"'`‘’“”„]*(\d+)[\s"'`‘’“”„]*$/;

function checkInit(
  call: PixelCall,
  command: string,
  before: PixelsBefore,
  words: readonly string[],
): Fault | undefined {
  const { pixel } = call;
  if (isUnknown(pixel)) return undefined;
  const id = pixelIdText(pixel);
  const rest = call.rest.slice(1);
  if (!isPixelId(id)) {
    const digits = typeof pixel === 'string' ? (DIGITS_ALONE.exec(pixel)?.[1] ?? '') : '';
    return fault(
      'pixel/invalid-pixel-id',
      'target',
      'dropped',
      { command, given: show(pixel) },
      {
        prints: words.find((text) => text.includes('Invalid PixelID')),
        mend: { rest: [isPixelId(digits) ? digits : PIXEL_ID, ...rest] },
      },
    );
  }
  if (typeof pixel === 'number' && pixel > Number.MAX_SAFE_INTEGER)
    return fault(
      'pixel/pixel-id-lost-digits',
      'target',
      'unknown',
      { command, given: id },
      { mend: { rest: [PIXEL_ID, ...rest] } },
    );
  if (!isDuplicateInit(call, id, before)) return undefined;
  const userData = userDataAgain(call.rest[1], before.pixels.get(id)?.userData);
  return fault(
    'pixel/duplicate-pixel-id',
    'target',
    'ignored',
    { pixelId: id, userData },
    // Meta's own tag for Google Tag Manager does so wherever it has user data.
    {
      severity: userData === 'same' ? 'info' : undefined,
      prints: words.find((text) => text.includes('Duplicate Pixel ID')),
    },
  );
}

function userDataAgain(
  given: PageValue | undefined,
  first: PageValue | undefined,
): 'none' | 'same' | 'other' {
  if (isNothing(given)) return 'none';
  const a = toPlain(given);
  const b = toPlain(first);
  return !hasUnknown(a) && !hasUnknown(b) && plainText(a) === plainText(b) ? 'same' : 'other';
}

/** Words for consent that mean one of the SDK's two. */
const CONSENT_WORDS: Readonly<Record<string, 'grant' | 'revoke'>> = {
  accept: 'grant',
  accepted: 'grant',
  allow: 'grant',
  grant: 'grant',
  granted: 'grant',
  true: 'grant',
  yes: 'grant',
  '1': 'grant',
  on: 'grant',
  '0': 'revoke',
  decline: 'revoke',
  declined: 'revoke',
  denied: 'revoke',
  deny: 'revoke',
  false: 'revoke',
  no: 'revoke',
  off: 'revoke',
  refuse: 'revoke',
  refused: 'revoke',
  reject: 'revoke',
  rejected: 'revoke',
  revoke: 'revoke',
  revoked: 'revoke',
};

/** Which of the SDK's two words was meant; undefined where nobody can tell. */
function meantConsent(text: string, more: PageValue | undefined): string | undefined {
  const word = text.toLowerCase().trim();
  if (Object.hasOwn(CONSENT_WORDS, word)) return CONSENT_WORDS[word];
  // fbq('consent', 'update', {ad_storage: 'denied'}): Google's signature.
  const storage = propertyOf(more, 'ad_storage');
  if (storage === 'granted') return 'grant';
  if (storage === 'denied') return 'revoke';
  const near = nearestOf(word, ['grant', 'granted', 'revoke', 'revoked'], LETTERS_PER_SLIP);
  return near && CONSENT_WORDS[near];
}

/** How long a word for consent must be for one slip of the pen. */
const LETTERS_PER_SLIP = 4;

function checkConsent(call: PixelCall, words: readonly string[]): Fault | undefined {
  const [action] = call.rest;
  if (isUnknown(action) || action === 'grant' || action === 'revoke') return undefined;
  const meant = meantConsent(asText(action) ?? '', call.rest[1]);
  return fault(
    'pixel/consent-word',
    'consent',
    'ignored',
    { given: show(action) },
    { prints: words[0], mend: meant === undefined ? undefined : { rest: [meant] } },
  );
}

/** What the SDK passes over without a word, so that no hit is limited (recorded runs ldu_wrong …). */
function checkDataUse(call: PixelCall): Fault | undefined {
  const { rest } = call;
  const options = itemsOf(rest[0]);
  if ([...rest, ...options].some(isUnknown)) return undefined;
  const limits = limitsDataUse(call);
  // Other options than Meta's one are sent, and limit nothing.
  if (limits === true || (limits === false && options.length === 0)) return undefined;
  const meant = (Array.isArray(rest[0]) ? options : [rest[0]]).some(
    (option) => asText(option)?.trim().toUpperCase() === LIMITED,
  );
  const [country = 0, state = 0] = rest.slice(1).map((part) => Number(asText(part)));
  const isPlace = Number.isInteger(country) && Number.isInteger(state);
  return fault(
    'pixel/data-use-ignored',
    'consent',
    'ignored',
    { given: rest.slice(0, 3).map((value) => show(value ?? null)) },
    { mend: meant && isPlace ? { rest: [[LIMITED], country, state] } : undefined },
  );
}

/** Meta's one option. */
const LIMITED = 'LDU';

/** A call of which the SDK says that it does not take it, and no more is known. */
function refusedArgument(
  { rest }: PixelCall,
  command: string,
  words: readonly string[],
): Fault | undefined {
  const [prints] = words;
  if (prints === undefined) return undefined;
  const [key] = rest;
  const isSet = command === 'set' && typeof key === 'string';
  return fault(
    'pixel/refused-argument',
    'target',
    'ignored',
    isSet ? { command, key } : { command },
    { severity: isSet && METADATA.has(key) ? 'info' : 'warning', prints },
  );
}

function checkSet(
  call: PixelCall,
  before: PixelsBefore,
  words: readonly string[],
): Fault | undefined {
  const [key, data] = call.rest;
  if (key !== 'userData' || typeof data === 'string') return refusedArgument(call, 'set', words);
  const known = before.pixels.keys().next().value ?? PIXEL_ID;
  return fault(
    'pixel/set-user-data',
    'target',
    'unknown',
    { isForOrdinaryPixel: true },
    {
      prints: words[0],
      mend: isNothing(data) ? undefined : { command: 'init', rest: [known, data] },
    },
  );
}
