/**
 * The messages between the parts. Four control messages go to the page and no more: `attach`,
 * `replay`, `start`, `stop`.
 */

/** A run of consecutive entries of one document, as JSON lines with entry numbers for ids. */
export interface Batch {
  /** Number of the first entry. */
  from: number;
  count: number;
  /** `count` lines, each a wire entry, joined by line feeds. */
  text: string;
}

/** Who sent a request, as far as the browser tells. */
export interface Sender {
  /** The browser's id of the document; missing for some requests of workers and at unload. */
  documentId?: string;
  /** Absent for service workers. */
  frameId?: number;
  /** The document is a tab's, not a frame's. */
  top?: true;
  /** It belongs to the page that comes of it: the answer to a navigation. */
  next?: true;
  /** Address of the document or the worker's script (Firefox), or its origin (Chromium). */
  url?: string;
}

/**
 * What the background adds to a line of its own streams. A line of theirs is a hit, an event that
 * the site's server announced, or its answer to a navigation where that was an error, without
 * `page`, which only the panel can tell. `revises` is the number of the line that told the same hit first:
 * the hit keeps that number's id. A line that a later one has replaced is kept as `{id, replaced}`.
 */
export interface HitLine {
  id: number;
  revises?: number;
  sender: Sender;
  /** The browser's id of the request, while its end is awaited. */
  request?: string;
}

/** An address that a vendor's hits go to. */
export interface Endpoint {
  vendor: 'meta' | 'meta-gateway' | 'commanders-act' | 'segment';
  /**
   * Host in lower case, with its port where that is not the scheme's own. `*.example.com` stands
   * for every host below example.com (not for itself).
   */
  host: string;
  /**
   * Path, with or without a slash at its end; `/v1/*` stands for everything below. Absent: any.
   */
  path?: string;
  /** `known`: built in. `learned`: from a call of the page. `profile`: the user's own. */
  source: 'known' | 'learned' | 'profile';
  /** Requests to it are not recorded as hits. */
  muted?: true;
}

/**
 * relay → background → panel: who speaks, and the count of what it has said so far. Said first on
 * every connection, and again as late as the page lets it, as the document goes away.
 */
export interface DocumentMessage {
  type: 'document';
  /** The document's key, made by the relay. */
  document: string;
  /** Lowest number that the relay still keeps, and the next one to come. */
  first: number;
  next: number;
  top: boolean;
  /** The page's scripts ran before the extension was there: what they did cannot be told. */
  late: boolean;
  /** When it began, in milliseconds since the epoch. */
  since?: number;
  /**
   * It goes away. `begun`: the page still runs, and what it says now may be cut off. `whole`: its
   * listeners have run, `next` is its whole count, unless it comes back or says so again.
   */
  left?: 'begun' | 'whole';
  /** When it said so, in milliseconds since the epoch: a background that must be started hears it later. */
  at?: number;
  /**
   * When it went into the cache, and when it came back, each time; at first, when it began to be
   * prerendered, and when it was shown. What it says goes by several ways, and not in order: what
   * knows of more returns is the later. Frames that were made meanwhile are of another page of its
   * tab.
   */
  away?: [from: number, to: number][];
  /**
   * A blank page that no page opened, as a new tab shows: nobody can call anything there, and it owes
   * no goodbye. Firefox ends its process with the first address, often before one arrives.
   */
  blank?: true;
  /**
   * `performance.timeOrigin` of its tab's page: what a frame says that no background ever placed is
   * known by it to be of that page. Absent in frames of another origin, which may not ask.
   */
  pageOrigin?: number;
  /** Filled in by the background from the sender. */
  frameId?: number;
  documentId?: string;
}

/**
 * relay → background → panel. `first` is the lowest number that the relay still keeps. The
 * background speaks the same way of the hits that it recorded: one stream per tab, and one per
 * origin for service workers, each with a key like a document's.
 */
export interface EntriesMessage extends Batch {
  type: 'entries';
  /** The lines are a HitLine each. Absent: a document's entries. */
  stream?: 'hits';
  /** The document's or the stream's key. */
  document: string;
  first: number;
  /** On the first batch of an answer to `attach` or `replay`: the number that was asked for. */
  since?: number;
}

/** One request of a document. Milliseconds since the epoch: when it began, and when its answer ended. */
export interface SentRequest {
  url: string;
  from: number;
  to: number;
}

/**
 * relay → background → panel: what a frame whose first address is about:blank has sent. Chromium
 * names the document that made the frame as the sender (measured: written frames, empty ones that
 * get a script, `javascript:` addresses, nested ones; not srcdoc, blob: and data:).
 */
export interface RequestsMessage {
  type: 'requests';
  document: string;
  /** The document's origin, which it has of the one that made it, and when it began. */
  origin: string;
  since: number;
  /** Those that have ended since the message before, and some of those that were told. */
  requests: SentRequest[];
  /** How many it has told of in all: who has not heard so many does not know them all. */
  total: number;
  /** When it went away. What it awaited then, and what it sent last, it cannot tell. */
  left?: number;
  /** When it first did: what had not ended by then may have ended in the cache, and is not told. */
  untold?: number;
}

