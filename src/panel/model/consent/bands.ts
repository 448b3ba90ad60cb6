import type { ConsentState, ConsentStretch, SourceState } from '../../../analysis/analysis.ts';
import type { Entry, PageEntry } from '../../../session/entry.ts';

/** What was in force over a stretch of time. */
export interface ConsentBand {
  /** Milliseconds since the epoch. */
  from: number;
  /** Undefined: to the end of what is recorded. */
  to: number | undefined;
  state: ConsentState;
  /** What was said by the sources that count, or by the one of the row. */
  sources: readonly (readonly [string, SourceState])[];
  /** Id of the document's page entry. */
  page: string;
  /** The entry that began it; absent where nobody had spoken yet. */
  entry?: string;
}

/** One source over the session. */
export interface BandRow {
  source: string;
  /** Id of the frame's document; absent for the top documents, one after the other. */
  frame?: string;
  bands: SourceBand[];
}

/** One source over a stretch of time. */
export interface SourceBand extends ConsentBand {
  said: SourceState;
}

/** Consent over the session. */
export interface ConsentBands {
  /** All sources that count, together, in the top documents. */
  together: ConsentBand[];
  rows: BandRow[];
  /** Id of the top document that is on screen at the end; undefined where there is none. */
  latest: string | undefined;
}

/** Frames that have rows of their own. */
const FRAMES = 12;

/** A document and when it was on screen. */
interface Visit {
  page: string;
  from: number;
  to: number | undefined;
}

/** Nothing was said of consent. */
const NOTHING: ConsentBands = { together: [], rows: [], latest: undefined };

/**
 * Consent over time as bands: each document's from when it began until the next one did, or came
 * back. What holds before a tool's first word is undecided, since it was to come.
 * @param entries in order of time
 * @param stretches as the analysis has them
 */
export function consentBands(
  entries: readonly Entry[],
  stretches: readonly ConsentStretch[],
): ConsentBands {
  const { visits, frames } = visitsOf(entries, stretches);
  const latest = visits.at(-1)?.page;
  if (stretches.length === 0) return { ...NOTHING, latest };
  const byPage = new Map<string, ConsentStretch[]>();
  for (const stretch of stretches) {
    const list = byPage.get(stretch.page);
    if (list) list.push(stretch);
    else byPage.set(stretch.page, [stretch]);
  }
  const together: ConsentBand[] = [];
  const rows = new Map<string, BandRow>();

  const draw = (visit: Visit, isFrame: boolean) => {
    const own = byPage.get(visit.page) ?? [];
    /** Entries that have spoken so far; a tool that has not is known by its first word to come. */
    const spoken = new Set<string>();
    for (let i = 0; i < own.length; i += 1) {
      const stretch = own[i] as ConsentStretch;
      if (stretch.entry !== undefined) spoken.add(stretch.entry);
      const from = Math.max(stretch.from, visit.from);
      const to = earlier(own[i + 1]?.from, visit.to);
      if (to !== undefined && to <= from) continue;
      const base = { from, to, page: visit.page };
      const by = (entry: string | undefined) =>
        entry === undefined || !spoken.has(entry) ? {} : { entry };
      if (!isFrame)
        put(together, {
          ...base,
          ...by(stretch.entry),
          state: stretch.state,
          sources: Object.entries(stretch.sources).filter(([, { counts }]) => counts),
        });
      for (const [source, said] of Object.entries(stretch.sources)) {
        const key = isFrame ? `${source} ${visit.page}` : source;
        let row = rows.get(key);
        if (!row) {
          row = { source, ...(isFrame ? { frame: visit.page } : {}), bands: [] };
          rows.set(key, row);
        }
        put(row.bands, {
          ...base,
          ...by(said.entry),
          state: said.state,
          sources: [[source, said]],
          said,
        });
      }
    }
  };
  for (const visit of visits) draw(visit, false);
  for (const frame of frames.filter(({ page }) => byPage.has(page)).slice(-FRAMES))
    draw(frame, true);
  return { together, rows: [...rows.values()].sort(compareRows), latest };
}

/** What counts first; frames last. */
function compareRows(a: BandRow, b: BandRow): number {
  const rank = ({ frame, bands }: BandRow) =>
    (frame === undefined ? 0 : 2) + (bands.at(-1)?.said.counts === true ? 0 : 1);
  return rank(a) - rank(b) || (a.source < b.source ? -1 : a.source > b.source ? 1 : 0);
}

/** Adds a band; one that says the same as the last goes on with it. */
function put<B extends ConsentBand>(bands: B[], band: B): void {
  const last = bands.at(-1);
  if (
    last &&
    last.to === band.from &&
    last.page === band.page &&
    last.state === band.state &&
    isSame(last.sources, band.sources)
  ) {
    last.to = band.to;
    return;
  }
  bands.push(band);
}

function earlier(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.min(a, b);
}

/** Whether the same sources say the same. */
function isSame(a: ConsentBand['sources'], b: ConsentBand['sources']): boolean {
  const said = (sources: ConsentBand['sources']) =>
    JSON.stringify(sources.map(([source, state]) => [source, state.said]));
  return said(a) === said(b);
}

/** When each top document was on screen, and each frame. */
function visitsOf(
  entries: readonly Entry[],
  stretches: readonly ConsentStretch[],
): { visits: Visit[]; frames: Visit[] } {
  const visits: Visit[] = [];
  const frames: Visit[] = [];
  const known = new Set<string>();
  for (const entry of entries) {
    if (entry.kind !== 'page' || !begins(entry)) continue;
    known.add(entry.page);
    (entry.top === false ? frames : visits).push({
      page: entry.page,
      from: entry.at,
      to: undefined,
    });
  }
  // A document whose start is not in the log: it was cleared away.
  for (const { page, from } of stretches) {
    if (known.has(page) || from === Number.NEGATIVE_INFINITY) continue;
    known.add(page);
    visits.push({ page, from, to: undefined });
  }
  visits.sort((a, b) => a.from - b.from);
  visits.forEach((visit, i) => {
    visit.to = visits[i + 1]?.from;
  });
  for (const frame of frames) frame.to = visits.find(({ from }) => from > frame.from)?.from;
  return { visits, frames };
}

function begins({ event }: PageEntry): boolean {
  return event === 'start' || event === 'return';
}

/** A source on the page on screen: what it says, and since when it has that state. */
export interface Present {
  row: BandRow;
  said: SourceState;
  /** Milliseconds since the epoch. */
  since: number;
  /** The entry that brought the state; absent where nobody has spoken yet. */
  entry: string | undefined;
}

/** What the sources of the page on screen say now, and those of its frames. */
export function presentOf({ rows, latest }: ConsentBands): Present[] {
  return rows.flatMap((row): Present[] => {
    const last = row.bands.at(-1);
    if (!last || last.to !== undefined || (row.frame === undefined && last.page !== latest))
      return [];
    let first = last;
    for (let i = row.bands.length - 2; i >= 0; i -= 1) {
      const band = row.bands[i] as SourceBand;
      if (band.page !== last.page || band.state !== last.state) break;
      // That nobody had spoken is another undecided than what was said then.
      if (band.entry === undefined && last.entry !== undefined) break;
      first = band;
    }
    return [{ row, said: last.said, since: first.from, entry: first.entry }];
  });
}
