import type { HitEntry } from '../../session/entry.ts';
import type { ConsentTally, ConsentVerdict } from '../analysis.ts';

/** Verdicts from the gravest on: a hit with several events is shown by its gravest. */
const BY_WEIGHT: readonly ConsentVerdict[] = [
  'denied',
  'conflict',
  'undecided',
  'no-source',
  'held',
  'granted',
];

interface Row {
  vendor: string;
  pixelId: string;
  counts: Record<ConsentVerdict, number>;
}

interface Counted {
  rows: readonly Row[];
  /** How many of the hit's events have each verdict. */
  verdicts: Map<ConsentVerdict, number>;
}

/** What left in which state, by vendor and pixel; kept up to date hit by hit. */
export interface Tally {
  /** Counts an event of a hit that left. A hit counts once per verdict, however many events it has. */
  join(hit: HitEntry, verdict: ConsentVerdict): void;
  leave(hit: string, verdict: ConsentVerdict): void;
  /** The gravest verdict of a hit that left. */
  verdictOf(hit: string): ConsentVerdict | undefined;
  rows(): ConsentTally[];
  clear(): void;
}

/** A tally of nothing. */
export function createTally(): Tally {
  const rows = new Map<string, Row>();
  const hits = new Map<string, Counted>();

  const rowOf = (vendor: string, pixelId: string): Row => {
    const key = `${vendor} ${pixelId}`;
    const known = rows.get(key);
    if (known) return known;
    const made: Row = {
      vendor,
      pixelId,
      counts: { granted: 0, denied: 0, undecided: 0, 'no-source': 0, conflict: 0, held: 0 },
    };
    rows.set(key, made);
    return made;
  };
  const rowsOf = ({ vendor, events }: HitEntry): readonly Row[] => {
    const [first] = events;
    if (events.length < 2) return [rowOf(vendor, first?.pixelId ?? '')];
    return [...new Set(events.map(({ pixelId }) => pixelId ?? ''))].map((id) => rowOf(vendor, id));
  };
  const count = (of: readonly Row[], verdict: ConsentVerdict, by: number) => {
    for (const row of of) row.counts[verdict] += by;
  };

  return {
    join(hit, verdict) {
      const now = rowsOf(hit);
      let counted = hits.get(hit.id);
      if (counted === undefined) {
        counted = { rows: now, verdicts: new Map() };
        hits.set(hit.id, counted);
      } else if (
        now.length !== counted.rows.length ||
        now.some((row, i) => row !== counted?.rows[i])
      ) {
        // The hit was told again, and another pixel's name can be read now.
        for (const known of counted.verdicts.keys()) {
          count(counted.rows, known, -1);
          count(now, known, 1);
        }
        counted.rows = now;
      }
      const before = counted.verdicts.get(verdict) ?? 0;
      counted.verdicts.set(verdict, before + 1);
      if (before === 0) count(now, verdict, 1);
    },
    leave(hit, verdict) {
      const counted = hits.get(hit);
      const before = counted?.verdicts.get(verdict) ?? 0;
      if (counted === undefined || before === 0) return;
      if (before > 1) {
        counted.verdicts.set(verdict, before - 1);
        return;
      }
      counted.verdicts.delete(verdict);
      count(counted.rows, verdict, -1);
      if (counted.verdicts.size === 0) hits.delete(hit);
    },
    verdictOf(hit) {
      const verdicts = hits.get(hit)?.verdicts;
      if (verdicts === undefined) return undefined;
      if (verdicts.size === 1) for (const only of verdicts.keys()) return only;
      return BY_WEIGHT.find((verdict) => verdicts.has(verdict));
    },
    rows: () =>
      [...rows.values()]
        .filter(({ counts }) => Object.values(counts).some((n) => n > 0))
        .sort((a, b) =>
          a.vendor === b.vendor ? (a.pixelId < b.pixelId ? -1 : 1) : a.vendor < b.vendor ? -1 : 1,
        )
        .map(({ vendor, pixelId, counts }) => ({ vendor, pixelId, counts: { ...counts } })),
    clear() {
      rows.clear();
      hits.clear();
    },
  };
}
