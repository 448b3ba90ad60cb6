import { type Entry, SOURCES } from '../../../session/entry.ts';
import { VENDORS } from '../../../vendors/hit.ts';
import {
  type Facet,
  facetOf,
  isDivider,
  type Toggle,
  toggleLabel,
  vendorToggleOf,
} from '../../text/describe-entry.ts';
import { vendorLabel } from '../../text/hit-words.ts';
import { t } from '../../text/language.ts';

/** What a lane holds: a source's calls, a vendor's hits, server events, consent, what was lost. */
export type LaneKey = Toggle;

/** One lane, with the entries in it. */
export interface Lane {
  key: LaneKey;
  /** In full, for words. */
  label: string;
  /** On the lane itself, where a mark's shape says that it is a hit. */
  name: string;
  tone: Facet;
  /** Places in the list of entries, in order of time. */
  positions: readonly number[];
  /** Their times, side by side: going through the entries themselves for them takes five times as long. */
  times: readonly number[];
}

/** The entries of a list by lane. */
export interface LaneIndex {
  /** In their order on screen; those with something in them. */
  readonly lanes: readonly Lane[];
  /** Places of what happened to top documents. */
  readonly pages: readonly number[];
  readonly entries: readonly Entry[];
  /** The lane's number and the entry's place in it; undefined where it is in none. */
  find(position: number): { lane: number; at: number } | undefined;
  /** Follows a list. What the same array has grown by is added; another array is read anew. */
  update(entries: readonly Entry[]): void;
}

interface GrowingLane extends Lane {
  positions: number[];
  times: number[];
}

/** Lanes that come first, in this order; vendors of newer files stand behind the known ones. */
const ORDER: readonly LaneKey[] = [
  ...SOURCES,
  ...VENDORS.map((vendor) => `hit:${vendor}` as const),
];
const LAST: readonly LaneKey[] = ['server', 'consent', 'console', 'gap'];

/** The lane of an entry; dividers and frames' own entries stand in none. */
export function laneKeyOf(entry: Entry): LaneKey | undefined {
  const vendor = vendorToggleOf(entry);
  if (vendor) return vendor;
  const facet = facetOf(entry);
  return facet === 'page' ? undefined : facet;
}

/** An index without entries. */
export function createLaneIndex(): LaneIndex {
  let entries: readonly Entry[] = [];
  let read = 0;
  let byKey = new Map<LaneKey, GrowingLane>();
  let lanes: GrowingLane[] = [];
  let pages: number[] = [];

  const laneOf = (key: LaneKey, entry: Entry): GrowingLane => {
    let lane = byKey.get(key);
    if (!lane) {
      lane = {
        key,
        get label() {
          return labelOf(key);
        },
        get name() {
          return nameOf(key);
        },
        tone: facetOf(entry),
        positions: [],
        times: [],
      };
      byKey.set(key, lane);
      lanes = [...byKey.values()].sort((a, b) => rankOf(a.key) - rankOf(b.key));
    }
    return lane;
  };

  return {
    get lanes() {
      return lanes;
    },
    get pages() {
      return pages;
    },
    get entries() {
      return entries;
    },
    find(position) {
      const entry = entries[position];
      const key = entry && laneKeyOf(entry);
      const lane = lanes.findIndex((each) => each.key === key);
      const positions = lanes[lane]?.positions;
      if (!positions) return undefined;
      const at = firstNotBelow(positions, position);
      return positions[at] === position ? { lane, at } : undefined;
    },
    update(next) {
      if (next !== entries || next.length < read) {
        entries = next;
        read = 0;
        byKey = new Map();
        lanes = [];
        pages = [];
      }
      for (; read < next.length; read += 1) {
        const entry = next[read] as Entry;
        if (isDivider(entry)) pages.push(read);
        const key = laneKeyOf(entry);
        if (!key) continue;
        const lane = laneOf(key, entry);
        lane.positions.push(read);
        lane.times.push(entry.at);
      }
    },
  };
}

function labelOf(key: LaneKey): string {
  return key.startsWith('hit:') ? t().timeline.hits(nameOf(key)) : nameOf(key);
}

function nameOf(key: LaneKey): string {
  if (key === 'gap') return t().timeline.lost;
  return key.startsWith('hit:') ? vendorLabel(key.slice(4)) : toggleLabel(key);
}

function rankOf(key: LaneKey): number {
  const place = ORDER.indexOf(key);
  if (place !== -1) return place;
  const last = LAST.indexOf(key);
  return last === -1 ? ORDER.length : ORDER.length + 1 + last;
}

/** Index of the first number that is not below `value`, in a rising list. */
function firstNotBelow(numbers: readonly number[], value: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index in a lane of its first entry at or after a time. */
export function firstInLane(lane: Lane, at: number): number {
  return firstNotBelow(lane.times, at);
}
