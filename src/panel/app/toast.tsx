import { useSignal, useSignalEffect } from '@preact/signals';
import { usePanel } from '../model/context.ts';
import type { Toast as Told } from '../model/store/store.ts';

const SHOWN_MS = 1_800;
/** Long enough to read it, think, and reach the button. */
const WITH_ACTION_MS = 10_000;

/** A short confirmation such as “Copied”, and the way back where there is one. */
export function Toast() {
  const { store } = usePanel();
  const shown = useSignal<Told | undefined>(undefined);
  const isHeld = useSignal(false);
  useSignalEffect(() => {
    if (store.toast.value) shown.value = store.toast.value;
  });
  useSignalEffect(() => {
    const toast = shown.value;
    // What the pointer or the focus is on does not go.
    if (!toast || isHeld.value) return;
    const timer = setTimeout(
      () => {
        // Effects run a frame late: another one may stand there that has no timer yet.
        if (shown.peek() === toast) shown.value = undefined;
      },
      toast.action === undefined ? SHOWN_MS : WITH_ACTION_MS,
    );
    return () => clearTimeout(timer);
  });
  const hold = (held: boolean) => () => {
    isHeld.value = held;
  };
  const action = shown.value?.action;
  return (
    <div class="toast-place" role="status" aria-live="polite" data-testid="toast">
      {shown.value !== undefined && (
        <span
          class="toast"
          onPointerEnter={hold(true)}
          onPointerLeave={hold(false)}
          onFocusIn={hold(true)}
          onFocusOut={hold(false)}
        >
          {shown.value.text}
          {action !== undefined && (
            <button
              type="button"
              class="toast-action"
              data-testid="toast-action"
              onClick={() => {
                shown.value = undefined;
                isHeld.value = false;
                action.run();
              }}
            >
              {action.label}
            </button>
          )}
        </span>
      )}
    </div>
  );
}
