import type { Side } from '../../vendors/meta/deduplication.ts';

/** An event id, and what it looks like: how it was made. */
export interface MadeId {
  id: string;
  /** `time`: of the event, in milliseconds or seconds; `number`: digits; `hash`: in hexadecimal. */
  shape: 'time' | 'number' | 'uuid' | 'hash' | 'text';
}

/** The event that a fact of one row of the ledger is about. */
export interface DedupEvent {
  /** The name at Meta. */
  eventName: string;
  /** Empty where the event carries none. */
  eventId: string;
}

/** A copy whose event id is not one. */
export interface DedupCopy {
  eventName: string;
  side: Side;
}

/** Two names under one event id. */
export interface DedupNames {
  eventId: string;
  browserName: string;
  serverName: string;
}

/** Rows that one note is true of. */
interface DedupNote {
  /** Rows. */
  count: number;
}

/** What the copies of a pair say differently. */
export type CopyDifference =
  /** `inCents`: whose amount is a hundred of the other's. */
  | { name: string; browser: string; server: string; inCents?: 'browser' | 'server' }
  /** What names the person; the values are not told. `isCase`: they differ in capitals alone. */
  | { name: 'fbp' | 'fbc' | 'external_id'; isCase: boolean }
  /** Of one product, of which both sides say it; `item_price` is that of one piece. */
  | { name: 'quantity' | 'item_price'; product: string; browser: string; server: string }
  /** One side has all products of the other and more. */
  | { name: 'contents'; lacks: Side; products: string[] };

/** Data of the facts about browser and server copies. */
export interface DedupData {
  'dedup/no-server-events': Record<string, never>;

  // A copy without an id, or with one that nobody shares.
  'dedup/no-event-id': {
    eventName: string;
    /** Empty where it is not known. */
    pixelId: string;
    /** The side that sent the event without an id. */
    side: Side;
    /** How often. */
    count: number;
    /** What shows that the other side sends the event too; a connector's hit shows that it may. */
    other: Side | 'commanders-act' | 'segment';
    /** The other copy's id, where something else shows that the two copies are one event. */
    otherId?: string;
  };
  'dedup/event-id-empty': DedupCopy;
  'dedup/event-id-list': DedupCopy & {
    /** Names of the parameters that the pixel made of the list; empty on the server. */
    keys: string[];
  };
  'dedup/event-id-key': DedupCopy & {
    /** As it is spelt. */
    key: string;
  };
  'dedup/event-id-in-custom-data': DedupCopy & {
    key: string;
    /** Where the browser sent it. */
    value?: string;
  };
  'dedup/automatic-id': DedupEvent & {
    pixelId: string;
    count: number;
    /** The id of the server's copy of the same event, where one is known. */
    serverId?: string;
  };
  'dedup/missing-server-copy': { eventName: string; pixelId: string; count: number };
  'dedup/ids-unrelated': {
    pixelId: string;
    /** Names that both sides send, each under ids of its own. */
    events: string[];
    /** Events of the browser that a server event may be the copy of, but for its id. */
    count: number;
    /** The ids of the first of them. */
    browser: MadeId;
    server: MadeId;
    /**
     * How all differ. `case`: in capitals alone; `spaces`: in those at their ends; `signs`: in what
     * is no letter or digit, such as a UUID's hyphens; `case-and-signs`: in both; `part`: one stands
     * inside the other.
     */
    likeness: 'none' | 'case' | 'spaces' | 'signs' | 'case-and-signs' | 'part';
  };

  // Two ids for one event.
  'dedup/different-ids': {
    eventName: string;
    browserId: string;
    serverId: string;
    /** What shows that it is one event: both came of one call, or name the same order. */
    by: 'chain' | 'order-id';
  };
  'dedup/commanders-act-own-id': {
    eventName: string;
    /** Commanders Act's own, which the pixel sent. */
    ownId: string;
    /** `integrations.facebook.event_id`. */
    metaId: string;
  };
  'dedup/previous-trigger-id': {
    eventName: string;
    /** What the pixel sent: the id of the trigger before. */
    eventId: string;
    /** The id of the event's own trigger. */
    ownId: string;
    /** Read from an event that the pixel sent twice under one id, which does not prove it. */
    isRepeated: boolean;
  };

