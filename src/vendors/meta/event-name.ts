import { isNothing, isUnknown, propertiesOf } from '../../session/value/read.ts';
import { asText, type PixelCall } from './call.ts';
import { EVENT_NAME, type Fault, fault, type Mend, show, withProperties } from './fault.ts';
import { isPlaceholder } from './placeholder.ts';
import { isInSdkTable, isStandardEvent, nearStandardEvent } from './standard-events.ts';
import { translatedEvent } from './translated-names.ts';

/** Faults of an event's name. Names are case sensitive (domain facts 2.3). */

/** Names of custom events may be this long; said by documentation alone, and not looked up. */
const NAME_CHARACTERS = 50;

/** The command that is meant for names of one's own. */
const CUSTOM_COMMANDS: Readonly<Record<string, string>> = {
  track: 'trackCustom',
  trackSingle: 'trackSingleCustom',
};

/** The command that is meant for standard names. */
const STANDARD_COMMANDS: Readonly<Record<string, string>> = {
  trackCustom: 'track',
  trackSingleCustom: 'trackSingle',
};

/**
 * True for the number of an old conversion pixel in a name's place: `fbq('track', '6012345678901')`.
 * Astronomer and Segment send it for what their settings call legacy events, with value and currency
 * (seed 004, "Conversion Pixel ID"; domain facts 6). Meta ended conversion pixels in 2017.
 */
export function isLegacyConversionName(name: string): boolean {
  return /^[1-9]\d{5,25}$/.test(name);
}

/**
 * Finds the faults of the name.
 * @param words what the SDK prints about the event
 */
export function checkEventName(call: PixelCall, words: readonly string[], into: Fault[]): void {
  const { command = '', name, eventName } = call;
  if (isUnknown(name)) return;
  const legacy = typeof name === 'number' ? String(name) : eventName;
  if (legacy !== undefined && isLegacyConversionName(legacy)) {
    into.push(legacyConversion(command, legacy, words));
    return;
  }
  if (isNothing(name) || name === '') {
    into.push(missingName(command, words));
    return;
  }
  if (eventName === undefined) {
    into.push(nameWithoutText(call, words));
    return;
  }
  if (isPlaceholder(eventName)) {
    into.push(placeholderName(eventName, words));
    return;
  }
  const isChecked = Object.hasOwn(CUSTOM_COMMANDS, command) && !call.isLegacy;
  // The call's own name: CustomEvent is a name of the SDK's, and is sent under another.
  const passed = asText(name) ?? eventName;
  if (isChecked && !isInSdkTable(passed)) into.push(nonStandardName(command, passed, words));
  else if (isChecked && passed === 'CustomEvent' && eventName === passed) {
    const found = namelessCustomEvent(call, words);
    if (found !== undefined) into.push(found);
  } else if (Object.hasOwn(STANDARD_COMMANDS, command)) {
    const found = customName(command, passed);
    if (found !== undefined) into.push(found);
  }
  if (eventName.length > NAME_CHARACTERS) into.push(longName(eventName));
}

function missingName(command: string, words: readonly string[]): Fault {
  return fault(
    'pixel/event-name-missing',
    'name',
    'sent',
    { command },
    {
      prints: words.find((text) => text.includes('Missing event name')),
      mend: { name: EVENT_NAME },
    },
  );
}

/**
 * The fault of a name that a template has left open.
 * @param words what the SDK prints about the event
 */
export function placeholderName(name: string, words: readonly string[]): Fault {
  return fault(
    'pixel/placeholder-event-name',
    'name',
    'sent',
    { name },
    { prints: nameWarning(words), mend: { name: EVENT_NAME } },
  );
}

function legacyConversion(command: string, id: string, words: readonly string[]): Fault {
  return fault(
    'pixel/legacy-conversion-id',
    'name',
    'sent',
    { command, id },
    { prints: nameWarning(words), mend: { name: EVENT_NAME } },
  );
}

function nameWithoutText(call: PixelCall, words: readonly string[]): Fault {
  return fault(
    'pixel/event-name-type',
    'name',
    'unknown',
    { command: call.command ?? '', given: show(call.name) },
    { prints: nameWarning(words), mend: mendName(call) },
  );
}

function nameWarning(words: readonly string[]): string | undefined {
  return words.find(
    (text) => text.includes('non-standard event') || text.includes('Missing event name'),
  );
}

/** Keys under which an object in the name's place has the name. */
const NAME_KEYS = ['event', 'eventName', 'event_name', 'name'];

/** The name in front, and the object in its place as the data; what stood behind it as the options. */
function mendName({ name, data, options }: PixelCall): Mend {
  const values = propertiesOf(name)?.values;
  if (values === undefined) return { name: EVENT_NAME };
  const key = NAME_KEYS.find((one) => isStandardEvent(asText(values[one]) ?? ''));
  const wholeData = key === undefined ? values : withProperties(values, { [key]: undefined });
  return {
    name: key === undefined ? EVENT_NAME : (values[key] ?? EVENT_NAME),
    wholeData: { ...wholeData },
    ...(isNothing(options) && !isNothing(data) ? { wholeOptions: data ?? null } : {}),
  };
}

function nonStandardName(command: string, name: string, words: readonly string[]): Fault {
  const prints = words.find((text) => text.includes('non-standard event'));
  const near = nearStandardEvent(name);
  if (near?.by === 'spelling')
    return fault(
      'pixel/event-name-case',
      'name',
      'sent',
      { name, meant: near.name },
      { severity: 'error', prints, mend: { name: near.name } },
    );
  const meant = near?.name ?? translatedEvent(name);
  return fault(
    'pixel/non-standard-event',
    'name',
    'sent',
    { name, command, ...(meant === undefined ? {} : { meant }) },
    // A slip of the pen is mended to what was meant; a name of one's own keeps its name.
    {
      prints,
      mend:
        meant === undefined
          ? { command: CUSTOM_COMMANDS[command] ?? 'trackCustom' }
          : { name: meant },
    },
  );
}

function namelessCustomEvent(call: PixelCall, words: readonly string[]): Fault | undefined {
  const data = isNothing(call.data) ? {} : propertiesOf(call.data)?.values;
  if (data === undefined || Object.hasOwn(data, 'event')) return undefined;
  return fault(
    'pixel/custom-event-without-name',
    'name',
    'sent',
    { property: 'event' },
    {
      prints: words.find((text) => text.includes("'event' is missing")),
      mend: { data: { event: EVENT_NAME } },
    },
  );
}

function customName(command: string, name: string): Fault | undefined {
  const usual = STANDARD_COMMANDS[command] ?? 'track';
  if (isInSdkTable(name))
    return fault(
      'pixel/standard-event-as-custom',
      'name',
      'sent',
      { name, command },
      { mend: { command: usual } },
    );
  const near = nearStandardEvent(name);
  // A name that only means the same is one's own.
  if (near === undefined || near.by === 'vocabulary') return undefined;
  return fault(
    'pixel/custom-event-near-standard',
    'name',
    'sent',
    { name, meant: near.name, by: near.by },
    { mend: { command: usual, name: near.name } },
  );
}

/** Shortening a name would make another event of it: that is no fix. */
function longName(name: string): Fault {
  return fault('pixel/long-event-name', 'name', 'sent', { name, length: name.length });
}
