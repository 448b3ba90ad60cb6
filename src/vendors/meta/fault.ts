import type { PageValue } from '../../session/value.ts';
import { formatValue } from '../format-value.ts';

/** What the SDK does with an event that has the fault. */
export type Effect =
  /** Sends it as it is. */
  | 'sent'
  /** Sends nothing for it. */
  | 'dropped'
  /** It was no event, and is ignored. */
  | 'ignored'
  /** Nobody has looked. */
  | 'unknown';

/** A fault of a pixel call or of an event that Meta receives. */
export interface Fault {
  /** Rule id, `pixel/<name>`. */
  rule: string;
  /** `error` only where facts that were observed, read in source or documented prove it. */
  severity: 'error' | 'warning' | 'info';
  /** What is wrong, without what the SDK says about it. */
  message: string;
  /** What to do, with the corrected line of code. */
  fix: string;
  reference: string;
  /** What Meta's SDK prints about it. */
  prints?: string;
  effect: Effect;
}

/** No faults: what nearly every call has. */
export const NO_FAULTS: readonly Fault[] = [];

const SILENT: Readonly<Record<Effect, string>> = {
  sent: "Meta's SDK says nothing and sends the event.",
  dropped: "Meta's SDK says nothing and sends nothing.",
  ignored: "Meta's SDK says nothing and ignores it.",
  unknown: '',
};

const LOUD: Readonly<Record<Effect, string>> = {
  sent: 'The event is sent all the same.',
  dropped: 'Nothing is sent.',
  ignored: 'The call has no effect.',
  unknown: '',
};

/**
 * The fault of a call in words: what it is, what the SDK prints about it and does all the same.
 * @param hasRun false where the call is known to wait, or to have waited to the end, in the queue:
 *   the SDK prints and sends nothing before it runs the call
 */
export function describeCallFault({ message, effect, prints }: Fault, hasRun = true): string {
  const said = prints === undefined ? 'says nothing.' : `prints: "${prints}"`;
  if (!hasRun) return `${message} The SDK has not run this call; when it does, it ${said}`;
  const done = prints === undefined ? SILENT[effect] : `Meta's SDK ${said} ${LOUD[effect]}`;
  return `${message} ${done}`.trimEnd();
}

/** The fault of a hit in words. What the SDK said is not known without the call. */
export function describeHitFault({ message }: Fault): string {
  return `${message} The call behind this hit was not seen.`;
}

/** Makes a fault; `rule` without its area. */
export function fault(
  rule: string,
  severity: Fault['severity'],
  effect: Effect,
  words: { message: string; fix: string; reference: string; prints?: string | undefined },
): Fault {
  const { message, fix, reference, prints } = words;
  const made: Fault = {
    rule: `pixel/${rule}`,
    severity,
    message,
    fix,
    reference,
    effect,
  };
  if (prints !== undefined) made.prints = prints;
  return made;
}

/** UTF-16 units of one argument in a corrected line. */
const ARGUMENT_UNITS = 300;

/** A line of code: `fbq("track", "Lead", {value: 1});`. Arguments at the end that are undefined are left out. */
export function codeLine(name: string, args: readonly (PageValue | undefined)[]): string {
  let length = args.length;
  while (length > 0 && args[length - 1] === undefined) length -= 1;
  const written = args
    .slice(0, length)
    .map((value) => (value === undefined ? '{}' : formatValue(value, ARGUMENT_UNITS)));
  return `${name}(${written.join(', ')});`;
}

/** The event as a call would send it, for corrected lines; a PixelCall is one. */
export interface EventLine {
  /** `report`, of `reportXyz`, is written as `track`. */
  command: string | undefined;
  /** Only of commands that name one. */
  pixel?: PageValue | undefined;
  name: PageValue | undefined;
  data: PageValue | undefined;
  options: PageValue | undefined;
}

/** A corrected line: the event with these parts replaced. */
export function eventLine(event: EventLine, changes: Partial<EventLine> = {}): string {
  const { command, pixel, name, data, options } = { ...event, ...changes };
  const target = pixel === undefined ? [] : [pixel];
  const written = command === undefined || command === 'report' ? 'track' : command;
  return codeLine('fbq', [written, ...target, name, data, options]);
}

/** The data with these properties replaced or added; `undefined` removes one. */
export function withProperties(
  data: Readonly<Record<string, PageValue>>,
  changes: Readonly<Record<string, PageValue | undefined>>,
): { [key: string]: PageValue } {
  const changed: { [key: string]: PageValue } = Object.create(null);
  for (const [key, value] of Object.entries({ ...data, ...changes }))
    if (value !== undefined) changed[key] = value;
  return changed;
}
