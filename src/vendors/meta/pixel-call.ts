import type { CallEntry } from '../../session/entry.ts';
import { type PageValue, parseStandIn } from '../../session/value.ts';
import { isPixelId } from './pixel-hit.ts';

/** One call of `fbq`, read by the SDK's own signatures (domain facts 2.2). */
export interface PixelCall {
  /** `track`, `init`, `consent` …; what the page wrote, known or not. */
  command: string;
  /** The pixel that it names: init, trackSingle*. As text, even where it is no pixel id. */
  pixelId: string | undefined;
  /** The event of a `track*` command; empty where none was given. */
  eventName: string | undefined;
  /** The event's custom data; init's user data. */
  data: PageValue | undefined;
  /** The fourth argument of track, which may hold the event id. */
  options: PageValue | undefined;
  /** The arguments behind the command. */
  args: readonly PageValue[];
  /** `_fbq.push(['track', …])`: the SDK does not check such calls. */
  isLegacy: boolean;
}

/** Commands that send an event, and where the pixel and the event's name stand behind them. */
const TRACKS: Readonly<Record<string, { pixelAt?: number; nameAt: number }>> = {
  track: { nameAt: 0 },
  trackCustom: { nameAt: 0 },
  trackSingle: { pixelAt: 0, nameAt: 1 },
  trackSingleCustom: { pixelAt: 0, nameAt: 1 },
  trackSingleSystem: { pixelAt: 0, nameAt: 1 },
  trackShopify: { pixelAt: 0, nameAt: 1 },
  trackWebchat: { nameAt: 0 },
  send: { nameAt: 0 },
};

/** Reads a call's arguments; undefined where it is no call of `fbq`. Never throws. */
export function readPixelCall(call: CallEntry): PixelCall | undefined {
  if (call.source !== 'fbq') return undefined;
  const { args: all, isLegacy } = argumentsOf(call);
  const [first] = all;
  const command = typeof first === 'string' ? first : call.method;
  const args = typeof first === 'string' ? all.slice(1) : all;
  const read: PixelCall = {
    command,
    pixelId: undefined,
    eventName: undefined,
    data: undefined,
    options: undefined,
    args,
    isLegacy,
  };
  if (command === 'init') {
    read.pixelId = idText(args[0]);
    read.data = args[1];
  } else if (Object.hasOwn(TRACKS, command)) {
    const { pixelAt, nameAt } = TRACKS[command] as { pixelAt?: number; nameAt: number };
    if (pixelAt !== undefined) read.pixelId = idText(args[pixelAt]);
    read.eventName = nameText(args[nameAt]);
    read.data = args[nameAt + 1];
    read.options = args[nameAt + 2];
  }
  return read;
}

/** True where the command asks for an event to be sent. */
export function isTrack(call: PixelCall): boolean {
  return call.eventName !== undefined;
}

/** The pixel id of an init or trackSingle that the SDK takes for one. */
export function validPixelId(call: PixelCall): string | undefined {
  return isPixelId(call.pixelId) ? call.pixelId : undefined;
}

/**
 * The event id that the SDK will send: `eventID`, else `event_id`; a number as its digits; '' where
 * it is empty or not given; undefined where a list or something unknown stands there (domain facts
 * 2.3).
 */
export function eventIdOf(call: PixelCall): string | undefined {
  const { options } = call;
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return '';
  const given = options as { [key: string]: PageValue };
  const id = Object.hasOwn(given, 'eventID') ? given.eventID : given.event_id;
  if (id === undefined || id === null || parseStandIn(id)?.$type === 'undefined') return '';
  if (typeof id === 'string') return id;
  return typeof id === 'number' ? String(id) : undefined;
}

/** The legacy form has one array argument; `fbq.apply` of a pushed `arguments` object is another. */
function argumentsOf(call: CallEntry): { args: readonly PageValue[]; isLegacy: boolean } {
  const [first] = call.args;
  if (call.args.length !== 1) return { args: call.args, isLegacy: false };
  if (Array.isArray(first)) return { args: first, isLegacy: true };
  const passed = parseStandIn(first);
  return { args: passed?.$type === 'arguments' ? passed.values : call.args, isLegacy: false };
}

function idText(value: PageValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

/** What the SDK makes of the name: a missing one is sent without `ev`. */
function nameText(value: PageValue | undefined): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
