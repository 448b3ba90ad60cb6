import type { HitEntry, HitEvent, ServerEntry } from '../../session/entry.ts';
import { serverEventId } from '../../vendors/event-properties.ts';
import type { Vendor } from '../../vendors/hit.ts';
import { isAutomaticEventId } from '../../vendors/meta/automatic.ts';
import type { Ambiguity, Evidence } from '../analysis.ts';
import { append } from '../ordered.ts';

/** What the browser sent to Meta, or a pixel call that carries an id and has no hit. */
interface Original {
  id: string;
  pixelId: string | undefined;
  name: string;
}

/** What a server sends on, or has sent. */
interface Copy {
  id: string;
  pixelId: string | undefined;
  name: string;
  /** Names are the sender's own and say nothing about Meta's: the id alone must do. */
  isNamedFreely: boolean;
  isShared: boolean;
}

interface Shelf {
  originals: Original[];
  copies: Copy[];
  links: readonly (readonly [string, string])[];
  ambiguous: readonly Ambiguity[];
}

const NO_ORIGINALS: Original[] = [];
const NO_COPIES: Copy[] = [];
const NO_LINKS: readonly (readonly [string, string])[] = [];
const NOT_AMBIGUOUS: readonly Ambiguity[] = [];

export interface CopiesListener {
  link(from: string, to: string, evidence: Evidence, shared: boolean): void;
  unlink(from: string, to: string): void;
  /** The call that made a hit, or the id itself: hits of one call are one event. */
  eventOf(id: string): string;
  /** Pixel calls with this event id that have no hit. */
  unsentWith(eventId: string): Original[];
  /** Whether a Commanders Act event is sent to Meta under this name. */
  isMetaName(name: string, metaName: string): boolean;
}

/** Joins hits to Meta to the copies of them that a server sends: by event id, within a session. */
export interface Copies {
  addHit(entry: HitEntry, before: HitEntry | undefined): void;
  addServer(entry: ServerEntry): void;
  /** A call that carries this id came, or got a hit, or lost one. */
  touch(eventId: string): void;
  /** Copies that there are. */
  count(): number;
  settle(): void;
  ambiguities(): Iterable<Ambiguity>;
}

/** No copies. */
export function createCopies(listener: CopiesListener): Copies {
  const shelves = new Map<string, Shelf>();
  let dirty = new Set<string>();
  let copyCount = 0;

  const shelfOf = (eventId: string): Shelf => {
    let shelf = shelves.get(eventId);
    if (!shelf) {
      shelf = {
        originals: NO_ORIGINALS,
        copies: NO_COPIES,
        links: NO_LINKS,
        ambiguous: NOT_AMBIGUOUS,
      };
      shelves.set(eventId, shelf);
    }
    dirty.add(eventId);
    return shelf;
  };

  const addCopy = (shelf: Shelf, copy: Copy) => {
    shelf.copies = append(shelf.copies, copy);
    copyCount += 1;
  };

  const place = (entry: HitEntry, event: HitEvent, isAdded: boolean) => {
    const vendor = entry.vendor as Vendor;
    const eventId = serverEventId(vendor, event);
    if (eventId === undefined || eventId === '') return;
    // The gateway's own ids are on both of its copies, and are as good as a developer's here.
    const shelf = shelfOf(eventId);
    const { pixelId } = event;
    const name = event.eventName ?? '';
    if (!isAdded) {
      shelf.originals = shelf.originals.filter(({ id }) => id !== entry.id);
      shelf.copies = shelf.copies.filter(({ id }) => id !== entry.id);
    } else if (vendor === 'meta')
      shelf.originals = append(shelf.originals, { id: entry.id, pixelId, name });
    else
      addCopy(shelf, {
        id: entry.id,
        pixelId,
        name,
        isNamedFreely: vendor === 'segment',
        isShared: entry.events.length > 1,
      });
  };

  const settleShelf = (eventId: string, shelf: Shelf) => {
    const wanted: [string, string, boolean][] = [];
    const unclear: Ambiguity[] = [];
    const unsent = () => (isAutomaticEventId(eventId) ? [] : listener.unsentWith(eventId));
    for (const copy of shelf.copies) {
      const agrees = ({ pixelId, name }: Original) =>
        (pixelId === undefined || copy.pixelId === undefined || pixelId === copy.pixelId) &&
        (copy.isNamedFreely || name === copy.name || listener.isMetaName(copy.name, name));
      const sent = shelf.originals.filter(agrees);
      const candidates = sent.length > 0 ? sent : unsent().filter(agrees);
      const events = new Set(candidates.map(({ id }) => listener.eventOf(id)));
      const first = candidates.reduce<Original | undefined>(
        (least, other) => (least === undefined || other.id < least.id ? other : least),
        undefined,
      );
      if (first && events.size === 1) wanted.push([first.id, copy.id, copy.isShared]);
      else if (first) unclear.push({ entry: copy.id, candidates: candidates.map(({ id }) => id) });
    }
    const keys = new Set(wanted.map(([from, to]) => `${from} ${to}`));
    for (const [from, to] of shelf.links) if (!keys.has(`${from} ${to}`)) listener.unlink(from, to);
    for (const [from, to, shared] of wanted) listener.link(from, to, 'same-id', shared);
    shelf.links = wanted.map(([from, to]) => [from, to] as const);
    shelf.ambiguous = unclear.length > 0 ? unclear : NOT_AMBIGUOUS;
  };

  return {
    addHit(entry, before) {
      for (const event of before?.events ?? []) place(entry, event, false);
      for (const event of entry.events) place(entry, event, true);
    },
    addServer(entry) {
      const { event_id: eventId, event_name: name } = entry.event;
      if (typeof eventId !== 'string' || eventId === '') return;
      addCopy(shelfOf(eventId), {
        id: entry.id,
        pixelId: entry.pixelId,
        name: typeof name === 'string' ? name : '',
        isNamedFreely: false,
        isShared: false,
      });
    },
    count: () => copyCount,
    touch(eventId) {
      if (shelves.has(eventId)) dirty.add(eventId);
    },
    settle() {
      for (const eventId of dirty) {
        const shelf = shelves.get(eventId);
        if (shelf && shelf.copies.length > 0) settleShelf(eventId, shelf);
      }
      dirty = new Set();
    },
    *ambiguities() {
      for (const shelf of shelves.values()) yield* shelf.ambiguous;
    },
  };
}
