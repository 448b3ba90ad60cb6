import {
  applyEdits,
  createScanner,
  findNodeAtLocation,
  type JSONPath,
  type Node,
  type ParseError,
  parseTree,
} from 'jsonc-parser';

/** A profile's text, and the part of it that is to be looked at. */
export interface EditedText {
  text: string;
  /** UTF-16 offsets: a value, without its quotes. */
  from: number;
  to: number;
}

/** A profile's text that is an object, open for changes. */
export interface OpenText {
  /** The value at a path; undefined where there is none. */
  at(path: JSONPath): Node | undefined;
  /**
   * The text with one value more: at the end of the innermost object or list of the path that is
   * there. What the author wrote stays as it is, comments and layout included.
   */
  put(path: JSONPath, value: unknown): string;
  /** The text with another value in the place of one that is there. */
  replace(path: JSONPath, value: unknown): string;
  /** The text with one value more at the start of a list that is there. */
  putFirst(path: JSONPath, value: unknown): string;
  /** The text with a list in the place of a value, in which it stands behind or before another. */
  intoList(path: JSONPath, other: { before: unknown } | { after: unknown }): string;
  /** The text without the value at a path, and without its key. Comments stay. */
  remove(path: JSONPath): string;
}

/** Opens a text; an empty one is an empty object. Undefined while it is no object of JSON, comments or not. */
export function openText(given: string): OpenText | undefined {
  const text = given.trim() === '' ? '{}\n' : given;
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors);
  if (tree?.type !== 'object' || errors.length > 0) return undefined;
  const at = (path: JSONPath) => findNodeAtLocation(tree, path);
  return {
    at,
    put(path, value) {
      let depth = path.length - 1;
      while (at(path.slice(0, depth)) === undefined) depth -= 1;
      const place = at(path.slice(0, depth)) ?? tree;
      let item = value;
      for (const key of path.slice(depth + 1).reverse())
        item = typeof key === 'string' ? { [key]: item } : [item];
      return append(text, place, path[depth] ?? '', item);
    },
    replace(path, value) {
      const node = at(path);
      if (node === undefined) return text;
      const { offset, length } = node;
      const content = print(text, value, indentAt(text, offset));
      return applyEdits(text, [{ offset, length, content }]);
    },
    putFirst(path, value) {
      const list = at(path);
      const first = list?.children?.[0];
      if (list === undefined || first === undefined) return this.put([...path, 0], value);
      const isOnLine = startsLine(text, first.offset);
      const inner = indentAt(text, first.offset);
      const item = print(text, value, inner);
      return applyEdits(text, [
        isOnLine
          ? { offset: first.offset, length: 0, content: `${item},${eolOf(text)}${inner}` }
          : { offset: first.offset, length: 0, content: `${item}, ` },
      ]);
    },
    intoList(path, other) {
      const node = at(path);
      if (node === undefined) return text;
      const { offset, length } = node;
      const [eol, unit, outer] = [eolOf(text), unitOf(text), indentAt(text, offset)];
      const own = text.slice(offset, offset + length).replaceAll('\n', `\n${unit}`);
      const inner = outer + unit;
      const items =
        'before' in other
          ? [print(text, other.before, inner), own]
          : [own, print(text, other.after, inner)];
      const content = `[${eol}${inner}${items.join(`,${eol}${inner}`)}${eol}${outer}]`;
      return applyEdits(text, [{ offset, length, content }]);
    },
    remove(path) {
      const value = at(path);
      if (value === undefined) return text;
      return cut(text, value.parent?.type === 'property' ? value.parent : value);
    },
  };
}

