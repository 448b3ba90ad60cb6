import type { JsonObject } from '../../fields.ts';
import { formParameters, type ParametersResult, parametersOf } from './request-body.ts';

/** A request that a `curl` command makes. */
export interface CurlRequest {
  /** Where the command ends in the text. */
  end: number;
  /** What it sends; undefined where nothing is sent, or its text is in a file of its own. */
  body: ParametersResult | undefined;
  /** All of its addresses and headers, for who looks for a pixel, a time, a token. */
  words: string;
}

/** Where a command may begin: at a line's start, behind a prompt or a quote. */
export const CURL = /(?<![\w./-])curl(?:\.exe)?(?=\s+\\?\^?[\r\n\-'"h])/g;

const DATA_OPTIONS: ReadonlySet<string> = new Set([
  ...['-d', '--data', '--data-raw', '--data-binary', '--data-ascii', '--json'],
]);
const FORM_OPTIONS: ReadonlySet<string> = new Set(['-F', '--form', '--form-string']);

/**
 * Reads the `curl` command that begins at `at`: as a person types it, as browsers copy it (`copy as
 * cURL`, for a Unix shell or for Windows'), as the PHP SDK logs it (facebook-php-business-sdk,
 * Logger/CurlLogger.php: the body before the address, quotes escaped with a backslash).
 */
export async function readCurl(text: string, at: number): Promise<CurlRequest> {
  const { words, end } = splitCommand(text, at);
  const pieces: string[] = [];
  const fields: [string, string][] = [];
  let contentType = '';
  for (let i = 1; i < words.length; i += 1) {
    const { option, value, isInline } = splitOption(words[i] ?? '', words[i + 1]);
    if (option === undefined) continue;
    if (FORM_OPTIONS.has(option)) fields.push(fieldOf(value));
    else if (option === '--data-urlencode') pieces.push(encodeField(value));
    else if (DATA_OPTIONS.has(option)) pieces.push(value);
    else if (/^(?:-H|--header)$/.test(option) && /^content-type:/i.test(value))
      contentType = value.slice(value.indexOf(':') + 1).trim();
    else continue;
    if (!isInline) i += 1;
  }
  const parts = pieces.filter((piece) => !piece.startsWith('@'));
  const form: JsonObject = formParameters(fields);
  const body =
    parts.length > 0
      ? await parametersOf(parts.join('&'), contentType)
      : fields.length > 0
        ? ({ ok: true, parameters: form } as const)
        : undefined;
  return { end, body, words: words.join('\n') };
}

/** `-d value`, `-dvalue`, `--data=value`. */
function splitOption(word: string, next: string | undefined) {
  const long = /^(--[a-z-]+)(?:=([\s\S]*))?$/.exec(word);
  if (long)
    return { option: long[1], value: long[2] ?? next ?? '', isInline: long[2] !== undefined };
  const short = /^(-[dFH])([\s\S]*)$/.exec(word);
  if (!short) return { option: undefined, value: '', isInline: false };
  const isInline = short[2] !== '';
  return { option: short[1], value: isInline ? (short[2] ?? '') : (next ?? ''), isInline };
}

function fieldOf(text: string): [string, string] {
  const equals = text.indexOf('=');
  return equals === -1 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)];
}

/** `--data-urlencode name=value`: curl encodes the value. */
function encodeField(text: string): string {
  const [name, value] = fieldOf(text);
  return name === text ? encodeURIComponent(text) : `${name}=${encodeURIComponent(value)}`;
}

/** The words of the command that begins at `at`, as a shell would split it, and where it ends. */
function splitCommand(text: string, at: number): { words: string[]; end: number } {
  // As browsers copy it for Windows: `^` before all that its shell would take for its own.
  if (!/^curl(?:\.exe)?\s+\^"/.test(text.slice(at, at + 40))) return splitWords(text, at);
  const command = /^(?:\^\r?\n(?:\r?\n)?|[^\r\n])*/.exec(text.slice(at))?.[0] ?? '';
  const plain = command
    .replace(/\^\r?\n\r?\n/g, '\n')
    .replace(/\^\r?\n/g, ' ')
    .replace(/\^(.)/g, '$1');
  return { words: splitWords(plain, 0).words, end: at + command.length };
}

function splitWords(text: string, from: number): { words: string[]; end: number } {
  const words: string[] = [];
  let word: string | undefined;
  let at = from;
  while (at < text.length && !/[\r\n;|&>]/.test(text[at] as string)) {
    const char = text[at] as string;
    const lineEnd = char === '\\' ? /^\\\r?\n/.exec(text.slice(at, at + 3))?.[0] : undefined;
    if (lineEnd !== undefined) at += lineEnd.length;
    else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      at += 1;
    } else {
      const piece = readPiece(text, at);
      word = (word ?? '') + piece.text;
      at = piece.end;
    }
  }
  if (word !== undefined) words.push(word);
  return { words, end: at };
}

/** A quoted piece of a word, an escaped character, or one as it is. */
function readPiece(text: string, at: number): { text: string; end: number } {
  const char = text[at] as string;
  if (char === "'") return readQuoted(text, at + 1, "'", readSingle);
  if (char === '"') return readQuoted(text, at + 1, '"', readDouble);
  if (char === '$' && text[at + 1] === "'") return readQuoted(text, at + 2, "'", readAnsi);
  return char === '\\' ? { text: text[at + 1] ?? '', end: at + 2 } : { text: char, end: at + 1 };
}

/** What a backslash and the character behind it stand for, and how many characters they are. */
type ReadEscape = (text: string, at: number) => { text: string; units: number };

function readQuoted(text: string, from: number, closer: string, readEscape: ReadEscape) {
  let word = '';
  let at = from;
  while (at < text.length && text[at] !== closer) {
    const step = text[at] === '\\' ? readEscape(text, at) : { text: text[at] as string, units: 1 };
    word += step.text;
    at += step.units;
  }
  return { text: word, end: at + 1 };
}

/** A backslash is one; before a quote it is the PHP SDK's way to write that quote. */
function readSingle(text: string, at: number) {
  return text[at + 1] === "'" ? { text: "'", units: 2 } : { text: '\\', units: 1 };
}

function readDouble(text: string, at: number) {
  const next = text[at + 1] ?? '';
  if (next === '\n') return { text: '', units: 2 };
  return /["\\$`]/.test(next) ? { text: next, units: 2 } : { text: '\\', units: 1 };
}

const CONTROLS: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function readAnsi(text: string, at: number) {
  const code = /^\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))/.exec(text.slice(at, at + 6));
  if (code)
    return {
      text: String.fromCharCode(Number.parseInt(code[1] ?? code[2] ?? '', 16)),
      units: code[0].length,
    };
  const next = text[at + 1] ?? '';
  return { text: CONTROLS[next] ?? next, units: 2 };
}
