import { usePanel } from '../model/context.ts';
import type { DetailTab } from '../model/store/view.ts';
import { describeEntry, facetOf } from '../text/describe-entry.ts';
import { formatRelative } from '../text/format-time.ts';
import { t } from '../text/language.ts';

/** A small button that shows an entry: its time, source and name. Nothing where it is not known. */
export function EntryLink(props: {
  id: string;
  testId: string;
  /** What of it is to be seen. */
  tab?: DetailTab | undefined;
}) {
  const { store } = usePanel();
  const { id, testId, tab } = props;
  const entry = store.get(id);
  if (!entry) return null;
  const { label, name, command } = describeEntry(entry, 0);
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
      {formatRelative(entry.at - store.book().originOf(entry))} {label}{' '}
      {entry.kind === 'gap' ? '' : (name ?? command)}
    </button>
  );
}

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
  return (
    <span class="proof">
      {known.slice(0, SHOWN).map((id) => (
        <EntryLink key={id} id={id} testId={testId} tab={tab} />
      ))}
      {known.length > SHOWN && <span class="dim">{t().ui.andMore(known.length - SHOWN)}</span>}
    </span>
  );
}
