import type { Entry } from '../session/entry.ts';

/** `reload`: the tab's page was loaded before Event Loupe was there and cannot be heard. */
export type ConnectionStatus = 'connecting' | 'live' | 'reload';

export interface ConnectionListener {
  /** Called with parsed entries, gaps included, as batches arrive. */
  onEntries(entries: Entry[]): void;
  onStatus(status: ConnectionStatus): void;
}
