import { usePanel } from '../model/context.ts';
import { type Unwatched, useUnwatched } from '../model/unwatched.ts';
import { t } from '../text/language.ts';
import { messageOf } from '../text/message-of.ts';
import { WarningIcon } from '../ui/icons.tsx';
import { VIEW_PANES } from './view-panes.tsx';

/**
 * Says above every view, as long as it is so, that the page is not watched, with the way out: also
 * where a view says no more than that it is empty.
 */
export function PageNotice() {
  const { store } = usePanel();
  const why = useUnwatched();
  const isSaid = VIEW_PANES[store.view.value].hasEmpty && store.shown.value.total === 0;
  return (
    // Always there, so that screen readers notice when text comes into it.
    <div role="status" class="notice-place">
      {why !== undefined && !isSaid && (
        <p class="notice" data-testid="page-notice" data-why={why}>
          <WarningIcon />
          <span>
            <b>{t().unwatched[why].title}</b> {t().unwatched[why].text}
          </span>
          <WayOut why={why} isSmall />
        </p>
      )}
    </div>
  );
}

/** The button that mends it, where there is one. */
export function WayOut({ why, isSmall = false }: { why: Unwatched; isSmall?: boolean }) {
  const { host, store } = usePanel();
  const words = t().unwatched;
  const size = isSmall ? 'button small' : 'button primary';
  const { allow, reload } = host;
  if (why === 'denied' && allow)
    return (
      <button
        type="button"
        class={size}
        data-testid="allow"
        onClick={() =>
          // Right in the click: the browser asks only then.
          void allow().catch((error) => {
            store.message.value = words.notAllowed(messageOf(error));
          })
        }
      >
        {words.allow}
      </button>
    );
  if (why === 'late' && reload)
    return (
      <button type="button" class={size} data-testid="reload" onClick={reload}>
        {t().empty.reload}
      </button>
    );
  return null;
}
