import { KEYS, NODES } from '../session/limits.ts';
import type { Mark } from './marks.ts';

/**
 * Form text and JSON bodies are decoded up to this many UTF-16 units: twice Segment's 500 kB batch,
 * thirty times Commanders Act's 32 kB event, five hundred times the pixel's longest address.
 */
export const DECODED_UNITS = 1_000_000;

/** Objects are written out as dotted names this deep; below, as JSON text. */
const FLAT_DEPTH = 8;

/** What all events of one request share: the marks, and how many parameters may still be kept. */
export interface Tally {
  marks: Set<Mark>;
  /** Parameters that may still be read, from `NODES` down: a batch of large events stays affordable. */
  left: number;
}

/** A tally with nothing counted. */
export function startTally(): Tally {
  return { marks: new Set(), left: NODES };
}

/**
 * Collects the parameters of one event under the names they were sent with. No value is lost to a
 * repeated name: the second `id` is kept as `id (2)`.
 */
export class Fields {
  readonly values: Record<string, string> = {};
  readonly tally: Tally;
  /** Name of the parameter whose value may be incomplete: text was cut in it. It is the last one. */
  cut: string | undefined;
  private size = 0;
  private repeats: Map<string, number> | undefined;

  constructor(tally: Tally) {
    this.tally = tally;
  }

  /** True when nothing more is kept; adding further only sets the mark. */
  get full(): boolean {
    return this.size >= KEYS || this.tally.left <= 0;
  }

  add(name: string, value: string): void {
    if (this.full) {
      this.tally.marks.add('too-many-parameters');
      return;
    }
    // Repeats count too: a megabyte of one name would otherwise all be decoded for nothing.
    this.tally.left -= 1;
    if (Object.hasOwn(this.values, name)) this.repeat(name, value);
    else this.set(name, value);
  }

  private repeat(name: string, value: string): void {
    // `name[]` is a list by its own notation: to repeat it is its purpose.
    if (!name.endsWith('[]')) {
      this.tally.marks.add('duplicate-key');
      if (this.values[name] === value) return;
    }
    this.repeats ??= new Map();
    let count = (this.repeats.get(name) ?? 1) + 1;
    // A request may itself hold a parameter that is called `id (2)`.
    while (Object.hasOwn(this.values, `${name} (${count})`)) count += 1;
    this.repeats.set(name, count);
    this.set(`${name} (${count})`, value);
  }

  private set(name: string, value: string): void {
    this.size += 1;
    // Assigning to `__proto__` would change the object's prototype, or silently do nothing.
    if (name === '__proto__')
      Object.defineProperty(this.values, name, {
        value,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    else this.values[name] = value;
  }
}

/** Adds the parameters of `a=1&b=2` text: an address's query or an urlencoded body. */
export function readUrlEncoded(text: string, fields: Fields): void {
  const end = Math.min(text.length, DECODED_UNITS);
  if (end < text.length) fields.tally.marks.add('too-long');
  let at = 0;
  while (at < end) {
    let stop = text.indexOf('&', at);
    if (stop === -1 || stop > end) stop = end;
    if (stop > at) {
      // Cut out first: looking for `=` in the whole text would make `a&a&a&…` quadratic.
      const pair = text.slice(at, stop);
      const equals = pair.indexOf('=');
      const name = decodeName(equals === -1 ? pair : pair.slice(0, equals), fields.tally);
      fields.add(name, equals === -1 ? '' : decodeText(pair.slice(equals + 1), fields.tally));
      if (stop === end && end < text.length) fields.cut = name;
      if (fields.full && stop < end) {
        fields.tally.marks.add('too-many-parameters');
        return;
      }
    }
    at = stop + 1;
  }
}

/**
 * A name with one pair of escaped brackets (`cd%5Bvalue%5D`) is put together by hand: half of a
 * pixel hit's names are such, and decodeURIComponent would take half of the time of decoding it.
 */
function decodeName(text: string, tally: Tally): string {
  const open = text.indexOf('%');
  if (open > 0 && text.startsWith('%5B', open) && text.endsWith('%5D')) {
    const last = text.length - 3;
    if (text.indexOf('%', open + 1) === last && !text.includes('+'))
      return `${text.slice(0, open)}[${text.slice(open + 3, last)}]`;
  }
  return decodeText(text, tally);
}

function decodeText(text: string, tally: Tally): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    // Not UTF-8, or cut in the middle of an escape: nobody knows what was meant, so it stays raw.
    tally.marks.add('bad-percent-encoding');
    return text;
  }
}

/** Adds the fields of a form that the browser had parsed already. */
export function readForm(form: Record<string, string[]>, fields: Fields): void {
  for (const [name, values] of Object.entries(form)) {
    for (const value of values) {
      fields.add(name, value);
      if (fields.full) {
        fields.tally.marks.add('too-many-parameters');
        return;
      }
    }
  }
}

