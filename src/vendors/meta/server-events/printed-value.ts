import { isJsonObject, type JsonObject } from '../../fields.ts';

/**
 * Values as languages print them: Python's repr, Ruby's inspect, PHP's var_export and short arrays,
 * the objects of node's console. Each names its values whole; what printing left out
 * (`[Object]`, `<Response [200]>`, `#<Event>`) has no value here.
 */
export type PrintedResult =
  | { ok: true; end: number; value: unknown }
  /** Where it goes wrong. */
  | { ok: false; at: number };

/** A value that printing left out. */
const LEFT_OUT = Symbol('left out');

/** Deeper is no log. */
const DEPTH = 60;
/** With the places and the folds that Laravel's dump writes. */
const BLANKS = /(?:\s|▼|\/\/[^\n]*)*/y;
const NUMBER = /[+-]?(?:\d[\d_]*(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?n?(?![\w.])/y;
const WORD = /\\?[A-Za-z_$][\w$]*(?:(?:::|\\|\.)[A-Za-z_$][\w$]*)*/y;
const SYMBOL = /:(?=["'A-Za-z_])/y;
const SEPARATOR = /=>|:(?!:)/y;
/** `[Object]`, `[Array]`, `[Circular *1]`, `[Function: x]`; `<Response [200]>`; `#<Event id=1>`. */
const OMITTED =
  /\[(?:Object|Array|Circular|Function|class|Getter|Setter)\b[^[\]\n]{0,200}\]|#?<[^<>\n]{0,300}>|\.\.\. \d+ more \w+|\.\.\./y;
/** `(object) array(…)` of PHP. */
const CAST = /\(object\)\s*/y;
/** `array:3 [` of Laravel's dump. */
const COUNT = /:\d+(?=\s*\[)/y;

/** Words that are values, in every language. */
const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['none', null],
  ['nil', null],
  ['undefined', null],
  ['nan', null],
  ['infinity', null],
]);
/** Numbers that stand in a text, as `Decimal('34.30')`. */
const NUMBER_TYPES: ReadonlySet<string> = new Set(['Decimal', 'BigDecimal']);

class Wrong extends Error {
  readonly at: number;
  constructor(at: number) {
    super('no printed value');
    this.at = at;
  }
}

/** Reads the value that begins at a place. Never throws. */
export function readPrinted(text: string, from: number): PrintedResult {
  let at = from;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const match = pattern.exec(text)?.[0];
    if (match !== undefined) at += match.length;
    return match;
  };
  const skip = () => take(BLANKS);
  const fail = (): never => {
    throw new Wrong(at);
  };
  const quoted = (): string => {
    const quote = text[at] as string;
    let value = '';
    at += 1;
    for (let char = text[at]; char !== quote; char = text[at]) {
      if (char === undefined) fail();
      if (char === '\\') {
        const [units, meant] = readEscape(text, at, quote);
        value += meant;
        at += units;
      } else {
        value += char;
        at += 1;
      }
    }
    at += 1;
    return value;
  };

  /** A long text may be printed in pieces: `'a' +\n 'b'`, `('a'\n 'b')`. */
  const textOf = (): string => {
    let value = quoted();
    for (;;) {
      const before = at;
      skip();
      const isJoined = text[at] === '+';
      if (isJoined) {
        at += 1;
        skip();
      }
      const isText = isQuote(text[at]);
      const next = isText ? quoted() : '';
      skip();
      // Where no comma stands between them the next text is a key.
      if (!isText || (!isJoined && isSeparator(text, at))) {
        at = before;
        return value;
      }
      value += next;
    }
  };

  const key = (): string => {
    take(SYMBOL);
    if (isQuote(text[at])) return quoted();
    const word = take(WORD) ?? take(NUMBER);
    return word ?? fail();
  };

  /** What stands between brackets: values, or names with values. */
  const members = (closer: string, depth: number): unknown => {
    const object: JsonObject = Object.create(null);
    const list: unknown[] = [];
    let isNamed = false;
    for (skip(); text[at] !== closer; skip()) {
      const start = at;
      const name = tryKey();
      if (name === undefined) {
        at = start;
        list.push(value(depth + 1));
      } else {
        isNamed = true;
        skip();
        object[name] = value(depth + 1);
      }
      skip();
      if (text[at] === ',') at += 1;
      else if (text[at] !== closer && at === start) fail();
    }
    at += 1;
    if (!isNamed) return closer === '}' && list.length === 0 ? {} : list;
    if (list.length > 0) fail();
    const names = Object.keys(object);
    // PHP's lists have numbers for names.
    return closer !== '}' && names.every((one, i) => one === String(i))
      ? names.map((one) => object[one])
      : { ...object };
  };

  /** A name with what stands behind it; undefined where a value stands here. */
  const tryKey = (): string | undefined => {
    if (!/[:"'`\w$-]/.test(text[at] ?? '')) return undefined;
    let name: string;
    try {
      name = key();
    } catch (error) {
      if (error instanceof Wrong) return undefined;
      throw error;
    }
    skip();
    return take(SEPARATOR) === undefined ? undefined : name;
  };

  const value = (depth: number): unknown => {
    if (depth > DEPTH) fail();
    skip();
    take(CAST);
    if (take(OMITTED) !== undefined) return LEFT_OUT;
    // b'…' and u'…' of Python.
    if (/[bBuUrR]/.test(text[at] ?? '') && isQuote(text[at + 1])) at += 1;
    const char = text[at];
    if (isQuote(char)) return textOf();
    if (char === ':' && take(SYMBOL) !== undefined)
      return isQuote(text[at]) ? quoted() : (take(WORD) ?? fail());
    const number = take(NUMBER);
    if (number !== undefined) return Number(number.replace(/[_n]/g, ''));
    if (char === '{' || char === '[' || char === '(') {
      at += 1;
      const inside = members(char === '{' ? '}' : char === '[' ? ']' : ')', depth);
      if (char !== '(') return inside;
      // A long text stands in parentheses; else it is a list that cannot change.
      const [only, ...more] = Array.isArray(inside) ? inside : [];
      return typeof only === 'string' && more.length === 0 ? only : inside;
    }
    return named(depth);
  };

  /** A word: a value itself, or before the brackets of what it is the kind of. */
  const named = (depth: number): unknown => {
    const word = take(WORD) ?? fail();
    take(COUNT);
    const before = at;
    skip();
    const opener = text[at];
    if (opener === '(') {
      at += 1;
      const inside = members(')', depth);
      if (word.endsWith('array'))
        return Array.isArray(inside) || isJsonObject(inside) ? inside : fail();
      const [only, ...more] = Array.isArray(inside) ? inside : [inside];
      if (more.length > 0) return LEFT_OUT;
      if (NUMBER_TYPES.has(word)) return Number(only);
      return only ?? LEFT_OUT;
    }
    if (opener === '[' || opener === '{') return value(depth + 1);
    at = before;
    const known = WORDS.get(word.toLowerCase());
    return known === undefined ? fail() : known;
  };

  try {
    const read = value(0);
    return isWhole(read) ? { ok: true, end: at, value: withoutGaps(read) } : { ok: false, at };
  } catch (error) {
    if (error instanceof Wrong) return { ok: false, at: error.at };
    throw error;
  }
}

function isQuote(char: string | undefined): boolean {
  return char === '"' || char === "'" || char === '`';
}

function isSeparator(text: string, at: number): boolean {
  return text[at] === ':' || text.startsWith('=>', at);
}

const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', e: '\u001b' };

/** A backslash and what follows: PHP's and Ruby's single quotes escape themselves alone, Python's all. */
function readEscape(text: string, at: number, quote: string): [units: number, meant: string] {
  const next = text[at + 1] ?? '';
  const bytes = /^(?:\\x[0-9a-fA-F]{2})+/.exec(text.slice(at, at + 64))?.[0];
  if (bytes !== undefined) {
    const codes = bytes.match(/[0-9a-fA-F]{2}/g) ?? [];
    const read = Uint8Array.from(codes, (code) => Number.parseInt(code, 16));
    return [bytes.length, new TextDecoder().decode(read)];
  }
  const [unicode, code, braced] =
    /^\\u(?:([0-9a-fA-F]{4})|\{([0-9a-fA-F]{1,6})\})/.exec(text.slice(at, at + 10)) ?? [];
  if (unicode !== undefined) {
    const point = Number.parseInt(code ?? braced ?? '', 16);
    return [unicode.length, point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd'];
  }
  if (next === '\n') return [2, ''];
  if (next === quote || next === '\\') return [2, next];
  return [2, CONTROLS[next] ?? (/["'`#$/0]/.test(next) ? next : `\\${next}`)];
}

/** Whether nothing of an event was left out. */
function isWhole(value: unknown, isInside = false): boolean {
  if (value === LEFT_OUT) return !isInside;
  if (Array.isArray(value)) return value.every((item) => isWhole(item, isInside));
  if (!isJsonObject(value)) return true;
  // An event, or the list that should have them.
  const isEvent = isInside || Object.hasOwn(value, 'event_name');
  return Object.entries(value).every(([key, item]) => isWhole(item, isEvent || key === 'data'));
}

/** Without what printing left out beside the events. */
function withoutGaps(value: unknown): unknown {
  if (value === LEFT_OUT) return null;
  if (Array.isArray(value)) return value.map(withoutGaps);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutGaps(item)]));
}
