import { type Entry, mayComeAgain } from '../session/entry.ts';

/** What adding did to a log. */
export interface Added {
  /** Entries that were not there before, in the order in which they came. */
  fresh: Entry[];
  /** What has come again and taken the place of its earlier form; see `isLaterForm`. */
  revised: { before: Entry; after: Entry }[];
}

/** The session in memory: entries in order of time, each id once. */
export interface Log {
  /** In order of `at`; entries of one document keep their numbers' order. Never mutated by readers. */
  readonly entries: readonly Entry[];
  /**
   * Adds entries in any order. One whose id is known is ignored, unless it is a later form (see
   * `isLaterForm`): then it stands where the earlier one stood.
   */
  add(entries: readonly Entry[]): Added;
  get(id: string): Entry | undefined;
  clear(): void;
}

/** An empty log. */
export function createLog(): Log {
  let entries: Entry[] = [];
  let byId = new Map<string, Entry>();

  const replace = (before: Entry, after: Entry) => {
    const index = indexOf(entries, before);
    if (index === -1) return;
    if (before.at === after.at) entries[index] = after;
    else {
      entries.splice(index, 1);
      merge(entries, [after]);
    }
  };

  return {
    get entries() {
      return entries;
    },
    add(incoming) {
      const fresh: Entry[] = [];
      /** Id → the form of it that the log held before. */
      const before = new Map<string, Entry>();
      let isRevised = false;
      for (const entry of incoming) {
        const known = byId.get(entry.id);
        if (known !== undefined) {
          if (known === entry || !isLaterForm(entry, known)) continue;
          isRevised = true;
          if (!before.has(entry.id)) before.set(entry.id, known);
        } else fresh.push(entry);
        byId.set(entry.id, entry);
      }
      if (!isRevised) {
        merge(entries, fresh);
        return { fresh, revised: [] };
      }
      // An entry may have come twice in one batch: only its last form counts.
      const last = fresh.map((entry) => byId.get(entry.id) as Entry);
      for (const { id } of fresh) before.delete(id);
      const revised = [...before].map(([id, old]) => ({
        before: old,
        after: byId.get(id) as Entry,
      }));
      for (const one of revised) replace(one.before, one.after);
      merge(entries, last);
      return { fresh: last, revised };
    },
    get: (id) => byId.get(id),
    clear() {
      entries = [];
      byId = new Map();
    },
  };
}

/**
 * Whether an entry takes the place of the one that is known by its id (see `mayComeAgain`). A hit
 * whose end is known is never replaced by the form in which it was still awaited.
 */
export function isLaterForm(entry: Entry, known: Entry): boolean {
  if (isNamed(entry, known)) return true;
  if (!mayComeAgain(known)) return false;
  if (entry.kind === 'call') return known.kind === 'call' && entry.messageId !== undefined;
  if (entry.kind === 'server') return known.kind === 'server' && entry.page !== known.page;
  if (entry.kind !== 'hit' || known.kind !== 'hit') return false;
  return !(
    entry.outcome === 'pending' &&
    known.outcome !== 'pending' &&
    known.outcome !== undefined
  );
}

/** Imported without its pixel before, and with it now. */
function isNamed(entry: Entry, known: Entry): boolean {
  if (entry.kind !== 'server' || known.kind !== 'server' || entry.origin !== 'import') return false;
  return known.pixelId === undefined && entry.pixelId !== undefined;
}

/** Index of an entry in a list ordered by time, or -1. */
function indexOf(entries: readonly Entry[], entry: Entry): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entries[middle] as Entry).at < entry.at) low = middle + 1;
    else high = middle;
  }
  for (let i = low; i < entries.length && (entries[i] as Entry).at === entry.at; i += 1)
    if (entries[i] === entry) return i;
  return -1;
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
