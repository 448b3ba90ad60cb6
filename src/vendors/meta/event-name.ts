import { isNothing, isUnknown, propertiesOf } from '../../session/value/read.ts';
import { formatValue } from '../format-value.ts';
import { asText, type PixelCall } from './call.ts';
import { type EventLine, eventLine, type Fault, fault, withProperties } from './fault.ts';
import { isInSdkTable, misspeltStandardEvent, nearestStandardEvent } from './standard-events.ts';

/** Faults of an event's name. Names are case sensitive (domain facts 2.3). */

const OBSERVED = 'domain facts 2.3 (recorded runs of the SDK)';
const STANDARD =
  'domain facts 2.3 and 2.4; Meta Pixel documentation, "Reference", "Standard Events"';
const UNITS = 80;

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
 * Finds the faults of the name.
 * @param words what the SDK prints about the event
 */
export function checkEventName(
  call: PixelCall,
  line: EventLine,
  words: readonly string[],
  into: Fault[],
): void {
  const { command = '', name, eventName } = call;
  if (isUnknown(name)) return;
  if (isNothing(name) || name === '') {
    into.push(missingName(line, words));
    return;
  }
  if (eventName === undefined) {
    into.push(nameWithoutText(call, line, words));
    return;
  }
  const isChecked = Object.hasOwn(CUSTOM_COMMANDS, command) && !call.isLegacy;
  // The call's own name: CustomEvent is a name of the SDK's, and is sent under another.
  const passed = asText(name) ?? eventName;
  if (isChecked && !isInSdkTable(passed)) into.push(nonStandardName(line, passed, words));
  else if (isChecked && passed === 'CustomEvent' && eventName === passed) {
    const found = namelessCustomEvent(call, line, words);
    if (found !== undefined) into.push(found);
  } else if (Object.hasOwn(STANDARD_COMMANDS, command)) {
    const found = customName(line, command, passed);
    if (found !== undefined) into.push(found);
  }
  if (eventName.length > NAME_CHARACTERS) into.push(longName(line, eventName));
}

function missingName(line: EventLine, words: readonly string[]): Fault {
  return fault('event-name-missing', 'error', 'sent', {
    message: `${line.command ?? 'fbq'} is called without an event name. The hit that leaves names no event.`,
    fix: `Name the event: ${eventLine(line, { name: 'Lead' })}`,
    reference: `${OBSERVED}; Meta Business Help, "Diagnostics in Meta Events Manager"`,
    prints: words.find((text) => text.includes('Missing event name')),
  });
}

function nameWithoutText(call: PixelCall, line: EventLine, words: readonly string[]): Fault {
  const shown = call.name === undefined ? 'undefined' : formatValue(call.name, UNITS);
  const isNumber = typeof call.name === 'number';
  return fault('event-name-type', isNumber ? 'info' : 'warning', 'unknown', {
    message: isNumber
      ? `${line.command} is given the number ${shown} for a name, which is how the conversion pixels of old were called.`
      : `${line.command} is given ${shown} for an event name, which is no text.`,
    fix: eventLine(line, isNumber ? { name: 'Purchase' } : { name: 'Lead', data: call.name }),
    reference: 'domain facts 2.2 and 6; Meta Pixel documentation, "Reference"',
    prints: words.find(
      (text) => text.includes('non-standard event') || text.includes('Missing event name'),
    ),
  });
}

function nonStandardName(line: EventLine, name: string, words: readonly string[]): Fault {
  const prints = words.find((text) => text.includes('non-standard event'));
  const exact = misspeltStandardEvent(name);
  if (exact !== undefined)
    return fault('event-name-case', 'error', 'sent', {
      message: `"${name.slice(0, UNITS)}" is not Meta's standard event ${exact}: names are case sensitive, and this one arrives as a custom event.`,
      fix: eventLine(line, { name: exact }),
      reference: STANDARD,
      prints,
    });
  const custom = eventLine(line, { command: CUSTOM_COMMANDS[line.command ?? ''] ?? 'trackCustom' });
  const near = nearestStandardEvent(name);
  return fault('non-standard-event', 'warning', 'sent', {
    message: `"${name.slice(0, UNITS)}" is no standard event of Meta's, and ${line.command} is for those.`,
    fix:
      near === undefined
        ? custom
        : `If ${near} is meant: ${eventLine(line, { name: near })} If it is an event of your own: ${custom}`,
    reference: `${OBSERVED}; seed "Facebook Pixel Integration" calls fbq('track', evt) with names of its own`,
    prints,
  });
}

function namelessCustomEvent(
  call: PixelCall,
  line: EventLine,
  words: readonly string[],
): Fault | undefined {
  const data = isNothing(call.data) ? {} : propertiesOf(call.data)?.values;
  if (data === undefined || Object.hasOwn(data, 'event')) return undefined;
  return fault('custom-event-without-name', 'warning', 'sent', {
    message:
      'CustomEvent takes its name from the property event of the custom data, which is not there.',
    fix: eventLine(line, { data: withProperties(data, { event: 'MyEvent' }) }),
    reference: 'domain facts 2.2',
    prints: words.find((text) => text.includes("'event' is missing")),
  });
}

function customName(line: EventLine, command: string, name: string): Fault | undefined {
  const usual = STANDARD_COMMANDS[command] ?? 'track';
  if (isInSdkTable(name))
    return fault('standard-event-as-custom', 'info', 'sent', {
      message: `${name} is one of Meta's standard events, and ${command} sends it without the SDK's own checks.`,
      fix: eventLine(line, { command: usual }),
      reference: OBSERVED,
    });
  const exact = misspeltStandardEvent(name);
  if (exact === undefined) return undefined;
  return fault('custom-event-near-standard', 'info', 'sent', {
    message: `"${name}" is sent as a custom event. It differs from Meta's standard event ${exact} by case or separators only, and does not count as that.`,
    fix: `If ${exact} is meant: ${eventLine(line, { command: usual, name: exact })}`,
    reference: STANDARD,
  });
}

function longName(line: EventLine, name: string): Fault {
  const short = name.slice(0, NAME_CHARACTERS);
  return fault('long-event-name', 'info', 'sent', {
    message: `The event name has ${name.length} characters. Meta is said to take 50; its SDK does not check that, and what Meta does with a longer name is not known.`,
    fix: eventLine(line, { name: short }),
    reference: 'domain facts 2.3 (from documentation, unverified)',
  });
}
