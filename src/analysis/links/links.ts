import type { CallEntry, Entry, HitEntry, PageEntry } from '../../session/entry.ts';
import { documentOf, numberOf } from '../../session/entry.ts';
import { isMetaNameOf } from '../../vendors/commanders-act/meta-name.ts';
import { eventIdOf, readPixelCall } from '../../vendors/meta/pixel-call.ts';
import type { Ambiguity, Chain, Evidence, PixelState } from '../analysis.ts';
import { type CollectionLinks, createCollectionLinks } from './collection-links.ts';
import { createCopies } from './copies.ts';
import { createGraph } from './graph.ts';
import { createPixelLinks, type PixelLinks } from './pixel-links.ts';
import { createTabs } from './tabs.ts';

/** The links between entries, the chains that they make, and the states of pixel calls. */
export interface Links {
  add(entry: Entry, before: Entry | undefined): void;
  /** Brings the links up to date; returns the ids of entries whose links or states changed. */
  settle(): ReadonlySet<string>;
  chains(): Chain[];
  chainOf(id: string): Chain | undefined;
  isChained(id: string): boolean;
  nextOf(id: string): readonly string[];
  previousOf(id: string): readonly string[];
  statesOf(id: string): readonly PixelState[];
  ambiguities(): Ambiguity[];
  /** Chains that there are. */
  count(): number;
  clear(): void;
}

/** A document's part in the links. */
interface Document {
  calls: CallEntry[];
  hits: Map<string, HitEntry>;
  /** Its addresses, by time. */
  addresses: PageEntry[];
  pixel: PixelLinks;
  collection: CollectionLinks;
}

