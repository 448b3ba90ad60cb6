import { LISTED_REQUESTS } from '../session/limits.ts';
import type { ListedRequest } from '../session/wire.ts';

/** The clock of the epoch tells whole milliseconds, and the page's own is coarse, too. */
const ROUNDED_MS = 2;

/** One request, and whether a service worker took it, and may have sent it on as its own. */
interface Noted extends ListedRequest {
  isTaken: boolean;
}

/**
 * What the document has sent, as the browser tells of each request that has ended. The browser's own
 * list ends at 250, and is the page's to clear.
 */
export interface SentRequests {
  /** Those that were noted, the last of them; for a panel that comes later. */
  readonly told: readonly ListedRequest[];
  /** How many were noted in all. */
  readonly total: number;
  /** Notes requests as they end from now on, and first those that the browser's list has. */
  watch(): void;
  /** Notes at once those that have ended. */
  take(): void;
  /** Those that began between two times, in milliseconds since the epoch. */
  list(after: number, before: number): ListedRequest[];
}

/**
 * The document's requests. Nothing is watched yet, so that a page without a call pays nothing.
 * @param tell is called with those that are noted as they end
 */
export function createSentRequests(tell: (requests: ListedRequest[]) => void): SentRequests {
  let told: Noted[] = [];
  let total = 0;
  const note = (entries: PerformanceEntryList): Noted[] => {
    // A computer that slept has two clocks.
    const origin = Date.now() - performance.now();
    const requests: Noted[] = [];
    for (const entry of entries as PerformanceResourceTiming[]) {
      if (!entry.name.startsWith('http')) continue;
      const from = origin + entry.startTime;
      requests.push({
        url: entry.name,
        from,
        to: from + entry.duration,
        isImage: entry.initiatorType === 'img',
        isTaken: entry.workerStart > 0,
      });
    }
    total += requests.length;
    told = [...told, ...requests].slice(-LISTED_REQUESTS);
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
    take() {
      this.watch();
      note(observer?.takeRecords() ?? []);
    },
    list(after, before) {
      if (after >= before) return [];
      this.take();
      return told.filter(
        ({ from, isTaken }) => !isTaken && from >= after - ROUNDED_MS && from < before,
      );
    },
  };
}
