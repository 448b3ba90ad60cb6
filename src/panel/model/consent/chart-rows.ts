import type { ConsentVerdict } from '../../../analysis/analysis.ts';
import type { Entry } from '../../../session/entry.ts';
import {
  STATE_TONES,
  saidWords,
  sourceLabel,
  sourcesWords,
  verdictLabel,
} from '../../text/consent-words.ts';
import { describeEntry, hostAndPath } from '../../text/describe-entry.ts';
import { t } from '../../text/language.ts';
import type { TimeWindow } from '../time/time-window.ts';
import type { BandRow, ConsentBand } from './bands.ts';
import { type HitMark, hitMarks } from './hit-marks.ts';
import type { ConsentRead } from './read-consent.ts';

/** Narrower bands are not drawn one by one. */
const LEAST_PX = 1;

/** Something of a row that can be selected. */
export interface Item {
  key: string;
  x: number;
  width: number;
  /** Where it stands, in pixels: of hits their middle, of a band its start. */
  place: number;
  tone: string;
  /** What stands on it where there is room. */
  text: string;
  /** All that it says, for the status line and for screen readers. */
  words: string;
  /** The entry that it opens. */
  entry: string | undefined;
}

/** A row of the chart. */
export interface Row {
  key: string;
  label: string;
  kind: 'bands' | 'hits';
  isAside: boolean;
  items: Item[];
}

/** Where an arrow key leads: along the row, or to what is nearest in the next row. */
export function itemByKey(
  rows: readonly Row[],
  from: Item | undefined,
  key: string,
): Item | undefined {
  const at = rows.findIndex((row) => row.items.some((item) => item.key === from?.key));
  const row = rows[at];
  if (!row || !from) return from;
  const place = row.items.findIndex((item) => item.key === from.key);
  switch (key) {
    case 'ArrowLeft':
      return row.items[Math.max(0, place - 1)];
    case 'ArrowRight':
      return row.items[Math.min(row.items.length - 1, place + 1)];
    case 'Home':
      return row.items[0];
    case 'End':
      return row.items.at(-1);
    default: {
      const step = key === 'ArrowUp' ? -1 : 1;
      for (let i = at + step; i >= 0 && i < rows.length; i += step) {
        const other = rows[i]?.items ?? [];
        const under = other.findLast((item) => item.place <= from.place) ?? other[0];
        if (under) return under;
      }
      return from;
    }
  }
}

function nameOf(entry: Entry | undefined): string {
  const { anEvent } = t().consentView;
  if (!entry) return anEvent;
  const { name, command } = describeEntry(entry, 0);
  return entry.kind === 'gap' ? anEvent : (name ?? command);
}

function pageName(entry: Entry | undefined): string {
  return entry?.kind === 'page' ? hostAndPath(entry.url) : t().consentView.aFrame;
}

/** What the rows are made of. */
export interface RowsOf {
  read: ConsentRead;
  entries: readonly Entry[];
  window: TimeWindow;
  plot: number;
  verdictOf: Parameters<typeof hitMarks>[1];
  /** The colour of a hit's verdict. */
  toneOf(hit: string, verdict: ConsentVerdict): string;
  timeOf(at: number): string;
  get(id: string): Entry | undefined;
}

/** The hits, all sources together, and each source. */
export function rowsOf(options: RowsOf): Row[] {
  const { read, entries, window, plot, verdictOf, toneOf, timeOf, get } = options;
  const { together, rows } = read.bands;
  const { hitsRow, togetherRow, togetherBand } = t().consentView;
  const marks = hitMarks(entries, verdictOf, window, plot);
  const hits: Row = {
    key: 'hits',
    label: hitsRow,
    kind: 'hits',
    isAside: false,
    items: marks.map((mark) => markItem(mark, nameOf(get(mark.entry)), timeOf, toneOf)),
  };
  const all: Row = {
    key: 'together',
    label: togetherRow,
    kind: 'bands',
    isAside: false,
    items: bandItems('together', togetherBand, together, options, (band) =>
      sourcesWords(band.sources),
    ),
  };
  return [hits, all, ...rows.map((row) => sourceRow(row, options))];
}

function sourceRow(row: BandRow, options: RowsOf): Row {
  const key = row.frame === undefined ? row.source : `${row.source} ${row.frame}`;
  const name = sourceLabel(row.source);
  const label =
    row.frame === undefined
      ? name
      : t().consentView.frameRow(name, pageName(options.get(row.frame)));
  return {
    key,
    label,
    kind: 'bands',
    isAside: row.bands.at(-1)?.said.counts === false,
    items: bandItems(key, label, row.bands, options, ({ said }) => saidWords(said)),
  };
}

function markItem(
  { x, entry, at, count, verdict }: HitMark,
  name: string,
  timeOf: (at: number) => string,
  toneOf: (hit: string, verdict: ConsentVerdict) => string,
): Item {
  const { hits, mark } = t().consentView;
  const what = count === 1 ? name : hits(count, name);
  return {
    key: `hit ${entry}`,
    x: x - 5,
    width: 10,
    place: x,
    tone: toneOf(entry, verdict),
    text: count === 1 ? '' : count < 10 ? String(count) : '+',
    words: mark(what, verdictLabel(verdict), timeOf(at)),
    entry,
  };
}

function bandItems<B extends ConsentBand>(
  row: string,
  label: string,
  bands: readonly B[],
  { window, plot, timeOf }: RowsOf,
  wordsOf: (band: B) => string,
): Item[] {
  const scale = plot / (window.to - window.from);
  const items: Item[] = [];
  let drawnTo = Number.NEGATIVE_INFINITY;
  for (const band of bands) {
    const { from, to, state, entry } = band;
    const x = Math.max(0, (from - window.from) * scale);
    const endX = to === undefined ? plot : Math.min(plot, (to - window.from) * scale);
    if (endX <= 0 || x >= plot || endX - drawnTo < LEAST_PX) continue;
    drawnTo = endX;
    const words = wordsOf(band);
    const verdict = verdictLabel(state);
    // What is read out begins with what is seen.
    const said = words === '' ? verdict : `${verdict} · ${words}`;
    items.push({
      key: `${row} ${from}`,
      x,
      width: Math.max(2, endX - x),
      place: x,
      tone: STATE_TONES[state],
      text: said,
      words: t().consentView.band(label, said, timeOf(from), to === undefined ? to : timeOf(to)),
      entry,
    });
  }
  return items;
}
