import { editDistance } from '../../session/nearest.ts';
import { isNothing, isUnknown, NO_PROPERTIES, propertiesOf } from '../../session/value/read.ts';
import type { PageValue } from '../../session/value.ts';
import { formatValue } from '../format-value.ts';
import { asText, COMMANDS, type PixelCall, pixelIdText } from './call.ts';
import { checkEventData } from './event-data.ts';
import { checkEventId } from './event-id.ts';
import { checkEventName } from './event-name.ts';
import { codeLine, eventLine, type Fault, fault, NO_FAULTS } from './fault.ts';
import { isPixelId } from './pixel-hit.ts';
import { isDuplicateInit, type PixelsBefore, sdkWords } from './sdk-words.ts';

/**
 * What is wrong with a pixel call: what Meta's SDK says about it, and what it should say and does
 * not. Each fault has what the SDK does all the same, and the corrected line.
 */

const OBSERVED = 'domain facts 2.3 (recorded runs of the SDK)';
const SOURCE = 'domain facts 2.2 (source of the SDK)';
const EXAMPLE_ID = '123456789012345';
const UNITS = 80;
const show = (value: PageValue | undefined) =>
  value === undefined ? 'undefined' : formatValue(value, UNITS);

/**
 * The faults of one call.
 * @param before the document's pixels when the call ran
 */
export function checkPixelCall(call: PixelCall, before: PixelsBefore): readonly Fault[] {
  const words = sdkWords(call, before);
  const faults: Fault[] = [];
  if (call.isEvent) checkEvent(call, before, words, faults);
  else {
    const found = checkCommand(call, before, words);
    if (found !== undefined) faults.push(found);
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
  if (target?.rule === 'pixel/pixel-id-missing') return;
  checkEventName(call, call, words, faults);
  const { eventName, data, command } = call;
  if (eventName === undefined) return;
  if (isForeign(command)) return;
  const properties = isNothing(data) ? NO_PROPERTIES : propertiesOf(data);
  if (properties !== undefined)
    checkEventData({ eventName, properties, words, line: call }, faults);
  else if (!isUnknown(data)) faults.push(dataWithoutObject(call));
  if (command !== 'send') checkEventId(call, eventName, properties, words, faults);
}

/** The SDK's own and Shopify's commands are not written by the page's authors. */
function isForeign(command: string | undefined): boolean {
  return command === 'trackSingleSystem' || command === 'trackShopify';
}

/**
 * The fault of the event id among those that `checkPixelCall` finds in a call, where there is one
 * and the event was sent.
 */
export function eventIdFault(call: PixelCall): Fault | undefined {
  const { command, data, eventName } = call;
  if (eventName === undefined || command === 'send' || isForeign(command)) return undefined;
  const faults: Fault[] = [];
  const properties = isNothing(data) ? NO_PROPERTIES : propertiesOf(data);
  checkEventId(call, eventName, properties, [], faults);
  return faults[0];
}

function dataWithoutObject(call: PixelCall): Fault {
  return fault('custom-data-type', 'warning', 'unknown', {
    message: `The custom data of ${call.eventName} is ${show(call.data)}. Meta documents an object; what the SDK makes of this is not known.`,
    fix: eventLine(call, { data: { content_name: asText(call.data) ?? 'text' } }),
    reference: 'Meta Pixel documentation, "Reference"',
  });
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
  if (command === 'trackSingleSystem' || command === 'trackShopify' || !before.isKnown) return;
  if (before.pixels.size > 0 || before.hasBadInit) return undefined;
  return fault('event-before-init', 'error', 'dropped', {
    message: `${call.eventName ?? 'An event'} is called before any fbq('init', …) of this page. An init that follows does not bring it back.`,
    fix: `Call init first: ${codeLine('fbq', ['init', EXAMPLE_ID])} ${eventLine(call)}`,
    reference: OBSERVED,
  });
}

function checkSingleTarget(
  call: PixelCall,
  before: PixelsBefore,
  words: readonly string[],
): Fault | undefined {
  const { command = '', pixel } = call;
  if (isUnknown(pixel)) return undefined;
  const id = pixelIdText(pixel);
  const prints = words.find((text) => text.endsWith(' not found'));
  if (!isPixelId(id)) {
    const known = before.pixels.keys().next().value ?? EXAMPLE_ID;
    const isName = typeof pixel === 'string' && !/^\s*\d/.test(pixel);
    return fault('pixel-id-missing', 'error', 'dropped', {
      message: `The first argument of ${command} is ${show(pixel)}, which is no pixel id: the pixel's id stands before the event's name.`,
      fix: isName
        ? `${eventLine(call, { pixel: known, name: pixel, data: call.name, options: call.data })} The wrapper react-facebook-pixel 1.0.4 hands on what it is given, and its trackSingleCustom calls trackSingle.`
        : eventLine(call, { pixel: known }),
      reference: SOURCE,
      prints,
    });
  }
  if (!before.isKnown || before.pixels.has(id) || before.hasBadInit) return undefined;
  return fault('unknown-pixel', 'error', 'dropped', {
    message: `${command} names the pixel ${id}, which no fbq('init', …) of this page has made known before.`,
    fix: `Call init for it first: ${codeLine('fbq', ['init', id])} ${eventLine(call)}`,
    reference: OBSERVED,
    prints,
  });
}

function checkCommand(
  call: PixelCall,
  before: PixelsBefore,
  words: readonly string[],
): Fault | undefined {
  const { command } = call;
  if (command === undefined) return noCommand(call, words);
  if (!COMMANDS.has(command)) return unknownCommand(call, command, words);
  switch (command) {
    case 'init':
    case 'addPixelId':
      return checkInit(call, command, before, words);
    case 'consent':
      return checkConsent(call, words);
    case 'set':
      return checkSet(call, before);
    case 'setUserProperties': {
      const id = pixelIdText(call.pixel);
      if (!before.isKnown || id === undefined || before.pixels.has(id)) return undefined;
      return fault('unknown-pixel', 'error', 'dropped', {
        message: `setUserProperties names the pixel ${id}, which no fbq('init', …) of this page has made known before.`,
        fix: `Call init for it first: ${codeLine('fbq', ['init', id])}`,
        reference: SOURCE,
        prints: words[0],
      });
    }
    default:
      return undefined;
  }
}

function noCommand(call: PixelCall, words: readonly string[]): Fault | undefined {
  return fault('command-missing', 'warning', 'ignored', {
    message: `fbq is called without a command${call.rest.length > 0 ? ': its first argument is no text' : ''}.`,
    fix: `Name the command first: ${codeLine('fbq', ['track', 'PageView'])}`,
    reference: SOURCE,
    prints: words[0],
  });
}

/** Commands that people mean, for suggestions. */
const USUAL_COMMANDS = [
  'track',
  'trackCustom',
  'trackSingle',
  'trackSingleCustom',
  'init',
  'consent',
];

function nearestCommand(command: string): string {
  const bare = command.toLowerCase();
  const same = [...COMMANDS].find((name) => name.toLowerCase() === bare);
  if (same !== undefined) return same;
  if (bare.length <= 20) {
    const near = USUAL_COMMANDS.find((name) => editDistance(bare, name.toLowerCase()) <= 2);
    if (near !== undefined) return near;
  }
  return bare.includes('consent') || bare === 'grant' || bare === 'revoke' ? 'consent' : 'track';
}

function unknownCommand(call: PixelCall, command: string, words: readonly string[]): Fault {
  const meant = nearestCommand(command);
  const args = command === 'grant' || command === 'revoke' ? [command] : call.rest;
  return fault('unknown-command', 'error', 'dropped', {
    message: `fbq has no command ${show(command)}.`,
    fix: codeLine('fbq', [meant, ...args]),
    reference: OBSERVED,
    prints: words[0],
  });
}

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
    const digits = typeof pixel === 'string' ? pixel.replace(/\D/g, '') : '';
    return fault('invalid-pixel-id', 'error', 'dropped', {
      message: `${command} is given ${show(pixel)}, which is no pixel id: digits only, the first of them not 0.`,
      fix: `Give the id that Events Manager shows: ${codeLine('fbq', [command, isPixelId(digits) ? digits : EXAMPLE_ID, ...rest])}`,
      reference: `${OBSERVED}; domain facts 2.2`,
      prints: words[0],
    });
  }
  if (typeof pixel === 'number' && pixel > Number.MAX_SAFE_INTEGER)
    return fault('pixel-id-lost-digits', 'error', 'unknown', {
      message: `${command} is given the pixel id as a number, ${id}. JavaScript does not keep numbers of this size exactly: the last digits may not be those that were written.`,
      fix: `Write it as a text: ${codeLine('fbq', [command, id, ...rest])}`,
      reference:
        'ECMAScript, Number.MAX_SAFE_INTEGER; domain facts 2.2 (ids of 17 digits are in use)',
    });
  if (!isDuplicateInit(call, id, before)) return undefined;
  return fault('duplicate-pixel-id', 'warning', 'ignored', {
    message: `The pixel ${id} is initialised a second time${isNothing(call.rest[1]) ? '' : ', and its user data are not taken'}.`,
    fix: `Call it once, with the user data if there are any: ${codeLine('fbq', ['init', id, ...rest])}`,
    reference: OBSERVED,
    prints: words[0],
  });
}

