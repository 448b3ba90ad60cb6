import { type PageValue, parseStandIn, type StandIn } from '../../session/value.ts';
import { formatValue } from '../../vendors/format-value.ts';
import { formatCount } from '../text/describe-entry.ts';
import { t } from '../text/language.ts';

/** How a value is coloured. */
export type ValueTone = 'string' | 'number' | 'keyword' | 'object' | 'note';

/** A value as one line of the tree. */
export interface ValueLine {
  text: string;
  tone: ValueTone;
  /** What a reader must know besides: what was cut, what was not read. */
  note?: string;
}

/** A child of a value: its key, and how code reaches it. */
export interface ValueChild {
  label: string;
  /** What to append to the parent's path, e.g. `.items`, `[0]`. */
  step: string;
  value: PageValue;
}

/** Units of a string shown before it is opened, and of an object's preview. */
const STRING_PREVIEW = 200;
const OBJECT_PREVIEW = 120;

/**
 * Describes a value on one line. Strings are quoted, so that "1" is told from 1.
 * @param isOpen the content stands below, so that only what it is needs saying.
 */
export function describeValue(value: PageValue, isOpen = false): ValueLine {
  if (isOpen && countChildren(value) > 0) return describeOpened(value);
  if (typeof value === 'string') return describeString(value, value.length);
  if (typeof value === 'number') return { text: String(value), tone: 'number' };
  if (typeof value !== 'object' || value === null) return { text: String(value), tone: 'keyword' };
  if (Array.isArray(value))
    return { text: `(${value.length}) ${formatValue(value, OBJECT_PREVIEW)}`, tone: 'object' };
  const standIn = parseStandIn(value);
  return standIn
    ? describeStandIn(standIn)
    : { text: formatValue(value, OBJECT_PREVIEW), tone: 'object' };
}

function describeOpened(value: PageValue): ValueLine {
  if (Array.isArray(value)) return { text: `Array(${value.length})`, tone: 'object' };
  const standIn = parseStandIn(value);
  if (!standIn) return { text: '', tone: 'object' };
  const line = describeStandIn(standIn);
  switch (standIn.$type) {
    case 'map':
      return { ...line, text: `Map(${standIn.size})` };
    case 'set':
      return { ...line, text: `Set(${standIn.size})` };
    case 'array':
      return { ...line, text: `Array(${standIn.length})` };
    case 'arguments':
      return { ...line, text: `arguments(${standIn.values.length})` };
    case 'instance':
      return { ...line, text: standIn.of };
    default:
      return { ...line, text: '' };
  }
}

function describeString(value: string, length: number): ValueLine {
  const words = t().detail.tree;
  const line: ValueLine = { text: JSON.stringify(value.slice(0, STRING_PREVIEW)), tone: 'string' };
  if (length > value.length) line.note = words.charactersKept(length, value.length);
  else if (length > STRING_PREVIEW) line.note = words.characters(length);
  return line;
}

function describeStandIn(value: StandIn): ValueLine {
  const words = t().detail.tree;
  switch (value.$type) {
    case 'undefined':
      return { text: 'undefined', tone: 'keyword' };
    case 'number':
      return { text: value.value, tone: 'number' };
    case 'bigint':
      return { text: `${value.value}n`, tone: 'number' };
    case 'symbol':
      return { text: `Symbol(${value.description})`, tone: 'keyword' };
    case 'function':
      return { text: `ƒ ${value.name || t().detail.stack.anonymous}`, tone: 'keyword' };
    case 'accessor':
      return { text: words.getter, tone: 'note' };
    case 'cycle':
      return { text: words.cycle(nameCycle(value.path)), tone: 'note' };
    case 'string':
      return describeString(value.value, value.length);
    case 'cut':
      return { text: value.of, tone: 'object', note: words.cut };
    case 'unreadable':
      return { text: words.threw, tone: 'note' };
    case 'date':
      return { text: `Date ${value.value}`, tone: 'number' };
    case 'regexp':
      return { text: value.value, tone: 'string' };
    case 'url':
      return { text: `URL ${value.value}`, tone: 'string' };
    case 'error':
      return { text: `${value.name}: ${value.message}`, tone: 'note' };
    case 'element':
      return { text: `<${value.value}>`, tone: 'keyword' };
    case 'map':
      return partial(formatValue(value, OBJECT_PREVIEW), value.entries.length, value.size);
    case 'set':
      return partial(formatValue(value, OBJECT_PREVIEW), value.values.length, value.size);
    case 'array':
      return partial(
        `(${formatCount(value.length)}) ${formatValue(value, OBJECT_PREVIEW)}`,
        value.values.length,
        value.length,
      );
    case 'entries':
      return partial(formatValue(value, OBJECT_PREVIEW), value.entries.length, value.length);
    case 'arguments':
    case 'instance':
      return { text: formatValue(value, OBJECT_PREVIEW), tone: 'object' };
    case 'object':
      return { text: value.of, tone: 'object', note: words.opaque };
  }
}

function partial(text: string, kept: number, length: number): ValueLine {
  return length > kept
    ? { text, tone: 'object', note: t().detail.tree.kept(kept, length) }
    : { text, tone: 'object' };
}

/** A JSON pointer into the arguments, as the tree's own path. */
function nameCycle(pointer: string): string {
  const parts = pointer.split('/').slice(1);
  if (parts.length === 0) return t().detail.tree.root;
  return `args${parts.map((part) => stepOf(part.replaceAll('~1', '/').replaceAll('~0', '~'))).join('')}`;
}

/** How code reaches a property: `.name`, `[0]`, `["two words"]`. */
export function stepOf(key: string): string {
  if (/^(0|[1-9]\d*)$/.test(key)) return `[${key}]`;
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

/** How many children a value can be opened to; 0 for a leaf. */
export function countChildren(value: PageValue): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) return value.length;
  const standIn = parseStandIn(value);
  switch (standIn?.$type) {
    case undefined:
      return Object.keys(value).length;
    case 'map':
    case 'entries':
      return standIn.entries.length;
    case 'set':
    case 'arguments':
    case 'array':
      return standIn.values.length;
    case 'instance':
      return Object.keys(standIn.properties).length;
    default:
      return 0;
  }
}

/** The first `count` children, in order. */
export function listChildren(value: PageValue, count: number): ValueChild[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.slice(0, count).map(indexed);
  const standIn = parseStandIn(value);
  switch (standIn?.$type) {
    case undefined:
      return Object.entries(value).slice(0, count).map(named);
    case 'instance':
      return Object.entries(standIn.properties).slice(0, count).map(named);
    case 'entries':
      return standIn.entries.slice(0, count).map(named);
    case 'set':
    case 'arguments':
    case 'array':
      return standIn.values.slice(0, count).map(indexed);
    case 'map':
      return standIn.entries.slice(0, count).map(([key, item]) => ({
        label: formatValue(key, 60),
        step: `.get(${formatValue(key, 200)})`,
        value: item,
      }));
    default:
      return [];
  }
}

function named([key, value]: [string, PageValue]): ValueChild {
  return { label: key, step: stepOf(key), value };
}

function indexed(value: PageValue, index: number): ValueChild {
  return { label: String(index), step: `[${index}]`, value };
}

/** A long string's whole text, which its line only begins; undefined where the line says it all. */
export function longText(value: PageValue): string | undefined {
  const standIn = parseStandIn(value);
  const text =
    typeof value === 'string' ? value : standIn?.$type === 'string' ? standIn.value : undefined;
  return text !== undefined && text.length > STRING_PREVIEW ? text : undefined;
}
