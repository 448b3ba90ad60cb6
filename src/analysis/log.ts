import type { Entry } from '../session/entry.ts';

/** The session in memory: entries in order of time, each id once. */
export interface Log {
  /** In order of `at`; entries of one document keep their numbers' order. Never mutated by readers. */
  readonly entries: readonly Entry[];
  /** Adds entries in any order; those whose id is known are ignored. Returns the ones that were new. */
  add(entries: readonly Entry[]): Entry[];
  get(id: string): Entry | undefined;
  clear(): void;
}

/** An empty log. */
export function createLog(): Log {
  let entries: Entry[] = [];
  let byId = new Map<string, Entry>();
  return {
    get entries() {
      return entries;
    },
    add(incoming) {
      const fresh: Entry[] = [];
      for (const entry of incoming) {
        if (byId.has(entry.id)) continue;
        byId.set(entry.id, entry);
        fresh.push(entry);
      }
      merge(entries, fresh);
      return fresh;
    },
    get: (id) => byId.get(id),
    clear() {
      entries = [];
      byId = new Map();
    },
  };
}

/**
 * Merges `fresh` into `entries` in place, by `at`. What comes usually belongs at the end, so only
 * the tail that is later than the first fresh entry is moved. Ties keep arrival order.
 */
function merge(entries: Entry[], fresh: readonly Entry[]): void {
  if (fresh.length === 0) return;
  const sorted = isInOrder(fresh) ? fresh : [...fresh].sort((a, b) => a.at - b.at);
  const firstAt = (sorted[0] as Entry).at;
  let cut = entries.length;
  while (cut > 0 && (entries[cut - 1] as Entry).at > firstAt) cut -= 1;
  const tail = entries.splice(cut);
  let t = 0;
  for (const entry of sorted) {
    while (t < tail.length && (tail[t] as Entry).at <= entry.at) entries.push(tail[t++] as Entry);
    entries.push(entry);
  }
  while (t < tail.length) entries.push(tail[t++] as Entry);
}

function isInOrder(entries: readonly Entry[]): boolean {
  for (let i = 1; i < entries.length; i += 1)
    if ((entries[i] as Entry).at < (entries[i - 1] as Entry).at) return false;
  return true;
}
