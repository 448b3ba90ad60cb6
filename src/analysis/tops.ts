import type { PageEntry } from '../session/entry.ts';

/** Which page each document is, or stands in. */
export interface Tops {
  /**
   * A document began, or came back from the cache.
   * @returns frames that stand in another page now, or in one that is known now
   */
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
  /** Page → what says that it was shown: its start and its returns. */
  const shown = new Map<string, PageEntry[]>();
  /** Tab → what says that a page of its was shown, and its frames, by time. */
  const turns = new Map<number | undefined, PageEntry[]>();
  const frames = new Map<number | undefined, PageEntry[]>();

  const insert = (lists: typeof turns, entry: PageEntry) => {
    const list = lists.get(entry.tabId) ?? [];
    lists.set(entry.tabId, list);
    list.splice(placeIn(list, entry), 0, entry);
  };

  /** The frames that began from one turn to the next. */
  const framesFrom = (turn: PageEntry): readonly string[] => {
    const inside = frames.get(turn.tabId) ?? [];
    const all = turns.get(turn.tabId) ?? [];
    const next = all[placeIn(all, turn) + 1];
    return inside.slice(placeIn(inside, turn), next && placeIn(inside, next)).map(({ id }) => id);
  };

  return {
    framesOf: (top) => shown.get(top)?.flatMap(framesFrom) ?? NONE,
    add(entry) {
      const isTop = entry.top !== false;
      const isTurn = isTop && entry.event === 'return';
      if ((entry.event !== 'start' && !isTurn) || known.has(entry.id)) return NONE;
      known.set(entry.id, entry);
      if (!isTop) {
        insert(frames, entry);
        return [entry.id];
      }
      const own = shown.get(entry.page);
      if (own === undefined) shown.set(entry.page, [entry]);
      else own.push(entry);
      insert(turns, entry);
      return framesFrom(entry);
    },
    topOf(page) {
      const entry = known.get(page);
      if (entry?.top !== false) return entry?.id;
      const all = turns.get(entry.tabId) ?? [];
      return all[placeIn(all, entry) - 1]?.page;
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
