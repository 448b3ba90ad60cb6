import { usePanel } from '../model/context.ts';
import { formatCount } from '../text/describe-entry.ts';
import { LoupeIcon } from '../ui/icons.tsx';

/** Says why the ledger shows no row. */
export function EmptyLedger({ rows }: { rows: number }) {
  const { ledger } = usePanel();
  if (rows > 0)
    return (
      <div class="empty" data-testid="ledger-filtered">
        <LoupeIcon />
        <h2>No row matches the filter</h2>
        <p>{rows === 1 ? '1 row is' : `${formatCount(rows)} rows are`} hidden.</p>
        <button
          type="button"
          class="button"
          data-testid="ledger-clear-filter"
          onClick={() => ledger.clearFilter()}
        >
          Clear the filter
        </button>
      </div>
    );
  return (
    <div class="empty" data-testid="ledger-empty">
      <LoupeIcon />
      <h2>No events for Meta yet</h2>
      <p>
        Pixel hits appear here as they leave the browser, beside the copies that a server sends
        under the same pixel, name and event id.
      </p>
      <ServerEventsHelp />
    </div>
  );
}

/** The ways in which server events come into a session. */
export function ServerEventsHelp() {
  return (
    <ul class="ways" data-testid="server-ways">
      <li>
        <b>Import</b> what the server sends: Conversions API bodies, JSON lines, a HAR or a session
        file, dropped here or pasted under <i>Server events</i> above.
      </li>
      <li>
        <b>Tap</b> a backend: run <code>event-loupe tap</code>, which stands in the place of
        graph.facebook.com, and give its address under <i>Server events</i>.
      </li>
      <li>
        <b>Announce</b> them in a response header of the site:{' '}
        <code>Server-Timing: capi;desc="Purchase:order-1001"</code>
      </li>
      <li>Hits to a Conversions API gateway and to Commanders Act are counted as server copies.</li>
    </ul>
  );
}
