import { usePanel } from '../model/context.ts';
import { t } from '../text/language.ts';
import { CloseIcon, ErrorIcon } from '../ui/icons.tsx';

/** The one problem that the user must know of. */
export function Message() {
  const { store } = usePanel();
  return (
    // Always there, so that screen readers notice when text comes into it.
    <div role="alert" class="message-place">
      {store.message.value !== undefined && (
        <div class="message" data-testid="message">
          <ErrorIcon />
          <span class="message-text">{store.message.value}</span>
          <button
            type="button"
            class="icon-button"
            aria-label={t().app.dismiss}
            title={t().app.dismiss}
            onClick={() => {
              store.message.value = undefined;
            }}
          >
            <CloseIcon />
          </button>
        </div>
      )}
    </div>
  );
}
