import browser from 'webextension-polyfill';
import type { NetworkRequest } from './enrichment.ts';
import { readHarEntry } from './har-entry.ts';

/**
 * Tells every request of the inspected tab as it ends, and those since DevTools was opened. Does
 * nothing outside DevTools, and in Firefox, which tells nothing there that webRequest does not.
 */
export function watchNetwork(onRequest: (request: NetworkRequest) => void): void {
  if (!('devtools' in browser) || !location.protocol.startsWith('chrome-extension')) return;
  const { network } = browser.devtools;
  const tell = (entry: unknown) => {
    const request = readHarEntry(entry);
    if (request) onRequest(request);
  };
  network.onRequestFinished.addListener(tell);
  network.getHAR().then(
    ({ entries }) => {
      if (Array.isArray(entries)) for (const entry of entries) tell(entry);
    },
    (error) => console.warn('Event Loupe has not the requests before the panel:', error),
  );
}
