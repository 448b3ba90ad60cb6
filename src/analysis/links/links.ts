import type { CallEntry, Entry, HitEntry, PageEntry } from '../../session/entry.ts';
import { documentOf, numberOf } from '../../session/entry.ts';
import { isMetaNameOf } from '../../vendors/commanders-act/meta-name.ts';
import { eventIdOf, pixelCallOf } from '../../vendors/meta/call.ts';
import type { Ambiguity, Chain, Evidence, PixelState } from '../analysis.ts';
import { createCopies } from './copies.ts';
import { createGraph, createNode, type Node } from './graph.ts';
import { LinkedDocument, type LinksOfSession } from './linked-document.ts';
import { PixelLinks } from './pixel-links.ts';
import { createTabs } from './tabs.ts';

/** The links between entries, the chains that they make, and the states of pixel calls. */
export interface Links {
  /** Keeps an entry. Returns the form that it replaces, and whether it is one that counts. */
  add(entry: Entry): { before: Entry | undefined; isNew: boolean };
  /** The latest form of an entry. */
  get(id: string): Entry | undefined;
  /** Brings the links up to date; returns the ids of entries whose links or states changed. */
  settle(): ReadonlySet<string>;
  chains(): Iterable<Chain>;
  chainOf(id: string): Chain | undefined;
  isChained(id: string): boolean;
  nextOf(id: string): readonly string[];
  previousOf(id: string): readonly string[];
  statesOf(id: string): readonly PixelState[];
  /** Whether Meta's SDK sent this PageView by itself, after the address had changed. */
  isOwnView(hit: string): boolean;
  /** The address, without its hash, at which a pixel call was made; '' where it is not known. */
  addressAt(call: string): string;
  ambiguities(): Ambiguity[];
  /** Chains that there are. */
  count(): number;
  /** Pixel calls that were not sent, or wait. */
  unsent(): number;
  /** Those of them that nothing but consent holds back. */
  withheld(): number;
  clear(): void;
}