/** No links. @param get the latest form of an entry */
export function createLinks(get: (id: string) => Entry | undefined): Links {
  const graph = createGraph(get);
  let changed = new Set<string>();
  let documents = new Map<string, Document>();
  let dirty = new Set<string>();
  let tabs = createTabs();
  /** Calls whose cause has not come (yet): cause id → ids. */
  let orphans = new Map<string, string[]>();

  const link = (from: string, to: string, evidence: Evidence, shared = isBatch(get(to))) => {
    graph.link(from, to, evidence, shared);
    changed.add(from).add(to);
  };
  const unlink = (from: string, to: string) => {
    graph.unlink(from, to);
    changed.add(from).add(to);
  };

  function createOwnCopies() {
    return createCopies({
      link: (from, to, evidence, shared) => link(from, to, evidence, shared),
      unlink,
      eventOf: (id) => graph.previousOf(id)[0]?.from ?? id,
      unsentWith: (eventId) =>
        [...documents.values()].flatMap(({ pixel }) =>
          pixel
            .callsWith(eventId)
            .filter(({ hits }) => hits.size === 0)
            .map(({ id, name, single }) => ({ id, name, pixelId: single?.id })),
        ),
      isMetaName: isMetaNameOf,
    });
  }

  let copies = createOwnCopies();

  const createDocument = (page: string): Document => {
    const addresses: PageEntry[] = [];
    return {
      calls: [],
      hits: new Map(),
      addresses,
      collection: createCollectionLinks({ link, unlink }),
      pixel: createPixelLinks({
        link,
        unlink,
        onState: (id) => changed.add(id),
        hit(id) {
          const entry = get(id);
          return entry?.kind === 'hit' ? entry : undefined;
        },
        urlAt(at) {
          let url = '';
          for (const address of addresses) if (address.at <= at || url === '') url = address.url;
          return url;
        },
        leftBy: () => tabs.leftBy(page),
      }),
    };
  };
  const documentAt = (page: string): Document => {
    let document = documents.get(page);
    if (!document) {
      document = createDocument(page);
      documents.set(page, document);
    }
    dirty.add(page);
    return document;
  };

  /** An address came late: calls were read without it. */
  const readAnew = (page: string, document: Document) => {
    document.pixel.dispose();
    const fresh = createDocument(page);
    document.pixel = fresh.pixel;
    for (const address of document.addresses) fresh.addresses.push(address);
    document.addresses = fresh.addresses;
    for (const call of document.calls) document.pixel.addCall(call);
    for (const hit of document.hits.values()) document.pixel.addHit(hit, undefined);
  };

  const addPage = (entry: PageEntry) => {
    for (const page of tabs.add(entry)) {
      documents.get(page)?.pixel.touch();
      if (documents.has(page)) dirty.add(page);
    }
    if (entry.event !== 'start' && entry.event !== 'route') return;
    const document = documentAt(entry.page);
    const { addresses, calls } = document;
    let at = addresses.length;
    while (at > 0 && (addresses[at - 1] as PageEntry).at > entry.at) at -= 1;
    addresses.splice(at, 0, entry);
    const isFirst = addresses.length === 1;
    if (calls.some((call) => isFirst || call.at >= entry.at)) readAnew(entry.page, document);
  };

  const addCall = (entry: CallEntry) => {
    changed.add(entry.id);
    const cause = causeOf(entry);
    if (cause !== undefined) {
      if (get(cause)?.kind === 'call') link(cause, entry.id, 'nested', false);
      else {
        const waiting = orphans.get(cause);
        if (waiting) waiting.push(entry.id);
        else orphans.set(cause, [entry.id]);
      }
    }
    const children = orphans.get(entry.id);
    if (children) {
      orphans.delete(entry.id);
      for (const child of children) link(entry.id, child, 'nested', false);
    }
    if (entry.source === 'fbq') {
      const document = documentAt(entry.page);
      document.calls.push(entry);
      document.pixel.addCall(entry);
    } else if (entry.source === 'cact' || entry.source === 'analytics')
      documentAt(entry.page).collection.addCall(entry);
  };

  const addHit = (entry: HitEntry, before: HitEntry | undefined) => {
    changed.add(entry.id);
    // Another page than before (a document became known): its old place must forget it.
    const moved = before !== undefined && before.page !== entry.page ? before : undefined;
    if (moved) {
      const old = documentAt(moved.page);
      old.hits.delete(moved.id);
      for (const links of [old.pixel, old.collection])
        links.addHit({ ...entry, events: [] }, moved);
    }
    const known = moved ? undefined : before;
    if (entry.vendor === 'meta') {
      const document = documentAt(entry.page);
      document.hits.set(entry.id, entry);
      document.pixel.addHit(entry, known);
    } else if (entry.vendor === 'commanders-act' || entry.vendor === 'segment')
      documentAt(entry.page).collection.addHit(entry, known);
    copies.addHit(entry, before);
  };

  return {
    add(entry, before) {
      if (entry.kind === 'call') addCall(entry);
      else if (entry.kind === 'hit') addHit(entry, before?.kind === 'hit' ? before : undefined);
      else if (entry.kind === 'page') addPage(entry);
      else if (entry.kind === 'server') {
        changed.add(entry.id);
        copies.addServer(entry);
      }
    },
    settle() {
      for (const page of dirty) {
        const document = documents.get(page);
        document?.pixel.settle();
        document?.collection.settle();
      }
      dirty = new Set();
      // Whether a copy belongs to a hit depends on whose the hit is.
      if (copies.count() > 0)
        for (const id of changed) {
          const eventId = idOf(get(id));
          if (eventId !== undefined) copies.touch(eventId);
        }
      copies.settle();
      const before = changed;
      changed = new Set();
      return before;
    },
    chains: graph.chains,
    chainOf: graph.chainOf,
    isChained: graph.isChained,
    nextOf: (id) => graph.nextOf(id).map(({ to }) => to),
    previousOf: (id) => graph.previousOf(id).map(({ from }) => from),
    statesOf(id) {
      const entry = get(id);
      if (entry?.kind !== 'call' || entry.source !== 'fbq') return [];
      return documents.get(entry.page)?.pixel.statesOf(id) ?? [];
    },
    ambiguities: () => [
      ...[...documents.values()].flatMap(({ pixel, collection }) => [
        ...pixel.ambiguities(),
        ...collection.ambiguities(),
      ]),
      ...copies.ambiguities(),
    ],
    count: graph.count,
    clear() {
      graph.clear();
      changed = new Set();
      documents = new Map();
      dirty = new Set();
      orphans = new Map();
      tabs = createTabs();
      copies = createOwnCopies();
    },
  };
}

/**
 * The id of the call around this one. It ran earlier in the same document; an imported file may
 * say anything, and a circle of causes must not hang the analysis.
 */
function causeOf(entry: CallEntry): string | undefined {
  const { cause, id } = entry;
  if (cause === undefined || documentOf(cause) !== documentOf(id)) return undefined;
  return numberOf(cause) < numberOf(id) ? cause : undefined;
}

/** A request with several events belongs to several chains. */
function isBatch(entry: Entry | undefined): boolean {
  return entry?.kind === 'hit' && entry.events.length > 1;
}

/** The event id that an entry carries to Meta, where copies of it would carry the same. */
function idOf(entry: Entry | undefined): string | undefined {
  if (entry?.kind === 'hit') return entry.vendor === 'meta' ? entry.events[0]?.eventId : undefined;
  if (entry?.kind !== 'call' || entry.source !== 'fbq') return undefined;
  const call = readPixelCall(entry);
  return call && eventIdOf(call);
}
