import type { JsonObject } from '../../fields.ts';
import type { PrintedResult } from './printed-value.ts';

/**
 * Values as PHP prints them for people: `print_r` (https://www.php.net/print_r) and `var_dump`
 * (https://www.php.net/var_dump), arrays and objects. An object of Meta's business SDK keeps what it
 * sends in a protected `container` (facebook-php-business-sdk, Object/ServerSide): it is given as the
 * SDK's objects of node are printed, with `_` before each key.
 */

/** No text of an event is longer. What a print says of itself is not followed further. */
const TEXT_BYTES = 20_000;
/** Deeper is no log. */
const DEPTH = 30;

const PRINT_R = /(?:Array|Object)\s*\(/y;
/** `Array`, or a class' name, before the bracket of a value inside. */
const PRINT_R_INSIDE = /(?:Array|[\w\\]{1,200} Object)\s*\(/y;
const PRINT_R_KEY = /\[([^[\]\n]{0,200})\] =>[ \t]?/y;
/** A line that a log's writer began: what stands before it is no text of several lines, it was cut. */
const LOG_LINE =
  /^(?:\[?(?:\d{4}-\d\d-\d\d|\d\d?-\w{3}-\d{4}|\w{3} +\d\d? \d\d:)|.*\b(?:Array|Object)[ \t]*\r?$)/;
/** A line that ends the value before it, where each stands on a line of its own. */
const PRINT_R_NEXT = /^([ \t]*)(?:\[[^[\]\n]{0,200}\] =>|(\))[ \t]*\r?$)/;
/** What ends it where all stand in one. */
const PRINT_R_NEXT_IN_LINE = /\n| (?:\[[^[\]\n]{0,200}\] =>|\)(?=\s|$))/g;

const VAR_DUMP = /&?(?:array\((\d+)\)|object\([\w\\]{1,200}\)#\d+ \(\d+\)) \{/y;
const VAR_DUMP_KEY = /\[(?:"([^"\n]{0,200})"(?::[^\]\n]{0,200})?|(-?\d+))\]=>/y;
const VAR_DUMP_TEXT = /&?string\((\d+)\) "/y;
const VAR_DUMP_NUMBER = /&?(?:int|float)\((-?[\d.eE+-]+)\)/y;
/** `INF` is no JSON either. */
const VAR_DUMP_WORD =
  /&?bool\((true|false)\)|&?NULL|uninitialized\([^)\n]{0,200}\)|&?float\(-?(?:NAN|INF)\)/y;
const BLANKS = /\s*/y;

/** `print_r` tells no number from a text: those that Meta documents as numbers are read as such. */
const NUMBERS: ReadonlySet<string> = new Set([
  'event_time',
  'value',
  'predicted_ltv',
  'num_items',
  'quantity',
  'item_price',
  'data_processing_options_country',
  'data_processing_options_state',
]);

class Wrong extends Error {
  readonly at: number;
  constructor(at: number) {
    super('nothing that PHP prints');
    this.at = at;
  }
}

/** Reads what begins at a place; undefined where it is neither print. Never throws. */
export function readPhpPrint(text: string, from: number): PrintedResult | undefined {
  const read = startsAt(PRINT_R, text, from)
    ? readPrintR
    : startsAt(VAR_DUMP, text, from)
      ? readVarDump
      : undefined;
  if (read === undefined) return undefined;
  try {
    const [value, end] = read(text, from);
    return { ok: true, value, end };
  } catch (error) {
    if (error instanceof Wrong) return { ok: false, at: error.at };
    throw error;
  }
}

function startsAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** Goes through a text from a place on. */
function createReader(text: string, from: number) {
  let at = from;
  return {
    at: () => at,
    go(to: number): void {
      at = to;
    },
    /** What matches here, behind which it goes on. */
    take(pattern: RegExp): RegExpExecArray | undefined {
      pattern.lastIndex = at;
      const match = pattern.exec(text) ?? undefined;
      if (match !== undefined) at += match[0].length;
      return match;
    },
    fail(): never {
      throw new Wrong(at);
    },
  };
}

function readPrintR(text: string, from: number): [unknown, number] {
  const { at, go, take, fail } = createReader(text, from);
  const members = (depth: number, isArray: boolean): unknown => {
    if (depth > DEPTH) fail();
    const isInLine = !/^[ \t]*\r?\n/.test(text.slice(at(), at() + 40));
    const named: [string, unknown][] = [];
    const column = () => (isInLine ? '' : blanksBefore(text, at()));
    go(at() - 1);
    const closer = column();
    go(at() + 1);
    let key: string | undefined;
    for (take(BLANKS); text[at()] !== ')'; take(BLANKS)) {
      // Names stand below each other: where one does not, the print was cut and another goes on.
      key ??= column();
      if (column() !== key) fail();
      const [, name = ''] = take(PRINT_R_KEY) ?? fail();
      // One name has one value: this is what follows on one that was cut.
      if (named.some(([known]) => known === name)) fail();
      const head = take(PRINT_R_INSIDE);
      const value = head
        ? members(depth + 1, head[0].startsWith('Array'))
        : isInLine
          ? inLine()
          : lines(key, closer);
      named.push([name, value]);
    }
    if (column() !== closer) fail();
    go(at() + 1);
    return fromNamed(
      named.map(([name, value]) => [name, numberIn(name, value)]),
      isArray,
    );
  };
  /** A text that is not quoted: up to where the next name, or the end, stands. */
  const inLine = (): string => {
    const start = at();
    PRINT_R_NEXT_IN_LINE.lastIndex = start - 1;
    const { index, 0: found } = PRINT_R_NEXT_IN_LINE.exec(text) ?? fail();
    if (found === '\n') fail();
    go(index);
    return text.slice(start, Math.max(start, index)).trim();
  };
  const lines = (key: string, closer: string): string => {
    const start = at();
    for (let end = text.indexOf('\n', start); end >= 0; ) {
      const behind = text.indexOf('\n', end + 1);
      const line = text.slice(end + 1, behind < 0 ? text.length : behind);
      const next = PRINT_R_NEXT.exec(line);
      if (next) {
        if (next[1] !== (next[2] ? closer : key)) fail();
        go(end);
        return text.slice(start, end).replace(/\r$/, '');
      }
      if (LOG_LINE.test(line)) fail();
      end = behind;
    }
    return fail();
  };
  const [head] = take(PRINT_R) ?? fail();
  return [members(0, head.startsWith('Array')), at()];
}

/** What stands before a place in its line, where it is blank. */
function blanksBefore(text: string, at: number): string {
  const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return /^[ \t]*$/.test(before) ? before : '';
}

function numberIn(name: string, value: unknown): unknown {
  const isNumber =
    NUMBERS.has(name) && typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value);
  return isNumber ? Number(value) : value;
}

