import { type PageValue, parseStandIn } from '../../session/value.ts';
import { propertiesOf, propertyOf } from '../properties.ts';

/**
 * A pixel call's arguments as the page passed them, told apart by the SDK's own signatures (domain
 * facts 2.2). What is not what it should be is what the checks look for, so nothing is made a text.
 */
export interface PixelArguments {
  /** `track`, `init` …; undefined where the first argument is no text. `report` for `reportXyz`. */
  command: string | undefined;
  /** The array form and `report…`, which the SDK does not check. */
  isLegacy: boolean;
  /** The command sends an event. */
  isEvent: boolean;
  /** The pixel that the command names, where its signature has one. */
  pixel: PageValue | undefined;
  /** The event's name as passed. */
  name: PageValue | undefined;
  /** The name under which it is sent, where it is a text. */
  eventName: string | undefined;
  /** Custom data: the third argument of `track`. */
  data: PageValue | undefined;
  /** The argument behind the custom data, where eventID stands. */
  options: PageValue | undefined;
  /** Arguments behind the command, of calls that send no event. */
  rest: readonly PageValue[];
}

/** Commands that send an event, and where its name stands behind the command. */
const EVENT_COMMANDS: Readonly<Record<string, number>> = {
  track: 0,
  trackCustom: 0,
  trackWebchat: 0,
  send: 0,
  report: 0,
  trackSingle: 1,
  trackSingleCustom: 1,
  trackSingleSystem: 1,
  trackShopify: 1,
};

/** Every command that the SDK knows (domain facts 2.2). */
export const COMMANDS: ReadonlySet<string> = new Set([
  'addPixelId',
  'init',
  'set',
  'track',
  'trackCustom',
  'trackShopify',
  'trackWebchat',
  'send',
  'on',
  'loadPlugin',
  'dataProcessingOptions',
  'trackSingle',
  'trackSingleCustom',
  'trackSingleSystem',
  'optIn',
  'optOut',
  'consent',
  'setUserProperties',
  'fire',
]);

const REPORT = 'report';

/** `fbq.push(arguments)`: one argument holds all of them. */
function unpacked(args: readonly PageValue[]): readonly PageValue[] {
  const [first] = args;
  if (args.length !== 1 || typeof first === 'string') return args;
  const passed = parseStandIn(first);
  return passed?.$type === 'arguments' ? passed.values : args;
}

const NO_REST: readonly PageValue[] = [];

/** Reads the arguments of a call entry of source `fbq`. Runs for every pixel call: it copies nothing of an event's. */
export function readPixelArguments(args: readonly PageValue[]): PixelArguments {
  const [first] = args;
  // The form of the pixel's predecessor: one array holds the command and its arguments.
  const isArray = args.length === 1 && Array.isArray(first);
  let all: readonly PageValue[] = isArray ? (first as PageValue[]) : unpacked(args);
  let command = typeof all[0] === 'string' ? all[0] : undefined;
  const isReport =
    command !== undefined && command.length > REPORT.length && command.startsWith(REPORT);
  if (isReport && command !== undefined) {
    all = [REPORT, command.slice(REPORT.length), ...all.slice(1)];
    command = REPORT;
  }
  const at =
    command !== undefined && Object.hasOwn(EVENT_COMMANDS, command)
      ? EVENT_COMMANDS[command]
      : undefined;
  const isEvent = at !== undefined;
  const name = isEvent ? all[at + 1] : undefined;
  const data = isEvent ? all[at + 2] : undefined;
  return {
    command,
    isLegacy: isArray || isReport,
    isEvent,
    pixel:
      at === 1 || command === 'init' || command === 'addPixelId' || command === 'setUserProperties'
        ? all[1]
        : undefined,
    name,
    eventName: sentName(command, name, data),
    data,
    options: isEvent ? all[at + 3] : undefined,
    rest: isEvent ? NO_REST : all.slice(1),
  };
}

/** `track('CustomEvent', {event: 'foo'})` is sent as foo (domain facts 2.2). */
function sentName(
  command: string | undefined,
  name: PageValue | undefined,
  data: PageValue | undefined,
): string | undefined {
  if (typeof name !== 'string') return undefined;
  if (command !== 'track' || name !== 'CustomEvent') return name;
  const properties = propertiesOf(data);
  const inner = properties === undefined ? undefined : propertyOf(properties, 'event');
  return typeof inner === 'string' ? inner : name;
}

/** The pixel id as the SDK reads it: a text, or a number that JavaScript holds exactly. */
export function pixelIdText(value: PageValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

/** The page's value as the language writes it into a text; undefined where that is not known. */
export function asText(value: PageValue | undefined): string | undefined {
  if (value === undefined) return 'undefined';
  if (typeof value === 'string') return value;
  if (value === null || typeof value !== 'object') return String(value);
  const standIn = parseStandIn(value);
  if (standIn?.$type === 'undefined') return 'undefined';
  if (standIn?.$type === 'number') return standIn.value === '-0' ? '0' : standIn.value;
  return standIn === undefined && !Array.isArray(value) ? '[object Object]' : undefined;
}