/** Words for consent that mean one of the SDK's two. */
const CONSENT_WORDS: Readonly<Record<string, 'grant' | 'revoke'>> = {
  accept: 'grant',
  accepted: 'grant',
  allow: 'grant',
  granted: 'grant',
  true: 'grant',
  yes: 'grant',
  '1': 'grant',
};

function checkConsent(call: PixelCall, words: readonly string[]): Fault | undefined {
  const [action] = call.rest;
  if (isUnknown(action) || action === 'grant' || action === 'revoke') return undefined;
  const text = asText(action) ?? '';
  const word = text.toLowerCase().trim();
  const meant = Object.hasOwn(CONSENT_WORDS, word) ? CONSENT_WORDS[word] : undefined;
  return fault('consent-word', 'error', 'ignored', {
    message: `fbq('consent') is given ${show(action)}; the SDK knows 'revoke' and 'grant'. Events are sent as if nothing had been said.`,
    fix: codeLine('fbq', ['consent', meant ?? (word.includes('grant') ? 'grant' : 'revoke')]),
    reference: OBSERVED,
    prints: words[0],
  });
}

function checkSet(call: PixelCall, before: PixelsBefore): Fault | undefined {
  const [key, data] = call.rest;
  if (key !== 'userData') return undefined;
  const known = before.pixels.keys().next().value ?? EXAMPLE_ID;
  return fault('set-user-data', 'warning', 'unknown', {
    message: `fbq('set', 'userData', …) is not for an ordinary pixel: Meta's SDK prints a warning about an invalid pixel_id and ignores the data.`,
    fix: `Give the data to init: ${codeLine('fbq', ['init', known, data])}`,
    reference: OBSERVED,
  });
}
