/**
 * A value over several lines, each with what the log's own writer put before it: `web-1  | ` of docker
 * compose, `Nov 01 10:00:00 host app[12]: ` of journald, a time, `> ` of a quotation. Lines of others
 * may stand between.
 */
export interface Unprefixed {
  /** The value from its first sign on, without what stands before its further lines. */
  text: string;
  /** A place in it as a place in the log. */
  back(here: number): number;
}

/** As many lines of others may stand between those of one value. */
const LINES_BETWEEN = 1_000;
/** And before its second line. */
const LINES_BEFORE = 20;

/** The end of a value's first line. */
const OPENERS = /[{[(]{1,5}[^\S\n]{0,20}\n/y;

/** Such a value from a place on, if its first line ends there; undefined where there is none. */
export function unprefix(text: string, place: number): Unprefixed | undefined {
  OPENERS.lastIndex = place;
  if (!OPENERS.test(text)) return undefined;
  const first = lineOf(text, text.lastIndexOf('\n', place - 1) + 1);
  const second = secondLine(text, first);
  if (second === undefined) return undefined;
  const { prefix, inner } = second;
  const pieces = [text.slice(place, first.end)];
  /** Where the lines begin, here and in the log. */
  const here = [0];
  const there = [place];
  let length = first.end - place;
  let between = 0;
  let line = second.line;
  for (; between < LINES_BETWEEN && line.start < text.length; line = lineOf(text, line.end + 1)) {
    const own = prefix.exec(line.text)?.[0];
    if (own === undefined) {
      between += 1;
      continue;
    }
    const rest = line.text.slice(own.length);
    pieces.push(`\n${rest}`);
    here.push(length + 1);
    there.push(line.start + own.length);
    length += rest.length + 1;
    if (indentOf(rest) >= inner) continue;
    // The bracket that closes the value stands before the values in it; anything else is none of it.
    if (!/^\s*[}\])]/.test(rest)) return undefined;
    return { text: pieces.join(''), back: (at) => move(here, there, at) };
  }
  return undefined;
}

/** The nearest line that goes on with the value: with the first one's prefix, and further in. */
function secondLine(text: string, first: Line) {
  let line = first;
  for (let between = 0; between < LINES_BEFORE && line.end < text.length; between += 1) {
    line = lineOf(text, line.end + 1);
    const prefix = commonPrefix(first.text, line.text);
    const inner = prefix ? indentOf(line.text.replace(prefix, '')) : 0;
    if (prefix && inner > 0) return { line, prefix, inner };
  }
  return undefined;
}

interface Line {
  start: number;
  end: number;
  text: string;
}

function lineOf(text: string, start: number): Line {
  const next = text.indexOf('\n', start);
  const end = next < 0 ? text.length : next;
  return { start, end, text: text.slice(start, end) };
}

/** What two lines begin with, but for their numbers, up to a blank; undefined where that is none but blanks. */
function commonPrefix(one: string, other: string): RegExp | undefined {
  const [a, b] = [shapeOf(one), shapeOf(other)];
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  const shared = /^.*\s/.exec(a.slice(0, length))?.[0] ?? '';
  if (shared.trim() === '') return undefined;
  const source = shared.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('0', '\\d+');
  return new RegExp(`^${source}`);
}

/** A line whose numbers are all 0. */
function shapeOf(line: string): string {
  return line.replace(/\d+/g, '0');
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function move(from: readonly number[], to: readonly number[], place: number): number {
  const line = from.findLastIndex((start) => start <= place);
  return (to[line] ?? 0) + place - (from[line] ?? 0);
}
