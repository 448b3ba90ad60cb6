/** Longer words are not compared: no name that a person writes is longer. */
const COMPARED_UNITS = 64;

/** How many letters must be changed, added, left out or swapped with their neighbour. */
export function editDistance(a: string, b: string): number {
  let beyond: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const line = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(changed, (above[j] ?? 0) + 1, (line[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (beyond[j - 2] ?? 0) + 1);
      line.push(least);
    }
    beyond = above;
    above = line;
  }
  return above[b.length] ?? 0;
}

/** A name without capitals and without what separates its words: `Add to-cart` is `addtocart`. */
export function foldName(name: string): string {
  return name.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase();
}

/** Where one word of a name ends and the next begins: at a separator, or at a capital. */
const BETWEEN_WORDS = /[^\p{L}\p{N}]+|(?<=\p{Ll})(?=\p{Lu})/u;

/** An English plural as its singular: `products`, `searches`, `enquiries`. */
function singularOf(word: string): string {
  return word
    .replace(/ies$/, 'y')
    .replace(/(ch|sh|ss|x)es$/, '$1')
    .replace(/(..[^s])s$/, '$1');
}

/** `foldName` with its words in the singular. */
function foldWords(name: string): string {
  return name
    .split(BETWEEN_WORDS)
    .map((word) => singularOf(word.toLowerCase()))
    .join('');
}

/** How near a word is to the one that was probably meant. */
export type Nearness =
  /** They differ in capitals and separators. */
  | 'spelling'
  /** In the number of a word too. */
  | 'plural'
  /** In a letter or two. */
  | 'slip';

/** A word that was probably meant. */
export interface Near {
  word: string;
  by: Nearness;
}

/**
 * The one reading of what was probably meant: the same word but for capitals, separators and plural,
 * else the one that is a slip of the pen away. Undefined where none is near, where two are equally
 * near, and for a candidate itself.
 * @param lettersPerSlip how long a word must be for one slip, twice that for two
 */
export function nearOf(
  word: string,
  candidates: readonly string[],
  lettersPerSlip = 6,
): Near | undefined {
  if (word.length > COMPARED_UNITS || candidates.includes(word)) return undefined;
  const folded = foldName(word);
  if (folded === '') return undefined;
  const singular = foldWords(word);
  let plural: string | undefined;
  for (const candidate of candidates) {
    if (foldName(candidate) === folded) return { word: candidate, by: 'spelling' };
    if (plural === undefined && foldWords(candidate) === singular) plural = candidate;
  }
  if (plural !== undefined) return { word: plural, by: 'plural' };
  const slip = slipOf(word, candidates, lettersPerSlip);
  return slip === undefined ? undefined : { word: slip, by: 'slip' };
}

/** The word of `nearOf`. */
export function nearestOf(
  word: string,
  candidates: readonly string[],
  lettersPerSlip?: number,
): string | undefined {
  return nearOf(word, candidates, lettersPerSlip)?.word;
}

/** Two slips are as many as one word is forgiven. */
const MOST_SLIPS = 2;

/** With its words as they are, or in the singular. */
function slipOf(
  word: string,
  candidates: readonly string[],
  lettersPerSlip: number,
): string | undefined {
  let best: string | undefined;
  let isTie = false;
  const folds = [foldName, foldWords];
  const folded = folds.map((fold) => fold(word));
  const length = folded[0]?.length ?? 0;
  let least = Math.min(MOST_SLIPS, Math.floor(length / lettersPerSlip)) + 1;
  for (const candidate of candidates) {
    const distance = Math.min(
      ...folds.map((fold, i) => boundedDistance(folded[i] ?? '', fold(candidate), least)),
    );
    if (distance < least) {
      least = distance;
      best = candidate;
      isTie = false;
    } else if (distance === least && best !== undefined) isTie = true;
  }
  return isTie ? undefined : best;
}

/**
 * The edit distance where it can be `most` at all; else something larger. A word with another in
 * front of it or behind it is a word of its own: `unsubscribe`, `contact us`.
 */
function boundedDistance(a: string, b: string, most: number): number {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  const isExtended = long.length - short.length > 1;
  if (isExtended && (long.startsWith(short) || long.endsWith(short)))
    return Number.POSITIVE_INFINITY;
  return Math.abs(a.length - b.length) > most ? Number.POSITIVE_INFINITY : editDistance(a, b);
}
