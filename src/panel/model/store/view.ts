/** The views of the panel, in the order of their tabs. */
export const VIEWS = [
  'stream',
  'timeline',
  'mapping',
  'deduplication',
  'consent',
  'findings',
] as const;

/** One view of the panel. */
export type View = (typeof VIEWS)[number];

/** Views that show entries themselves: what is searched for and selected is seen there. */
export function showsEntries(view: View): boolean {
  return view === 'stream' || view === 'timeline';
}

/** Views with a search field; the one of the ledger is its own. */
export function hasSearch(view: View): boolean {
  return showsEntries(view) || view === 'deduplication';
}
