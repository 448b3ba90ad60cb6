import { BACKSLASHES, createEscapedJson, removeSigns, type Signs } from './escaped-json.ts';
import type { Fault } from './fault.ts';
import { nameFormat } from './format-name.ts';
import { excerpt, type JsonScan, scanJson } from './json-text.ts';
import { readPhpPrint } from './php-print.ts';
import { readPrinted } from './printed-value.ts';

/** What stands at a place of a log. */
export type LogValue =
  | { ok: true; value: unknown; end: number }
  /** Nothing that can be read. `end`: from where on to look again. `fault`: events would have been there. */
  | { ok: false; end: number; fault?: { at: number; what: Pick<Fault, 'expected' | 'found'> } };

/** Reads the values that stand in a text, from one place after the other. */
export interface LogValues {
  at(place: number): LogValue;
}

/** How a shell writes a single quote between single quotes. */
const SHELL: Signs = { sign: /'\\''|\\'/g, read: () => "'" };
/** What stands before JSON in another language's literal: its quote, or a line that ended in it. */
const LITERAL = /'$|\\n$/;
/** Signs of JSON whose backslash a literal has doubled. Nobody means the text `\u00e9`. */
const ESCAPED_TWICE = /\\\\(?:u[0-9a-fA-F]{4}|\/)/;
/** What is cut at the end of a window, at most: an escape. */
const CUT_UNITS = 12;

/** What is in the values that are read: events, and the answers of the Graph API. */
const TELLING: readonly string[] = ['event_name', 'events_received', '"error"'];

function hasDoubled(text: string, from: number, to: number): boolean {
  return text.slice(from, to).includes('\\\\');
}

/**
 * Whether a text that began as JSON goes on as another notation does: `'event_name'`, `=>`, `\"`,
 * `None`. A comma too many is a fault of JSON.
 */
export function isOtherNotation(text: string, at: number): boolean {
  return /^(?:=>|▼|\/\/|['\\`:A-Za-z_$]|""|&quot;)/.test(text.slice(at, at + 6));
}

/**
 * Values as JSON, as JSON inside another notation's text, or as a language prints them. Events that
 * are there and cannot be read are told.
 */
export function createValues(text: string): LogValues {
  const escaped = createEscapedJson(text);
  const lastEvent = Math.max(...TELLING.map((word) => text.lastIndexOf(word)));
  /** Printed values are not looked for before it: what is around them could not be read. */
  let printedTo = 0;
  return {
    at(place) {
      if (place > lastEvent) return { ok: false, end: text.length };
      const scan = scanJson(text, place);
      const isLiteral = LITERAL.test(text.slice(Math.max(0, place - 2), place));
      if (scan.ok) {
        const isTwice = isLiteral && ESCAPED_TWICE.test(text.slice(place, scan.end));
        const read = isTwice ? readSingleQuoted(text, place, scan.end) : undefined;
        return read ?? readJson(text, place, scan.end);
      }
      const end = Math.max(scan.at, place + 1);
      const inner = escaped.at(place);
      if (inner) {
        const innerScan = scanJson(inner.text, inner.from);
        const innerEnd = inner.back(innerScan.ok ? innerScan.end : innerScan.at);
        if (innerScan.ok) {
          const read = readJson(inner.text, inner.from, innerScan.end);
          return { ...read, end: innerEnd };
        }
        return jsonFault(inner.text, inner.from, innerScan, innerEnd, innerEnd);
      }
      if (text.startsWith("\\'", scan.at) || (isLiteral && hasDoubled(text, place, scan.at))) {
        const read = readSingleQuoted(text, place, scan.at);
        if (read) return read;
      }
      if (isOtherNotation(text, scan.at) || !/["{[]/.test(text[place] ?? '')) {
        const ofPhp = readPhpPrint(text, place);
        if (ofPhp === undefined && place < printedTo) return { ok: false, end };
        const printed = ofPhp ?? readPrinted(text, place);
        if (printed.ok) return { ok: true, value: printed.value, end: printed.end };
        // Of a print that was cut its whole parts are read, and it is told once.
        if (place < printedTo) return { ok: false, end };
        printedTo = printed.at;
        const stretch = text.slice(place, printed.at);
        const format = /event_name/.test(stretch) ? nameFormat(stretch) : undefined;
        if (format === undefined) return { ok: false, end };
        const what = {
          expected: { code: 'known-format' },
          found: { code: 'other-format', format },
        } as const;
        return { ok: false, end, fault: { at: printed.at, what } };
      }
      return jsonFault(text, place, scan, scan.at, end);
    },
  };
}

function readJson(text: string, from: number, end: number): LogValue {
  const json = text.slice(from, end);
  return TELLING.some((word) => json.includes(word))
    ? { ok: true, value: JSON.parse(json), end }
    : { ok: false, end };
}

function jsonFault(
  text: string,
  from: number,
  scan: Extract<JsonScan, { ok: false }>,
  at: number,
  end: number,
): LogValue {
  if (!/"_?event_name\\*"/.test(text.slice(from, scan.at))) return { ok: false, end };
  const what = {
    expected: { code: 'json', wanted: scan.expected },
    found: excerpt(text, scan.at),
  } as const;
  return { ok: false, end, fault: { at, what } };
}

/** A body is looked for in so much text first, and in more where it goes on. */
const QUOTED_UNITS = [4_000, 64_000, 1_000_000];

/** @param wrongAt where it is no JSON as it stands */
function readSingleQuoted(text: string, from: number, wrongAt: number): LogValue | undefined {
  const isShell = text.slice(wrongAt - 1, wrongAt + 3) === "'\\''";
  for (const signs of isShell ? [SHELL, BACKSLASHES] : [BACKSLASHES, SHELL]) {
    for (const units of QUOTED_UNITS) {
      const plain = removeSigns(text.slice(from, from + units), 0, signs);
      const scan = scanJson(plain.text);
      if (scan.ok)
        return { ...readJson(plain.text, 0, scan.end), end: from + plain.back(scan.end) };
      if (scan.at < plain.text.length - CUT_UNITS) break;
    }
  }
  return undefined;
}
