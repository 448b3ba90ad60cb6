import type { CallEntry, Source } from '../session/entry.ts';
import { type PageValue, parseStandIn } from '../session/value.ts';
import { splitPixelCall } from './meta/call.ts';

/** What people call each source. */
export const SOURCE_LABELS: Readonly<Record<Source, string>> = {
  loyjoy: 'LoyJoy',
  dataLayer: 'dataLayer',
  cact: 'cact',
  fbq: 'fbq',
  cbq: 'cbq',
  analytics: 'analytics',
};

/** A call in words: what was asked, of which event, and the arguments that neither of them says. */
export interface CallDescription {
  /** The command or method as its vendor spells it: `track`, `push`, `trigger`, `gtag event`. */
  command: string;
  /** The event's name where the call has one. */
  name: string | undefined;
  /** The arguments that are not in `command` or `name`. */
  rest: PageValue[];
}

/** Names the command and the event of a call by its vendor's own signature. */
export function describeCall(entry: CallEntry): CallDescription {
  switch (entry.source) {
    case 'fbq':
    case 'cbq':
      return describePixelCall(entry);
    case 'dataLayer':
      return describePush(entry);
    case 'cact':
      return describeCommandersActCall(entry);
    case 'analytics':
      return describeAnalyticsCall(entry);
    case 'loyjoy':
      return describeChatCall(entry);
  }
}

function describePixelCall(entry: CallEntry): CallDescription {
  const { command, name, rest } = splitPixelCall(entry.args);
  return { command: command ?? entry.method, name, rest };
}

function describePush(entry: CallEntry): CallDescription {
  const [first] = entry.args;
  const passed = parseStandIn(first);
  if (entry.args.length === 1 && passed?.$type === 'arguments') {
    const [command, name] = passed.values;
    if (typeof command !== 'string')
      return { command: 'gtag', name: undefined, rest: passed.values };
    if (command === 'event' && typeof name === 'string')
      return { command: 'gtag event', name, rest: passed.values.slice(2) };
    return { command: `gtag ${command}`, name: undefined, rest: passed.values.slice(1) };
  }
  return { command: entry.method, name: eventKeyOf(first), rest: entry.args };
}

const TRIGGER_METHOD = 'tC.event.';

function describeCommandersActCall(entry: CallEntry): CallDescription {
  if (entry.method.startsWith(TRIGGER_METHOD))
    return {
      command: 'tC.event',
      name: entry.method.slice(TRIGGER_METHOD.length),
      rest: entry.args,
    };
  const [first] = entry.args;
  const passed = parseStandIn(first);
  if (entry.args.length === 1 && passed?.$type === 'arguments')
    return nameCommand(entry.method, passed.values);
  return nameCommand(entry.method, entry.args);
}

function nameCommand(method: string, args: PageValue[]): CallDescription {
  const command = typeof args[0] === 'string' ? args[0] : method;
  const start = typeof args[0] === 'string' ? 1 : 0;
  const named = command === 'trigger' || command === 'emit';
  return takeName(command, args, start, named ? start : undefined);
}

function describeAnalyticsCall(entry: CallEntry): CallDescription {
  const { method } = entry;
  const args = entry.args;
  if (method === 'track') return takeName(method, args, 0, 0);
  if (method === 'page' || method === 'screen') {
    // page([category], [name], …): with one string it is the name.
    const nameAt = typeof args[1] === 'string' ? 1 : 0;
    return takeName(method, args, 0, nameAt);
  }
  return { command: method, name: undefined, rest: args };
}

function describeChatCall(entry: CallEntry): CallDescription {
  if (entry.name !== undefined)
    return {
      command: entry.method,
      name: entry.name,
      rest: entry.args[0] === entry.name ? entry.args.slice(1) : entry.args,
    };
  const start = entry.args[0] === entry.method ? 1 : 0;
  return { command: entry.method, name: undefined, rest: entry.args.slice(start) };
}

/** Takes the name at `nameAt` out of `args` from `start` on, if a string stands there. */
function takeName(
  command: string,
  args: readonly PageValue[],
  start: number,
  nameAt: number | undefined,
): CallDescription {
  const name = nameAt === undefined ? undefined : args[nameAt];
  if (nameAt === undefined || typeof name !== 'string')
    return { command, name: undefined, rest: args.slice(start) };
  return { command, name, rest: [...args.slice(start, nameAt), ...args.slice(nameAt + 1)] };
}

/** The string under `event` of a plain object. */
function eventKeyOf(value: PageValue | undefined): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  if (parseStandIn(value) || !Object.hasOwn(value, 'event')) return undefined;
  const { event } = value as { [key: string]: PageValue };
  return typeof event === 'string' ? event : undefined;
}
