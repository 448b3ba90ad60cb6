import type { PageEntry } from '../session/entry.ts';

/** Which page each document is, or stands in. */
export interface Tops {
  /** A document began. @returns frames that stand in another page now, or in one that is known now */
  add(entry: PageEntry): readonly string[];
  /** The page that a document is, or that was shown in its tab as the frame began. */
  topOf(page: string): string | undefined;
  /** The frames of a page. */
  framesOf(top: string): readonly string[];
}

const NONE: readonly string[] = [];

/** No documents. Entries without a tab id (a file from before there was one) count as one tab. */
export function createTops(): Tops {
  const known = new Map<string, PageEntry>();
  /** Tab → its pages, and its frames, by time. */
  const tops = new Map<number | undefined, PageEntry[]>();
  const frames = new Map<number | undefined, PageEntry[]>();

  const insert = (lists: typeof tops, entry: PageEntry) => {
    const list = lists.get(entry.tabId) ?? [];
    lists.set(entry.tabId, list);
    list.splice(placeIn(list, entry), 0, entry);
  };

  const framesOf = (top: string): readonly string[] => {
    const entry = known.get(top);
    if (entry === undefined || entry.top === false) return NONE;
    const inside = frames.get(entry.tabId) ?? [];
    const pages = tops.get(entry.tabId) ?? [];
    const next = pages[placeIn(pages, entry) + 1];
    return inside.slice(placeIn(inside, entry), next && placeIn(inside, next)).map(({ id }) => id);
  };

  return {
    framesOf,
    add(entry) {
      if (entry.event !== 'start' || known.has(entry.id)) return NONE;
      known.set(entry.id, entry);
      if (entry.top === false) {
        insert(frames, entry);
        return [entry.id];
      }
      insert(tops, entry);
      return framesOf(entry.id);
    },
    topOf(page) {
      const entry = known.get(page);
      if (entry?.top !== false) return entry?.id;
      const pages = tops.get(entry.tabId) ?? [];
      return pages[placeIn(pages, entry) - 1]?.id;
    },
  };
}

/** How many of a list, by time, stand before an entry. */
function placeIn(list: readonly PageEntry[], { at, id }: PageEntry): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const page = list[middle] as PageEntry;
    if (page.at < at || (page.at === at && page.id < id)) low = middle + 1;
    else high = middle;
  }
  return low;
}