  'dedup/sent-twice': {
    eventName: string;
    /** Empty where it is not known. */
    pixelId: string;
    side: Side;
    /** How often the event left. */
    count: number;
    /** Its event ids, each once; '' where it left without one. */
    ids: string[];
    /**
     * What shows that it is one event. `order`: the order that it names. `load`: the page was loaded
     * again. `visit`: the same content from the same page. `next`: the same content as a page was left
     * and as the next one came. `senders`: the same content at the same
     * time from two pieces of code. `moment`: the same content at once from one. `route`: Meta's
     * library sent it as the address changed, and so did the page.
     */
    by: 'order' | 'load' | 'visit' | 'next' | 'senders' | 'moment' | 'route';
    /** `senders`: the amounts, where the same products have different ones. */
    amounts?: string[];
    /** Milliseconds from the first to the last. */
    apart: number;
    /** The order's id. */
    order?: string;
  };

  // One id for several events.
  'dedup/id-reused': DedupEvent & {
    /** The property that differs, or `page`. */
    by: string;
  };
  'dedup/id-repeated': DedupEvent & {
    /** How often one document sent it. */
    count: number;
  };
  'dedup/id-on-two-pages': DedupEvent;
  'dedup/id-shared': { eventId: string; names: string[] };

  // One id, two keys.
  'dedup/name-case': DedupNames & {
    /** The one to send from both sides. */
    right: string;
    /** In capitals alone; else in spaces too. */
    isCase: boolean;
  };
  'dedup/name-not-mapped': DedupNames;
  'dedup/name-differs': DedupNames;
  'dedup/other-pixel': DedupEvent & {
    /** Pixel ids; an unknown one is empty. */
    browser: string[];
    server: string;
  };

  // Time.
  'dedup/outside-window': DedupEvent & {
    /** Milliseconds between the first copy and the last. */
    apart: number;
    /** `both`: a copy of each side; `one`: one side sent it again; `event-time`: by `event_time` alone. */
    case: 'both' | 'one' | 'event-time';
  };
  'dedup/clock-skew': DedupEvent & {
    /** Milliseconds from the moment in `from` to `event_time`. */
    difference: number;
    /** The receipt of the server's copy, or the browser's copy. */
    from: 'receipt' | 'browser';
    /** Whole hours, as a local time taken for UTC gives. */
    isZone: boolean;
  };
  'dedup/event-time-too-old': DedupEvent & {
    /** Milliseconds from `event_time` to the receipt. */
    age: number;
    /** What Meta takes, milliseconds. */
    limit: number;
  };
  'dedup/fallback': { eventName: string };
  'dedup/fallback-server-first': {
    eventName: string;
    /** Why the fallback keeps both; `not-known`: that it does is not shown. */
    case: 'server-first' | 'too-late' | 'not-known';
  };

  // Copies that Meta did not get, or that differ.
  'dedup/browser-copy-lost': DedupEvent & {
    /** In the browser, by the network, or by an answer of 400 and more. */
    how: 'blocked' | 'failed' | 'refused';
  };
  'dedup/server-copy-refused': DedupEvent & {
    /** HTTP status of the answer; absent where none came. */
    status?: number;
    /** What the answer says. */
    answer?: string;
  };
  'dedup/copies-differ': DedupEvent & {
    items: CopyDifference[];
    /** The side whose copy Meta counts, where both receipts are known. */
    kept?: Side;
  };

  // Notes, told once for all rows.
  'dedup/server-first': DedupNote;
  'dedup/pixel-unknown': DedupNote;
  'dedup/receipt-unknown': DedupNote;
  'dedup/derived-copy': DedupNote;
}
