import type { Entry } from '../../session/entry.ts';
import { argumentsOf, isNothing, itemsOf, propertyOf } from '../../session/value/read.ts';
import { type PageValue, parseStandIn } from '../../session/value.ts';
import { isPixelId } from './pixel-hit.ts';

/**
 * The one reader of a pixel call: its arguments as the page passed them, told apart by the SDK's own
 * signatures (its source, 2.9.222 to 2.9.325, and recorded runs of 2.9.325). What is not what it
 * should be is what the checks look for, so nothing is made a text.
 */
export interface PixelCall {
  /** `track`, `init` …; undefined where the first argument is no text. `report` for `reportXyz`. */
  command: string | undefined;
  /** The array form and `report…`, which the SDK does not check. */
  isLegacy: boolean;
  /** The command sends an event. */
  isEvent: boolean;
  /** The command sends its event to the pixel that it names, and to no other. */
  isForOnePixel: boolean;
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

/** Where an event command has its parts; the command itself stands at 0. */
interface Signature {
  pixel?: number;
  name: number;
  data: number;
  options: number;
  /** Absent: it is sent to every pixel, whichever it names. */
  isForOnePixel?: true;
}

const TO_ALL: Signature = { name: 1, data: 2, options: 3 };
const TO_ONE: Signature = { pixel: 1, name: 2, data: 3, options: 4, isForOnePixel: true };

/** Commands that send an event. */
const EVENT_COMMANDS: ReadonlyMap<string, Signature> = new Map([
  ['track', TO_ALL],
  ['trackCustom', TO_ALL],
  ['trackWebchat', TO_ALL],
  ['send', TO_ALL],
  ['trackSingle', TO_ONE],
  ['trackSingleCustom', TO_ONE],
  // Two pixels were seen to get the event of a trackShopify that names one of them.
  ['trackShopify', { pixel: 1, name: 2, data: 3, options: 4 }],
  // A category stands before the pixel, or the way of tracking before the options.
  ['trackSingleSystem', { pixel: 2, name: 3, data: 4, options: 5, isForOnePixel: true }],
  ['trackSingleGeneric', { pixel: 1, name: 2, data: 3, options: 5, isForOnePixel: true }],
]);

const REPORT = 'report';

/** `fbq('reportLead', data, options)`: the name stands in the command. */
const REPORT_SIGNATURE: Signature = { name: 0, data: 1, options: 2 };

/** Place of the pixel behind commands that send no event of the page's. */
const PIXEL_AT: ReadonlyMap<string, number> = new Map([
  ['init', 1],
  ['addPixelId', 1],
  ['setUserProperties', 1],
  ['optIn', 1],
  ['optOut', 1],
  ['getPixel', 1],
  ['getDefaultSendData', 1],
  ['loadConfig', 1],
  ['configLoaded', 1],
  ['skipOpenbridge', 1],
  ['gateCheck', 4],
]);

/** Place of the pixel behind `set`, by its key. */
const SET_PIXEL_AT: ReadonlyMap<string, number> = new Map([
  ['mobileBridge', 2],
  ['openbridge', 2],
  ['autoConfig', 3],
  ['firstPartyCookies', 3],
  ['trackSingleOnly', 3],
  ['agent', 3],
  ['automaticmatchingconfig', 3],
  ['codeless', 3],
  ['tracksingleonly', 3],
  ['cbdata.onetrustid', 3],
]);

/** Every command that the SDK takes without a warning: its own switch, and what its instance has. */
export const COMMANDS: ReadonlySet<string> = new Set([
  'addPixelId',
  'init',
  'set',
  'gateCheck',
  'track',
  'trackCustom',
  'trackShopify',
  'trackWebchat',
  'send',
  'on',
  'loadPlugin',
  'skipOpenbridge',
  'disabledExtensions',
  'dataProcessingOptions',
  'trackSingle',
  'trackSingleCustom',
  'trackSingleSystem',
  'trackSingleGeneric',
  'optIn',
  'optOut',
  'consent',
  'setUserProperties',
  'fire',
  'getPixel',
  'getOptedInPixels',
  'getDefaultSendData',
  'loadConfig',
  'configLoaded',
  'callMethod',
  // The instance has them of Object: nothing happens, and nothing is said.
  'hasOwnProperty',
  'isPrototypeOf',
  'propertyIsEnumerable',
  'toLocaleString',
  'toString',
  'valueOf',
]);

/**
 * The arguments out of the forms that pass them as one: the array of the pixel's predecessor, and
 * the `arguments` object that a stub pushes.
 */
function unpacked(args: readonly PageValue[]): readonly PageValue[] {
  const [first] = args;
  if (args.length !== 1 || typeof first !== 'object') return args;
  return isList(first) ? itemsOf(first) : argumentsOf(args);
}

/** A list, whole or not: the predecessor's form. */
function isList(value: PageValue | undefined): boolean {
  return Array.isArray(value) || parseStandIn(value)?.$type === 'array';
}

/** What the first argument asks for. Undefined where it is no text; `report` for `reportXyz`. */
function commandOf(first: PageValue | undefined): string | undefined {
  if (typeof first !== 'string') return undefined;
  return first.startsWith(REPORT) ? REPORT : first;
}

function signatureOf(first: PageValue | undefined): Signature | undefined {
  if (typeof first !== 'string') return undefined;
  if (first.length > REPORT.length && first.startsWith(REPORT)) return REPORT_SIGNATURE;
  return EVENT_COMMANDS.get(first);
}

/** The command of a pixel call without the rest: cheap, for those who look for one command alone. */
export function pixelCommandOf(args: readonly PageValue[]): string | undefined {
  return commandOf(unpacked(args)[0]);
}

/** True where the call asks for an event to be sent; cheap as well. */
export function sendsPixelEvent(args: readonly PageValue[]): boolean {
  return signatureOf(unpacked(args)[0]) !== undefined;
}

const NO_REST: readonly PageValue[] = [];

/**
 * Reads the arguments of a call entry of source `fbq`. Never throws. Runs for every pixel call: it
 * copies nothing of an event's.
 */
export function readPixelCall(args: readonly PageValue[]): PixelCall {
  const all = unpacked(args);
  const [first] = all;
  const command = commandOf(first);
  const signature = signatureOf(first);
  const isArray = all !== args && isList(args[0]);
  if (signature === undefined)
    return {
      command,
      isLegacy: isArray,
      isEvent: false,
      isForOnePixel: false,
      pixel: all[pixelAt(command, all[1])],
      name: undefined,
      eventName: undefined,
      data: undefined,
      options: undefined,
      rest: all.length > 1 ? all.slice(1) : NO_REST,
    };
  const isReport = signature === REPORT_SIGNATURE;
  const name = isReport ? (first as string).slice(REPORT.length) : all[signature.name];
  const data = all[signature.data];
  return {
    command,
    isLegacy: isArray || isReport,
    isEvent: true,
    isForOnePixel: signature.isForOnePixel === true,
    pixel: signature.pixel === undefined ? undefined : all[signature.pixel],
    name,
    eventName: sentName(command, name, data),
    data,
    options: all[signature.options],
    rest: NO_REST,
  };
}

/** The call of the pixel that an entry is; undefined for every other entry. */
export function pixelCallOf(entry: Entry | undefined): PixelCall | undefined {
  return entry?.kind === 'call' && entry.source === 'fbq' ? readPixelCall(entry.args) : undefined;
}

/**
 * A pixel call as one line shows it: its command, the event's name where it is a text, and the
 * arguments that neither of them says.
 */
export function splitPixelCall(args: readonly PageValue[]): {
  command: string | undefined;
  name: string | undefined;
  rest: PageValue[];
} {
  const all = unpacked(args);
  const { command, name } = readPixelCall(args);
  const start = command === undefined ? 0 : 1;
  if (typeof name !== 'string') return { command, name: undefined, rest: all.slice(start) };
  const at = signatureOf(all[0])?.name ?? 0;
  return { command, name, rest: all.filter((_, i) => i >= start && i !== at) };
}

/** -1: the command names none. */
function pixelAt(command: string | undefined, key: PageValue | undefined): number {
  if (command === undefined) return -1;
  if (command !== 'set') return PIXEL_AT.get(command) ?? -1;
  return typeof key === 'string' ? (SET_PIXEL_AT.get(key) ?? -1) : -1;
}

/** `track('CustomEvent', {event: 'foo'})` is sent as foo; trackCustom leaves the name as it is. */
function sentName(
  command: string | undefined,
  name: PageValue | undefined,
  data: PageValue | undefined,
): string | undefined {
  if (typeof name !== 'string') return undefined;
  if (command !== 'track' || name !== 'CustomEvent') return name;
  const inner = propertyOf(data, 'event');
  return typeof inner === 'string' ? inner : name;
}

/**
 * The name that the event's hits carry: a number or a truth value as its text, '' where there is
 * none or nothing that one text could stand for (`ev[name]=…`).
 */
export function hitNameOf({ eventName, name }: PixelCall): string {
  if (eventName !== undefined) return eventName;
  return typeof name === 'number' || typeof name === 'boolean' ? String(name) : '';
}

/** The event that the page asks for, where its name is a text: not the SDK's own. */
export function askedEventName({ command, eventName }: PixelCall): string | undefined {
  return command === 'trackSingleSystem' ? undefined : eventName;
}

/**
 * The pixel id that the command names, as the SDK takes it: init a number too, a command that sends
 * to one pixel a text alone (it looks for the id of an object in all else). Undefined where it is
 * none.
 */
export function namedPixelId({ pixel, isForOnePixel }: PixelCall): string | undefined {
  const id = isForOnePixel && typeof pixel !== 'string' ? undefined : pixelIdText(pixel);
  return isPixelId(id) ? id : undefined;
}

/**
 * The event id that the SDK will send: `eventID`, else `event_id`; numbers and truth values as their
 * text; '' where it is empty or not given, and for `send`, which ignores its options; undefined
 * where a list or something unknown stands there.
 */
export function eventIdOf({ command, options }: PixelCall): string | undefined {
  if (command === 'send' || typeof options !== 'object') return '';
  const id = idIn(options);
  return isNothing(id) ? '' : idText(id);
}

/** The spelling that was given; what `eventID: null` is beside an `event_id` was not seen. */
function idIn(options: PageValue): PageValue | undefined {
  const id = propertyOf(options, 'eventID');
  return id === undefined ? propertyOf(options, 'event_id') : id;
}

function idText(id: PageValue | undefined): string | undefined {
  if (typeof id === 'string') return id;
  if (typeof id === 'number' || typeof id === 'boolean') return String(id);
  // {eventID: {eventID: 'x'}} was seen to be sent as x, {eventID: {event_id: 'x'}} too.
  const inner = id === undefined ? undefined : idIn(id);
  return typeof inner === 'string' ? inner : undefined;
}

/** The pixel id as a text: as it is, or a number that JavaScript holds exactly. */
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
