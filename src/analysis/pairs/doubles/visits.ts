import type { Entry } from '../../../session/entry.ts';
import { createTops } from '../../tops.ts';

type PageEntry = Entry & { kind: 'page' };

/** Documents by tab and time, and when the visitor shopped. */
export interface Visits {
  /** A document began. */
  addPage(entry: PageEntry): void;
  /** An event of shopping came, or is gone; milliseconds since the epoch. */
  shopped(at: number, by: 1 | -1): void;
  settle(): void;
  startOf(page: string): number | undefined;
  areNext(earlier: string, later: string): boolean;
  /** Whether two documents were shown at once: a page and a frame in it, or two frames of one page. */
  areTogether(one: string, other: string): boolean;
  hasShopped(from: number, to: number): boolean;
}

/**
 * No documents.
 * @param changed documents that another one stands before now, and the time from which other
 * shopping is known
 */
export function createVisits(changed: (pages: ReadonlySet<string>, from: number) => void): Visits {
  const starts = new Map<string, number>();
  /** Tab → its documents, by time. */
  const tabs = new Map<number | undefined, PageEntry[]>();
  const tabOf = new Map<string, number | undefined>();
  const tops = createTops();
  const times: number[] = [];
  let moved = new Set<string>();
  let from = Number.POSITIVE_INFINITY;

  const placeOf = <T>(list: readonly T[], isBefore: (item: T) => boolean): number => {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(list[middle] as T)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const pagePlace = (list: readonly PageEntry[], { at, id }: PageEntry) =>
    placeOf(list, (page) => page.at < at || (page.at === at && page.id < id));
  const timePlace = (at: number) => placeOf(times, (time) => time < at);

  return {
    addPage(entry) {
      for (const frame of tops.add(entry)) moved.add(frame);
      if (entry.event !== 'start' || entry.top === false || starts.has(entry.id)) return;
      starts.set(entry.id, entry.at);
      tabOf.set(entry.id, entry.tabId);
      const list = tabs.get(entry.tabId) ?? [];
      tabs.set(entry.tabId, list);
      const place = pagePlace(list, entry);
      list.splice(place, 0, entry);
      for (const page of list.slice(place, place + 2)) moved.add(page.id);
    },
    shopped(at, by) {
      const place = timePlace(at);
      if (by === 1) times.splice(place, 0, at);
      else times.splice(place, 1);
      from = Math.min(from, at);
    },
    settle() {
      if (moved.size === 0 && from === Number.POSITIVE_INFINITY) return;
      changed(moved, from);
      moved = new Set();
      from = Number.POSITIVE_INFINITY;
    },
    startOf: (page) => starts.get(page),
    areNext(earlier, later) {
      if (!starts.has(later) || tabOf.get(earlier) !== tabOf.get(later)) return false;
      const list = tabs.get(tabOf.get(later)) ?? [];
      const at = starts.get(later) as number;
      const place = placeOf(list, (page) => page.at < at || (page.at === at && page.id < later));
      return list[place - 1]?.id === earlier;
    },
    areTogether(one, other) {
      const top = tops.topOf(one);
      return one !== other && top !== undefined && top === tops.topOf(other);
    },
    hasShopped: (start, end) => (times[timePlace(start)] ?? Number.POSITIVE_INFINITY) <= end,
  };
}
