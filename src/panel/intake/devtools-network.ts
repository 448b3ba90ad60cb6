import browser from 'webextension-polyfill';
import { t } from '../text/language.ts';
import { messageOf } from '../text/message-of.ts';
import type { NetworkRequest } from './enrichment.ts';
import { readHarEntry } from './har-entry.ts';

/** Chromium's DevTools shows stacks and Blobs; Firefox's nothing that webRequest has not shown. */
export const SEES_MORE = location.protocol.startsWith('chrome-extension');

/**
 * Tells every request of the inspected tab as it ends, and in Chromium those since DevTools was
 * opened: in Firefox they would be nothing that webRequest has not told. Does nothing outside DevTools.
 */
export function watchNetwork(onRequest: (request: NetworkRequest) => void): void {
  // Firefox has the name in every page of the extension, and nothing behind it outside DevTools.
  const network = (browser as Partial<typeof browser>).devtools?.network;
  if (network === undefined) return;
  /** Requests that ended while the earlier ones are fetched: they may be among those, too. */
  let meanwhile: NetworkRequest[] | undefined = SEES_MORE ? [] : undefined;
  network.onRequestFinished.addListener((entry) => {
    const request = readHarEntry(entry);
    if (!request) return;
    if (meanwhile) meanwhile.push(request);
    else onRequest(request);
  });
  if (!SEES_MORE) return;
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
      console.warn(t().intake.earlierRequests(messageOf(error)));
      goOn([]);
    },
  );
}
