/** A call or a hit as the matcher sees it. */
export interface Timed {
  /** Milliseconds since the epoch. */
  at: number;
}

export interface Joined<C, H> {
  pairs: [C, H][];
  /** Hits that could be of several calls, with these. */
  ambiguous: [H, C[]][];
}

/**
 * A page's clock and the recorder's differ a little, and the pixel rounds to milliseconds. Times
 * are only ever used to rule a pair out: a hit cannot be of a call that came later.
 */
export const CLOCK_MS = 20;

/** Pairs that are looked at in one go; beyond this, only equal numbers are joined. */
const PAIRS = 250_000;

/**
 * Joins calls to hits of one kind, the n-th to the n-th. Where their numbers are equal that is the
 * order in which they were sent. Where they are not, only a pair that is forced is made: the hit
 * has one call left that it can be of. Everything else is left alone and told.
 * @param calls in the order in which they were made
 * @param hits in the order in which they were sent
 * @param may rules a pair out for what the two carry
 */
export function joinInOrder<C extends Timed, H extends Timed>(
  calls: readonly C[],
  hits: readonly H[],
  may: (call: C, hit: H) => boolean = () => true,
): Joined<C, H> {
  const pairs: [C, H][] = [];
  const ambiguous: [H, C[]][] = [];
  const possible = (call: C, hit: H) => hit.at >= call.at - CLOCK_MS && may(call, hit);
  if (calls.length === hits.length && calls.every((call, n) => possible(call, hits[n] as H))) {
    for (const [n, call] of calls.entries()) pairs.push([call, hits[n] as H]);
    return { pairs, ambiguous };
  }
  if (calls.length * hits.length > PAIRS) {
    for (const hit of hits) ambiguous.push([hit, calls.slice(0, 2)]);
    return { pairs, ambiguous };
  }
  let open = [...calls];
  let waiting = [...hits];
  // A pair that is forced may force another: until none is left.
  for (let progress = true; progress; ) {
    progress = false;
    for (const hit of waiting) {
      const candidates = open.filter((call) => possible(call, hit));
      if (candidates.length !== 1) continue;
      const call = candidates[0] as C;
      // The earlier of two hits that have only this call is its own: the n-th to the n-th.
      pairs.push([call, hit]);
      open = open.filter((other) => other !== call);
      waiting = waiting.filter((other) => other !== hit);
      progress = true;
      break;
    }
  }
  for (const hit of waiting) {
    const candidates = open.filter((call) => possible(call, hit));
    if (candidates.length > 0) ambiguous.push([hit, candidates]);
  }
  return { pairs, ambiguous };
}
