/**
 * Routes between the relays and the panels of each tab, and speaks to the panels of the hits that
 * were recorded. Of routes nothing is kept: when the worker dies, every port closes, the panel
 * comes back and attaches, and the relays send what it has not got. What a page says meanwhile as
 * it goes away is held until its panel is back.
 */

import type { HitStream, HitStreams } from '../recording/hit-streams.ts';
import { originOf } from '../recording/request-details.ts';
import { ACCESS_PORT } from '../session/access.ts';
import { parseLeftItem, parsePanelRequest, parseRelayMessage } from '../session/envelopes.ts';
import { HELD_UNITS, RETURN_MS } from '../session/limits.ts';
import {
  type AttachMessage,
  type Batch,
  type ControlMessage,
  type DocumentMessage,
  type DocumentPlace,
  type Endpoint,
  LEFT_KEY,
  type LeftItem,
  PANEL_PORT,
  type PanelMessage,
  RELAY_PORT,
  type RelayMessage,
  type ReplayMessage,
  type StartMessage,
} from '../session/wire.ts';
import type { SpokenFrames } from './spoken-frames.ts';

/** A connection of a relay or a panel, as both browsers have it. */
export interface Port {
  readonly name: string;
  readonly sender?:
    | {
        tab?: { id?: number | undefined } | undefined;
        frameId?: number | undefined;
        documentId?: string | undefined;
        url?: string | undefined;
      }
    | undefined;
  postMessage(message: unknown): void;
  disconnect(): void;
  onMessage: { addListener(listener: (message: unknown) => void): void };
  onDisconnect: { addListener(listener: () => void): void };
}