/** Longer part headers than this are no form field of a browser. */
const PART_HEADER_UNITS = 4_096;
const PART_NAME = /(?:^|[\s;])name="([^"]*)"/i;
const PART_FILE = /(?:^|[\s;])filename\*?=/i;

/**
 * Adds the fields of a raw multipart/form-data body. The boundary is taken from `contentType`, or
 * from the body's own first line.
 */
export function readMultipart(
  whole: string,
  contentType: string | undefined,
  fields: Fields,
): void {
  const { marks } = fields.tally;
  const text = whole.length > DECODED_UNITS ? whole.slice(0, DECODED_UNITS) : whole;
  if (text !== whole) marks.add('too-long');
  const delimiter = delimiterOf(text, contentType);
  let at = delimiter === undefined ? -1 : text.indexOf(delimiter);
  if (delimiter === undefined || at === -1) {
    marks.add(text === '' ? 'truncated-multipart' : 'bad-multipart');
    return;
  }
  while (!text.startsWith('--', at + delimiter.length)) {
    const start = at + delimiter.length;
    const next = text.indexOf(`\n${delimiter}`, start);
    if (next === -1) {
      marks.add('truncated-multipart');
      fields.cut = readPart(text.slice(start), fields);
      return;
    }
    readPart(text.slice(start, text[next - 1] === '\r' ? next - 1 : next), fields);
    if (fields.full) {
      marks.add('too-many-parameters');
      return;
    }
    at = next + 1;
  }
}

function delimiterOf(text: string, contentType: string | undefined): string | undefined {
  const named = /boundary=(?:"([^"]+)"|([^\s;]+))/i.exec((contentType ?? '').slice(0, 1_000));
  const boundary = named?.[1] ?? named?.[2];
  if (boundary !== undefined) return `--${boundary}`;
  const [line] = text.slice(0, 300).split(/\r?\n/, 1);
  return line !== undefined && line.length > 2 && line.startsWith('--') ? line : undefined;
}

/**
 * `part` runs from behind its delimiter to before the next one's line break. Returns the name of
 * the field in it.
 */
function readPart(part: string, fields: Fields): string | undefined {
  const head = part.slice(0, PART_HEADER_UNITS);
  const blank = /\r?\n\r?\n/.exec(head);
  const headers = blank === null ? head : head.slice(0, blank.index);
  const name = PART_NAME.exec(headers)?.[1];
  if (name === undefined) {
    // A body cut inside the headers of its last part has its own mark already.
    if (!fields.tally.marks.has('truncated-multipart')) fields.tally.marks.add('bad-multipart');
    return undefined;
  }
  const value = blank === null ? '' : part.slice(blank.index + blank[0].length);
  const decoded = partName(name);
  fields.add(decoded, PART_FILE.test(headers) ? '(file)' : value);
  return decoded;
}

/** Browsers escape quotes and line breaks of a field's name, and nothing else, with percent signs. */
function partName(name: string): string {
  if (!name.includes('%')) return name;
  return name.replace(/%22|%0D|%0A/gi, (code) => String.fromCharCode(parseInt(code.slice(1), 16)));
}

/** Control characters and the replacement character: no form or JSON text has them raw. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const BINARY = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffd]/;

/** Tells a compressed or binary body that was read as text. */
export function isBinary(text: string): boolean {
  return BINARY.test(text.length > DECODED_UNITS ? text.slice(0, DECODED_UNITS) : text);
}

/** A JSON object of a body. */
export type JsonObject = Record<string, unknown>;

/** Tells a JSON object from everything else that JSON.parse can give. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The string under `key`; a number is taken as its text (event ids are sent as either). */
export function textAt(object: JsonObject, key: string): string | undefined {
  if (!Object.hasOwn(object, key)) return undefined;
  const value = object[key];
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

/** The object under `key`. */
export function objectAt(object: JsonObject, key: string): JsonObject | undefined {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return isJsonObject(value) ? value : undefined;
}

/**
 * Adds every value of a JSON object: objects as dotted names (`context.page.url`), lists as JSON
 * text, so that `items` reads like the pixel's `cd[contents]`.
 * @param prefix stands before every name, its dot included.
 */
export function readJson(object: JsonObject, prefix: string, fields: Fields): void {
  flatten(object, prefix, FLAT_DEPTH, fields);
}

function flatten(object: JsonObject, prefix: string, depth: number, fields: Fields): void {
  for (const key of Object.keys(object)) {
    if (fields.full) {
      fields.tally.marks.add('too-many-parameters');
      return;
    }
    const value = object[key];
    const name = prefix + key;
    if (isJsonObject(value) && depth > 1 && Object.keys(value).length > 0)
      flatten(value, `${name}.`, depth - 1, fields);
    else fields.add(name, writeValue(value, fields.tally));
  }
}

function writeValue(value: unknown, tally: Tally): string {
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // JSON.stringify recurses, JSON.parse does not: 100,000 nested lists can be read, not written.
    tally.marks.add('too-deep');
    return '…';
  }
}
