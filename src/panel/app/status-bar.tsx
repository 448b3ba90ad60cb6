import { usePanel } from '../model/context.ts';
import { siteLabel } from '../model/profile/sites.ts';
import { useUnwatched } from '../model/unwatched.ts';
import { t } from '../text/language.ts';
import { TapStatus } from './tap-status.tsx';

/** What is shown of what there is, and whether the page is listened to. */
export function StatusBar() {
  const { store, profiles } = usePanel();
  const { from } = profiles.inForce.value;
  const { matched, total, busy } = store.shown.value;
  const file = store.openFile.value;
  const reading = store.reading.value;
  const why = useUnwatched();
  const words = t().app;
  const shown = store.isFiltered.value ? words.entriesShown(matched, total) : words.entries(total);
  return (
    <footer class="status" data-testid="status">
      <span data-testid="shown">{shown}</span>
      {reading !== undefined && <span data-testid="reading">{words.reading(reading)}</span>}
      {busy && <span>{words.filtering}</span>}
      {store.counts.value.isBehind && <span data-testid="judging">{words.judging}</span>}
      {file ? (
        <span class="status-file">
          <span>{words.session(file.name, file.entries)}</span>
          <button
            type="button"
            class="link"
            data-testid="back-to-live"
            onClick={() => store.closeFile()}
          >
            {words.backToLive}
          </button>
        </span>
      ) : (
        <span data-status={why ?? store.status.value}>
          {why === undefined ? words.connection[store.status.value] : t().unwatched[why].short}
        </span>
      )}
      {from !== undefined && (
        <span data-testid="status-profile">{words.profileOf(siteLabel(from))}</span>
      )}
      <TapStatus />
      {store.isPaused.value && <span class="status-paused">{words.paused(store.held.value)}</span>}
    </footer>
  );
}
