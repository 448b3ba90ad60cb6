import type { HitBody } from '../../session/entry.ts';
import {
  Fields,
  isBinary,
  readForm,
  readMultipart,
  readUrlEncoded,
  startTally,
} from '../../vendors/fields.ts';
import { isJsonLike, isMultipart, jsonInForm } from '../../vendors/reading.ts';

/** A request's body as what it is. */
export type BodyPreview =
  /** The text, broken into lines. */
  | { as: 'json'; text: string }
  /** Values by field name, decoded; a name that comes again is `id (2)`. */
  | { as: 'form'; fields: Record<string, string> };

type SeenBody = Exclude<HitBody, { kind: 'unreadable' }>;

/** Reads a body by its content and its Content-Type; undefined where it is text and nothing more. */
export function previewBody(body: SeenBody, contentType?: string): BodyPreview | undefined {
  if (body.kind === 'form') {
    const json = jsonInForm(body.fields);
    return json === undefined
      ? formOf((fields) => readForm(body.fields, fields))
      : (previewJson(json) ?? formOf((fields) => readForm(body.fields, fields)));
  }
  const { text } = body;
  if (isMultipart(text, contentType))
    return formOf((fields) => readMultipart(text, contentType, fields));
  if (isJsonLike(text)) return previewJson(text);
  return isUrlEncoded(text, contentType)
    ? formOf((fields) => readUrlEncoded(text, fields))
    : undefined;
}

function formOf(read: (fields: Fields) => void): BodyPreview | undefined {
  const fields = new Fields(startTally());
  read(fields);
  return Object.keys(fields.values).length === 0
    ? undefined
    : { as: 'form', fields: fields.values };
}

/** By its type; without one, or as plain text, by its look: `a=b`, in one word. */
function isUrlEncoded(text: string, contentType = ''): boolean {
  if (/x-www-form-urlencoded/i.test(contentType)) return !isBinary(text);
  return /^\s*(?:text\/plain|$)/i.test(contentType) && /^[\w.%[\]-]+=\S*$/.test(text);
}

function previewJson(text: string): BodyPreview | undefined {
  const bare = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  try {
    JSON.parse(bare);
  } catch {
    return undefined;
  }
  return { as: 'json', text: formatJson(bare) };
}

/**
 * Breaks JSON into lines. It is not written anew from its values: long numbers would be rounded, and
 * of a key that comes twice one would be gone.
 * @param text JSON that was parsed before
 */
export function formatJson(text: string): string {
  const parts: string[] = [];
  let depth = 0;
  /** The bracket or comma before, behind which a line ends. */
  let ended = '';
  const line = () => parts.push(`\n${'  '.repeat(Math.min(depth, DEEPEST))}`);
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (BLANKS.has(char)) continue;
    if (char === '}' || char === ']') {
      depth -= 1;
      if (ended === '') line();
      parts.push(char);
      ended = '';
      continue;
    }
    if (ended !== '') line();
    ended = '';
    if (char === '"') {
      const end = endOfText(text, at);
      parts.push(text.slice(at, end));
      at = end - 1;
    } else if (char === ':') parts.push(': ');
    else {
      parts.push(char);
      if (char === '{' || char === '[') depth += 1;
      if (char === '{' || char === '[' || char === ',') ended = char;
    }
  }
  return parts.join('');
}

const BLANKS: ReadonlySet<string> = new Set([' ', '\t', '\n', '\r']);

/** Deeper lines stand no further in: blanks would outgrow the text. */
const DEEPEST = 20;

/** Behind the quote that ends a text in JSON. */
function endOfText(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}
