import { signal } from '@preact/signals';
import type { Host } from '../../../src/panel/intake/host.ts';

/** What a test says about the browser around the panel. */
export function makeHost(more: Partial<Host> = {}): Host {
  return {
    tabId: 1,
    theme: signal('light'),
    reload: () => {},
    access: signal('open'),
    unwatched: signal(0),
    allow: undefined,
    openSource: undefined,
    readLayers: async () => [],
    writeLayers: async () => {},
    readLanguage: async () => '',
    writeLanguage: async () => {},
    readPreferences: async () => undefined,
    writePreferences: async () => {},
    readTap: async () => '',
    writeTap: async () => {},
    readSites: async () => new Map(),
    writeSite: async () => {},
    onSitesChanged: () => {},
    readFilters: async () => new Map(),
    writeFilter: async () => {},
    showErrors: () => {},
    version: '0.0.0',
    ...more,
  };
}
