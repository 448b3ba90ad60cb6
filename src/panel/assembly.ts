import type { Entry, GapEntry } from '../session/entry.ts';
import type { DocumentMessage, EntriesMessage } from '../session/wire.ts';
import { parseWireEntry } from '../session/wire-entry.ts';

/** What the assembly needs from outside. */
export interface AssemblyListener {
  onEntries(entries: Entry[]): void;
  /** Ask the document's relay to send again from this number. */
  askAgain(document: string, from: number): void;
}

/** Puts the documents' numbered batches together again: each entry once, in order, holes as gaps. */
export interface Assembly {
  onDocument(message: DocumentMessage): void;
  onBatch(message: EntriesMessage): void;
  /** Nothing more can be asked of the document: holes that are left are gaps. */
  onGone(document: string): void;
  /** Next number wanted, per document. */
  have(): Record<string, number>;
}

interface Document {
  /** Next number wanted. */
  next: number;
  /** Number after the last entry that the relay said it had. */
  end: number;
  frameId: number | undefined;
  /** Batches beyond a hole that has been asked for, by first number. */
  early: Map<number, EntriesMessage>;
  asked: boolean;
}

/** An assembly that knows no document. */
export function createAssembly(listener: AssemblyListener): Assembly {
  const documents = new Map<string, Document>();

  const documentOf = (key: string): Document => {
    let document = documents.get(key);
    if (!document) {
      document = { next: 0, end: 0, frameId: undefined, early: new Map(), asked: false };
      documents.set(key, document);
    }
    return document;
  };

  /** Entries of a batch from the next wanted number on. */
  const accept = (key: string, document: Document, batch: EntriesMessage): Entry[] => {
    const end = batch.from + batch.count;
    if (end <= document.next) return [];
    const lines = batch.text.split('\n');
    const entries: Entry[] = [];
    for (let n = document.next; n < end; n += 1) {
      const line = lines[n - batch.from];
      const entry = line === undefined ? undefined : parseWireEntry(key, line);
      if (!entry || entry.id !== `${key}:${n}`) {
        entries.push(gap(key, n, n, 'unreadable', entries.at(-1)?.at ?? 0));
        continue;
      }
      if (entry.kind === 'page' && document.frameId !== undefined) entry.frameId = document.frameId;
      entries.push(entry);
    }
    document.next = end;
    return entries;
  };

  /** The earliest batch that waits. */
  const nearestOf = (document: Document): EntriesMessage | undefined => {
    let nearest: EntriesMessage | undefined;
    for (const batch of document.early.values())
      if (!nearest || batch.from < nearest.from) nearest = batch;
    return nearest;
  };

  /** Takes the waiting batches that follow now. Entries before `first` cannot come any more. */
  const drain = (
    key: string,
    document: Document,
    first: number,
    reason: GapEntry['reason'],
  ): Entry[] => {
    const entries: Entry[] = [];
    for (let batch = nearestOf(document); batch; batch = nearestOf(document)) {
      const lost = Math.min(first, batch.from);
      if (lost > document.next) {
        entries.push(gap(key, document.next, lost - 1, reason, 0));
        document.next = lost;
      }
      if (batch.from > document.next) break;
      document.early.delete(batch.from);
      for (const entry of accept(key, document, batch)) entries.push(entry);
    }
    if (document.early.size === 0) document.asked = false;
    return dateGaps(entries);
  };

  const tell = (entries: Entry[]): void => {
    if (entries.length > 0) listener.onEntries(entries);
  };

  return {
    onDocument(message) {
      const document = documentOf(message.document);
      document.frameId = message.frameId;
      document.end = Math.max(document.end, message.next);
      document.asked = false;
    },
    onBatch(message) {
      const key = message.document;
      const document = documentOf(key);
      document.early.set(message.from, message);
      tell(drain(key, document, message.first, 'limit'));
      const nearest = nearestOf(document);
      if (!nearest) return;
      if (message.since !== undefined && message.since <= document.next) {
        // The relay was asked for the hole and begins behind it: nothing was ever written there.
        tell(drain(key, document, message.from, 'unreadable'));
      } else if (!document.asked) {
        document.asked = true;
        listener.askAgain(key, document.next);
      }
    },
    onGone(key) {
      const document = documents.get(key);
      if (!document) return;
      tell(drain(key, document, Number.POSITIVE_INFINITY, 'document-gone'));
      if (document.next >= document.end) return;
      // It was there and can no longer be asked for; its time is not known.
      tell([gap(key, document.next, document.end - 1, 'document-gone', Date.now())]);
      document.next = document.end;
    },
    have() {
      const numbers: Record<string, number> = {};
      for (const [key, document] of documents) numbers[key] = document.next;
      return numbers;
    },
  };
}

function gap(
  key: string,
  from: number,
  to: number,
  reason: GapEntry['reason'],
  at: number,
): GapEntry {
  return { kind: 'gap', id: `${key}:gap${from}`, page: `${key}:0`, at, from, to, reason };
}

/** A gap stands at the time of the entry that follows it. */
function dateGaps(entries: Entry[]): Entry[] {
  let at = 0;
  for (let i = entries.length - 1; i >= 0; i -= 1) {
    const entry = entries[i] as Entry;
    if (entry.kind !== 'gap') at = entry.at;
    else if (at > 0) entry.at = at;
  }
  return entries;
}
