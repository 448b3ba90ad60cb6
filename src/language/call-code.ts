import type { CallEntry } from '../session/entry.ts';
import { type PageValue, parseStandIn, type StandIn } from '../session/value.ts';
import type { Words } from './words.ts';

/** What comments in the code say. */
type CodeWords = Words['detail']['code'];

/** A line of code longer than this is broken up. */
const LINE_UNITS = 80;
const INDENT = '  ';

/**
 * A value as a JavaScript expression that gives it again. What no code can give (functions,
 * elements, what was cut) becomes `undefined` or its kept part, with a comment that says so.
 */
export function formatCode(value: PageValue, t: Words): string {
  return write(value, '', t.detail.code);
}

/**
 * A call as the statement that makes it, e.g. `fbq('track', 'Purchase', {value: 1});`.
 * Runs of LoyJoy's own listeners, which no page code can make, are given as a comment and data.
 */
export function formatCallCode(entry: CallEntry, { detail: { code: words } }: Words): string {
  const callee = calleeOf(entry);
  const [first] = entry.args;
  const passed = entry.args.length === 1 ? parseStandIn(first) : undefined;
  // gtag() and the cact stub push `arguments` itself, which only a function has.
  if (passed?.$type === 'arguments' && callee !== undefined)
    return `(function () { ${callee}(arguments); })(${writeArguments(passed.values, words)});`;
  const args = writeArguments(entry.args, words);
  if (callee === undefined)
    return `// ${neutralize(words.ran(entry.method, JSON.stringify(entry.name ?? '')))}\n[${args}]`;
  return `${callee}(${args});`;
}

const PATH = /^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*$/;

/** What was called with just these arguments. Items found in a queue were once a plain call. */
function calleeOf(entry: CallEntry): string | undefined {
  const isPush = entry.via?.endsWith('.push') && PATH.test(entry.via);
  // What waits in an fbq queue or is pushed for analytics is kept as its arguments, not as an item.
  const isItem =
    entry.source === 'analytics' ||
    ((entry.source === 'fbq' || entry.source === 'cbq') && entry.phase === 'queued');
  if (isPush && !isItem) return entry.via;
  switch (entry.source) {
    case 'fbq':
    case 'cbq':
      return entry.source;
    case 'loyjoy':
      return entry.method === 'listener' || entry.method === 'callback' ? undefined : 'LoyJoy';
    case 'cact':
      return entry.method.startsWith('tC.event.')
        ? `tC.event${member(entry.method.slice('tC.event.'.length))}`
        : 'cact';
    case 'dataLayer': {
      const layer = entry.layer ?? 'dataLayer';
      return `${PATH.test(layer) ? layer : `window[${quote(layer)}]`}${member(entry.method)}`;
    }
    case 'analytics':
      return `analytics${member(entry.method)}`;
  }
}

function member(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${quote(name)}]`;
}

function writeArguments(args: readonly PageValue[], words: CodeWords): string {
  return args.map((value) => write(value, '', words)).join(', ');
}

/** A string in single quotes, as the vendors' own snippets write them. */
function quote(text: string): string {
  const body = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${body}'`;
}

/** Text for a comment: nothing in it can end the comment. */
function neutralize(text: string): string {
  return text.replace(/\*\//g, '* /').replace(/[\r\n\u2028\u2029]+/g, ' ');
}

function comment(text: string): string {
  return `/* ${neutralize(text)} */`;
}

function write(value: PageValue, indent: string, words: CodeWords): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return writeArray(value, indent, words);
  const standIn = parseStandIn(value);
  if (standIn) return writeStandIn(standIn, indent, words);
  return writeObject(Object.entries(value), indent, words);
}

function writeArray(values: readonly PageValue[], indent: string, words: CodeWords): string {
  return layOut(
    '[',
    values.map((value) => write(value, indent + INDENT, words)),
    ']',
    indent,
  );
}

