import type { HitEvent } from '../../session/entry.ts';
import { withoutHash } from '../../session/without-hash.ts';
import type { HarRequest } from './har-request.ts';

/** A document that a HAR shows, or that one of its requests names. */
export interface HarDocument {
  key: string;
  url: string;
  at: number;
  isTop: boolean;
  pageref: string | undefined;
}

/** The documents of a HAR, as its requests are read in order of time. */
export interface HarDocuments {
  /** A request loaded a document. */
  begin(request: HarRequest, as: 'top' | 'frame'): void;
  /** The document that sent a hit; one that the archive does not show begins with it. */
  place(request: HarRequest, event: HitEvent | undefined): HarDocument;
  /** The document that a request belongs to, where the archive shows one. */
  latest(request: HarRequest): HarDocument | undefined;
  /** In order of time. */
  all(): HarDocument[];
}

/** No documents. @param key begins their keys */
export function createHarDocuments(key: string): HarDocuments {
  const documents: HarDocument[] = [];
  const add = (url: string, at: number, isTop: boolean, pageref: string | undefined) => {
    const document = { key: `${key}-p${documents.length}`, url, at, isTop, pageref };
    documents.push(document);
    return document;
  };

  /** The latest of the same page or tab; one with the very address is better than one of its origin. */
  const latest = ({ pageref, referrer }: HarRequest, address = referrer) => {
    const here = documents.filter(
      (one) => one.pageref === pageref || one.pageref === undefined || pageref === undefined,
    );
    if (address === undefined) return here.findLast(({ isTop }) => isTop);
    return (
      here.findLast(({ url }) => withoutHash(url) === withoutHash(address)) ??
      here.findLast(({ url, isTop }) => isTop && originOf(url) === originOf(address)) ??
      here.findLast(({ url }) => originOf(url) === originOf(address))
    );
  };

  return {
    begin({ url, at, pageref }, as) {
      add(url, at, as === 'top', pageref);
    },
    place(request, event) {
      // The pixel says which page it stands on; a referrer is cut to its origin on the way to Meta.
      const told = event?.parameters.dl;
      const address = told !== undefined && URL.canParse(told) ? told : request.referrer;
      return (
        latest(request, address) ??
        add(address ?? request.referrer ?? '', request.at, true, request.pageref)
      );
    },
    latest: (request) => latest(request),
    all: () => documents,
  };
}

function originOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).origin : undefined;
}
