import { useSignal } from '@preact/signals';
import { usePanel } from '../model/context.ts';
import { t } from '../text/language.ts';
import { EntryLink, visitsIn } from './entry-link.tsx';

/** Entries shown at once, and how many more at a time. */
const FEW = 6;
const PAGE = 50;

/** Entries as buttons that show them; many are folded. */
export function EntryList({ ids, testId }: { ids: readonly string[]; testId: string }) {
  const { store } = usePanel();
  const size = useSignal(FEW);
  // One more alone takes no less room than the button.
  const shown = ids.length <= size.value + 1 ? ids : ids.slice(0, size.value);
  const left = ids.length - shown.length;
  const visits = visitsIn(shown, store);
  return (
    <p class="proof">
      {shown.map((id) => (
        <EntryLink key={id} id={id} testId={testId} tab="payload" isOneOfVisits={visits.has(id)} />
      ))}
      {left > 0 && (
        <button
          type="button"
          class="link"
          data-testid="more-entries"
          onClick={() => {
            size.value += PAGE;
          }}
        >
          {t().findings.moreEntries(left)}
        </button>
      )}
    </p>
  );
}