function writeObject(
  pairs: readonly (readonly [string, PageValue])[],
  indent: string,
  words: CodeWords,
): string {
  const parts = pairs.map(
    ([key, value]) => `${writeKey(key)}: ${write(value, indent + INDENT, words)}`,
  );
  return layOut('{', parts, '}', indent);
}

function writeKey(key: string): string {
  // In a literal this key would set the prototype.
  if (key === '__proto__') return "['__proto__']";
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key);
}

/** On one line where it fits, else one part a line. */
function layOut(open: string, parts: readonly string[], close: string, indent: string): string {
  const line = `${open}${parts.join(', ')}${close}`;
  if (parts.length === 0 || (indent.length + line.length <= LINE_UNITS && !line.includes('\n')))
    return line;
  const inner = indent + INDENT;
  return `${open}\n${parts.map((part) => `${inner}${part}`).join(',\n')}\n${indent}${close}`;
}

/** Error classes that every page has. */
const ERRORS = new Set([
  'Error',
  'TypeError',
  'RangeError',
  'SyntaxError',
  'ReferenceError',
  'EvalError',
  'URIError',
]);

function writeStandIn(value: StandIn, indent: string, words: CodeWords): string {
  switch (value.$type) {
    case 'undefined':
      return 'undefined';
    case 'number':
      return /^(NaN|-?Infinity|-0)$/.test(value.value) ? value.value : 'NaN';
    case 'bigint':
      return /^-?\d+$/.test(value.value) ? `${value.value}n` : `0n ${comment(words.notBigInt)}`;
    case 'symbol':
      return `Symbol(${quote(value.description)})`;
    case 'function':
      return `undefined ${comment(`function ${value.name}`.trim())}`;
    case 'accessor':
      return `undefined ${comment(words.getter)}`;
    case 'cycle':
      return `undefined ${comment(words.cycle(value.path || words.root))}`;
    case 'string':
      return `${quote(value.value)} ${comment(words.characters(value.value.length, value.length))}`;
    case 'cut':
      return `undefined ${comment(words.cut(value.of))}`;
    case 'unreadable':
      return `undefined ${comment(words.threw)}`;
    case 'date':
      return Number.isNaN(Date.parse(value.value))
        ? 'new Date(NaN)'
        : `new Date(${quote(value.value)})`;
    case 'regexp': {
      const parts = /^\/([\s\S]*)\/([a-z]*)$/.exec(value.value);
      return parts
        ? `new RegExp(${quote(parts[1] ?? '')}, ${quote(parts[2] ?? '')})`
        : `undefined ${comment(value.value)}`;
    }
    case 'url':
      return `new URL(${quote(value.value)})`;
    case 'error':
      return ERRORS.has(value.name)
        ? `new ${value.name}(${quote(value.message)})`
        : `Object.assign(new Error(${quote(value.message)}), {name: ${quote(value.name)}})`;
    case 'element':
      return `undefined ${comment(words.element(value.value))}`;
    case 'map': {
      const pairs = value.entries.map(
        ([key, item]) =>
          `[${write(key, indent + INDENT, words)}, ${write(item, indent + INDENT, words)}]`,
      );
      return `new Map(${layOut('[', pairs, ']', indent)})${more(value.entries.length, value.size, words)}`;
    }
    case 'set':
      return `new Set(${writeArray(value.values, indent, words)})${more(value.values.length, value.size, words)}`;
    case 'arguments':
      return `(function () { return arguments; })(${writeArguments(value.values, words)})`;
    case 'array':
      return `${writeArray(value.values, indent, words)}${more(value.values.length, value.length, words)}`;
    case 'entries':
      return `${writeObject(value.entries, indent, words)}${more(value.entries.length, value.length, words)}`;
    case 'instance':
      return `${writeObject(Object.entries(value.properties), indent, words)} ${comment(value.of)}`;
    case 'object':
      return `undefined ${comment(value.of)}`;
  }
}

function more(kept: number, length: number, words: CodeWords): string {
  return length > kept ? ` ${comment(words.kept(kept, length))}` : '';
}
