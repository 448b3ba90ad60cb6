/**
 * Routes between the relays and the panels of each tab, and speaks to the panels of the hits that
 * were recorded. Of routes nothing is kept: when the worker dies, every port closes, the panel
 * comes back and attaches, and the relays send what it has not got.
 */
import browser, { type Runtime } from 'webextension-polyfill';
import {
  type AttachMessage,
  type Batch,
  type Endpoint,
  type EndpointsMessage,
  PANEL_PORT,
  type PanelMessage,
  RELAY_PORT,
  type RelayMessage,
  type ReplayMessage,
} from '../session/wire.ts';
import type { HitStream, HitStreams } from './hit-streams.ts';
import { originOf } from './request-details.ts';

interface Tab {
  panels: Set<Runtime.Port>;
  /** Document key → the relay's port. */
  relays: Map<string, Runtime.Port>;
  layers: string[];
  /** What the tab has shown since a panel attached: service workers' hits belong to an origin. */
  origins: Set<string>;
}

/** The way of hits to the panels. */
export interface Routes {
  /** A line was added to a stream of hits. */
  tellHit(stream: HitStream, batch: Batch): void;
}

/**
 * Begins to listen for relays and panels.
 * @param ready the streams hold what an earlier worker kept
 */
export function openRoutes(options: {
  streams: HitStreams;
  ready: Promise<void>;
  setEndpoints(tabId: number, endpoints: Endpoint[]): void;
}): Routes {
  const { streams, ready } = options;
  const tabs = new Map<number, Tab>();

  const tabOf = (id: number): Tab => {
    const known = tabs.get(id);
    if (known) return known;
    const tab: Tab = { panels: new Set(), relays: new Map(), layers: [], origins: new Set() };
    tabs.set(id, tab);
    return tab;
  };

  const forget = (id: number): void => {
    const tab = tabs.get(id);
    if (tab && tab.panels.size === 0 && tab.relays.size === 0) tabs.delete(id);
  };

  const tell = (tab: Tab, message: PanelMessage): void => {
    for (const panel of tab.panels) panel.postMessage(message);
  };

  /** Says all that a stream of hits has from a number on. The panel drops what it has already. */
  const sendStream = (stream: HitStream, from: number, send: (message: PanelMessage) => void) => {
    const { key, first } = stream;
    const about = { type: 'entries', stream: 'hits', document: key, first } as const;
    let since: number | undefined = from;
    for (const batch of streams.from(stream, from)) {
      send({ ...about, ...batch, ...(since === undefined ? {} : { since }) });
      since = undefined;
    }
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

  const serveRelay = (port: Runtime.Port, tabId: number): void => {
    const tab = tabOf(tabId);
    if (tab.panels.size === 0) {
      port.postMessage({ type: 'stop' });
      forget(tabId);
      return;
    }
    port.postMessage({ type: 'start', layers: tab.layers });
    const { frameId, documentId, url } = port.sender as Runtime.MessageSender & {
      documentId?: string;
    };
    const about = {
      ...(frameId === undefined ? {} : { frameId }),
      ...(documentId === undefined ? {} : { documentId }),
    };
    let document = '';
    port.onMessage.addListener((received) => {
      const message = received as RelayMessage;
      if (message.type === 'document') {
        document = message.document;
        tab.relays.set(document, port);
        tell(tab, { ...message, ...about });
        learnOrigin(tab, url);
      } else tell(tab, message);
    });
    port.onDisconnect.addListener(() => {
      if (tab.relays.get(document) === port) {
        tab.relays.delete(document);
        tell(tab, { type: 'gone', document });
      }
      forget(tabId);
    });
  };

  const servePanel = (port: Runtime.Port): void => {
    let tabId = -1;
    port.onMessage.addListener((received) => {
      const message = received as AttachMessage | ReplayMessage | EndpointsMessage;
      if (message.type === 'attach') {
        tabId = message.tabId;
        const tab = tabOf(tabId);
        tab.panels.add(port);
        tab.layers = message.layers;
        options.setEndpoints(tabId, message.endpoints);
        attach(message, port, tab);
      } else if (message.type === 'endpoints') options.setEndpoints(tabId, message.endpoints);
      else replay(message, port, tabId);
    });
    port.onDisconnect.addListener(() => {
      const tab = tabs.get(tabId);
      if (!tab) return;
      tab.panels.delete(port);
      if (tab.panels.size > 0) return;
      for (const relay of tab.relays.values()) {
        relay.postMessage({ type: 'stop' });
        relay.disconnect();
      }
      tab.relays.clear();
      forget(tabId);
    });
  };

  /** Asks every frame of the tab. No answer at all means that the page is older than the extension. */
  const attach = (message: AttachMessage, panel: Runtime.Port, tab: Tab): void => {
    const { tabId, have } = message;
    // What towards the page says nothing of endpoints: a page's frame has no use for them.
    browser.tabs.sendMessage(tabId, { ...message, endpoints: [] }).then(
      () => panel.postMessage({ type: 'attached', reached: true } satisfies PanelMessage),
      () => panel.postMessage({ type: 'attached', reached: false } satisfies PanelMessage),
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
    browser.tabs.get(tabId).then(
      ({ url }) => learnOrigin(tab, url),
      () => forget(tabId), // closed meanwhile
    );
  };

  const replay = (message: ReplayMessage, panel: Runtime.Port, tabId: number): void => {
    const relay = tabs.get(tabId)?.relays.get(message.document);
    if (relay) {
      relay.postMessage(message);
      return;
    }
    void ready.then(() => {
      const stream = streams.byKey(message.document);
      if (stream) sendStream(stream, message.from, (said) => panel.postMessage(said));
      else panel.postMessage({ type: 'gone', document: message.document } satisfies PanelMessage);
    });
  };

  browser.runtime.onConnect.addListener((port) => {
    if (port.name === RELAY_PORT && port.sender?.tab?.id !== undefined)
      serveRelay(port, port.sender.tab.id);
    // A content script can open a port of any name; only our own pages are panels.
    else if (port.name === PANEL_PORT && port.sender?.url?.startsWith(browser.runtime.getURL('')))
      servePanel(port);
    else port.disconnect();
  });

  // A top document without calls would never connect by itself; the panel wants its divider.
  browser.tabs.onUpdated.addListener((tabId, change) => {
    const tab = tabs.get(tabId);
    if (change.status !== 'complete' || !tab) return;
    tell(tab, { type: 'loaded' });
  });

  return {
    tellHit({ owner, key, first }, batch) {
      const message = { type: 'entries', stream: 'hits', document: key, first, ...batch } as const;
      if ('tabId' in owner) {
        const tab = tabs.get(owner.tabId);
        if (tab) tell(tab, message);
      } else for (const tab of tabs.values()) if (tab.origins.has(owner.origin)) tell(tab, message);
    },
  };
}
