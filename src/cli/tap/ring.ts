import type { GapEntry, ServerEntry } from '../../session/entry.ts';
import { LINE_UNITS, TAP_ENTRIES, TAP_UNITS } from '../../session/limits.ts';

/** The last entries, numbered without holes from 0. */
export interface Ring {
  /** Name of this run; ids are `tap-<run>:<number>`. */
  readonly run: string;
  /** Number of the next entry to come. */
  readonly next: number;
  /** Keeps an entry under the next number and tells the readers. */
  add(entry: Omit<ServerEntry, 'id'>): void;
  /** Lines from a number on, at most `limit`; a gap stands in the place of what is no longer kept. */
  read(from: number, limit: number): { lines: string[]; next: number };
  /** Calls back after each entry. @returns what ends that */
  onEntry(listener: () => void): () => void;
}

/** A ring without entries. @param bounds how much it keeps */
export function createRing(
  run: string,
  bounds: { entries: number; units: number } = { entries: TAP_ENTRIES, units: TAP_UNITS },
): Ring {
  let first = 0;
  let units = 0;
  let lines: { text: string; at: number }[] = [];
  /** Lines before this index are gone; the list is cut now and then, not each time. */
  let start = 0;
  const listeners = new Set<() => void>();

  const gap = (from: number, to: number, at: number, reason: GapEntry['reason']): GapEntry => ({
    kind: 'gap',
    id: `tap-${run}:gap${from}`,
    page: '',
    at,
    from,
    to,
    reason,
  });

  return {
    run,
    get next() {
      return first + lines.length - start;
    },
    add(entry) {
      const id = `tap-${run}:${this.next}`;
      let text = JSON.stringify({ ...entry, id });
      // A line that no reader takes would end the reading.
      if (text.length > LINE_UNITS)
        text = JSON.stringify(gap(this.next, this.next, entry.at, 'unreadable'));
      lines.push({ text, at: entry.at });
      units += text.length;
      while (
        lines.length - start > 1 &&
        (lines.length - start > bounds.entries || units > bounds.units)
      ) {
        units -= lines[start]?.text.length ?? 0;
        lines[start] = { text: '', at: 0 };
        start += 1;
        first += 1;
      }
      if (start > bounds.entries) {
        lines = lines.slice(start);
        start = 0;
      }
      for (const listener of listeners) listener();
    },
    read(from, limit) {
      const read: string[] = [];
      let at = from;
      if (at < first) {
        read.push(JSON.stringify(gap(at, first - 1, lines[start]?.at ?? 0, 'limit')));
        at = first;
      }
      const begin = start + at - first;
      for (const { text } of lines.slice(begin, begin + limit)) {
        read.push(text);
        at += 1;
      }
      return { lines: read, next: at };
    },
    onEntry(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
