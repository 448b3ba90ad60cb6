import type { HitEntry } from '../../session/entry.ts';
import { CONSENT_VERDICTS, type ConsentTally, type ConsentVerdict } from '../verdicts.ts';

/** What is said of an event that left. */
export interface Said {
  verdict: ConsentVerdict;
  /** It left without consent. */
  isMissing: boolean;
}

interface Row {
  vendor: string;
  pixelId: string;
  counts: Record<ConsentVerdict, number>;
  missing: Record<ConsentVerdict, number>;
  /** What a hit of one event is kept as: one for all of the row of which the same is said. */
  single: Map<string, Single>;
}

/** A hit of one event of which one thing is said, as almost every hit is. */
interface Single extends Said {
  row: Row;
}

/** A hit of several events, or of which several things are said. */
interface Several {
  /** How many of its events are for each pixel. */
  shares: ReadonlyMap<Row, number>;
  said: Said[];
  /** What its events are counted as: the gravest of it. */
  counted: Said;
}

/** What left in which state, by vendor and pixel; kept up to date hit by hit. */
export interface Tally {
  /** Something is said of a hit that left. Its events count once, under the gravest of all that is said. */
  join(hit: HitEntry, said: Said): void;
  leave(hit: string, said: Said): void;
  /** The gravest verdict of a hit that left. */
  verdictOf(hit: string): ConsentVerdict | undefined;
  /** Whether a hit left without consent. */
  isMissing(hit: string): boolean;
  /** Events that left without consent. */
  missing(): number;
  rows(): ConsentTally[];
  clear(): void;
}

const nothing = (): Record<ConsentVerdict, number> => ({
  granted: 0,
  denied: 0,
  undecided: 0,
  'no-source': 0,
  conflict: 0,
  held: 0,
});

/** A tally of nothing. */
export function createTally(): Tally {
  const rows = new Map<string, Row>();
  const hits = new Map<string, Single | Several>();
  let latest: Row | undefined;
  let missing = 0;

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
      counts: nothing(),
      missing: nothing(),
      single: new Map(),
    };
    rows.set(key, made);
    return made;
  };
  const sharesOf = ({ vendor, events }: HitEntry): ReadonlyMap<Row, number> => {
    if (events.length === 0) return new Map([[rowOf(vendor, ''), 1]]);
    const shares = new Map<Row, number>();
    for (const { pixelId = '' } of events) {
      const row = rowOf(vendor, pixelId);
      shares.set(row, (shares.get(row) ?? 0) + 1);
    }
    return shares;
  };
  const count = (row: Row, { verdict, isMissing }: Said, by: number) => {
    row.counts[verdict] += by;
    if (!isMissing) return;
    row.missing[verdict] += by;
    missing += by;
  };
  const countAll = ({ shares, counted }: Several, by: 1 | -1) => {
    for (const [row, events] of shares) count(row, counted, by * events);
  };

  const singleOf = (row: Row, { verdict, isMissing }: Said): Single => {
    const key = isMissing ? `${verdict} missing` : verdict;
    let single = row.single.get(key);
    if (single === undefined) {
      single = { row, verdict, isMissing };
      row.single.set(key, single);
    }
    return single;
  };
  const asSeveral = (known: Single | Several): Several =>
    'row' in known ? { shares: new Map([[known.row, 1]]), said: [known], counted: known } : known;

  return {
    join(hit, said) {
      const known = hits.get(hit.id);
      if (known === undefined && hit.events.length < 2) {
        const row = rowOf(hit.vendor, hit.events[0]?.pixelId ?? '');
        count(row, said, 1);
        hits.set(hit.id, singleOf(row, said));
        return;
      }
      const several: Several =
        known === undefined ? { shares: new Map(), said: [], counted: said } : asSeveral(known);
      countAll(several, -1);
      // The hit may have been told again, and another pixel's name can be read now.
      several.shares = sharesOf(hit);
      several.said.push({ verdict: said.verdict, isMissing: said.isMissing });
      several.counted = gravestOf(several.said);
      countAll(several, 1);
      hits.set(hit.id, several);
    },
    leave(hit, { verdict, isMissing }) {
      const known = hits.get(hit);
      if (known === undefined) return;
      const several = asSeveral(known);
      const place = several.said.findIndex(
        (one) => one.verdict === verdict && one.isMissing === isMissing,
      );
      if (place === -1) return;
      countAll(several, -1);
      several.said.splice(place, 1);
      if (several.said.length === 0) {
        hits.delete(hit);
        return;
      }
      several.counted = gravestOf(several.said);
      countAll(several, 1);
      hits.set(hit, several);
    },
    verdictOf(hit) {
      const known = hits.get(hit);
      return known && ('row' in known ? known : known.counted).verdict;
    },
    isMissing(hit) {
      const known = hits.get(hit);
      return known !== undefined && ('row' in known ? known : known.counted).isMissing;
    },
    missing: () => missing,
    rows: () =>
      [...rows.values()]
        .filter(({ counts }) => Object.values(counts).some((n) => n > 0))
        .sort((a, b) =>
          a.vendor === b.vendor ? (a.pixelId < b.pixelId ? -1 : 1) : a.vendor < b.vendor ? -1 : 1,
        )
        .map((row) => ({
          vendor: row.vendor,
          pixelId: row.pixelId,
          counts: { ...row.counts },
          missing: { ...row.missing },
        })),
    clear() {
      rows.clear();
      hits.clear();
      latest = undefined;
      missing = 0;
    },
  };
}

/** The gravest verdict; without consent where one of them was. */
function gravestOf(said: readonly Said[]): Said {
  const [first] = said;
  if (first !== undefined && said.length === 1) return first;
  const verdict = CONSENT_VERDICTS.find((each) => said.some((one) => one.verdict === each));
  return {
    verdict: verdict ?? 'no-source',
    isMissing: said.some(({ isMissing }) => isMissing),
  };
}
