/**
 * Values over several lines, each with what the log's own writer put before it: `web-1  | ` of docker
 * compose, `Nov 01 10:00:00 host app[12]: ` of journald, a time, `> ` of a quotation. Lines of others
 * may stand between.
 */
export interface Untangled {
  /** Such values without what stands before their further lines; others' lines follow behind them. */
  text: string;
  /** A line of it, counted from 1, as a line of the log. */
  lineOf(line: number): number;
}

/** As many lines as one value may have, and as many of others may stand between them. */
const LINES = 20_000;
const LINES_BETWEEN = 1_000;
/** And before its second line. */
const LINES_BEFORE = 20;
/**
 * Lines that are looked at in vain behind those, of all: hostile text is not looked through again and
 * again.
 */
const LINES_IN_VAIN = 200_000;

/** The end of a value's first line. */
const OPENERS = /[{[(][^\S\n]*\r?$/;
/** A bracket that closes a value. */
const CLOSER = /^\s*[}\])]/;

/** Puts the lines of each value together. Undefined where there is nothing to put together. */
export function untangle(text: string): Untangled | undefined {
  if (!/[{[(][^\S\n]{0,20}\r?\n/.test(text)) return undefined;
  const lines = text.split('\n');
  /** Where in the log each line stood; lines move, and so do these. */
  const places = lines.map((_, i) => i + 1);
  let inVain = 0;
  let isChanged = false;
  for (let i = 0; i < lines.length && inVain < LINES_IN_VAIN; i += 1) {
    if (!OPENERS.test(lines[i] as string)) continue;
    const value = valueFrom(lines, i);
    inVain += value.isWhole ? 0 : Math.max(0, value.looked - LINES_BEFORE - 1);
    if (!value.isWhole) continue;
    isChanged = true;
    const { own, others, prefix } = value;
    // The bracket of PHP's print_r has a line of its own, below the word that it belongs to.
    const bracket = prefix && (lines[i] as string).replace(prefix, '');
    if (bracket?.trim() === '(') lines[i] = bracket;
    // First its own lines, then the others', which may begin values themselves.
    const moved = [
      ...own.map(({ at, rest }) => ({ line: rest, place: places[at] as number })),
      ...others.map((at) => ({ line: lines[at] as string, place: places[at] as number })),
    ];
    moved.forEach(({ line, place }, n) => {
      lines[i + 1 + n] = line;
      places[i + 1 + n] = place;
    });
    i += own.length;
  }
  if (!isChanged) return undefined;
  return { text: lines.join('\n'), lineOf: (line) => places[line - 1] ?? line };
}

interface Value {
  /** Whether its end was found. */
  isWhole: boolean;
  /** The lines after the first, each without its prefix. */
  own: { at: number; rest: string }[];
  /** Lines of others between them. */
  others: number[];
  /** How many lines were looked at. */
  looked: number;
  /** What stands before each of its lines. */
  prefix?: RegExp;
}

/** The value that the line with this index begins. */
function valueFrom(lines: readonly string[], first: number): Value {
  const value: Value = { isWhole: false, own: [], others: [], looked: 0 };
  const { own, others } = value;
  let prefix: RegExp | undefined;
  let inner = 0;
  for (let at = first + 1; at < lines.length; at += 1) {
    value.looked += 1;
    const line = lines[at] as string;
    if (prefix === undefined && others.length < LINES_BEFORE) {
      const common = commonPrefix(lines[first] as string, line);
      inner = common ? indentOf(line.replace(common, '')) : 0;
      if (common && inner > 0) {
        prefix = common;
        value.prefix = common;
      }
    }
    const before = prefix?.exec(line)?.[0];
    const rest = before === undefined ? undefined : line.slice(before.length);
    const indent = rest === undefined ? 0 : indentOf(rest);
    if (rest !== undefined && (indent >= inner || CLOSER.test(rest))) {
      own.push({ at, rest });
      value.isWhole = indent < inner;
      if (value.isWhole || own.length > LINES) return value;
    } else {
      others.push(at);
      if (others.length > (prefix ? LINES_BETWEEN : LINES_BEFORE)) return value;
    }
  }
  return value;
}

/** A time of day, or since the epoch: what differs in the prefixes of one writer. Other numbers name it. */
const TIME = /\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?|\b1\d{9}(?:\.\d+|\d{3})?\b/;
/** Stands for a time. */
const MARK = '\u0000';

/** What two lines begin with, but for their times, up to a blank; undefined where that is none but blanks. */
function commonPrefix(one: string, other: string): RegExp | undefined {
  const times = new RegExp(TIME.source, 'g');
  const [a, b] = [one.replace(times, MARK), other.replace(times, MARK)];
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  const shared = /^.*\s/.exec(a.slice(0, length))?.[0] ?? '';
  if (shared.trim() === '') return undefined;
  const literal = (part: string) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${shared.split(MARK).map(literal).join(`(?:${TIME.source})`)}`);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
