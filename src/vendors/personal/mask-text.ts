import { createHashes } from './hashes.ts';
import { type Field, fieldOf, isLike, isNobody, type PersonalKind, partsOf } from './kind.ts';
import { findPersonal } from './patterns.ts';
import { createPseudonym } from './pseudonym.ts';

/** What is masked, besides what is always, and under which key. */
export interface Masking {
  /** Secret: equal keys give equal pseudonyms. */
  key: string;
  /** Names of further fields whose values are masked; dots go deeper. */
  fields?: readonly string[];
  /** Names of fields that are left as they are. */
  keep?: readonly string[];
  /** Regular expressions; what matches is masked wherever it stands. */
  patterns?: readonly string[];
}

/** Masks texts. What it has learned in one place it finds in all others. */
export interface TextMasker {
  /** Looks at a text as `mask` does, and only remembers what is personal in it. */
  learn(text: string, path: readonly string[]): void;
  /**
   * The text without anything personal.
   * @param path names of the fields that it stands in, from the outermost
   */
  mask(text: string, path: readonly string[]): string;
  /** A word that means something to the rules, such as an event's name: only fields mask it. */
  protect(word: string): void;
}

/** Texts inside texts, such as an address in an address's parameter, are opened this deep. */
const DEPTH = 6;
/** A text of fewer digits is a price or a number of things as often as a number of somebody. */
const DIGITS = 7;
/** A part of a name of fewer letters is looked for nowhere else. */
const LETTERS = 4;

/** Texts that were masked are kept up to this many, and up to this length. */
const KEPT_TEXTS = 20_000;
const KEPT_UNITS = 500;

/** Short names, such as `fn`, mean something else in addresses. */
const IN_ADDRESS = ['parameters'];

/** What an address, an encoded text, JSON, a token or a number with its plus has. */
const MARKS = /[@+%=:/{[&"]|eyJ|EAA/;

const HEX = /(?<![0-9a-z])(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9a-z])/gi;
const WORD = /[\p{L}\p{N}]+/gu;
const NUMBER = /(?<![\p{L}\p{N}])\+?\d(?:[ ()./-]{0,2}\d){6,19}(?![\p{L}\p{N}])/gu;
/** Up to the line and column that stand behind it in a stack. */
const ADDRESS = /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>`\\)]+?(?=(?::\d+){0,2}(?:[\s"'<>`\\)]|$))/gi;
/** From its beginning: looked for from each place on, a long text without one would take for ever. */
const ENCODED =
  /(?<![^\s"'<>&=/?#])(?:[^\s"'<>&=/?#%]|%(?![0-9a-f]{2}))*%[0-9a-f]{2}[^\s"'<>&=/?#]*/gi;
/** A field and its text in JSON that was cut, or in a line of code. */
const JSON_FIELD = /("([\w.[\]-]{1,60})"\s*:\s*")((?:[^"\\]|\\.)*)/g;
const PART = /(name="([^"]{1,100})"[^\n]*\n(?:[^\n\r]+\r?\n)*\r?\n)([\s\S]*?)(?=\r?\n--|$)/gi;

