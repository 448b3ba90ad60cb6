import type { ConsoleEntry } from '../../session/entry.ts';
import type { Fault } from '../../vendors/meta/fault.ts';
import type { Fact } from '../facts/fact.ts';
import { listOf } from '../ordered.ts';

/** What Meta's library printed, beside what the faults of calls say that it prints. */
export interface ConsoleWords {
  add(entry: ConsoleEntry): void;
  /** The faults that are told of a call. Cheap where none of them prints. */
  told(call: string, faults: readonly Fault[]): void;
  /** Entries in which a document's library printed these words. */
  of(page: string, prints: string | undefined): readonly string[];
  /** What was printed and no fault explains. */
  settle(put: (key: string, facts: readonly Fact[]) => void): void;
  clear(): void;
}

/** Nothing was printed. */
export function createConsoleWords(): ConsoleWords {
  /** Ids of entries by text. */
  const printed = new Map<string, { id: string; page: string }[]>();
  /** Calls whose faults are told with these words. A frame's words may stand at its top document. */
  const callsOf = new Map<string, Set<string>>();
  const wordsOf = new Map<string, readonly string[]>();
  const dirty = new Set<string>();

  return {
    add({ id, page, level, text }) {
      if (level !== 'warning' && level !== 'error') return;
      listOf(printed, text).push({ id, page });
      dirty.add(text);
    },
    told(call, faults) {
      const words = faults.flatMap(({ prints }) => prints ?? []);
      for (const before of wordsOf.get(call) ?? NOTHING) {
        callsOf.get(before)?.delete(call);
        dirty.add(before);
      }
      if (words.length === 0) {
        wordsOf.delete(call);
        return;
      }
      wordsOf.set(call, words);
      for (const one of words) {
        const calls = callsOf.get(one);
        if (calls === undefined) callsOf.set(one, new Set([call]));
        else calls.add(call);
        dirty.add(one);
      }
    },
    of: (page, prints) =>
      (prints === undefined ? undefined : printed.get(prints))
        ?.filter((one) => one.page === page)
        .map(({ id }) => id)
        .sort() ?? NOTHING,
    settle(put) {
      for (const prints of dirty) {
        const entries = printed.get(prints)?.map(({ id }) => id) ?? NOTHING;
        const isUnexplained = entries.length > 0 && (callsOf.get(prints)?.size ?? 0) === 0;
        const fact: Fact = {
          rule: 'pixel/library-warning',
          entries: [...entries].sort(),
          data: { prints },
        };
        put(`prints ${prints}`, isUnexplained ? [fact] : NOTHING);
      }
      dirty.clear();
    },
    clear() {
      printed.clear();
      callsOf.clear();
      wordsOf.clear();
      dirty.clear();
    },
  };
}

const NOTHING: readonly never[] = [];
