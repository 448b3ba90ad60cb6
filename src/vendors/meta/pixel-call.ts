import type { CallEntry } from '../../session/entry.ts';
import { type PageValue, parseStandIn } from '../../session/value.ts';
import { pixelIdText, readPixelArguments } from './pixel-arguments.ts';
import { isPixelId } from './pixel-hit.ts';

/** One call of `fbq`, read by the SDK's own signatures (domain facts 2.2). */
export interface PixelCall {
  /** `track`, `init`, `consent` …; what the page wrote, known or not. */
  command: string;
  /** The pixel that it names: init, trackSingle*. As text, even where it is no pixel id. */
  pixelId: string | undefined;
  /** The event of a `track*` command; empty where none was given. */
  eventName: string | undefined;
  /** The event's custom data. */
  data: PageValue | undefined;
  /** The fourth argument of track, which may hold the event id. */
  options: PageValue | undefined;
  /** The arguments behind a command that sends no event. */
  args: readonly PageValue[];
  /** `_fbq.push(['track', …])`: the SDK does not check such calls. */
  isLegacy: boolean;
}

/** Reads a call's arguments; undefined where it is no call of `fbq`. Never throws. */
export function readPixelCall(call: CallEntry): PixelCall | undefined {
  if (call.source !== 'fbq') return undefined;
  const { command, pixel, isEvent, name, eventName, data, options, rest, isLegacy } =
    readPixelArguments(call.args);
  return {
    command: command ?? call.method,
    pixelId: pixelIdText(pixel),
    eventName: isEvent ? (eventName ?? nameText(name)) : undefined,
    data,
    options,
    args: rest,
    isLegacy,
  };
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

/** What the SDK makes of a name that is no text: a missing one is sent without `ev`. */
function nameText(value: PageValue | undefined): string {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
