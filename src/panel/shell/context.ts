import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { LedgerState } from '../deduplication/ledger-state.ts';
import type { Host } from '../host/host.ts';
import type { Schedule } from '../store/schedule.ts';
import type { Store } from '../store/store.ts';

/** What every part of the panel may use. */
export interface Panel {
  store: Store;
  host: Host;
  schedule: Schedule;
  /** What is chosen in the Deduplication view. */
  ledger: LedgerState;
  /** Tells the page which data layers to follow, and keeps the setting. */
  setLayers(names: string[]): Promise<void>;
  /** The data layers followed now, `dataLayer` itself not among them. */
  layers: { readonly value: readonly string[] };
}

export const PanelContext = createContext<Panel | undefined>(undefined);

/** The panel that a component stands in. */
export function usePanel(): Panel {
  const panel = useContext(PanelContext);
  if (!panel) throw new Error('A component of the panel was rendered outside of it');
  return panel;
}
