import type { ReadonlySignal } from '@preact/signals';

import type { SiteSettings } from './site-settings.ts';

export type Theme = 'light' | 'dark';

/**
 * Whether the page in the tab can be watched. `denied`: the user has not allowed this site.
 * `closed`: no extension may look at it (the browser's own pages, stores of extensions).
 */
export type Access = 'open' | 'denied' | 'closed';

/** What the panel asks of the browser around it. */
export interface Host {
  /** The inspected tab; undefined where the page stands alone and only files can be looked at. */
  readonly tabId: number | undefined;
  readonly theme: ReadonlySignal<Theme>;
  /** Reloads the inspected page. Undefined outside DevTools. */
  readonly reload: (() => void) | undefined;
  readonly access: ReadonlySignal<Access>;
  /** Asks the user for all sites; to be called in a click. Undefined outside DevTools. */
  readonly allow: (() => Promise<void>) | undefined;
  /** Grows when the tab goes to a page that cannot be watched. */
  readonly unwatched: ReadonlySignal<number>;
  /** Opens a script in DevTools' own view of sources; line and column count from 1. */
  readonly openSource: ((url: string, line: number, column: number) => void) | undefined;
  readLayers(): Promise<string[]>;
  writeLayers(names: string[]): Promise<void>;
  /** The language that was chosen, as a BCP 47 code; '' where the browser decides. */
  readLanguage(): Promise<string>;
  writeLanguage(code: string): Promise<void>;
  /** What the user chose about how things are shown, as it was written; undefined at first. */
  readPreferences(): Promise<unknown>;
  writePreferences(kept: object): Promise<void>;
  /** Address of the tap that the panel listens to; '' for none. */
  readTap(): Promise<string>;
  writeTap(address: string): Promise<void>;
  /** What is kept for sites, by site. */
  readSites(): Promise<Map<string, SiteSettings>>;
  /** Keeps a site's settings; undefined forgets them. */
  writeSite(site: string, settings: SiteSettings | undefined): Promise<void>;
  /** Calls when any panel wrote a site's settings. */
  onSitesChanged(listener: () => void): void;
  /** The filters that were last in force, by site. */
  readFilters(): Promise<Map<string, string>>;
  /** Keeps a site's filter; '' forgets it. */
  writeFilter(site: string, filter: string): Promise<void>;
  /** Shows the number of errors on the toolbar's icon, as long as the tab stands on its page; 0 for none. */
  showErrors(errors: number): void;
  readonly version: string;
}
