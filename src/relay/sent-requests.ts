import { TOLD_REQUESTS } from '../session/limits.ts';
import type { ListedRequest, SentRequest } from '../session/wire.ts';

/** The clock of the epoch tells whole milliseconds, and the page's own is coarse, too. */
const ROUNDED_MS = 2;

/** What the document has sent, as the browser's own list of its resources has it. */
export interface SentRequests {
  /** Those that were told, the last of them; for a panel that comes later. */
  readonly told: readonly SentRequest[];
  /** How many were told in all. */
  readonly total: number;
  /** Tells of requests from now on, once they have ended, each once. */
  watch(): void;
  /** Those that have ended and are not told yet. */
  take(): SentRequest[];
}

/** The document's requests; nothing is watched yet. */
export function createSentRequests(tell: (requests: SentRequest[]) => void): SentRequests {
  let told: SentRequest[] = [];
  let total = 0;
  /** As long as the browser's own list has all of them, what was told is known by name and start. */
  const known = new Set<string>();
  const note = (entries: PerformanceEntryList): SentRequest[] => {
    // A computer that slept has two clocks.
    const origin = Date.now() - performance.now();
    const requests: SentRequest[] = [];
    for (const { name: url, startTime, duration } of entries) {
      const key = `${startTime} ${url}`;
      if (!url.startsWith('http') || known.has(key)) continue;
      if (known.size <= TOLD_REQUESTS) known.add(key);
      requests.push({ url, from: origin + startTime, to: origin + startTime + duration });
    }
    total += requests.length;
    told = [...told, ...requests].slice(-TOLD_REQUESTS);
    return requests;
  };
  let observer: PerformanceObserver | undefined;
  return {
    get told() {
      return told;
    },
    get total() {
      return total;
    },
    watch() {
      if (observer) return;
      observer = new PerformanceObserver((list) => tell(note(list.getEntries())));
      observer.observe({ type: 'resource', buffered: true });
    },
    take: () =>
      note(
        known.size > TOLD_REQUESTS
          ? (observer?.takeRecords() ?? [])
          : performance.getEntriesByType('resource'),
      ),
  };
}

/**
 * What the browser's own list has of requests that began between two times, in milliseconds since
 * the epoch.
 */
export function listRequests(after: number, before: number): ListedRequest[] {
  const origin = Date.now() - performance.now();
  const requests: ListedRequest[] = [];
  for (const entry of performance.getEntriesByType('resource') as PerformanceResourceTiming[]) {
    const from = origin + entry.startTime;
    // What a service worker took is its own to send.
    if (from < after - ROUNDED_MS || from >= before) continue;
    if (entry.workerStart > 0 || !entry.name.startsWith('http')) continue;
    const isImage = entry.initiatorType === 'img';
    requests.push({ url: entry.name, from, to: from + entry.duration, isImage });
  }
  return requests.slice(0, TOLD_REQUESTS);
}
