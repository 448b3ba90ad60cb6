import type { Entry } from '../../../session/entry.ts';
import { isDivider } from '../../text/describe-entry.ts';
import { firstIndexAfter } from './book.ts';
import type { Schedule } from './schedule.ts';

/** What the list shows: the entries of the log that pass, with the dividers that head them. */
export interface VisibleEntries {
  /** In the log's order. The same array while it only grows. */
  readonly entries: readonly Entry[];
  /** Entries that pass, not counting dividers that are there only as headings. */
  readonly matched: number;
  /** Not everything was looked at yet. */
  readonly busy: boolean;
  /** A look at many entries is under way, over several turns. */
  readonly working: boolean;
  /**
   * Starts again: another filter, another log, or answers that changed. `isNarrower`: what the filter
   * before held back does not pass now either, and is not looked at again.
   */
  restart(how: { showParts: boolean; isNarrower?: boolean }): void;
  /** The log changed from `index` on, where an entry of time `at` now stands. */
  changed(index: number, at: number): void;
  /** Looks at what is new: at once for some milliseconds, the rest in later turns. */
  advance(): void;
}

/** How long one piece of work may take; with rendering it stays well below a frame and a half. */
const SLICE_MS = 8;
/** Entries between two looks at the clock. */
const STRIDE = 64;
/** A screen's worth: enough found to show a part. */
const SCREENFUL = 120;

/**
 * Keeps the list of shown entries in step with a growing log. There is one way through: look at
 * every entry after `scanned` once. A new filter moves `scanned` to the start, a late entry moves it
 * back to its place; so the result cannot depend on how the entries came.
 */
export function createVisibleEntries(options: {
  entries(): readonly Entry[];
  /** Undefined: no filter, everything passes. */
  filter(): ((entry: Entry) => boolean) | undefined;
  schedule: Schedule;
  /** Called when `entries`, `matched` or `busy` changed. */
  onChange(): void;
}): VisibleEntries {
  const { schedule } = options;
  let shown: Entry[] = [];
  let shownMatched = 0;
  let building = shown;
  let matched = 0;
  let scanned = 0;
  /** What passed the filter before, of the entries before `scanned`, and how many of that were looked at. */
  let within: readonly Entry[] = [];
  let looked = 0;
  /** A divider that no passing entry has followed yet. */
  let heading: Entry | undefined;
  let showParts = false;
  let looping = false;

  const isHeadingOnly = (entry: Entry) => {
    const filter = options.filter();
    return filter !== undefined && isDivider(entry) && !filter(entry);
  };

  const isDone = () => looked === within.length && scanned >= options.entries().length;

  const slice = () => {
    const log = options.entries();
    const filter = options.filter();
    const endAt = schedule.now() + SLICE_MS;
    const look = (list: readonly Entry[], from: number): number => {
      const stop = Math.min(list.length, from + STRIDE);
      for (let i = from; i < stop; i += 1) {
        const entry = list[i] as Entry;
        if (filter && !filter(entry)) {
          if (isDivider(entry)) heading = entry;
          continue;
        }
        if (heading) building.push(heading);
        heading = undefined;
        building.push(entry);
        matched += 1;
      }
      return stop;
    };
    while (!isDone()) {
      if (looked < within.length) looked = look(within, looked);
      else scanned = look(log, scanned);
      if (schedule.now() >= endAt) break;
    }
  };

  const publish = () => {
    if (building === shown || isDone() || (showParts && building.length >= SCREENFUL)) {
      shown = building;
      shownMatched = matched;
    }
    options.onChange();
  };

  const loop = async () => {
    looping = true;
    for (let isOver = false; !isOver; ) {
      await schedule.nextTurn();
      slice();
      isOver = isDone();
      // Before publishing: who hears of the end may start anew.
      if (isOver) looping = false;
      publish();
    }
  };

  const lookAgain = () => {
    within = [];
    looked = 0;
    building = [];
    matched = 0;
    scanned = 0;
    heading = undefined;
  };

  const rewind = (index: number, at: number) => {
    if (index >= scanned) return;
    if (looked !== within.length) {
      lookAgain();
      return;
    }
    const keep = firstIndexAfter(building, at);
    // What was published stays on screen until the new list is there.
    if (building === shown) building = shown.slice(0, keep);
    else building.length = keep;
    scanned = index;
    heading = undefined;
    const last = building.at(-1);
    if (last && isHeadingOnly(last)) {
      building.pop();
      heading = last;
    } else if (options.filter()) heading = headingBefore(options.entries(), index, last);
    matched = building.reduce((n, entry) => (isHeadingOnly(entry) ? n : n + 1), 0);
  };

  return {
    get entries() {
      return shown;
    },
    get matched() {
      return shownMatched;
    },
    get busy() {
      return !isDone();
    },
    get working() {
      return looping;
    },
    restart({ showParts: shows, isNarrower }) {
      const heads = heading ? [heading] : [];
      const passed = isNarrower ? [...building, ...heads, ...within.slice(looked)] : [];
      const end = isNarrower ? scanned : 0;
      lookAgain();
      within = passed;
      scanned = end;
      showParts = shows;
    },
    changed(index, at) {
      if (building === shown) showParts = false;
      rewind(index, at);
    },
    advance() {
      slice();
      publish();
      if (!isDone() && !looping) void loop();
    },
  };

  /** The divider right before `index` that no entry of the list follows. */
  function headingBefore(log: readonly Entry[], index: number, last: Entry | undefined) {
    for (let i = index - 1; i >= 0; i -= 1) {
      const entry = log[i] as Entry;
      if (entry === last) return undefined;
      if (isDivider(entry)) return entry;
    }
    return undefined;
  }
}
