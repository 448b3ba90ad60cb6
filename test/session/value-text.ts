import { isStandIn, type PageValue } from '../../src/session/value.ts';

/**
 * Page values as text: JSON5 in small. Keys and one-word strings need no quotes, `'x'` is a string
 * too. What JSON cannot carry is written as it reads: `undefined`, `NaN`, `Infinity`, `-Infinity`,
 * `-0`, `12n`, `arguments(a, b)`, `date("2026-11-21T00:00:00.000Z")`, `function(name)`; any other
 * stand-in as its own object, `{$type: "map", …}`.
 */

const WORD = /[A-Za-z_$][\w$.-]*/y;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/y;

const CONSTANTS: Readonly<Record<string, PageValue>> = {
  true: true,
  false: false,
  null: null,
  undefined: { $type: 'undefined' },
  NaN: { $type: 'number', value: 'NaN' },
  Infinity: { $type: 'number', value: 'Infinity' },
};

/** Reads words and values from a line. */
export class Scanner {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The next character after blanks; empty at the end. */
  peek(): string {
    while (/\s/.test(this.text[this.at] ?? '')) this.at += 1;
    return this.text[this.at] ?? '';
  }

  fail(expected: string): never {
    throw new Error(`expected ${expected} at "${this.text.slice(this.at, this.at + 40)}"`);
  }

  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private expect(mark: string): void {
    if (this.peek() !== mark) this.fail(`"${mark}"`);
    this.at += 1;
  }

  private string(): string | undefined {
    const quoted = this.take(STRING);
    if (quoted === undefined) return undefined;
    if (quoted.startsWith('"')) return JSON.parse(quoted) as string;
    const inner = quoted
      .slice(1, -1)
      .replaceAll("\\'", "'")
      .replace(/(?<!\\)"/g, '\\"');
    return JSON.parse(`"${inner}"`) as string;
  }

  /** Values up to a closing mark, between commas. */
  private list(open: string, close: string): PageValue[] {
    this.expect(open);
    const values: PageValue[] = [];
    while (this.peek() !== close) {
      values.push(this.value());
      if (this.peek() !== close) this.expect(',');
    }
    this.expect(close);
    return values;
  }

  private object(): PageValue {
    this.expect('{');
    const pairs: [string, PageValue][] = [];
    while (this.peek() !== '}') {
      const key = this.string() ?? this.take(WORD) ?? this.take(NUMBER) ?? this.fail('a key');
      this.expect(':');
      pairs.push([key, this.value()]);
      if (this.peek() !== '}') this.expect(',');
    }
    this.expect('}');
    // As JSON.parse does it: a key `__proto__` is a key.
    return Object.fromEntries(pairs);
  }

  value(): PageValue {
    const next = this.peek();
    if (next === '{') return this.object();
    if (next === '[') return this.list('[', ']');
    const quoted = this.string();
    if (quoted !== undefined) return quoted;
    if (this.take(/-Infinity\b/y)) return { $type: 'number', value: '-Infinity' };
    const digits = this.take(NUMBER);
    if (digits !== undefined) return this.numberOf(digits);
    const word = this.take(WORD) ?? this.fail('a value');
    if (this.text[this.at] === '(') return this.callOf(word);
    return Object.hasOwn(CONSTANTS, word) ? (CONSTANTS[word] as PageValue) : word;
  }

  private numberOf(digits: string): PageValue {
    if (this.take(/n\b/y)) return { $type: 'bigint', value: digits };
    if (/[\w$]/.test(this.text[this.at] ?? '')) this.fail('the end of a number');
    return digits === '-0' ? { $type: 'number', value: '-0' } : Number(digits);
  }

  private callOf(word: string): PageValue {
    const values = this.list('(', ')');
    const text = typeof values[0] === 'string' ? values[0] : '';
    if (word === 'arguments') return { $type: 'arguments', values };
    if (word === 'date') return { $type: 'date', value: text };
    if (word === 'function') return { $type: 'function', name: text };
    return this.fail('arguments(…), date(…) or function(…)');
  }

  /**
   * The next word of a line. A value stands in braces, brackets, quotes or parentheses,
   * `(0)`, `(undefined)`; anything else up to a blank is a string, digits too.
   */
  argument(): PageValue {
    const next = this.peek();
    if (next === '(') {
      const values = this.list('(', ')');
      return values.length === 1 ? (values[0] as PageValue) : this.fail('one value before this');
    }
    if (next === '{' || next === '[' || next === '"' || next === "'") return this.value();
    return this.take(/\S+/y) ?? this.fail('a word');
  }
}

const PLAIN = /^[A-Za-z_$][\w$.-]*$/;

const isPlain = (text: string) => PLAIN.test(text) && !Object.hasOwn(CONSTANTS, text);

/** The short form of a stand-in; empty where it has none, or is not quite one. */
function writeStandIn(value: Exclude<PageValue, string | number | boolean | null>): string {
  if (!isStandIn(value)) return '';
  const { $type, ...rest } = value as Record<string, PageValue>;
  const [[key, inner] = [], ...others] = Object.entries(rest);
  if (others.length > 0) return '';
  if (key === undefined) return $type === 'undefined' ? 'undefined' : '';
  if (Array.isArray(inner))
    return $type === 'arguments' && key === 'values'
      ? `arguments(${inner.map(writeValue).join(', ')})`
      : '';
  if (typeof inner !== 'string') return '';
  if ($type === 'number' && key === 'value' && /^(?:NaN|-?Infinity|-0)$/.test(inner)) return inner;
  if ($type === 'bigint' && key === 'value' && /^-?\d+$/.test(inner)) return `${inner}n`;
  if ($type === 'date' && key === 'value') return `date(${writeValue(inner)})`;
  if ($type === 'function' && key === 'name') return `function(${writeValue(inner)})`;
  return '';
}

/** A value as the scanner reads it. */
export function writeValue(value: PageValue): string {
  if (typeof value === 'string') return isPlain(value) ? value : JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(writeValue).join(', ')}]`;
  const standIn = writeStandIn(value);
  if (standIn !== '') return standIn;
  const pairs = Object.entries(value).map(
    ([key, item]) =>
      `${PLAIN.test(key) ? key : JSON.stringify(key)}: ${writeValue(item as PageValue)}`,
  );
  return `{${pairs.join(', ')}}`;
}

/** Whether a string can stand as a bare word of a line. */
const isWord = (text: string) => /^[^\s{[("'][^\s]*$/.test(text) && !/[,{[(]$/.test(text);

/** A value as a word of a line. */
export function writeArgument(value: PageValue): string {
  if (typeof value === 'string')
    return isWord(value) && value !== 'with' ? value : JSON.stringify(value);
  const text = writeValue(value);
  return /^[{[]/.test(text) ? text : `(${text})`;
}
