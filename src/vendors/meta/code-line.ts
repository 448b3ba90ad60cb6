import { type PageValue, parseStandIn, type StandIn } from '../../session/value.ts';
import { formatValue } from '../format-value.ts';

/** UTF-16 units of one value in a line of code. */
const VALUE_UNITS = 300;

/** Around a name in place of a value: characters of Unicode's private use, which pages do not send. */
const [OPEN, CLOSE] = ['\uE000', '\uE001'];

/** A name that stands in a line of code where only the page knows the value: `eventId`. */
export function placeholder(name: string): string {
  return `${OPEN}${name}${CLOSE}`;
}

const NAME = new RegExp(`^${OPEN}([A-Za-z]+)${CLOSE}$`);

/** An argument that is code already. */
export interface Code {
  code: string;
}

/** A page's value as code that makes it; undefined where no code would, or where it is too long. */
export function codeOf(value: PageValue, limit = VALUE_UNITS): string | undefined {
  const code = write(value);
  return code === undefined || code.length > limit ? undefined : code;
}

/**
 * A line of code: `fbq("track", "Lead", {value: 1});`. Arguments at the end that are undefined are
 * left out; what no code makes stands as the log shows it.
 */
export function codeLine(name: string, args: readonly (PageValue | Code | undefined)[]): string {
  let length = args.length;
  while (length > 0 && isLeftOut(args[length - 1])) length -= 1;
  const written = args.slice(0, length).map((value) => {
    if (value === undefined || isLeftOut(value)) return '{}';
    if (isCode(value)) return value.code;
    return codeOf(value) ?? formatValue(value, VALUE_UNITS);
  });
  return `${name}(${written.join(', ')});`;
}

function isLeftOut(value: PageValue | Code | undefined): boolean {
  return value === undefined || (!isCode(value) && parseStandIn(value)?.$type === 'undefined');
}

const codes = new WeakSet<object>();

/** Marks code as such: no object of a page's can be taken for it. */
export function asCode(code: string): Code {
  const made = { code };
  codes.add(made);
  return made;
}

function isCode(value: PageValue | Code): value is Code {
  return typeof value === 'object' && value !== null && codes.has(value);
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** A property's name in an object. `__proto__: x` would be no property. */
export function keyCode(key: string): string {
  if (key === '__proto__') return '["__proto__"]';
  return IDENTIFIER.test(key) ? key : JSON.stringify(key);
}

function write(value: PageValue): string | undefined {
  if (typeof value === 'string') return NAME.exec(value)?.[1] ?? JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return writeList(value);
  const standIn = parseStandIn(value);
  return standIn === undefined ? writeObject(Object.entries(value)) : writeStandIn(standIn);
}

function writeList(values: readonly PageValue[]): string | undefined {
  const items = values.map(write);
  return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
}

function writeObject(entries: readonly (readonly [string, PageValue])[]): string | undefined {
  const pairs: string[] = [];
  for (const [key, value] of entries) {
    const code = write(value);
    if (code === undefined) return undefined;
    pairs.push(`${keyCode(key)}: ${code}`);
  }
  return `{${pairs.join(', ')}}`;
}

function writeStandIn(value: StandIn): string | undefined {
  switch (value.$type) {
    case 'undefined':
      return 'undefined';
    case 'number':
    case 'regexp':
      return value.value;
    case 'bigint':
      return `${value.value}n`;
    case 'date':
      return `new Date(${JSON.stringify(value.value)})`;
    case 'url':
      return JSON.stringify(value.value);
    case 'instance':
      return writeObject(Object.entries(value.properties));
    case 'entries':
      return value.length > value.entries.length ? undefined : writeObject(value.entries);
    case 'array':
      return value.length > value.values.length ? undefined : writeList(value.values);
    case 'arguments':
      return writeList(value.values);
    default:
      return undefined;
  }
}
