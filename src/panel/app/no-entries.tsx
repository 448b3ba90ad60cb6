import type { ComponentChildren } from 'preact';
import { usePanel } from '../model/context.ts';
import { formatCount } from '../text/describe-entry.ts';
import { LoupeIcon } from '../ui/icons.tsx';

/** Says why there is nothing to see, and what to do about it. */
export function NoEntries() {
  const { store, host } = usePanel();
  const { total, busy } = store.shown.value;
  if (busy) return null;
  if (total > 0 && store.isFiltered.value)
    return (
      <Empty title="Nothing matches the filter" testId="empty-filter">
        <p>
          {total === 1 ? '1 entry is' : `${formatCount(total)} entries are`} hidden by{' '}
          {store.search.value === '' ? (
            'the chosen sources'
          ) : (
            <code class="quoted">{store.search.value}</code>
          )}
          .
        </p>
        <button
          type="button"
          class="button"
          data-testid="clear-filter"
          onClick={() => store.clearFilter()}
        >
          Clear the filter
        </button>
      </Empty>
    );
  if (store.openFile.value)
    return (
      <Empty title="This session file has no entries" testId="empty-file">
        <button type="button" class="button" onClick={() => store.closeFile()}>
          Back to live
        </button>
      </Empty>
    );
  switch (store.status.value) {
    case 'connecting':
      return <Empty title="Connecting to the page…" testId="empty-connecting" />;
    case 'reload':
      return (
        <Empty title="This page was loaded before Event Loupe" testId="empty-reload">
          <p>
            What it called so far cannot be seen. Reload it to see every call from the first on.
          </p>
          {host.reload && (
            <button
              type="button"
              class="button primary"
              data-testid="reload"
              onClick={() => host.reload?.()}
            >
              Reload page
            </button>
          )}
        </Empty>
      );
    case 'none':
      return (
        <Empty title="No page to listen to" testId="empty-none">
          <p>Open a session file with the import button, or drop one here.</p>
        </Empty>
      );
    case 'live':
      return (
        <Empty title="Listening" testId="empty-live">
          <p>
            Calls of <code>LoyJoy</code>, <code>dataLayer</code>, <code>cact</code>,{' '}
            <code>fbq</code> and <code>analytics</code> appear here as the page makes them. It has
            made none since {host.reload ? 'it was loaded or the list was cleared' : 'then'}.
          </p>
          {host.reload && (
            <button
              type="button"
              class="button"
              data-testid="reload"
              onClick={() => host.reload?.()}
            >
              Reload page
            </button>
          )}
        </Empty>
      );
  }
}

function Empty(props: { title: string; testId: string; children?: ComponentChildren }) {
  return (
    <div class="empty" data-testid={props.testId}>
      <LoupeIcon />
      <h2>{props.title}</h2>
      {props.children}
    </div>
  );
}