/** A masker that has learned nothing yet. */
export function createTextMasker(masking: Masking): TextMasker {
  const pseudonym = createPseudonym(masking.key);
  const hashes = createHashes(masking.key, pseudonym);
  const more = (masking.fields ?? []).map((name) => partsOf(name).join('.').toLowerCase());
  const keep = new Set((masking.keep ?? []).map((name) => partsOf(name).join('.').toLowerCase()));
  const patterns = (masking.patterns ?? []).map((pattern) => new RegExp(pattern, 'gu'));
  const fields = new Map<string, Field | undefined>();
  /** First word, in lower case → what begins with it, in lower case. */
  const values = new Map<string, Map<string, PersonalKind>>();
  const numbers = new Set<string>();
  const digests = new Set<string>();
  const guarded = new Set<string>();

  const fieldAt = (path: readonly string[]): Field | undefined => {
    const name = path.slice(-3).join('.');
    if (fields.has(name)) return fields.get(name);
    const field = judgeField(path);
    if (fields.size < 50_000) fields.set(name, field);
    return field;
  };
  const judgeField = (path: readonly string[]): Field | undefined => {
    const parts = path.flatMap(partsOf).map((part) => part.toLowerCase());
    const ends = (name: string) => parts.slice(-name.split('.').length).join('.') === name;
    if (more.some(ends)) return { kind: 'id' };
    if ([...keep].some(ends)) return undefined;
    return fieldOf(path.slice(-3).flatMap(partsOf));
  };

  const remember = (kind: PersonalKind, text: string, userField?: string) => {
    hashes.learn(kind, text, userField);
    const trimmed = text.trim();
    if (kind === 'phone' || /^\d+$/.test(trimmed)) {
      const digits = significant(trimmed);
      if (digits.length >= DIGITS) numbers.add(digits);
      return;
    }
    if (trimmed.length >= 3) rememberWords(kind, trimmed.toLowerCase());
    if (kind !== 'name') return;
    for (const [word] of trimmed.matchAll(WORD))
      if (word.length >= LETTERS && /\p{L}/u.test(word)) rememberWords(kind, word.toLowerCase());
  };
  const rememberWords = (kind: PersonalKind, lower: string) => {
    const [first] = lower.match(WORD) ?? [];
    if (first === undefined) return;
    const there = values.get(first) ?? new Map<string, PersonalKind>();
    values.set(first, there);
    if (!there.has(lower)) there.set(lower, kind);
  };

  const whole = (text: string, { kind, userField }: Field, isLearning: boolean): string => {
    if (text.search(HEX) !== -1) {
      if (isLearning) for (const [hex] of text.matchAll(HEX)) digests.add(hex.toLowerCase());
      return text.replace(HEX, digest);
    }
    if (isLearning) remember(kind, text, userField);
    return pseudonym(kind, text);
  };
  const digest = (hex: string): string => {
    const made = hashes.of(hex.toLowerCase());
    return hex === hex.toUpperCase() && /[A-F]/.test(hex) ? made.toUpperCase() : made;
  };

  /** What is known from elsewhere. */
  const known = (text: string): string => {
    const words = values.size === 0 ? same : replaceWords;
    const hexes =
      digests.size === 0
        ? words
        : (rest: string) =>
            inPieces(rest, HEX, ([hex]) => digests.has(hex.toLowerCase()) && digest(hex), words);
    if (numbers.size === 0 || !/\d{3}|\d[ ()./-]/.test(text)) return hexes(text);
    const number = ([digits]: RegExpMatchArray) =>
      numbers.has(significant(digits)) && pseudonym('phone', digits);
    return inPieces(text, NUMBER, number, hexes);
  };

  const replaceWords = (text: string): string => {
    let lower: string | undefined;
    let made = '';
    let done = 0;
    for (const match of text.matchAll(WORD)) {
      if (match.index < done) continue;
      const there = values.get(match[0].toLowerCase());
      if (there === undefined) continue;
      lower ??= lowerOf(text);
      let end = 0;
      let what: PersonalKind = 'id';
      for (const [value, kind] of there) {
        const to = match.index + value.length;
        if (to <= end || !lower.startsWith(value, match.index) || guarded.has(value)) continue;
        if (isInWord(text, match.index, to)) continue;
        end = to;
        what = kind;
      }
      if (end === 0) continue;
      made += text.slice(done, match.index) + pseudonym(what, text.slice(match.index, end));
      done = end;
    }
    return done === 0 ? text : made + text.slice(done);
  };

  /**
   * A text without a field: addresses, fields in it, personal forms, what the profile names, encoded
   * pieces, what is known. Each piece is masked by the first that it is, and once.
   */
  const free = (text: string, depth: number, isLearning: boolean): string => {
    const last = isLearning ? same : known;
    const encoded = (rest: string) =>
      depth >= DEPTH || !/%[0-9a-f]{2}/i.test(rest)
        ? last(rest)
        : inPieces(
            rest,
            ENCODED,
            ([piece]) => decoded(piece, (plain) => free(plain, depth + 1, isLearning)),
            last,
          );
    const own = patterns.reduce<(rest: string) => string>(
      (next, pattern) => (rest) =>
        inPieces(
          rest,
          pattern,
          ([piece]) => {
            if (isLearning && piece !== '') remember('id', piece);
            return pseudonym('id', piece);
          },
          next,
        ),
      encoded,
    );
    const forms = (rest: string) => {
      let made = '';
      let done = 0;
      for (const { kind, start, end } of findPersonal(rest)) {
        const piece = rest.slice(start, end);
        if (isLearning) remember(kind, piece);
        made += own(rest.slice(done, start)) + pseudonym(kind, piece);
        done = end;
      }
      return made + own(rest.slice(done));
    };
    const named = (rest: string) =>
      depth >= DEPTH || !rest.includes('":')
        ? forms(rest)
        : inPieces(
            rest,
            JSON_FIELD,
            ([, before = '', name = '', value = '']) =>
              before + open(value, partsOf(name), depth + 1, isLearning),
            forms,
          );
    if (depth >= DEPTH || !text.includes('://')) return named(text);
    return inPieces(text, ADDRESS, ([url]) => address(url, depth + 1, isLearning), named);
  };

  const address = (text: string, depth: number, isLearning: boolean): string => {
    const [, path = '', query, hash] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(text) ?? [];
    const part = (piece: string) => decoded(piece, (plain) => free(plain, depth, isLearning));
    const [, origin = '', rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/)?(.*)$/is.exec(path) ?? [];
    let made = origin + rest.split('/').map(part).join('/');
    if (query) made += `?${pairs(query.slice(1), IN_ADDRESS, depth, isLearning)}`;
    if (hash)
      made += hash.includes('=')
        ? `#${pairs(hash.slice(1), IN_ADDRESS, depth, isLearning)}`
        : `#${hash.slice(1).split('/').map(part).join('/')}`;
    return made;
  };

  /** `a=1&b[c]=2`, as in an address or a form. */
  const pairs = (
    text: string,
    path: readonly string[],
    depth: number,
    isLearning: boolean,
  ): string =>
    text
      .split('&')
      .map((pair) => {
        const at = pair.indexOf('=');
        if (at === -1) return decoded(pair, (plain) => free(plain, depth, isLearning));
        const name = plainOf(pair.slice(0, at));
        const key = decoded(pair.slice(0, at), (plain) => free(plain, depth, isLearning));
        const value = decoded(pair.slice(at + 1), (plain) =>
          open(plain, [...path, ...partsOf(name)], depth + 1, isLearning),
        );
        return `${key}=${value}`;
      })
      .join('&');

  const open = (
    text: string,
    path: readonly string[],
    depth: number,
    isLearning: boolean,
  ): string => {
    if (text.length < 2) return text;
    const field = fieldAt(path);
    if (field !== undefined) {
      const { kind, userField } = field;
      if (isNobody(text)) {
        if (isLearning) hashes.learn(kind, text, userField);
        return text;
      }
      if (userField !== undefined || isLike(kind, text)) return whole(text, field, isLearning);
    }
    // Digits alone are a price as often: they are masked where a field says what they are.
    if (text.length < DIGITS && /^\d+$/.test(text)) return text;
    // A word like most: nothing can stand in it that is not known from elsewhere.
    if (patterns.length === 0 && !MARKS.test(text)) return isLearning ? text : known(text);
    if (depth < DEPTH) {
      const json = parsed(text);
      if (json !== undefined) {
        const made = walk(json, path, (inside, at) => open(inside, at, depth + 1, isLearning));
        return made === json ? text : JSON.stringify(made);
      }
      if (/^--|name="/.test(text) && text.includes('\n') && /form-data/i.test(text))
        return text.replace(PART, (_, before: string, name: string, value: string) => {
          return before + open(value, partsOf(name), depth + 1, isLearning);
        });
      if (/^(?:[a-z][a-z0-9+.-]*:\/\/|\/)\S*$/i.test(text)) return address(text, depth, isLearning);
      if (/^[^\s=&?{}"<>]{1,200}=\S*$/.test(text)) return pairs(text, path, depth, isLearning);
    }
    return free(text, depth, isLearning);
  };

  /** Names and short values recur in every entry. */
  const done = new Map<string, string>();
  const once = (text: string, path: readonly string[], isLearning: boolean): string => {
    if (text.length > KEPT_UNITS) return open(text, path, 0, isLearning);
    const place = `${path.slice(-3).join('.')}\n${text}`;
    const known = done.get(place);
    if (known !== undefined) return known;
    const made = open(text, path, 0, isLearning);
    if (done.size >= KEPT_TEXTS) done.clear();
    done.set(place, made);
    return made;
  };

  let isLearning = true;
  const turnTo = (learning: boolean) => {
    if (learning !== isLearning) done.clear();
    isLearning = learning;
  };
  return {
    learn(text, path) {
      turnTo(true);
      once(text, path, true);
    },
    mask(text, path) {
      turnTo(false);
      return once(text, path, false);
    },
    protect: (word) => void guarded.add(word.toLowerCase()),
  };
}

const same = (text: string): string => text;

/**
 * A text with its pieces masked, and what stands between them by itself.
 * @param mask of a piece; false where it is none after all
 */
function inPieces(
  text: string,
  form: RegExp,
  mask: (match: RegExpMatchArray) => string | false,
  between: (rest: string) => string,
): string {
  let made = '';
  let done = 0;
  for (const match of text.matchAll(form)) {
    const masked = mask(match);
    if (masked === false) continue;
    made += between(text.slice(done, match.index)) + masked;
    done = match.index + match[0].length;
  }
  return made + between(text.slice(done));
}

/** Digits without what may stand before them: `+49 171`, `0049171` and `49171` are one number. */
function significant(text: string): string {
  return text.replace(/\D/g, '').replace(/^0+/, '');
}

/** Lower case, where that keeps every place: some letters become two. */
function lowerOf(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return [...text]
    .map((character) => {
      const one = character.toLowerCase();
      return one.length === character.length ? one : character;
    })
    .join('');
}

const PART_OF_WORD = /[\p{L}\p{N}_]/u;

function isInWord(text: string, start: number, end: number): boolean {
  return PART_OF_WORD.test(text[start - 1] ?? ' ') || PART_OF_WORD.test(text[end] ?? ' ');
}

function plainOf(piece: string): string {
  try {
    return decodeURIComponent(piece.replaceAll('+', ' '));
  } catch {
    return piece;
  }
}

/** Masks what an encoded piece says, and encodes it anew where that changed it. */
function decoded(piece: string, mask: (plain: string) => string): string {
  if (piece === '') return piece;
  const plain = plainOf(piece);
  const masked = mask(plain);
  if (masked !== plain) return encodeURIComponent(masked);
  // `+49…` is a number where it was not meant as a space.
  if (!piece.includes('+')) return piece;
  const raw = mask(piece);
  return raw === piece ? piece : raw;
}

function parsed(text: string): unknown {
  const first = text.trimStart()[0];
  if (first !== '{' && first !== '[') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Cut, or no JSON after all: it is looked at as text.
    return undefined;
  }
}

/**
 * A JSON value with its texts, numbers and keys masked; the same value where nothing is.
 * @param mask of a text, and of a number's digits
 */
export function walk(
  value: unknown,
  path: readonly string[],
  mask: (text: string, path: readonly string[]) => string,
  depth = 0,
): unknown {
  if (typeof value === 'string') return mask(value, path);
  if (typeof value === 'number') return maskNumber(value, path, mask);
  if (typeof value !== 'object' || value === null || depth > 100) return value;
  if (Array.isArray(value)) {
    let isChanged = false;
    const made = value.map((item) => {
      const after = walk(item, path, mask, depth + 1);
      isChanged ||= after !== item;
      return after;
    });
    return isChanged ? made : value;
  }
  let isChanged = false;
  const made: [string, unknown][] = [];
  for (const [key, item] of Object.entries(value)) {
    const after = walk(item, [...path, key], mask, depth + 1);
    const name = mask(key, []);
    isChanged ||= after !== item || name !== key;
    made.push([name, after]);
  }
  return isChanged ? Object.fromEntries(made) : value;
}

/** Whole numbers alone: what is masked of any other would be no number. */
function maskNumber(
  value: number,
  path: readonly string[],
  mask: (text: string, path: readonly string[]) => string,
): number {
  if (!Number.isSafeInteger(value) || value < 10) return value;
  const text = String(value);
  const masked = mask(text, path);
  return masked === text || !/^[1-9]\d*$/.test(masked) ? value : Number(masked);
}
