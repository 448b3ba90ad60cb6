import type { PageEntry } from '../session/entry.ts';
import type { DocumentMessage, Sender } from '../session/wire.ts';
import { withoutHash } from '../session/without-hash.ts';

/** The documents that have spoken, and which of them sent a request. */
export interface Documents {
  /** A document says who it is. */
  meet(message: DocumentMessage): void;
  /** A document began, or changed its address. */
  follow(entry: PageEntry): void;
  /** The page id of the document that sent a request at a time; see `Placement`. */
  place(sender: Sender, at: number): Placement;
  /** The top document at a time, for what belongs to a tab as a whole. */
  topAt(at: number, origin?: string): string | undefined;
  /** The first top document that began after a time. */
  topAfter(at: number): string | undefined;
}

/** `page`: undefined where no document is known that could be it. */
export interface Placement {
  page: string | undefined;
  /** The browser names the document: this will not change. */
  isCertain: boolean;
}

interface Document {
  key: string;
  /** The browser has told its document id. */
  isNamed: boolean;
  frameId: number | undefined;
  top: boolean;
  /** When it began; before everything where its start is no longer kept. */
  startAt: number;
  urls: Set<string>;
}

/** No documents. */
export function createDocuments(): Documents {
  const byKey = new Map<string, Document>();
  /** The browser's document id → our document. */
  const byId = new Map<string, Document>();
  const tops: Document[] = [];

  const topAt = (at: number, origin?: string): string | undefined => {
    let found: Document | undefined;
    for (const one of tops)
      if (one.startAt <= at && one.startAt >= (found?.startAt ?? Number.NEGATIVE_INFINITY))
        if (origin === undefined || [...one.urls].some((url) => url.startsWith(`${origin}/`)))
          found = one;
    return found && pageIdOf(found);
  };

  /** The latest document of the frame, better one that has the sender's address. */
  const byAddress = (sender: Sender, at: number): Document | undefined => {
    let found: Document | undefined;
    let isExact = false;
    for (const one of byKey.values()) {
      if (one.startAt > at || (sender.frameId !== undefined && one.frameId !== sender.frameId))
        continue;
      const hasUrl = sender.url !== undefined && one.urls.has(withoutHash(sender.url));
      if (isExact && !hasUrl) continue;
      if (found && hasUrl === isExact && one.startAt < found.startAt) continue;
      found = one;
      isExact = hasUrl;
    }
    return found;
  };

  /** The one document whose name was never told and that may be the sender's. */
  const unnamed = (sender: Sender, at: number): Document | undefined => {
    const origin = originOf(sender.url);
    const all = [...byKey.values()].filter(
      (one) =>
        !one.isNamed &&
        one.top === (sender.top === true) &&
        one.startAt <= at &&
        [...one.urls].some((url) => originOf(url) === origin),
    );
    return all.length === 1 ? all[0] : undefined;
  };

  return {
    meet({ document: key, frameId, documentId, top }) {
      let document = byKey.get(key);
      if (!document) {
        document = {
          key,
          isNamed: false,
          frameId,
          top,
          startAt: Number.NEGATIVE_INFINITY,
          urls: new Set(),
        };
        byKey.set(key, document);
        if (top) tops.push(document);
      }
      if (documentId === undefined) return;
      document.isNamed = true;
      byId.set(documentId, document);
    },
    follow(entry) {
      const document = byKey.get(entry.page.slice(0, entry.page.indexOf(':')));
      if (!document) return;
      if (entry.event === 'start') document.startAt = entry.at;
      document.urls.add(withoutHash(entry.url));
    },
    place(sender, at) {
      const { documentId } = sender;
      const certain = documentId === undefined ? undefined : byId.get(documentId);
      if (certain) return { page: pageIdOf(certain), isCertain: true };
      // A document that is named and not known has not spoken: it is none of those that have. A
      // frame's hits are then the page's; a page's own are nobody's yet.
      const nameless = documentId === undefined ? undefined : unnamed(sender, at);
      if (nameless) return { page: pageIdOf(nameless), isCertain: false };
      if (documentId !== undefined && sender.top) return { page: undefined, isCertain: false };
      const found = documentId === undefined ? byAddress(sender, at) : undefined;
      return { page: found ? pageIdOf(found) : topAt(at), isCertain: false };
    },
    topAt,
    topAfter(at) {
      let found: Document | undefined;
      for (const one of tops)
        if (one.startAt >= at && one.startAt < (found?.startAt ?? Number.POSITIVE_INFINITY))
          found = one;
      return found && pageIdOf(found);
    },
  };
}

function pageIdOf({ key }: Document): string {
  return `${key}:0`;
}

function originOf(url: string | undefined): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).origin : undefined;
}
