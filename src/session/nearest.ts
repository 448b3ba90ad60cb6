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

/** Without case and without what separates words. */
function foldName(name: string): string {
  return name.replace(/[\s_\-./]+/g, '').toLowerCase();
}

/**
 * The candidate that was probably meant: the same word but for case and separators, else one that is
 * a slip of the pen away. Undefined where none is near.
 * @param lettersPerSlip how long a word must be for one slip, twice that for two
 */
export function nearestOf(
  word: string,
  candidates: readonly string[],
  lettersPerSlip = 6,
): string | undefined {
  if (word.length > COMPARED_UNITS) return undefined;
  const folded = foldName(word);
  if (folded === '') return undefined;
  const same = candidates.find((candidate) => foldName(candidate) === folded);
  if (same !== undefined) return same;
  let best: string | undefined;
  let least = Math.floor(folded.length / lettersPerSlip) + 1;
  for (const candidate of candidates) {
    const other = foldName(candidate);
    if (Math.abs(other.length - folded.length) >= least) continue;
    const distance = editDistance(folded, other);
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}
