/** What a notation writes in place of other signs. */
export interface Signs {
  sign: RegExp;
  read(sign: string): string;
}

/**
 * JSON that stands inside another notation's text, with the signs of that notation before its
 * quotes: `{\"data\"…` (logfmt, SQL, PHP, Go), `{""data""…` (a table), `` {`"data`"… `` (PowerShell),
 * `{\x22data\x22…` (nginx), `{&quot;data&quot;…` (a page).
 */
interface Notation extends Signs {
  /** What stands for a quote at the beginning of the JSON. */
  opens: RegExp;
}

const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
const ENTITIES: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&#34;': '"',
  '&#x22;': '"',
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&#39;': "'",
  '&apos;': "'",
};

/** A text literal's in most languages. */
export const BACKSLASHES: Signs = {
  // Bytes in a row may be one character of UTF-8.
  sign: /(?:\\x[0-9a-fA-F]{2})+|\\u[0-9a-fA-F]{4}|\\\r?\n|\\[\s\S]/g,
  read: readBackslash,
};

const NOTATIONS: readonly Notation[] = [
  { opens: /^\\+(?:"|x22|u0022)/, ...BACKSLASHES },
  { opens: /^""/, sign: /""/g, read: () => '"' },
  {
    opens: /^`"/,
    sign: /`[\s\S]/g,
    read: (sign) => CONTROLS[sign[1] ?? ''] ?? sign.slice(1),
  },
  {
    opens: /^&(?:quot|#34|#x22);/,
    sign: /&(?:quot|amp|lt|gt|apos|#34|#39|#x22);/g,
    read: (sign) => ENTITIES[sign] ?? sign,
  },
];

function readBackslash(sign: string): string {
  const next = sign[1] ?? '';
  if (next === 'x') {
    const bytes = sign.match(/[0-9a-fA-F]{2}/g) ?? [];
    return new TextDecoder().decode(Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 16)));
  }
  if (next === 'u') return String.fromCharCode(Number.parseInt(sign.slice(2), 16));
  if (next === '\r' || next === '\n') return '';
  return CONTROLS[next] ?? next;
}

/** A text with one notation's signs taken away, and where its places are in the text it came of. */
interface Plain {
  text: string;
  /** A place in the source as a place here. */
  here(source: number): number;
  /** A place here as a place in the source. */
  back(here: number): number;
}

interface Opened extends Plain {
  escaped: EscapedJson;
}

/** Finds out what stands at places of one text. */
export interface EscapedJson {
  /** The text of the notation from a place on, where JSON begins there whose quotes are escaped. */
  at(source: number): { text: string; from: number; back(here: number): number } | undefined;
}

/** Texts in texts in texts are read this deep. */
const DEPTH = 4;
/** What may stand before the first quote: brackets, and blanks that may be escaped themselves. */
const BEGINNING = /^(?:[{[\s]|\\+[nrt])+/;
/** As much of a text as shows what it begins with. */
const HEAD_UNITS = 400;

/** @param depth how many texts this one stands in */
export function createEscapedJson(text: string, depth = 0): EscapedJson {
  const known = new Map<Notation, Opened>();
  return {
    at(source) {
      const head = text.slice(source, source + HEAD_UNITS);
      const rest = head.slice(BEGINNING.exec(head)?.[0].length ?? 0);
      const notation = NOTATIONS.find(({ opens }) => opens.test(rest));
      if (notation === undefined || depth >= DEPTH) return undefined;
      // Made once for all places behind the first: a log has one in every line.
      let plain = known.get(notation);
      if (plain === undefined) {
        const read = removeSigns(text, source, notation);
        plain = { ...read, escaped: createEscapedJson(read.text, depth + 1) };
        known.set(notation, plain);
      }
      const from = plain.here(source);
      const inner = plain.escaped.at(from);
      if (inner === undefined) return { text: plain.text, from, back: plain.back };
      return { ...inner, back: (here) => plain.back(inner.back(here)) };
    },
  };
}

/** A text from a place on, with a notation's signs read. */
export function removeSigns(text: string, start: number, { sign, read }: Signs): Plain {
  // Places behind each sign, here and in the source.
  const here: number[] = [0];
  const source: number[] = [start];
  const pieces: string[] = [];
  let length = 0;
  let at = start;
  const pattern = new RegExp(sign.source, 'g');
  pattern.lastIndex = start;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const between = text.slice(at, match.index);
    const meant = read(match[0]);
    pieces.push(between, meant);
    length += between.length + meant.length;
    at = match.index + match[0].length;
    here.push(length);
    source.push(at);
  }
  pieces.push(text.slice(at));
  const plain = pieces.join('');
  const move = (from: readonly number[], to: readonly number[], place: number) => {
    const i = lastAtOrBefore(from, place);
    return (to[i] ?? 0) + place - (from[i] ?? 0);
  };
  return {
    text: plain,
    here: (place) => move(source, here, place),
    back: (place) => move(here, source, place),
  };
}

/** The number of the last of ascending places that is not behind one. */
function lastAtOrBefore(places: readonly number[], place: number): number {
  let low = 0;
  let high = places.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((places[middle] ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}
