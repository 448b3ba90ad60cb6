import type { ReadonlySignal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Host } from '../intake/host.ts';
import type { ServerEvents } from '../intake/server-events.ts';
import type { LedgerState } from './deduplication/ledger-state.ts';
import type { RulePane } from './findings/rule-pane.ts';
import type { Preferences } from './preferences.ts';
import type { Profiles } from './profile/profiles.ts';
import type { Book } from './store/book.ts';
import type { Schedule } from './store/schedule.ts';
import type { Store } from './store/store.ts';

/** What every part of the panel may use. */
export interface Panel {
  store: Store;
  host: Host;
  schedule: Schedule;
  /** What is chosen in the Deduplication view. */
  ledger: LedgerState;
  /** The page of a rule, beside the findings. */
  rulePane: RulePane;
  serverEvents: ServerEvents;
  profiles: Profiles;
  preferences: Preferences;
  /** Keeps which data layers are followed on every site; a site's profile may add some. */
  setLayers(names: string[]): Promise<void>;
  /** The language that was chosen; '' where the browser decides. */
  languageCode: ReadonlySignal<string>;
  /** Keeps and speaks a language; '': as the browser. */
  setLanguage(code: string): Promise<void>;
  /** The data layers followed on every site, `dataLayer` itself not among them. */
  layers: ReadonlySignal<readonly string[]>;
}

export const PanelContext = createContext<Panel | undefined>(undefined);

/** The panel that a component stands in. */
export function usePanel(): Panel {
  const panel = useContext(PanelContext);
  if (!panel) throw new Error('A component of the panel was rendered outside of it');
  return panel;
}

/**
 * The session on screen, for what is rendered of it: the component is rendered again whenever the
 * log grew or was judged anew, even where its own properties are the same.
 */
export function useBook(): Book {
  const { store } = usePanel();
  void store.counts.value;
  return store.book();
}
