import {
  applyEdits,
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
  };
}

/**
 * Puts an item at the end of an object or a list. `modify` of jsonc-parser would lay out the line
 * anew on which it puts it, and give the new item the comment behind the one before.
 */
function append(text: string, place: Node, key: string | number, value: unknown): string {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const unit = /^[ \t]+(?=\S)/m.exec(text)?.[0] ?? '  ';
  const outer = indentAt(text, place.offset);
  const last = place.children?.at(-1);
  const inner = last && startsLine(text, last.offset) ? indentAt(text, last.offset) : outer + unit;
  const json = JSON.stringify(value, null, unit).replaceAll('\n', eol + inner);
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
