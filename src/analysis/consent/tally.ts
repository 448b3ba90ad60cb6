import type { HitEntry } from '../../session/entry.ts';
import { CONSENT_VERDICTS, type ConsentTally, type ConsentVerdict } from '../verdicts.ts';

interface Row {
  vendor: string;
  pixelId: string;
  counts: Record<ConsentVerdict, number>;
  /** What a hit of one event is kept as: one for all of the row and verdict. */
  single: Map<ConsentVerdict, Single>;
}

/** A hit of one event, as almost every hit is. */
interface Single {
  row: Row;
  verdict: ConsentVerdict;
}

/** A hit whose events have several verdicts, or are for several pixels. */
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
  const hits = new Map<string, Single | Counted>();
  let latest: Row | undefined;

  const rowOf = (vendor: string, pixelId: string): Row => {
    if (latest?.vendor === vendor && latest.pixelId === pixelId) return latest;
    const key = `${vendor} ${pixelId}`;
    const known = rows.get(key);
    if (known) {
      latest = known;
      return known;
    }
    const made: Row = {
      vendor,
      pixelId,
      counts: { granted: 0, denied: 0, undecided: 0, 'no-source': 0, conflict: 0, held: 0 },
      single: new Map(),
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

  const singleOf = (row: Row, verdict: ConsentVerdict): Single => {
    let single = row.single.get(verdict);
    if (single === undefined) {
      single = { row, verdict };
      row.single.set(verdict, single);
    }
    return single;
  };
  const asCounted = (known: Single | Counted): Counted =>
    'verdict' in known ? { rows: [known.row], verdicts: new Map([[known.verdict, 1]]) } : known;

  return {
    join(hit, verdict) {
      const known = hits.get(hit.id);
      if (known === undefined && hit.events.length < 2) {
        const row = rowOf(hit.vendor, hit.events[0]?.pixelId ?? '');
        row.counts[verdict] += 1;
        hits.set(hit.id, singleOf(row, verdict));
        return;
      }
      const now = rowsOf(hit);
      const counted = known === undefined ? { rows: now, verdicts: new Map() } : asCounted(known);
      hits.set(hit.id, counted);
      if (now.length !== counted.rows.length || now.some((row, i) => row !== counted.rows[i])) {
        // The hit was told again, and another pixel's name can be read now.
        for (const one of counted.verdicts.keys()) {
          count(counted.rows, one, -1);
          count(now, one, 1);
        }
        counted.rows = now;
      }
      const before = counted.verdicts.get(verdict) ?? 0;
      counted.verdicts.set(verdict, before + 1);
      if (before === 0) count(now, verdict, 1);
    },
    leave(hit, verdict) {
      const known = hits.get(hit);
      if (known === undefined) return;
      const counted = asCounted(known);
      const before = counted?.verdicts.get(verdict) ?? 0;
      if (before === 0) return;
      if (counted !== known) hits.set(hit, counted);
      if (before > 1) {
        counted.verdicts.set(verdict, before - 1);
        return;
      }
      counted.verdicts.delete(verdict);
      count(counted.rows, verdict, -1);
      if (counted.verdicts.size === 0) hits.delete(hit);
    },
    verdictOf(hit) {
      const known = hits.get(hit);
      if (known === undefined) return undefined;
      if ('verdict' in known) return known.verdict;
      return CONSENT_VERDICTS.find((verdict) => known.verdicts.has(verdict));
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
      latest = undefined;
    },
  };
}
