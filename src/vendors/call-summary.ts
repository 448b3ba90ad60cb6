import type { CallEntry, Source } from '../session/entry.ts';
import { type PageValue, parseStandIn, type StandIn } from '../session/value.ts';
import { splitPixelCall } from './meta/call.ts';

/** What people call each source. */
export const SOURCE_LABELS: Readonly<Record<Source, string>> = {
  loyjoy: 'LoyJoy',
  dataLayer: 'dataLayer',
  cact: 'cact',
  fbq: 'fbq',
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

/**
 * The arguments of a call on one line, in JavaScript's own notation, separated by blanks.
 * @param limit UTF-16 units after which the text ends in an ellipsis.
 */
export function formatArguments(args: readonly PageValue[], limit: number): string {
  const out = new BoundedText(limit);
  for (const [i, value] of args.entries()) {
    if (out.full) break;
    if (i > 0) out.push(' ');
    writeValue(out, value);
  }
  return out.text;
}

/**
 * One value on one line, e.g. `{value: 101, currency: "EUR"}`.
 * @param limit UTF-16 units after which the text ends in an ellipsis.
 */
export function formatValue(value: PageValue, limit: number): string {
  const out = new BoundedText(limit);
  writeValue(out, value);
  return out.text;
}

/** Collects text up to a limit; once full, writers stop early, so a large value costs little. */
class BoundedText {
  text = '';
  full = false;
  private readonly limit: number;
  constructor(limit: number) {
    this.limit = limit;
  }
  push(part: string): void {
    if (this.full) return;
    if (this.text.length + part.length > this.limit) {
      this.text = `${this.text}${part.slice(0, Math.max(0, this.limit - this.text.length))}…`;
      this.full = true;
    } else this.text += part;
  }
  get room(): number {
    return this.limit - this.text.length;
  }
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

function writeKey(out: BoundedText, key: string): void {
  out.push(IDENTIFIER.test(key) ? key : quote(out, key));
}

/** Quotes a string, reading no more of it than there is room for. */
function quote(out: BoundedText, text: string): string {
  return JSON.stringify(text.length > out.room + 1 ? text.slice(0, out.room + 1) : text);
}

function writeList(out: BoundedText, values: readonly PageValue[], length: number): void {
  for (const [i, value] of values.entries()) {
    if (out.full) return;
    if (i > 0) out.push(', ');
    writeValue(out, value);
  }
  if (length > values.length) out.push(values.length > 0 ? ', …' : '…');
}

function writeProperties(out: BoundedText, pairs: Iterable<readonly [string, PageValue]>): void {
  let first = true;
  for (const [key, value] of pairs) {
    if (out.full) return;
    if (!first) out.push(', ');
    first = false;
    writeKey(out, key);
    out.push(': ');
    writeValue(out, value);
  }
}

function writeValue(out: BoundedText, value: PageValue): void {
  if (out.full) return;
  if (typeof value === 'string') out.push(quote(out, value));
  else if (typeof value !== 'object' || value === null) out.push(String(value));
  else if (Array.isArray(value)) {
    out.push('[');
    writeList(out, value, value.length);
    out.push(']');
  } else {
    const standIn = parseStandIn(value);
    if (standIn) writeStandIn(out, standIn);
    else {
      out.push('{');
      writeProperties(out, Object.entries(value));
      out.push('}');
    }
  }
}

function writeStandIn(out: BoundedText, value: StandIn): void {
  switch (value.$type) {
    case 'undefined':
      out.push('undefined');
      return;
    case 'number':
      out.push(value.value);
      return;
    case 'bigint':
      out.push(`${value.value}n`);
      return;
    case 'symbol':
      out.push(`Symbol(${value.description})`);
      return;
    case 'function':
      out.push(value.name === '' ? 'ƒ' : `ƒ ${value.name}`);
      return;
    case 'accessor':
      out.push('(getter)');
      return;
    case 'cycle':
      out.push('(cycle)');
      return;
    case 'string':
      out.push(quote(out, value.value));
      out.push('…');
      return;
    case 'cut':
      out.push(`${value.of} …`);
      return;
    case 'unreadable':
      out.push('(unreadable)');
      return;
    case 'date':
      out.push(value.value);
      return;
    case 'regexp':
    case 'url':
      out.push(value.value);
      return;
    case 'error':
      out.push(`${value.name}: ${value.message}`);
      return;
    case 'element':
      out.push(`<${value.value}>`);
      return;
    case 'map':
      out.push(`Map(${value.size}) {`);
      for (const [i, [key, item]] of value.entries.entries()) {
        if (out.full) return;
        if (i > 0) out.push(', ');
        writeValue(out, key);
        out.push(' => ');
        writeValue(out, item);
      }
      out.push('}');
      return;
    case 'set':
      out.push(`Set(${value.size}) {`);
      writeList(out, value.values, value.size);
      out.push('}');
      return;
    case 'arguments':
      out.push('arguments [');
      writeList(out, value.values, value.values.length);
      out.push(']');
      return;
    case 'array':
      out.push('[');
      writeList(out, value.values, value.length);
      out.push(']');
      return;
    case 'entries':
      out.push('{');
      writeProperties(out, value.entries);
      if (value.length > value.entries.length) out.push(', …');
      out.push('}');
      return;
    case 'instance':
      out.push(`${value.of} {`);
      writeProperties(out, Object.entries(value.properties));
      out.push('}');
      return;
    case 'object':
      out.push(value.of);
      return;
  }
}
