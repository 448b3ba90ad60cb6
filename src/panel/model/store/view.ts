/** The views of the panel, in the order of their tabs. */
export const VIEWS = [
  'stream',
  'timeline',
  'mapping',
  'deduplication',
  'consent',
  'findings',
  'plan',
  'compare',
] as const;

/** One view of the panel. */
export type View = (typeof VIEWS)[number];

/** The tabs of the detail, in their order. */
export const DETAIL_TABS = [
  'payload',
  'layer',
  'chain',
  'mapping',
  'pair',
  'consent',
  'request',
  'stack',
  'compare',
] as const;

/** One of them. */
export type DetailTab = (typeof DETAIL_TABS)[number];

/** Id of the search field; each view with a search has one. */
export const SEARCH_ID = 'search';

/** Id of the element of a view that takes its keys; what closes beside it gives the focus back to it. */
export const FOCUS_IDS = {
  stream: 'list',
  timeline: 'timeline',
  mapping: 'mapping-list',
  deduplication: 'ledger',
  consent: 'consent-chart',
  findings: undefined,
  plan: undefined,
  compare: undefined,
} as const satisfies Readonly<Record<View, string | undefined>>;

/** Gives the focus to what takes a view's keys, or to its tab. */
export function focusView(target: Document, view: View): void {
  target.getElementById(FOCUS_IDS[view] ?? `tab-${view}`)?.focus();
}

/** Views that show entries themselves: what is searched for and selected is seen there. */
export function showsEntries(view: View): boolean {
  return view === 'stream' || view === 'timeline';
}

/** Views with a search field; the one of the ledger is its own. */
export function hasSearch(view: View): boolean {
  return showsEntries(view) || view === 'deduplication';
}