/** What the routes need of the browser. */
export interface RoutesBrowser {
  /** Start of the addresses of our own pages. */
  ownUrl: string;
  onConnect(listener: (port: Port) => void): void;
  /** Says something to every frame of a tab. Rejects where nobody listens. */
  sendToTab(tabId: number, message: ControlMessage): Promise<unknown>;
  /** Calls with the tabs that have finished a load. */
  onLoaded(listener: (tabId: number) => void): void;
  /** Address of the page that a tab shows. Rejects where the tab is gone. */
  urlOf(tabId: number): Promise<string | undefined>;
  /** Calls with what relays put into storage, by its key. */
  onStored(listener: (key: string, value: unknown) => void): void;
  /** Calls with what relays say without a connection, and who they are. */
  onMessage(listener: (message: unknown, sender: Port['sender']) => void): void;
  removeStored(keys: string[]): Promise<void>;
  after(ms: number, run: () => void): void;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Where frames are noted whose tab nobody knows: no tab has this number. */
const NO_TAB = -1;
/** A connection that was opened last of all has said its first by then. */
const STRAY_MS = 1_000;
/** What a page left is taken up by the background that its panel starts, seconds later at most. */
const LEFT_TOO_OLD_MS = 60_000;
/** Documents that go away within that time, at most. */
const HEARD = 1_000;

/** What a document said, and when. */
interface Said {
  at: number;
  message: PanelMessage;
}

type Names = Omit<DocumentPlace, 'tabId'>;

interface Stray {
  at: number;
  /** What the document has said of itself. */
  about: DocumentMessage;
  messages: RelayMessage[];
}

interface SpokenPage {
  /** Undefined where pages of two tabs began at the same moment: nobody can tell which is meant. */
  tabId: number | undefined;
  since: number;
  /** It has not said that it goes. */
  isThere: boolean;
}

interface Panel {
  /** When it began to listen: what was over by then is not for it. */
  openedAt: number;
  /** Documents that it has heard of: of these it is told everything, or a part would pass for all. */
  told: Set<string>;
}

interface Tab {
  panels: Map<Port, Panel>;
  /** Document key → the relay's port, and where the browser says that it is. */
  relays: Map<string, { port: Port; place: DocumentPlace }>;
  layers: string[];
  /** What the tab has shown since a panel attached: service workers' hits belong to an origin. */
  origins: Set<string>;
  /** What was said while this worker was young. */
  held: Said[];
}

/** The way of hits to the panels. */
export interface Routes {
  /** A line was added to a stream of hits. */
  tellHit(stream: HitStream, batch: Batch): void;
  /** Takes what relays left in storage while no worker ran. */
  takeLeft(items: Record<string, unknown>): void;
}

/**
 * Begins to listen for relays and panels.
 * @param ready the streams hold what an earlier worker kept
 */
export function openRoutes(
  browser: RoutesBrowser,
  options: {
    streams: HitStreams;
    frames: SpokenFrames;
    ready: Promise<void>;
    setEndpoints(tabId: number, endpoints: Endpoint[]): void;
  },
): Routes {
  const { streams, frames, ready } = options;
  const tabs = new Map<number, Tab>();
  const since = browser.now();
  /** This worker has only just started: panels that were there before will come back. */
  let isYoung = true;
  let heldUnits = 0;
  /** Documents that a connection has spoken for, the latest of them, and where they are. */
  const heard = new Map<string, DocumentPlace>();
  /** Pages that have spoken, the latest of them, by `pageOrigin`. */
  const pages = new Map<number, SpokenPage>();
  /** What documents left that went away of late; nobody knows from which tab. */
  const strays = new Map<string, Stray>();

  const tabOf = (id: number): Tab => {
    const known = tabs.get(id);
    if (known) return known;
    const tab: Tab = {
      panels: new Map(),
      relays: new Map(),
      layers: [],
      origins: new Set(),
      held: [],
    };
    tabs.set(id, tab);
    return tab;
  };

  const forget = (id: number): void => {
    const tab = tabs.get(id);
    if (tab && tab.panels.size === 0 && tab.relays.size === 0 && tab.held.length === 0)
      tabs.delete(id);
  };

  const knows = ({ told }: Panel, message: PanelMessage): boolean =>
    'document' in message && told.has(message.document);

  const say = (port: Port, { told }: Panel, message: PanelMessage): void => {
    if (isWord(message)) told.add(message.document);
    port.postMessage(message);
  };

  /** @param at when it was said, where that is not now: a clock that was set back hides no page */
  const tell = (tab: Tab, message: PanelMessage, at?: number): void => {
    for (const [port, panel] of tab.panels)
      if (at === undefined || at >= panel.openedAt || knows(panel, message))
        say(port, panel, message);
    if (!isYoung) return;
    // What does not fit any more is missed by number, and told.
    if (message.type === 'entries') heldUnits += message.text.length;
    if (message.type !== 'entries' || heldUnits <= HELD_UNITS)
      tab.held.push({ at: at ?? browser.now(), message });
  };

  /** Says all that a stream of hits has from a number on. The panel drops what it has already. */
  const sendStream = (stream: HitStream, from: number, send: (message: PanelMessage) => void) => {
    const { key, first, next } = stream;
    const about = { type: 'entries', stream: 'hits', document: key, first } as const;
    let since: number | undefined = from;
    for (const batch of streams.from(stream, from)) {
      send({ ...about, ...batch, ...(since === undefined ? {} : { since }) });
      since = undefined;
    }
    send({ type: 'stream', document: key, next });
  };

  /** The tab shows this origin: what its service worker sent is for the tab's panels too. */
  const learnOrigin = (tab: Tab, url: string | undefined) => {
    const origin = originOf(url);
    if (origin === undefined || tab.origins.has(origin)) return;
    tab.origins.add(origin);
    void ready.then(() => {
      const stream = streams.find({ origin });
      if (stream) sendStream(stream, 0, (message) => tell(tab, message));
    });
  };

  /** @param about what the document has said of itself */
  const noteFrame = (
    tabId: number,
    about: DocumentMessage | undefined,
    message: RelayMessage,
    said = browser.now(),
  ) => {
    if (!about || about.top || !hasCalled(message)) return;
    const { document, at = said, since = at, pageOrigin } = about;
    // Of one that went before any background had placed it, its page alone can be told.
    if (tabId === NO_TAB && pageOrigin === undefined) return;
    frames.note(tabId, {
      document,
      since,
      at,
      ...(pageOrigin !== undefined && { pageOrigin }),
    });
  };

  const hear = (about: DocumentMessage, place: DocumentPlace) => {
    const { document, top, since = 0, left, pageOrigin } = about;
    heard.set(document, { ...heard.get(document), ...place });
    keepLatest(heard, HEARD);
    if (!top || pageOrigin === undefined) return;
    const known = pages.get(pageOrigin);
    const tabId = known && known.tabId !== place.tabId ? undefined : place.tabId;
    pages.set(pageOrigin, { tabId, since, isThere: left === undefined });
    keepLatest(pages, HEARD);
    for (const [key, { about: frame, at, messages }] of strays)
      if (tabId !== undefined && !frame.top && frame.pageOrigin === pageOrigin) {
        strays.delete(key);
        tellItem({ at, messages }, frame, tabId);
      }
  };

  const serveRelay = (port: Port, place: DocumentPlace): void => {
    const { tabId } = place;
    // Each time anew: what is said of another document may have forgotten the tab before this one speaks.
    const tab = () => tabOf(tabId);
    const isServed = tab().panels.size > 0 || isYoung;
    let document = '';
    let about: DocumentMessage | undefined;
    port.onMessage.addListener((received) => {
      const message = parseRelayMessage(received);
      // A connection speaks for one document.
      if (!message || (document !== '' && message.document !== document)) return;
      // Also where no panel is there: what it leaves in storage is of this tab then, and no stray.
      if (message.type === 'document') {
        hear(message, place);
        about = message;
      }
      noteFrame(tabId, about, message);
      if (!isServed) return;
      if (message.type === 'document') {
        const isFirst = document === '';
        document = message.document;
        if (isFirst) tab().relays.set(document, { port, place });
        tell(tab(), placed(message, place), message.at);
        learnOrigin(tab(), port.sender?.url);
      } else if (document !== '' || message.type === 'listed') tell(tab(), message, about?.at);
    });
    if (!isServed) {
      port.postMessage({ type: 'stop' });
      forget(tabId);
      return;
    }
    if (tab().panels.size > 0) sendStart(port, place, tab());
    port.onDisconnect.addListener(() => {
      if (tab().relays.get(document)?.port === port) {
        tab().relays.delete(document);
        tell(tab(), { type: 'gone', document });
      }
      forget(tabId);
    });
  };

  const servePanel = (port: Port): void => {
    let tabId = -1;
    port.onMessage.addListener((received) => {
      const message = parsePanelRequest(received);
      if (message?.type === 'attach') {
        tabId = message.tabId;
        const tab = tabOf(tabId);
        const isNew = !tab.panels.has(port);
        const isFirst = tab.panels.size === 0;
        const { openedAt, have } = message;
        const panel = tab.panels.get(port) ?? { openedAt, told: new Set(Object.keys(have)) };
        tab.panels.set(port, panel);
        tab.layers = message.layers;
        options.setEndpoints(tabId, message.endpoints);
        if (isNew) {
          catchUp(port, panel, tab, tabId);
          void ready.then(() => {
            const spoken = [...frames.of(message.tabId), ...frames.of(NO_TAB)];
            const told: PanelMessage = { type: 'frames', frames: spoken, since };
            if (tab.panels.has(port)) port.postMessage(told);
          });
        }
        if (isFirst) for (const { port, place } of tab.relays.values()) sendStart(port, place, tab);
        attach(message, port, tab);
      } else if (message?.type === 'endpoints') options.setEndpoints(tabId, message.endpoints);
      else if (message) replay(message, port, tabId);
    });
    port.onDisconnect.addListener(() => {
      const tab = tabs.get(tabId);
      if (!tab) return;
      tab.panels.delete(port);
      // What a panel that opens at once says to the pages may overtake a `stop`, and then undo nothing.
      browser.after(STRAY_MS, () => {
        if (tab.panels.size > 0) return;
        stopRelays(tab);
        forget(tabId);
      });
    });
  };

  const stopRelays = (tab: Tab): void => {
    for (const { port } of tab.relays.values()) {
      port.postMessage({ type: 'stop' });
      port.disconnect();
    }
    tab.relays.clear();
  };

  /** Says what came before this panel was (back) there, and may not come again. */
  const catchUp = (port: Port, panel: Panel, tab: Tab, tabId: number): void => {
    const { openedAt, told } = panel;
    // What a document had said before goes with what it says later: it may be gone since.
    for (const { at, message } of tab.held)
      if (at >= openedAt && isWord(message)) told.add(message.document);
    for (const { at, message } of tab.held)
      if (at >= openedAt || knows(panel, message)) say(port, panel, message);
    for (const document of strays.keys()) tellStray(document, tabId, port, panel);
  };

  const sendStart = (relay: Port, place: DocumentPlace, { layers }: Tab): void =>
    relay.postMessage({ type: 'start', ...place, layers } satisfies StartMessage);

  /** Asks every frame of the tab. No answer at all means that the page is older than the extension. */
  const attach = (message: AttachMessage, panel: Port, tab: Tab): void => {
    const { tabId, have } = message;
    const answer = (reached: boolean) => {
      if (tab.panels.has(panel))
        panel.postMessage({ type: 'attached', reached } satisfies PanelMessage);
    };
    // What towards the page says nothing of endpoints: a page's frame has no use for them.
    browser.sendToTab(tabId, { ...message, endpoints: [] }).then(
      () => answer(true),
      () => answer(false),
    );
    void ready.then(() => {
      for (const stream of streams.all()) {
        const known = have[stream.key];
        if (known !== undefined) streams.skipTo(stream, known);
        const isOurs =
          'tabId' in stream.owner
            ? stream.owner.tabId === tabId
            : known !== undefined || tab.origins.has(stream.owner.origin);
        if (isOurs && tab.panels.has(panel))
          sendStream(stream, known ?? 0, (said) => panel.postMessage(said));
      }
    });
    // The page may be older than the extension, and then no relay tells where it is.
    browser.urlOf(tabId).then(
      (url) => learnOrigin(tab, url),
      () => forget(tabId), // closed meanwhile
    );
  };

  const replay = (message: ReplayMessage, panel: Port, tabId: number): void => {
    const relay = tabs.get(tabId)?.relays.get(message.document);
    if (relay) {
      relay.port.postMessage(message);
      return;
    }
    void ready.then(() => {
      const stream = streams.byKey(message.document);
      if (stream) sendStream(stream, message.from, (said) => panel.postMessage(said));
      else panel.postMessage({ type: 'gone', document: message.document } satisfies PanelMessage);
    });
  };

  /**
   * A page went away before any background had answered it: it may have been any tab's. A panel that
   * knows it hears all that it said; of any other's log it is kept out, and only that something may
   * be missing is told. What a frame said is of no tab that shows another page.
   */
  const tellStray = (document: string, tabId: number, port: Port, panel: Panel): void => {
    const stray = strays.get(document);
    if (!stray) return;
    const { at, about, messages } = stray;
    const isKnown = panel.told.has(document);
    if (isKnown) for (const message of messages) say(port, panel, message);
    else if (at < panel.openedAt || isElsewhere(about, tabId)) return;
    else
      port.postMessage({ type: 'document', document, first: 0, next: 0, top: false, late: false });
    port.postMessage({ type: 'gone', document });
  };

  /** A frame of another page than the one that the tab showed as it began. */
  const isElsewhere = ({ top, since = 0, pageOrigin }: DocumentMessage, tabId: number): boolean => {
    if (top || pageOrigin === undefined) return false;
    for (const page of pages.values())
      if (page.tabId === tabId && page.isThere && page.since <= since) return true;
    return false;
  };

  const takeStray = ({ at, messages }: LeftItem, about: DocumentMessage): void => {
    const { document } = about;
    const said = [...(strays.get(document)?.messages ?? []), ...messages];
    strays.set(document, { at, about, messages: said });
    browser.after(RETURN_MS, () => strays.delete(document));
    for (const [tabId, { panels }] of tabs)
      for (const [port, panel] of panels) tellStray(document, tabId, port, panel);
  };

  /** The tab of what a document left, by its own connection or its page's. */
  const tabIdOf = ({ tabId }: LeftItem, { document, pageOrigin = -1 }: DocumentMessage) =>
    tabId ?? heard.get(document)?.tabId ?? pages.get(pageOrigin)?.tabId;

  const takeItem = (item: LeftItem): void => {
    const about = item.messages.find((one): one is DocumentMessage => one.type === 'document');
    if (!about) return;
    const { tabId } = item;
    if (tabId !== undefined) {
      hear(about, { tabId, ...namesOf(item) });
      tellItem(item, about, tabId);
      return;
    }
    for (const message of item.messages)
      noteFrame(tabIdOf(item, about) ?? NO_TAB, about, message, item.at);
    // A connection may tell whose it was, and may not have brought all of it. All of a document's items
    // wait, or its page, which comes back meanwhile, would be told in part.
    browser.after(STRAY_MS, () => {
      const tabId = tabIdOf(item, about);
      if (tabId === undefined) takeStray(item, about);
      else tellItem(item, about, tabId);
    });
  };

  const tellItem = ({ at, messages }: LeftItem, about: DocumentMessage, tabId: number): void => {
    const tab = tabOf(tabId);
    for (const message of messages) {
      noteFrame(tabId, about, message, at);
      tell(tab, placed(message, heard.get(message.document) ?? {}), at);
    }
    forget(tabId);
  };

  const takeLeft = (items: Record<string, unknown>): void => {
    const keys = Object.keys(items).filter((key) => key.startsWith(LEFT_KEY));
    if (keys.length === 0) return;
    // A document's items bear their order in their names.
    const order = (key: string) => Number(key.slice(key.lastIndexOf('/') + 1));
    for (const key of keys.sort((a, b) => order(a) - order(b))) {
      const item = parseLeftItem(items[key]);
      // Firefox keeps it on disk: tabs of an earlier run of the browser are other tabs now.
      if (item && browser.now() - item.at <= LEFT_TOO_OLD_MS) takeItem(item);
    }
    // Not before a panel must have heard it, or this worker may take it along.
    browser.after(RETURN_MS, () => {
      browser.removeStored(keys).catch((error) => {
        console.warn('Event Loupe could not drop what a page left:', error);
      });
    });
  };

  browser.onConnect((port) => {
    const place = port.name === RELAY_PORT ? placeOf(port.sender) : undefined;
    if (place) serveRelay(port, place);
    // A content script can open a port of any name; only our own pages are panels.
    else if (port.name === PANEL_PORT && port.sender?.url?.startsWith(browser.ownUrl))
      servePanel(port);
    else if (port.name !== ACCESS_PORT) port.disconnect();
  });
  browser.onStored((key, value) => takeLeft({ [key]: value }));
  browser.onMessage((received, sender) => {
    const item = parseLeftItem(received);
    if (!item) return;
    // Firefox does not name a frame any more that has gone meanwhile.
    takeItem({ ...item, ...placeOf(sender) });
  });
  // A top document without calls would never connect by itself; the panel wants its divider.
  browser.onLoaded((tabId) => {
    const tab = tabs.get(tabId);
    if (tab) tell(tab, { type: 'loaded' });
  });
  browser.after(RETURN_MS, () => {
    isYoung = false;
    for (const [id, tab] of [...tabs]) {
      tab.held = [];
      if (tab.panels.size > 0) continue;
      stopRelays(tab);
      forget(id);
    }
  });

  return {
    tellHit({ owner, key, first }, batch) {
      const message = { type: 'entries', stream: 'hits', document: key, first, ...batch } as const;
      const wanted =
        'tabId' in owner
          ? [tabs.get(owner.tabId)]
          : [...tabs.values()].filter(({ origins }) => origins.has(owner.origin));
      for (const tab of wanted)
        for (const panel of tab?.panels.keys() ?? []) panel.postMessage(message);
    },
    takeLeft,
  };
}

/** Whether a document says what happened in it: not that it has gone, nor what the browser lists of it. */
function isWord(message: PanelMessage): message is Extract<PanelMessage, { document: string }> {
  return 'document' in message && message.type !== 'gone' && message.type !== 'listed';
}

/** Whether it tells of a call: an address of the frame's own, or what it answers of consent, is none. */
function hasCalled(message: RelayMessage): boolean {
  return message.type === 'entries' && message.text.includes('"kind":"call"');
}

/** Where a document is that speaks, as far as the browser tells. */
function placeOf(sender: Port['sender']): DocumentPlace | undefined {
  const tabId = sender?.tab?.id;
  return tabId === undefined ? undefined : { tabId, ...namesOf(sender ?? {}) };
}

/** The browser's names for a frame and its document, as far as they are known. */
function namesOf(place: { [Name in keyof Names]?: Names[Name] | undefined }): Names {
  const { frameId, documentId } = place;
  return {
    ...(frameId !== undefined && { frameId }),
    ...(documentId !== undefined && { documentId }),
  };
}

function keepLatest<K>(map: Map<K, unknown>, size: number): void {
  for (const oldest of map.keys()) {
    if (map.size <= size) return;
    map.delete(oldest);
  }
}

/** What a relay said, with what the browser says of its document. */
function placed(message: RelayMessage, place: Names): RelayMessage {
  return message.type === 'document' ? { ...message, ...namesOf(place) } : message;
}
