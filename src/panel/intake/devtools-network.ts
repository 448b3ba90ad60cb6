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
  /** Requests that ended while the earlier ones are fetched: they may be among those, too. */
  let meanwhile: NetworkRequest[] | undefined = [];
  network.onRequestFinished.addListener((entry) => {
    const request = readHarEntry(entry);
    if (!request) return;
    if (meanwhile) meanwhile.push(request);
    else onRequest(request);
  });
  const goOn = (earlier: readonly NetworkRequest[]) => {
    const told = earlier.map((request) => JSON.stringify(request));
    for (const request of earlier) onRequest(request);
    for (const request of meanwhile ?? []) {
      const index = told.indexOf(JSON.stringify(request));
      if (index === -1) onRequest(request);
      else told.splice(index, 1);
    }
    meanwhile = undefined;
  };
  network.getHAR().then(
    ({ entries }) => {
      const requests = Array.isArray(entries) ? entries.map(readHarEntry) : [];
      goOn(requests.filter((request) => request !== undefined));
    },
    (error) => {
      console.warn('Event Loupe has not the requests before the panel:', error);
      goOn([]);
    },
  );
}
