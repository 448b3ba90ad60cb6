import { useSignal, useSignalEffect } from '@preact/signals';
import { usePanel } from '../model/context.ts';

const SHOWN_MS = 1_800;

/** A short confirmation such as “Copied”. */
export function Toast() {
  const { store } = usePanel();
  const text = useSignal('');
  useSignalEffect(() => {
    const toast = store.toast.value;
    if (!toast) return;
    text.value = toast.text;
    const timer = setTimeout(() => {
      text.value = '';
    }, SHOWN_MS);
    return () => clearTimeout(timer);
  });
  return (
    <div class="toast-place" role="status" aria-live="polite" data-testid="toast">
      {text.value !== '' && <span class="toast">{text.value}</span>}
    </div>
  );
}