/** No links. */
export function createLinks(): Links {
  const graph = createGraph();
  let nodes = new Map<string, Node>();
  let changed = new Set<string>();
  let documents = new Map<string, LinkedDocument>();
  let dirty = new Set<string>();
  let tabs = createTabs();
  /** Calls whose cause has not come (yet): cause id → calls. */
  let orphans = new Map<string, Node[]>();
  /** Event id → documents with pixel calls that carry it: a copy asks those, not all. */
  let pagesOf = new Map<string, string | Set<string>>();
  /** Calls that were not sent, of all documents, as of the last `settle`. */
  let unsent = 0;
  let withheld = 0;

  const get = (id: string) => nodes.get(id)?.entry;
  const link = (from: string, to: string, evidence: Evidence, shared = isBatch(get(to))) => {
    const [a, b] = [nodes.get(from), nodes.get(to)];
    if (!a || !b) return;
    graph.link(a, b, evidence, shared);
    changed.add(from).add(to);
  };
  const unlink = (from: string, to: string) => {
    const [a, b] = [nodes.get(from), nodes.get(to)];
    if (!a || !b) return;
    graph.unlink(a, b);
    changed.add(from).add(to);
  };

  const pagesWith = (eventId: string): readonly string[] => {
    const pages = pagesOf.get(eventId) ?? [];
    return typeof pages === 'string' ? [pages] : [...pages];
  };

  function createOwnCopies() {
    return createCopies({
      link: (from, to, evidence, shared) => link(from, to, evidence, shared),
      unlink,
      eventOf: (id) => nodes.get(id)?.previous[0]?.from.id ?? id,
      unsentWith: (eventId) =>
        pagesWith(eventId).flatMap((page) =>
          (documents.get(page)?.pixel.callsWith(eventId) ?? [])
            .filter(({ hits }) => hits.length === 0)
            .map(({ id, name, single }) => ({ id, name, pixelId: single?.id })),
        ),
      isMetaName: isMetaNameOf,
    });
  }

  let copies = createOwnCopies();

  const session: LinksOfSession = {
    link,
    unlink,
    onState: (id) => changed.add(id),
    hit(id) {
      const entry = get(id);
      return entry?.kind === 'hit' ? entry : undefined;
    },
    leftBy: (page) => tabs.leftBy(page),
  };
  const documentAt = (page: string): LinkedDocument => {
    let document = documents.get(page);
    if (!document) {
      document = new LinkedDocument(page, session);
      documents.set(page, document);
    }
    dirty.add(page);
    return document;
  };

  /** An address came late: calls were read without it. */
  const readAnew = (document: LinkedDocument) => {
    const { pixel } = document;
    pixel.dispose();
    document.pixel = new PixelLinks(document);
    for (const { event, url } of document.addresses)
      if (event === 'route') document.pixel.addRoute(url);
    for (const call of document.calls) {
      const node = nodes.get(call.id);
      if (node) node.slot = document.pixel.addCall(call);
    }
    for (const id of pixel.requests()) {
      const hit = session.hit(id);
      if (hit?.page === document.page) document.pixel.addHit(hit, undefined);
    }
  };

  const addPage = (entry: PageEntry) => {
    for (const page of tabs.add(entry)) {
      documents.get(page)?.pixel.touch();
      if (documents.has(page)) dirty.add(page);
    }
    if (entry.event !== 'start' && entry.event !== 'route') return;
    const document = documentAt(entry.page);
    document.addAddress(entry);
    if (entry.event === 'route') document.pixel.addRoute(entry.url);
    const isFirst = document.addresses.length === 1;
    if (document.calls.some((call) => isFirst || call.at >= entry.at)) readAnew(document);
  };

  const addCall = (entry: CallEntry, node: Node) => {
    changed.add(entry.id);
    const cause = causeOf(entry);
    if (cause !== undefined) {
      const outer = nodes.get(cause);
      if (outer?.entry.kind === 'call') graph.link(outer, node, 'nested', false);
      else {
        const waiting = orphans.get(cause);
        if (waiting) waiting.push(node);
        else orphans.set(cause, [node]);
      }
    }
    const children = orphans.size > 0 ? orphans.get(entry.id) : undefined;
    if (children) {
      orphans.delete(entry.id);
      for (const child of children) {
        graph.link(node, child, 'nested', false);
        changed.add(child.id);
      }
    }
    if (entry.source === 'fbq') {
      const document = documentAt(entry.page);
      document.addCall(entry);
      node.slot = document.pixel.addCall(entry);
      const eventId = node.slot?.eventId ?? '';
      if (eventId === '') return;
      const pages = pagesOf.get(eventId);
      if (pages === undefined) pagesOf.set(eventId, entry.page);
      else if (typeof pages !== 'string') pages.add(entry.page);
      else if (pages !== entry.page) pagesOf.set(eventId, new Set([pages, entry.page]));
    } else if (entry.source === 'cact' || entry.source === 'analytics')
      documentAt(entry.page).collection.addCall(entry);
  };

  const addHit = (entry: HitEntry, before: HitEntry | undefined) => {
    changed.add(entry.id);
    // Another page than before (a document became known): its old place must forget it.
    const moved = before !== undefined && before.page !== entry.page ? before : undefined;
    if (moved) {
      const old = documentAt(moved.page);
      for (const links of [old.pixel, old.collectionIfAny])
        links?.addHit({ ...entry, events: [] }, moved);
    }
    const known = moved ? undefined : before;
    if (entry.vendor === 'meta') {
      const document = documentAt(entry.page);
      document.pixel.addHit(entry, known);
    } else if (entry.vendor === 'commanders-act' || entry.vendor === 'segment')
      documentAt(entry.page).collection.addHit(entry, known);
    copies.addHit(entry, before);
  };

  return {
    get,
    add(entry) {
      const node = nodes.get(entry.id);
      if (node) {
        const before = node.entry;
        if (before === entry) return { before, isNew: false };
        if (entry.kind === 'call') {
          // What it did is known; only the id of its event is new.
          node.entry = entry;
          changed.add(entry.id);
          documentAt(entry.page).collection.reviseCall(entry);
          return { before, isNew: false };
        }
        if (entry.kind === 'server') {
          // What it announces is known; only its page is new.
          node.entry = entry;
          changed.add(entry.id);
          return { before, isNew: true };
        }
        if (before.kind !== 'hit' || entry.kind !== 'hit') return { before, isNew: false };
        node.entry = entry;
        addHit(entry, before);
        return { before, isNew: true };
      }
      const fresh = createNode(entry);
      nodes.set(entry.id, fresh);
      if (entry.kind === 'call') addCall(entry, fresh);
      else if (entry.kind === 'hit') addHit(entry, undefined);
      else if (entry.kind === 'page') addPage(entry);
      else if (entry.kind === 'server') {
        changed.add(entry.id);
        copies.addServer(entry);
      }
      return NEW;
    },
    settle() {
      for (const page of dirty) {
        const document = documents.get(page);
        if (!document) continue;
        document.pixel.settle();
        document.collectionIfAny?.settle();
        unsent -= document.unsent;
        document.unsent = document.pixel.unsent();
        unsent += document.unsent;
        withheld -= document.withheld;
        document.withheld = document.pixel.withheld();
        withheld += document.withheld;
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
    isOwnView(hit) {
      const page = nodes.get(hit)?.entry.page;
      return page !== undefined && documents.get(page)?.pixel.isOwnView(hit) === true;
    },
    addressAt: (call) => nodes.get(call)?.slot?.address ?? '',
    chainOf(id) {
      const node = nodes.get(id);
      return node && graph.chainOf(node);
    },
    isChained(id) {
      const node = nodes.get(id);
      return node !== undefined && node.next.length + node.previous.length > 0;
    },
    nextOf: (id) => nodes.get(id)?.next.map(({ to }) => to.id) ?? [],
    previousOf: (id) => nodes.get(id)?.previous.map(({ from }) => from.id) ?? [],
    statesOf(id) {
      const node = nodes.get(id);
      if (!node?.slot) return [];
      return documents.get(node.entry.page)?.pixel.statesOf(node.slot) ?? [];
    },
    ambiguities: () => [
      ...[...documents.values()].flatMap(({ pixel, collectionIfAny }) => [
        ...pixel.ambiguities(),
        ...(collectionIfAny?.ambiguities() ?? []),
      ]),
      ...copies.ambiguities(),
    ],
    count: graph.count,
    unsent: () => unsent,
    withheld: () => withheld,
    clear() {
      graph.clear();
      nodes = new Map();
      changed = new Set();
      documents = new Map();
      dirty = new Set();
      orphans = new Map();
      pagesOf = new Map();
      unsent = 0;
      withheld = 0;
      tabs = createTabs();
      copies = createOwnCopies();
    },
  };
}

const NEW = { before: undefined, isNew: true } as const;

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
  const call = pixelCallOf(entry);
  return call && eventIdOf(call);
}
