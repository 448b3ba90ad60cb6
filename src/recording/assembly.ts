import {
  documentOf as documentKeyOf,
  type Entry,
  type GapEntry,
  type HitEntry,
  type PageEntry,
} from '../session/entry.ts';
import { UNPLACED_HITS } from '../session/limits.ts';
import type {
  DocumentMessage,
  EntriesMessage,
  RequestsMessage,
  Sender,
  SpokenFrame,
  StreamMessage,
} from '../session/wire.ts';
import { parseHitLine, parseWireEntry } from '../session/wire-entry.ts';
import { createDocuments, type Documents } from './documents.ts';
import { createMadeFrames } from './made-frames.ts';

/** What the assembly needs from outside. */
export interface AssemblyListener {
  onEntries(entries: Entry[]): void;
  /** Ask the document's relay to send again from this number. */
  askAgain(document: string, from: number): void;
}

/**
 * Puts the documents' and the background's numbered batches together again: each entry once, in
 * order, holes as gaps. A hit is handed out again, under its id, when more of it is known: its
 * end, or the document that sent it.
 */
export interface Assembly {
  onDocument(message: DocumentMessage): void;
  onBatch(message: EntriesMessage): void;
  /** A frame says which requests were its own. */
  onRequests(message: RequestsMessage): void;
  /** The background said all that it has of a stream of hits: holes that are left are gaps. */
  onStream(message: StreamMessage): void;
  /**
   * Nothing more can be asked of the document, or comes of it: holes that are left are gaps, and so
   * is its end where it did not say how much it had.
   */
  onGone(document: string): void;
  /** A frame had spoken then, and had gone before anyone could ask it. Once. */
  onMissed(frame: SpokenFrame): void;
  /** The document has said a count as it went away, and has not come back. */
  hasLeft(document: string): boolean;
  /** What it said may not have been the last of it: what it said then has died with the background. */
  doubt(document: string): void;
  /** Next number wanted, per document. */
  have(): Record<string, number>;
}

interface Document {
  /** Next number wanted. */
  next: number;
  /** Number after the last entry that the relay said it had. */
  end: number;
  frameId: number | undefined;
  /**
   * How it ended: it began to go; it said its count as it went; that was held, and nothing more came
   * in time; it may have said more; it is told that nobody knows. Undefined while it is there.
   */
  ended: 'going' | 'left' | 'held' | 'unsure' | 'told' | undefined;
  /** How often it has come and gone: a connection of before it went may speak after its goodbye. */
  moves: number;
  /** It speaks for no page: its count is the background's. */
  isStream: boolean;
  /** Time of its last entry. */
  lastAt: number;
  /** Batches beyond a hole that has been asked for, by first number. */
  early: Map<number, EntriesMessage>;
  asked: boolean;
}

/**
 * An assembly that knows no document.
 * @param everywhere the documents of all tabs that are followed, for hits whose tab nobody knows
 */
