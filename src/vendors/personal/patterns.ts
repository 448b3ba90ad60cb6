import type { PersonalKind } from './kind.ts';

/** A piece of a text that is personal by its form. */
export interface Piece {
  kind: PersonalKind;
  start: number;
  end: number;
}

interface Pattern {
  kind: PersonalKind;
  /** Cheap: whether it is worth looking. */
  hint: RegExp;
  form: RegExp;
  /** What the form alone does not show. */
  holds?: (text: string) => boolean;
}

/** Endings of file names: `logo@2x.png` is no address. */
const FILE = /\.(?:png|jpe?g|gif|webp|svg|avif|css|m?js|json|mp4|woff2?)$/i;

const PATTERNS: readonly Pattern[] = [
  {
    kind: 'email',
    hint: /@/,
    form: /[\p{L}\p{N}._%+'-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}[\p{L}\p{N}-]{1,62}/gu,
    holds: (text) => !FILE.test(text),
  },
  {
    // Only with its plus: digits alone are anything.
    kind: 'phone',
    hint: /\+[1-9]/,
    form: /(?<![\p{L}\p{N}+/=])\+[1-9](?:[ ()./-]{0,2}\d){7,14}(?![\p{L}\p{N}])/gu,
  },
  {
    kind: 'token',
    hint: /eyJ|EAA/,
    // JSON Web Tokens (RFC 7519), and Meta's access tokens.
    form: /(?<![A-Za-z0-9_-])(?:eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?|EAA[A-Za-z0-9]{30,})/g,
  },
];

/** Longer texts are looked at in their first part: a page's text can be megabytes. */
const UNITS = 1_000_000;

/** The pieces of a text that are personal by their form alone, in order; they do not overlap. */
export function findPersonal(text: string): Piece[] {
  if (text.length < 6) return [];
  const found: Piece[] = [];
  const looked = text.length > UNITS ? text.slice(0, UNITS) : text;
  for (const { kind, hint, form, holds } of PATTERNS) {
    if (!hint.test(looked)) continue;
    for (const match of looked.matchAll(form)) {
      if (holds && !holds(match[0])) continue;
      found.push({ kind, start: match.index, end: match.index + match[0].length });
    }
  }
  if (found.length < 2) return found;
  found.sort((a, b) => a.start - b.start);
  return found.filter((piece, i) => i === 0 || piece.start >= (found[i - 1] as Piece).end);
}
