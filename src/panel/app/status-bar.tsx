import { usePanel } from '../model/context.ts';
import { siteLabel } from '../model/profile/sites.ts';
import { formatCount } from '../text/describe-entry.ts';
import { TapStatus } from './tap-status.tsx';

const CONNECTION_WORDS = {
  connecting: 'Connecting…',
  live: 'Listening',
  reload: 'Page must be reloaded',
  none: 'No page',
} as const;

/** What is shown of what there is, and whether the page is listened to. */
export function StatusBar() {
  const { store, profiles } = usePanel();
  const { from } = profiles.inForce.value;
  const { matched, total, busy } = store.shown.value;
  const file = store.openFile.value;
  const shown = store.isFiltered.value
    ? `${formatCount(matched)} of ${formatCount(total)} entries shown`
    : `${formatCount(total)} ${total === 1 ? 'entry' : 'entries'}`;
  return (
    <footer class="status" data-testid="status">
      <span>{shown}</span>
      {busy && <span>Filtering…</span>}
      {file ? (
        <span class="status-file">
          session {file.name} · {formatCount(file.entries)} entries
          <button
            type="button"
            class="link"
            data-testid="back-to-live"
            onClick={() => store.closeFile()}
          >
            Back to live
          </button>
        </span>
      ) : (
        <span data-status={store.status.value}>{CONNECTION_WORDS[store.status.value]}</span>
      )}
      {from !== undefined && <span data-testid="status-profile">profile of {siteLabel(from)}</span>}
      <TapStatus />
      {store.isPaused.value && (
        <span class="status-paused">
          Paused: {formatCount(store.held.value)} new while paused, kept until you resume
        </span>
      )}
    </footer>
  );
}