export function createAssembly(
  listener: AssemblyListener,
  everywhere: Documents = createDocuments(),
): Assembly {
  const documents = new Map<string, Document>();
  const known = createDocuments();
  const madeFrames = createMadeFrames();
  /** Entries of streams of hits whose document is a guess so far, by id; oldest first. */
  const unplaced = new Map<string, { entry: Entry; sender: Sender }>();

  const documentOf = (key: string): Document => {
    let document = documents.get(key);
    if (!document) {
      document = {
        next: 0,
        end: 0,
        frameId: undefined,
        ended: undefined,
        moves: 0,
        isStream: false,
        lastAt: 0,
        early: new Map(),
        asked: false,
      };
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
      const read = line === undefined ? undefined : parse(key, line, batch.stream);
      if (read?.number !== n) entries.push(gap(key, n, n, 'unreadable', entries.at(-1)?.at ?? 0));
      else if (read.entry) {
        if (read.entry.kind === 'page' && read.entry.event === 'answer')
          read.entry.page = read.entry.id;
        else if (batch.stream === 'hits') place(read.entry, read.sender);
        else if (read.entry.kind === 'page') meet(document, read.entry, entries);
        // An answer that becomes a page is told with the page.
        if (read.entry.page !== '') entries.push(read.entry);
        document.lastAt = Math.max(document.lastAt, read.entry.at);
      }
    }
    document.next = end;
    document.end = Math.max(document.end, end);
    return entries;
  };

  /** Fills in the page of a hit, and remembers it while that is a guess. */
  const place = (entry: Entry, sender: Sender) => {
    const { page, isCertain } = placeOf(entry, sender);
    entry.page = page;
    unplaced.delete(entry.id);
    if (entry.kind === 'hit') settle(entry, sender, isCertain);
    if (isCertain) return;
    unplaced.set(entry.id, { entry, sender });
    for (const id of unplaced.keys()) {
      if (unplaced.size <= UNPLACED_HITS) break;
      unplaced.delete(id);
    }
  };

  /** The browser names the document of a hit, or the one that made it. */
  const settle = (hit: HitEntry, sender: Sender, isCertain: boolean) => {
    if (isCertain) delete hit.joinedBy;
    if (isCertain || sender.frameId !== undefined) madeFrames.place(hit);
  };

  const placeOf = (entry: Entry, sender: Sender): { page: string; isCertain: boolean } => {
    if (sender.next) {
      const page = known.topAfter(entry.at);
      return { page: page ?? '', isCertain: page !== undefined };
    }
    if (sender.frameId === undefined) {
      const origin =
        sender.url && URL.canParse(sender.url) ? new URL(sender.url).origin : undefined;
      // A tab that is being closed has no number any more, but its document has its name.
      const named = everywhere.place(sender, entry.at);
      const page = named.isCertain ? named.page : everywhere.topAt(entry.at, origin);
      return { page: page ?? unknownPage(entry, sender), isCertain: named.isCertain };
    }
    const { page, isCertain } = known.place(sender, entry.at);
    return { page: page ?? unknownPage(entry, sender), isCertain };
  };

  /** A document says where it is: hits that wait for it are told again with their page. */
  const meet = (document: Document, entry: PageEntry, into: Entry[]) => {
    if (document.frameId !== undefined) entry.frameId = document.frameId;
    known.follow(entry);
    everywhere.follow(entry);
    if (entry.event !== 'start' && entry.event !== 'route') return;
    for (const placed of placeAgain()) into.push(placed);
  };

  const placeAgain = (): Entry[] => {
    const moved: Entry[] = [];
    for (const [id, waiting] of unplaced) {
      const { page, isCertain } = placeOf(waiting.entry, waiting.sender);
      if (isCertain) unplaced.delete(id);
      // What was handed out is never written into.
      const entry = { ...waiting.entry, page };
      if (entry.kind === 'hit') settle(entry, waiting.sender, isCertain);
      if (entry.page === waiting.entry.page && unsureOf(entry) === unsureOf(waiting.entry))
        continue;
      waiting.entry = entry;
      moved.push(waiting.entry);
    }
    return moved;
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

  /** A gap up to a number, where less has come; it stands where the document was last heard. */
  const missing = (
    key: string,
    document: Document,
    end: number,
    reason: GapEntry['reason'],
  ): Entry[] => {
    const from = document.next;
    if (from >= end) return [];
    document.next = end;
    return [gap(key, from, end - 1, reason, document.lastAt || Date.now())];
  };

  const tell = (entries: Entry[]): void => {
    if (entries.length > 0) listener.onEntries(entries);
  };

  return {
    onDocument(message) {
      const document = documentOf(message.document);
      // What comes by way of storage does not bear it.
      document.frameId ??= message.frameId;
      // A goodbye that came late, by way of storage, counts less than a page that is back has said.
      const { end, ended } = document;
      document.end = Math.max(end, message.next);
      const moves = 2 * (message.away?.length ?? 0) + (message.left ? 1 : 0);
      // What is older says nothing of whether it is there.
      const isLatest = moves >= document.moves;
      if (isLatest) document.moves = moves;
      if (isLatest && !message.left) document.ended = message.blank && 'held';
      else if (isLatest && message.next >= end && ended !== 'told') {
        // What is held and said again, by the other way, stays held; a doubt ends where storage
        // has the same count: what was said after it would be there too.
        const isMore = ended === undefined || message.next > end;
        if (message.left === 'begun') document.ended = isMore ? 'going' : ended;
        else if (isMore || ended !== 'held') document.ended = 'left';
      }
      document.asked = false;
      known.meet(message);
      everywhere.meet(message);
      tell(placeAgain());
    },
    onBatch(message) {
      const key = message.document;
      const document = documentOf(key);
      if (message.stream) document.isStream = true;
      // More than its goodbye counted: it is back.
      const hasCounted = document.ended === 'left' || document.ended === 'held';
      if (hasCounted && message.from >= document.end) document.ended = undefined;
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
    onRequests(message) {
      tell(madeFrames.claim(message));
    },
    onStream({ document: key, next }) {
      const document = documentOf(key);
      document.isStream = true;
      tell(drain(key, document, next, 'limit'));
      tell(missing(key, document, next, 'limit'));
    },
    onGone(key) {
      const document = documents.get(key);
      if (!document) return;
      tell(drain(key, document, Number.POSITIVE_INFINITY, 'document-gone'));
      tell(missing(key, document, document.end, 'document-gone'));
      if (document.ended === 'left') document.ended = 'held';
      if (document.isStream || document.ended === 'held' || document.ended === 'told') return;
      document.ended = 'told';
      const at = document.lastAt || Date.now();
      tell([
        {
          kind: 'gap',
          id: `${key}:end${document.next}`,
          page: `${key}:0`,
          at,
          from: document.next,
          reason: 'no-goodbye',
        },
      ]);
    },
    onMissed({ document: key, at }) {
      if (documents.has(key)) return;
      documentOf(key).ended = 'told';
      const about = { id: `${key}:end0`, page: `${key}:0`, at, from: 0 };
      tell([{ kind: 'gap', ...about, reason: 'frame-gone' }]);
    },
    doubt(key) {
      const document = documents.get(key);
      if (document?.ended === 'left') document.ended = 'unsure';
    },
    hasLeft(key) {
      const ended = documents.get(key)?.ended;
      return ended === 'going' || ended === 'left';
    },
    have() {
      const numbers: Record<string, number> = {};
      for (const [key, document] of documents) numbers[key] = document.next;
      return numbers;
    },
  };
}

/** One line of a stream, whichever it is of. `entry` is absent where a later line tells it. */
function parse(
  key: string,
  line: string,
  stream: EntriesMessage['stream'],
): { number: number; entry?: Entry; sender: Sender } | undefined {
  if (stream === 'hits') {
    const read = parseHitLine(key, line);
    return read && 'replaced' in read ? { number: read.number, sender: {} } : read;
  }
  const read = parseWireEntry(key, line);
  return read && { ...read, sender: {} };
}

/** Why nobody knows for sure who sent a hit. */
function unsureOf(entry: Entry): HitEntry['joinedBy'] {
  return entry.kind === 'hit' ? entry.joinedBy : undefined;
}

/** A page id for a document that has not spoken: one for all that it sent. */
function unknownPage({ id }: Entry, { documentId, frameId }: Sender): string {
  const name = documentId ?? `${documentKeyOf(id)}-${frameId ?? 'worker'}`;
  return `${name.replaceAll(':', '-')}:0`;
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