function readVarDump(text: string, from: number): [unknown, number] {
  const { at, go, take, fail } = createReader(text, from);
  const value = (depth: number): unknown => {
    if (depth > DEPTH) fail();
    const head = take(VAR_DUMP);
    if (head) return members(depth, head[1]);
    const number = take(VAR_DUMP_NUMBER);
    if (number) return Number(number[1]);
    const word = take(VAR_DUMP_WORD);
    if (word) return word[1] === undefined ? '' : word[1] === 'true';
    const bytes = Number((take(VAR_DUMP_TEXT) ?? fail())[1]);
    if (bytes > TEXT_BYTES) fail();
    const end = endOfBytes(text, at(), bytes);
    if (text[end] !== '"') fail();
    const said = text.slice(at(), end);
    go(end + 1);
    return said;
  };
  /** @param count how many it says that it has; an object does not count what has no value */
  const members = (depth: number, count: string | undefined): unknown => {
    const named: [string, unknown][] = [];
    for (take(BLANKS); text[at()] !== '}'; take(BLANKS)) {
      const [, name, index = ''] = take(VAR_DUMP_KEY) ?? fail();
      take(BLANKS);
      named.push([name ?? index, value(depth + 1)]);
    }
    go(at() + 1);
    if (count !== undefined && named.length !== Number(count)) fail();
    return fromNamed(named, count !== undefined);
  };
  return [value(0), at()];
}

/** Where so many bytes of UTF-8 end: PHP counts a text's bytes. */
function endOfBytes(text: string, from: number, bytes: number): number {
  let end = from;
  for (let left = bytes; left > 0 && end < text.length; ) {
    const point = text.codePointAt(end) as number;
    left -= point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    end += point < 0x10000 ? 1 : 2;
  }
  return end;
}

/** The list, or the object without what is empty: `print_r` writes null, false and '' alike. */
function fromNamed(named: readonly (readonly [string, unknown])[], isArray: boolean): unknown {
  if (isArray && named.every(([name], i) => name === String(i)))
    return named.map(([, value]) => value);
  const [container] = named.filter(([name]) => /^container(?::protected)?$/.test(name));
  const inside = container?.[1];
  if (typeof inside === 'object' && inside !== null)
    return Object.fromEntries(Object.entries(inside).map(([key, value]) => [`_${key}`, value]));
  const object: JsonObject = Object.create(null);
  for (const [name, value] of named) if (value !== '') object[name] = value;
  return { ...object };
}
