import { editDistance } from '../../session/nearest.ts';
import { isNothing, isUnknown, NO_PROPERTIES, propertiesOf } from '../../session/value/read.ts';
import { asText, COMMANDS, type PixelCall, pixelIdText } from './call.ts';
import { checkEventData } from './event-data.ts';
import { checkEventId } from './event-id.ts';
import { checkEventName } from './event-name.ts';
import { type Fault, fault, type Mend, NO_FAULTS, PIXEL_ID, show } from './fault.ts';
import { METADATA } from './parameter-words.ts';
import { isPixelId } from './pixel-hit.ts';
import { isDuplicateInit, type PixelsBefore, sdkWords } from './sdk-words.ts';
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
  const words = sdkWords(call, before);
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
  if (target?.rule === 'pixel/pixel-id-missing') return;
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
  // It goes to every pixel, whichever it names; but its other arguments stand behind one.
  if (command === 'trackShopify' && typeof call.pixel === 'string' && !isPixelId(call.pixel))
    return checkSingleTarget(call, before, words);
  if (command === 'trackSingleSystem' || !before.isKnown) return;
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
  if (!isPixelId(id) || typeof pixel === 'number') {
    // All of them are about arguments that stand in the wrong place.
    const prints = words.length === 0 ? undefined : words.join(' ');
    const known = isPixelId(id) ? id : (before.pixels.keys().next().value ?? PIXEL_ID);
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
      command === 'trackShopify' ? 'sent' : 'dropped',
      { command, given: show(pixel), isNumber: typeof pixel === 'number' },
      { prints, mend: isName ? shifted : { pixel: known } },
    );
  }
  if (!before.isKnown || before.pixels.has(id) || before.hasBadInit) return undefined;
  const prints = words.find((text) => text.endsWith(' not found'));
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
  const rest = command === 'grant' || command === 'revoke' ? [command] : call.rest;
  return fault(
    'pixel/unknown-command',
    'target',
    'dropped',
    { command, meant },
    { prints: words[0], mend: { command: meant, rest } },
  );
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
  return fault(
    'pixel/duplicate-pixel-id',
    'target',
    'ignored',
    { pixelId: id, hasUserData: !isNothing(call.rest[1]) },
    { prints: words.find((text) => text.includes('Duplicate Pixel ID')) },
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
