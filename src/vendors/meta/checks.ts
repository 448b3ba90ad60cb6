import { isNothing, isUnknown, NO_PROPERTIES, propertiesOf } from '../../session/value/read.ts';
import { asText, COMMANDS, type PixelCall, pixelIdText } from './call.ts';
import { checkEventData } from './event-data.ts';
import { checkEventId } from './event-id.ts';
import { checkEventName } from './event-name.ts';
import { type Fault, fault, type Mend, NO_FAULTS, PIXEL_ID, show } from './fault.ts';
import { isPixelId } from './pixel-hit.ts';
import { isDuplicateInit, type PixelsBefore, sdkWords } from './sdk-words.ts';
import { unknownCommand } from './unknown-command.ts';

/**
 * What is wrong with a pixel call: what Meta's SDK says about it, and what it should say and does
 * not. Each fault has what the SDK does all the same, and the corrected line.
 */

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
  checkEventName(call, words, faults);
  const { eventName, data, command } = call;
  if (eventName === undefined) return;
  if (isForeign(command)) return;
  const properties = isNothing(data) ? NO_PROPERTIES : propertiesOf(data);
  if (properties !== undefined) checkEventData({ eventName, properties, words }, faults);
  else if (!isUnknown(data)) faults.push(dataWithoutObject(call));
  if (command !== 'send') checkEventId(call, eventName, properties, words, faults);
}

/** The SDK's own and Shopify's commands are not written by the page's authors. */
function isForeign(command: string | undefined): boolean {
  return command === 'trackSingleSystem' || command === 'trackShopify';
}

function dataWithoutObject(call: PixelCall): Fault {
  const text = asText(call.data);
  return fault(
    'pixel/custom-data-type',
    'data',
    'unknown',
    { event: call.eventName ?? '', given: show(call.data) },
    { mend: text === undefined ? undefined : { wholeData: { content_name: text } } },
  );
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
  const data = call.eventName === undefined ? {} : { event: call.eventName };
  return fault('pixel/event-before-init', 'target', 'dropped', data, { mend: { init: PIXEL_ID } });
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
    const known = before.pixels.keys().next().value ?? PIXEL_ID;
    const isName = typeof pixel === 'string' && !/^\s*\d/.test(pixel);
    // Where the event's name stands in the pixel's place, all behind it is shifted by one.
    const shifted: Mend = {
      pixel: known,
      name: pixel ?? null,
      ...(call.name === undefined ? {} : { wholeData: call.name }),
      ...(call.data === undefined ? {} : { wholeOptions: call.data }),
    };
    return fault(
      'pixel/pixel-id-missing',
      'target',
      'dropped',
      { command, given: show(pixel) },
      { prints, mend: isName ? shifted : { pixel: known } },
    );
  }
  if (!before.isKnown || before.pixels.has(id) || before.hasBadInit) return undefined;
  return fault(
    'pixel/unknown-pixel',
    'target',
    'dropped',
    { command, pixelId: id },
    { prints, mend: { init: id } },
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
      return fault(
        'pixel/unknown-pixel',
        'target',
        'dropped',
        { command, pixelId: id },
        { prints: words[0], mend: { init: id } },
      );
    }
    default:
      return undefined;
  }
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
    return fault(
      'pixel/invalid-pixel-id',
      'target',
      'dropped',
      { command, given: show(pixel) },
      { prints: words[0], mend: { rest: [isPixelId(digits) ? digits : PIXEL_ID, ...rest] } },
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
  return fault(
    'pixel/duplicate-pixel-id',
    'target',
    'ignored',
    { pixelId: id, hasUserData: !isNothing(call.rest[1]) },
    { prints: words[0] },
  );
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
  const rest = [meant ?? (word.includes('grant') ? 'grant' : 'revoke')];
  return fault(
    'pixel/consent-word',
    'consent',
    'ignored',
    { given: show(action) },
    { prints: words[0], mend: { rest } },
  );
}

function checkSet(call: PixelCall, before: PixelsBefore): Fault | undefined {
  const [key, data] = call.rest;
  if (key !== 'userData') return undefined;
  const known = before.pixels.keys().next().value ?? PIXEL_ID;
  return fault(
    'pixel/set-user-data',
    'target',
    'unknown',
    { isForOrdinaryPixel: true },
    { mend: { command: 'init', rest: [known, data] } },
  );
}
