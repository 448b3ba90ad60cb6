import { usePanel } from './context.ts';

/** Why the page on screen cannot be watched, or not from its start. */
export type Unwatched = 'denied' | 'closed' | 'late';

/** What stands between the tool and the page; undefined where nothing does. */
export function useUnwatched(): Unwatched | undefined {
  const { store, host } = usePanel();
  if (store.openFile.value || store.status.value === 'none') return undefined;
  const access = host.access.value;
  if (access !== 'open') return access;
  return store.status.value === 'reload' ? 'late' : undefined;
}
