import { CONSENT_VERDICTS, type ConsentVerdict } from '../../../analysis/verdicts.ts';
import type { Entry } from '../../../session/entry.ts';
import { firstIndexAt } from '../store/book.ts';
import type { TimeWindow } from '../time/time-window.ts';

/** A mark stands for the hits of so many pixels; a run of hits is many marks, each with its verdict. */
const MERGE_PX = 12;

/** One or several hits that are too close together to be told apart. */
export interface HitMark {
  /** Middle of the first one, in pixels from the left of the plot. */
  x: number;
  /** The first one, or the first one of the gravest verdict. */
  entry: string;
  at: number;
  count: number;
  /** The gravest one. */
  verdict: ConsentVerdict;
}

/**
 * Hits that left for Meta, as marks over a stretch of time. Each entry of the stretch is looked at
 * once.
 * @param entries in order of time
 * @param verdictOf a hit's verdict; undefined for what is no hit that left for Meta
 */
export function hitMarks(
  entries: readonly Entry[],
  verdictOf: (id: string) => ConsentVerdict | undefined,
  window: TimeWindow,
  width: number,
): HitMark[] {
  const marks: HitMark[] = [];
  const scale = width / (window.to - window.from);
  let last: HitMark | undefined;
  for (let i = firstIndexAt(entries, window.from); i < entries.length; i += 1) {
    const { kind, at, id } = entries[i] as Entry;
    if (at > window.to) break;
    const verdict = kind === 'hit' ? verdictOf(id) : undefined;
    if (verdict === undefined) continue;
    const x = (at - window.from) * scale;
    if (last && x - last.x < MERGE_PX) {
      last.count += 1;
      if (CONSENT_VERDICTS.indexOf(verdict) < CONSENT_VERDICTS.indexOf(last.verdict))
        Object.assign(last, { verdict, entry: id, at });
      continue;
    }
    last = { x, entry: id, at, count: 1, verdict };
    marks.push(last);
  }
  return marks;
}
