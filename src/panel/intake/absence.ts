/**
 * The time in which no background ran for a tab: what was lost then is known to DevTools alone, or
 * to nobody.
 */
export interface Absence {
  /** No background runs, maybe since then; one is being started. */
  begin(since: number): void;
  /** The one that has said something had run all the time. */
  cancel(): void;
  /** The other one has said something. */
  end(): void;
  /** A document of the tab came, or went, at this time. */
  onTurn(at: number): void;
}

/** A background that was ended may have been deaf for so long before its panel heard of it. */
export const LOST_BEFORE_MS = 2_000;
/** By then the next one has told all that it has, and DevTools the requests that have ended. */
const LOST_AFTER_MS = 6_000;

/**
 * An absence that has not begun.
 * @param outside times are milliseconds since the epoch
 * @param outside.missing how many hits DevTools saw begin between two times that nobody recorded
 * @param outside.tell is called once an absence, with the time of its end, if anything was lost (so
 *   many hits) or may have been (undefined: a document can come and go unheard, with frames and last
 *   hits)
 */
export function createAbsence(outside: {
  now(): number;
  after(ms: number, run: () => void): void;
  missing(from: number, to: number): number;
  tell(at: number, lost: number | undefined): void;
}): Absence {
  const { now, after } = outside;
  /** Undefined while a background runs that has told all that an earlier one kept. */
  let from: number | undefined;
  let backAt: number | undefined;
  let hasTurned = false;
  /** Backgrounds that have died: what is due of an earlier one is the later one's to tell. */
  let deaths = 0;

  const settle = (until: number) => {
    if (from === undefined) return;
    const lost = outside.missing(from, until + LOST_AFTER_MS / 2);
    // Told at its end: a log of the page on screen alone keeps it with the page that came meanwhile.
    if (hasTurned) outside.tell(until, undefined);
    else if (lost > 0) outside.tell(until, lost);
    from = undefined;
    hasTurned = false;
  };

  return {
    begin(since) {
      // One that dies young takes along what it had not written yet: it belongs to the same absence.
      from ??= since;
      backAt = undefined;
      deaths += 1;
    },
    cancel() {
      from = undefined;
      hasTurned = false;
    },
    end() {
      if (from === undefined || backAt !== undefined) return;
      const at = now();
      const death = deaths;
      backAt = at;
      after(LOST_AFTER_MS, () => {
        if (death === deaths) settle(at);
      });
    },
    onTurn(at) {
      if (from !== undefined && at >= from && at <= (backAt ?? at)) hasTurned = true;
    },
  };
}