/** A text without an item of an object or a list, its comma, and the line that it stood on alone. */
function cut(text: string, item: Node): string {
  const siblings = item.parent?.children ?? [];
  const before = siblings[siblings.indexOf(item) - 1];
  const end = item.offset + item.length;
  const isLast = siblings.at(-1) === item;
  const comma = isLast
    ? before && commaAfter(text, before.offset + before.length)
    : commaAfter(text, end);
  // The comma behind it goes with it, unless a comment stands between them.
  const isNext = comma !== undefined && !isLast && text.slice(end, comma).trim() === '';
  const to = isNext ? comma + 1 : end;
  const lineAt = text.lastIndexOf('\n', item.offset - 1) + 1;
  const lineEnd = /^[ \t]*\r?\n/.exec(text.slice(to))?.[0].length;
  const isAlone = startsLine(text, item.offset) && lineEnd !== undefined;
  const blank = isNext && !isAlone ? (/^[ \t]*/.exec(text.slice(to))?.[0].length ?? 0) : 0;
  const [from, until] = isAlone ? [lineAt, to + lineEnd] : [item.offset, to + blank];
  return applyEdits(text, [
    ...(comma !== undefined && !isNext ? [{ offset: comma, length: 1, content: '' }] : []),
    { offset: from, length: until - from, content: '' },
  ]);
}

/** Offset of the next comma that stands in no comment; undefined where there is none. */
function commaAfter(text: string, offset: number): number | undefined {
  const scanner = createScanner(text, true);
  scanner.setPosition(offset);
  scanner.scan();
  const at = scanner.getTokenOffset();
  return text[at] === ',' ? at : undefined;
}

/**
 * Puts an item at the end of an object or a list. `modify` of jsonc-parser would lay out the line
 * anew on which it puts it, and give the new item the comment behind the one before.
 */
function append(text: string, place: Node, key: string | number, value: unknown): string {
  const [eol, unit] = [eolOf(text), unitOf(text)];
  const outer = indentAt(text, place.offset);
  const last = place.children?.at(-1);
  const inner = last && startsLine(text, last.offset) ? indentAt(text, last.offset) : outer + unit;
  const json = print(text, value, inner);
  const item = place.type === 'object' ? `${JSON.stringify(key)}: ${json}` : json;
  const close = place.offset + place.length - 1;
  const from = last ? last.offset + last.length : text.slice(0, close).trimEnd().length;
  // A comment behind the last item, on its line, is about that item.
  const comment = last ? (COMMENT.exec(text.slice(from, close))?.[0].length ?? 0) : 0;
  const rest = text.slice(from + comment, close);
  return applyEdits(text, [
    ...(last ? [{ offset: from, length: 0, content: ',' }] : []),
    {
      offset: from + comment,
      length: 0,
      content: eol + inner + item + (rest.includes('\n') ? '' : eol + outer),
    },
  ]);
}

/** A value as the text lays out its own, from a line with this indent on. */
function print(text: string, value: unknown, indent: string): string {
  return JSON.stringify(value, null, unitOf(text)).replaceAll('\n', eolOf(text) + indent);
}

function eolOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** The blanks of one step of indenting. */
function unitOf(text: string): string {
  return /^[ \t]+(?=\S)/m.exec(text)?.[0] ?? '  ';
}

const COMMENT = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/)/;

/** The blanks that the line of an offset begins with. */
function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** Whether only blanks stand before an offset in its line. */
function startsLine(text: string, offset: number): boolean {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).trim() === '';
}

/** A text with the value at a path as what is to be looked at; without such a value, its end. */
export function select(text: string, path: JSONPath): EditedText {
  const node = openText(text)?.at(path);
  if (node === undefined) return { text, from: text.length, to: text.length };
  const quotes = node.type === 'string' ? 1 : 0;
  const { offset, length } = node;
  return { text, from: offset + quotes, to: offset + length - quotes };
}

/**
 * As `select`, of the innermost value that a path of names and numbers leads to; its start, where
 * the text is no object.
 */
export function selectNearest(text: string, steps: readonly string[]): EditedText {
  const open = openText(text);
  if (open === undefined) return { text, from: 0, to: 0 };
  const path: JSONPath = [];
  for (const step of steps) {
    const next = open.at(path)?.type === 'array' ? Number(step) : step;
    if (open.at([...path, next]) === undefined) break;
    path.push(next);
  }
  return select(text, path);
}
