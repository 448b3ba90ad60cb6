import type { Entry } from '../../session/entry.ts';
import { usePanel } from '../model/context.ts';
import type { Store } from '../model/store/store.ts';
import { type DetailTab, showsEntries } from '../model/store/view.ts';
import { describeEntry, facetOf, pageLabel } from '../text/describe-entry.ts';
import { formatClock, formatRelative } from '../text/format-time.ts';
import { t } from '../text/language.ts';

/**
 * A small button that shows an entry: its time as rows have it, source and name, and its page where
 * that is another than the one that is looked at. Nothing where it is not known.
 */
export function EntryLink(props: {
  id: string;
  testId: string;
  /** What of it is to be seen. */
  tab?: DetailTab | undefined;
  /** A link beside it is of another visit of its page: it tells when that page began. */
  isOneOfVisits?: boolean;
}) {
  const { store } = usePanel();
  const { id, testId, tab, isOneOfVisits = false } = props;
  const entry = store.get(id);
  if (!entry) return null;
  const { label, name, command } = describeEntry(entry, 0);
  const page = otherPage(entry, store);
  const startAt = isOneOfVisits ? store.book().pageOf(entry)?.at : undefined;
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
        {formatRelative(entry.at - store.book().originOf(entry))} {label}{' '}
        {entry.kind === 'gap' ? '' : (name ?? command)}
        {page !== undefined && <span class="dim"> {page}</span>}
        {startAt !== undefined && (
          <span class="dim">
            {' '}
            {t().entry.did.start} {formatClock(startAt)}
          </span>
        )}
      </span>
    </button>
  );
}

/** Those of several entries whose page others of them name too and mean another visit of it. */
export function visitsIn(ids: readonly string[], store: Store): ReadonlySet<string> {
  const byPage = new Map<string, Entry[]>();
  for (const id of ids) {
    const entry = store.get(id);
    const page = entry && otherPage(entry, store);
    if (page === undefined) continue;
    const others = byPage.get(page);
    if (others) others.push(entry as Entry);
    else byPage.set(page, [entry as Entry]);
  }
  const ofSeveral = [...byPage.values()].filter(([first, ...others]) =>
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
  const visits = visitsIn(known.slice(0, SHOWN), store);
  return (
    <span class="proof">
      {known.slice(0, SHOWN).map((id) => (
        <EntryLink key={id} id={id} testId={testId} tab={tab} isOneOfVisits={visits.has(id)} />
      ))}
      {known.length > SHOWN && <span class="dim">{t().ui.andMore(known.length - SHOWN)}</span>}
    </span>
  );
}
