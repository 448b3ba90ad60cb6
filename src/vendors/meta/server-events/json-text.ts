import type { Found, JsonWanted } from './fault.ts';

/** What a look at JSON text found: where the value ends, or where it goes wrong. */
export type JsonScan = { ok: true; end: number } | { ok: false; at: number; expected: JsonWanted };

type Wanted = 'value' | 'first item' | 'key' | 'first key' | 'rest';

/**
 * Walks over the JSON value that begins at `from`. It is needed beside `JSON.parse` because that
 * says in every engine something else about where a text goes wrong, and cannot read a value that
 * stands in other text.
 */
export function scanJson(text: string, from = 0): JsonScan {
  const open: ('}' | ']')[] = [];
  let at = from;
  let wanted: Wanted = 'value';
  for (;;) {
    if (wanted === 'rest' && open.length === 0) return { ok: true, end: at };
    at = skipBlanks(text, at);
    const char = text[at] ?? '';
    const closer = open.at(-1);
    const closes = wanted === 'first item' || wanted === 'first key' || wanted === 'rest';
    if (closes && closer !== undefined && char === closer) {
      open.pop();
      at += 1;
      wanted = 'rest';
    } else if (wanted === 'rest') {
      if (char !== ',')
        return { ok: false, at, expected: closer === '}' ? 'comma-or-brace' : 'comma-or-bracket' };
      at += 1;
      wanted = closer === '}' ? 'key' : 'value';
    } else if (wanted === 'key' || wanted === 'first key') {
      if (char !== '"')
        return {
          ok: false,
          at,
          expected: wanted === 'key' ? 'name' : 'name-or-brace',
        };
      const key = scanString(text, at);
      if (!key.ok) return key;
      at = skipBlanks(text, key.end);
      if (text[at] !== ':') return { ok: false, at, expected: 'colon' };
      at += 1;
      wanted = 'value';
    } else if (char === '{' || char === '[') {
      open.push(char === '{' ? '}' : ']');
      at += 1;
      wanted = char === '{' ? 'first key' : 'first item';
    } else {
      const scalar = char === '"' ? scanString(text, at) : scanWord(text, at);
      if (!scalar.ok) return scalar;
      at = scalar.end;
      wanted = 'rest';
    }
  }
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \n\r\t'.includes(text[at] as string)) at += 1;
  return at;
}

const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

function scanString(text: string, from: number): JsonScan {
  let at = from + 1;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return { ok: true, end: at + 1 };
    if (code < 0x20) return { ok: false, at, expected: 'no-control-character' };
    if (code === 0x5c) {
      ESCAPE.lastIndex = at;
      if (!ESCAPE.test(text)) return { ok: false, at, expected: 'escape' };
      at = ESCAPE.lastIndex;
    } else at += 1;
  }
  return { ok: false, at, expected: 'quote' };
}

const WORD = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

function scanWord(text: string, at: number): JsonScan {
  WORD.lastIndex = at;
  return WORD.test(text) ? { ok: true, end: WORD.lastIndex } : { ok: false, at, expected: 'value' };
}

/** A parsed text, or where it goes wrong. */
export type JsonText =
  | { ok: true; value: unknown }
  | { ok: false; at: number; expected: JsonWanted; found: Found };

/** Parses a text that is one JSON value. Never throws. */
export function parseJson(text: string): JsonText {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    const scan = scanJson(text);
    const problem = scan.ok ? { at: skipBlanks(text, scan.end), expected: 'end' as const } : scan;
    return {
      ok: false,
      at: problem.at,
      expected: problem.expected,
      found: excerpt(text, problem.at),
    };
  }
}

/** Words longer than any name of a key: a token that lost its quotes must not come into a message. */
const LONG_WORD = /[\w-]{20,}/g;

/** What stands at a place of a text, in no more than two dozen characters. */
export function excerpt(text: string, at: number): Found {
  if (at >= text.length) return { code: 'end' };
  const line = text.slice(at, at + 200).split(/[\r\n]/, 1)[0] as string;
  return line === ''
    ? { code: 'line-break' }
    : { code: 'text', text: JSON.stringify(line.replace(LONG_WORD, '…').slice(0, 24)) };
}
