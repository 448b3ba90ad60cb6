import { computed, effect } from '@preact/signals';
import type { Host } from '../intake/host.ts';
import type { Store } from '../model/store/store.ts';

/**
 * Has the live session's errors shown on the toolbar's icon, and again after each load: the browser
 * takes the number away then.
 * @param restMs the least time between two numbers
 * @returns what ends that
 */
export function followErrors(
  store: Store,
  host: Pick<Host, 'showErrors'>,
  restMs: number,
): () => void {
  // A file's session is none of the tab's.
  const errors = computed(() =>
    store.openFile.value === undefined ? store.counts.value.summary.findings.error : 0,
  );
  const loads = computed(() => `${store.counts.value.summary.pages} ${store.live().latestUrl()}`);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = effect(() => {
    void errors.value;
    void loads.value;
    timer ??= setTimeout(() => {
      timer = undefined;
      host.showErrors(errors.peek());
    }, restMs);
  });
  return () => {
    clearTimeout(timer);
    end();
  };
}
