import { nearestOf } from '../../session/nearest.ts';
import { isNothing, propertiesOf } from '../../session/value/read.ts';
import type { PageValue } from '../../session/value.ts';
import { COMMANDS, type PixelCall, pixelIdText, readPixelCall } from './call.ts';
import { type Fault, fault, type MeantCommand } from './fault.ts';
import { isPixelId } from './pixel-hit.ts';
import { isInSdkTable, nearStandardEvent } from './standard-events.ts';

/**
 * Commands of Meta's own tags that the library of today does not know (the template for Google Tag
 * Manager calls optinMetaEnabledCapi before init; 2.9.325 was seen to warn). The page's authors did
 * not write them.
 */
const COMMANDS_OF_META: ReadonlySet<string> = new Set(['optinMetaEnabledCapi']);

/** Commands that people mean, for a slip of the pen. */
const USUAL_COMMANDS: readonly string[] = [
  'track',
  'trackCustom',
  'trackSingle',
  'trackSingleCustom',
  'init',
  'consent',
];

const LETTERS_PER_SLIP = 4;

/** Other libraries' words for "send this event". */
const TRACK_WORDS: ReadonlySet<string> = new Set([
  'event',
  'emit',
  'log',
  'logEvent',
  'push',
  'trackCustomEvent',
  'trackEvent',
]);

/**
 * The fault of a command that the SDK does not know.
 * @param words what the SDK prints about it
 * @param check what is wrong with the call that was meant
 */
export function unknownCommand(
  call: PixelCall,
  command: string,
  words: readonly string[],
  check: (meant: PixelCall) => readonly Fault[],
): Fault {
  const { kind, meant, args } = readCommand(command, call.rest);
  const line = args && readPixelCall(args);
  const mend = line && { instead: { line, faults: check(line) } };
  return fault(
    'pixel/unknown-command',
    'target',
    kind === 'of-meta' ? 'ignored' : 'dropped',
    { command, kind, ...(meant === undefined ? {} : { meant }) },
    {
      severity: kind === 'of-meta' ? 'info' : undefined,
      prints: words[0],
      mend,
    },
  );
}

interface Reading {
  kind: MeantCommand;
  meant?: string;
  /** The arguments that were meant. */
  args?: readonly PageValue[];
}

function readCommand(command: string, rest: readonly PageValue[]): Reading {
  if (COMMANDS_OF_META.has(command)) return { kind: 'of-meta' };
  if (command === 'grant' || command === 'revoke')
    return { kind: 'command', meant: 'consent', args: ['consent', command] };
  const near = nearestCommand(command);
  if (near !== undefined) return { kind: 'command', meant: near, args: [near, ...rest] };
  const [first] = rest;
  // fbq('event', 'Lead', {…}): the event stands behind the command, as it should.
  if (typeof first === 'string' && isEventName(command, first)) return named(first, rest.slice(1));
  if (typeof first === 'string' && isPixelId(pixelIdText(first)) && isData(rest[1]))
    return named(command, rest.slice(1), first);
  return isData(first) ? named(command, rest) : { kind: 'unknown' };
}

function nearestCommand(command: string): string | undefined {
  const words = [...COMMANDS].filter((word) => !INHERITED.has(word));
  return (
    words.find((word) => word.toLowerCase() === command.trim().toLowerCase()) ??
    nearestOf(command, USUAL_COMMANDS, LETTERS_PER_SLIP)
  );
}

/** Nobody means these. */
const INHERITED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** An event's name behind a word: a standard one, or whatever follows a word that says "send". */
function isEventName(command: string, name: string): boolean {
  return TRACK_WORDS.has(command) || isInSdkTable(name) || nearStandardEvent(name) !== undefined;
}

/** Custom data, or nothing. */
function isData(value: PageValue | undefined): boolean {
  return isNothing(value) || propertiesOf(value) !== undefined;
}

/** The call that was meant, with the name and the data as they stand. */
function named(name: string, data: readonly PageValue[], pixel?: PageValue): Reading {
  const near = isInSdkTable(name) ? name : nearStandardEvent(name)?.name;
  const command = `track${pixel === undefined ? '' : 'Single'}${near === undefined ? 'Custom' : ''}`;
  const target = pixel === undefined ? [] : [pixel];
  const args = [command, ...target, near ?? name, ...data];
  return near === undefined
    ? { kind: 'own-event', args }
    : { kind: 'standard-event', meant: near, args };
}
