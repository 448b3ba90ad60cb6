import type { Entry } from '../../session/entry.ts';
import { usePanel } from '../model/context.ts';
import type { Store } from '../model/store/store.ts';
import { type DetailTab, showsEntries } from '../model/store/view.ts';
import { describeEntry, facetOf, pageLabel } from '../text/describe-entry.ts';
import { formatClock, formatRelative } from '../text/format-time.ts';
import { t } from '../text/language.ts';

/**
 * A small button that shows an entry: its time, source and name, and its page where that is another
 * than the one that is looked at. Nothing where it is not known.
 */
export function EntryLink(props: {
  id: string;
  testId: string;
  /** What of it is to be seen. */
  tab?: DetailTab | undefined;
  /** A link beside it says the same of another visit: it tells the time of day. */
  isAlike?: boolean;
}) {
  const { store } = usePanel();
  const { id, testId, tab, isAlike = false } = props;
  const entry = store.get(id);
  if (!entry) return null;
  const { time, what, page } = wordsOf(entry, store);
  return (
    <button
      type="button"
      class="chip-button"
      data-testid={testId}
      data-id={id}
      data-tone={facetOf(entry)}
      title={t().detail.showEntry}
      onClick={() => store.reveal(id, tab)}
    >
      <span class="dot" />
      <span class="chip-text">
        {isAlike ? formatClock(entry.at).slice(0, SECONDS) : time} {what}
        {page !== undefined && <span class="dim"> {page}</span>}
      </span>
    </button>
  );
}

/** UTF-16 units of a time of day up to its seconds. */
const SECONDS = 8;

function wordsOf(
  entry: Entry,
  store: Store,
): { time: string; what: string; page: string | undefined } {
  const { label, name, command } = describeEntry(entry, 0);
  const time = formatRelative(entry.at - store.book().originOf(entry));
  const what = `${label} ${entry.kind === 'gap' ? '' : (name ?? command)}`;
  return { time, what, page: otherPage(entry, store) };
}

/**
 * Those of several entries whose links say the same of different visits: these may be alike to the
 * millisecond. What is equal within one visit keeps its exact time; the time of day tells no more.
 */
export function alikeIn(ids: readonly string[], store: Store): ReadonlySet<string> {
  const byWords = new Map<string, Entry[]>();
  for (const id of ids) {
    const entry = store.get(id);
    if (!entry) continue;
    const { time, what, page } = wordsOf(entry, store);
    const words = `${time} ${what} ${page}`;
    const others = byWords.get(words);
    if (others) others.push(entry);
    else byWords.set(words, [entry]);
  }
  const ofSeveral = [...byWords.values()].filter(([first, ...others]) =>
    others.some(({ page }) => page !== first?.page),
  );
  return new Set(ofSeveral.flat().map(({ id }) => id));
}

/** The page of an entry, where the session has several: times are counted from each page's start. */
function otherPage(entry: Entry, store: Store): string | undefined {
  if (store.counts.value.summary.pages < 2 || entry.kind === 'page') return undefined;
  const beside = showsEntries(store.view.value) ? store.selected.value : undefined;
  if (beside?.page === entry.page) return undefined;
  const { url } = store.book().pageOf(entry) ?? {};
  return url === undefined ? undefined : pageLabel(url, url).slice(0, PAGE_UNITS);
}

/** UTF-16 units of a page's path in a link. */
const PAGE_UNITS = 40;

/** Links shown at once; proof of more is no better proof. */
const SHOWN = 20;

/** Several entries, the first ones as buttons. */
export function EntryLinks(props: {
  ids: readonly string[];
  testId: string;
  tab?: DetailTab | undefined;
}) {
  const { store } = usePanel();
  const { ids, testId, tab } = props;
  const known = ids.filter((id) => store.get(id));
  if (known.length === 0) return null;
  const alike = alikeIn(known.slice(0, SHOWN), store);
  return (
    <span class="proof">
      {known.slice(0, SHOWN).map((id) => (
        <EntryLink key={id} id={id} testId={testId} tab={tab} isAlike={alike.has(id)} />
      ))}
      {known.length > SHOWN && <span class="dim">{t().ui.andMore(known.length - SHOWN)}</span>}
    </span>
  );
}