/** A request in the browser's own list of a document's resources. */
export interface ListedRequest extends SentRequest {
  /** An image that was loaded before may come out of the browser's memory: nothing leaves then. */
  isImage: boolean;
}

/**
 * relay → background → panel: what the document had sent before the panel opened, as far as the
 * browser tells it (before its first call, the first 250; none that its service worker took), and
 * since Event Loupe is in it. A hit that the background has no record of left as an earlier background
 * was ended. A frame that called nothing says this alone.
 */
export interface ListedMessage {
  type: 'listed';
  document: string;
  requests: ListedRequest[];
}

/**
 * background → panel: that was all of a stream of hits. What is below `next` and has not come was
 * dropped for want of room.
 */
export interface StreamMessage {
  type: 'stream';
  /** The stream's key. */
  document: string;
  /** Next number to come. */
  next: number;
}

/** background → panel: the relay's connection ended; nothing more can be asked of the document. */
export interface GoneMessage {
  type: 'gone';
  document: string;
}

/** background → panel: whether any document of the tab heard the attach; if not, the page must be reloaded. */
export interface AttachedMessage {
  type: 'attached';
  reached: boolean;
}

/** background → panel: the tab has loaded a page; the panel attaches to hear of one without calls. */
export interface LoadedMessage {
  type: 'loaded';
}

/** A frame that has called something. Times are in milliseconds since the epoch. */
export interface SpokenFrame {
  document: string;
  /** When it began: one of another origin than its page is told by it, and older ones are another page's. */
  since: number;
  /** When it first called. */
  at: number;
  /** Its page's (DocumentMessage), where it may ask. */
  pageOrigin?: number;
}

/** background → panel, as it opens: what frames had spoken before. Who does not answer has gone. */
export interface FramesMessage {
  type: 'frames';
  frames: SpokenFrame[];
  /** When this background began, in milliseconds since the epoch: since then no hit went unheard. */
  since: number;
}

/** What the panel hears. */
export type PanelMessage =
  | DocumentMessage
  | EntriesMessage
  | RequestsMessage
  | ListedMessage
  | StreamMessage
  | GoneMessage
  | AttachedMessage
  | LoadedMessage
  | FramesMessage;

/** What a relay says. */
export type RelayMessage = DocumentMessage | EntriesMessage | RequestsMessage | ListedMessage;

/**
 * What a relay says as its page goes away, besides what its connection carries. In Chromium one that
 * was opened before is gone by then when another site comes, and a new one reaches no worker that has
 * just died; in both browsers a worker may die over what it has just heard. So it stands in storage,
 * under `LEFT_KEY` and a name of its own (in Firefox `storage.local`, the only one that is open to
 * content scripts: it is dropped within seconds), and goes as a message, whose sender the browser
 * names while it still knows the page.
 */
export interface LeftItem extends Partial<DocumentPlace> {
  /** When, in milliseconds since the epoch. */
  at: number;
  /**
   * What it says last, who it is first of all. `tabId` is absent where the background never answered
   * it: only its connection or its page may tell whose it was.
   */
  messages: RelayMessage[];
}

/** panel → background → every relay of the tab: a panel is here; send what I do not have. */
export interface AttachMessage {
  type: 'attach';
  tabId: number;
  /** When the panel began to listen, in milliseconds since the epoch: what was over by then is not for it. */
  openedAt: number;
  /** It still counts what was sent before: each document says what the browser lists of that. */
  wantsLists?: boolean;
  /** Next number wanted, per document already known. */
  have: Record<string, number>;
  /** Names of data layers besides `dataLayer`. */
  layers: string[];
  /** Endpoints in force; for the background alone. */
  endpoints: Endpoint[];
}

/** panel → background: the endpoints in force have changed, since a call named one. */
export interface EndpointsMessage {
  type: 'endpoints';
  endpoints: Endpoint[];
}

/** panel → background → one relay: send again from this number. */
export interface ReplayMessage {
  type: 'replay';
  document: string;
  from: number;
}

/** background → relay, when it connects: a panel listens, go on; or none does, close and wait. */
export interface StartMessage extends DocumentPlace {
  type: 'start';
  layers: string[];
}
/** Where the browser says that a document is: no content script can find that out. */
export interface DocumentPlace {
  tabId: number;
  frameId?: number;
  /** The browser's name for the document: hits bear it too. */
  documentId?: string;
}
export interface StopMessage {
  type: 'stop';
}

/** What goes towards the page. */
export type ControlMessage = AttachMessage | ReplayMessage | StartMessage | StopMessage;

/** Port names. */
export const RELAY_PORT = 'relay';
export const PANEL_PORT = 'panel';
/** Start of the keys in storage of what relays left there. */
export const LEFT_KEY = 'left/';
/** Key in `storage.local` of the user's data layer names (string[]). */
export const LAYERS_SETTING = 'layers';
