import type { HitEntry } from '../../session/entry.ts';
import type { FactBook } from '../facts/facts.ts';
import type { Context } from '../part.ts';
import type { ConnectorFact } from './connector-facts.ts';

/** That a document's visitor is anonymous, told once, of its first event that shows it. */
export interface AnonymousVisitors {
  /** @param found what the hit says of it; undefined where it says nothing, or no longer */
  note(hit: HitEntry, found: ConnectorFact | undefined): void;
  settle(): void;
  clear(): void;
}

/** Keeps one fact per document in the book. */
export function createAnonymousVisitors(context: Context, book: FactBook): AnonymousVisitors {
  /** Document → its hits, with what each says. */
  const documents = new Map<string, Map<string, ConnectorFact>>();
  const documentOf = new Map<string, string>();
  /** Document → the hit that stands for it; absent where it has to be looked for. */
  const firsts = new Map<string, string>();
  const dirty = new Set<string>();

  const isBefore = (a: string, b: string) => {
    const difference = (context.get(a)?.at ?? 0) - (context.get(b)?.at ?? 0);
    return difference < 0 || (difference === 0 && a < b);
  };

  const forget = (id: string) => {
    const page = documentOf.get(id);
    if (page === undefined) return;
    documentOf.delete(id);
    documents.get(page)?.delete(id);
    if (firsts.get(page) === id) firsts.delete(page);
    dirty.add(page);
  };

  return {
    note(hit, found) {
      forget(hit.id);
      if (found === undefined) return;
      const { id, page } = hit;
      const hits = documents.get(page) ?? new Map<string, ConnectorFact>();
      documents.set(page, hits.set(id, found));
      documentOf.set(id, page);
      const first = firsts.get(page);
      if (first !== undefined && isBefore(id, first)) firsts.set(page, id);
      dirty.add(page);
    },
    settle() {
      for (const page of dirty) {
        const hits = documents.get(page) ?? new Map<string, ConnectorFact>();
        let first = firsts.get(page);
        if (first === undefined)
          for (const id of hits.keys()) if (first === undefined || isBefore(id, first)) first = id;
        const found = first === undefined ? undefined : hits.get(first);
        if (first !== undefined) firsts.set(page, first);
        book.put(`anonymous ${page}`, found === undefined ? [] : [found]);
      }
      dirty.clear();
    },
    clear() {
      documents.clear();
      documentOf.clear();
      firsts.clear();
      dirty.clear();
    },
  };
}
