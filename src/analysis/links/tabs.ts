import type { PageEntry } from '../../session/entry.ts';

/** Which top documents of a tab were left, and for which page. */
export interface Tabs {
  /** Returns the documents of which that is another one now. */
  add(entry: PageEntry): string[];
  /** Id of the page entry that took the document's place; undefined while it is shown. */
  leftBy(page: string): string | undefined;
}

interface Shown {
  at: number;
  /** The document. */
  page: string;
  /** Id of the entry that says that it is shown: its start, or its return. */
  by: string;
}

/** No tabs. Entries without a tab id (a file from before there was one) count as one tab. */
export function createTabs(): Tabs {
  const tabs = new Map<number, Shown[]>();
  const left = new Map<string, string>();

  const judge = (shown: readonly Shown[], page: string): boolean => {
    let last = shown.length - 1;
    while (last >= 0 && shown[last]?.page !== page) last -= 1;
    const by = shown[last + 1]?.by;
    const before = left.get(page);
    if (by === undefined) left.delete(page);
    else left.set(page, by);
    return before !== by;
  };

  return {
    add(entry) {
      if (entry.top === false || (entry.event !== 'start' && entry.event !== 'return')) return [];
      const tab = entry.tabId ?? -1;
      const shown = tabs.get(tab) ?? [];
      tabs.set(tab, shown);
      let at = shown.length;
      while (at > 0 && isAfter(shown[at - 1] as Shown, entry)) at -= 1;
      shown.splice(at, 0, { at: entry.at, page: entry.page, by: entry.id });
      const near = new Set([entry.page]);
      for (const other of [shown[at - 1], shown[at + 1]]) if (other) near.add(other.page);
      return [...near].filter((page) => judge(shown, page));
    },
    leftBy: (page) => left.get(page),
  };
}

function isAfter(shown: Shown, entry: PageEntry): boolean {
  return shown.at > entry.at || (shown.at === entry.at && shown.by > entry.id);
}
