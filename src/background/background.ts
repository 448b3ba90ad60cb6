/**
 * Routes between the relays and the panels of each tab. Keeps nothing: when the worker dies, every
 * port closes, the panel comes back and attaches, and the relays send what it has not got.
 */
import browser, { type Runtime } from 'webextension-polyfill';
import {
  type AttachMessage,
  PANEL_PORT,
  type PanelMessage,
  RELAY_PORT,
  type RelayMessage,
  type ReplayMessage,
} from '../session/wire.ts';

interface Tab {
  panels: Set<Runtime.Port>;
  /** Document key → the relay's port. */
  relays: Map<string, Runtime.Port>;
  layers: string[];
}
const tabs = new Map<number, Tab>();

function tabOf(id: number): Tab {
  const known = tabs.get(id);
  if (known) return known;
  const tab: Tab = { panels: new Set(), relays: new Map(), layers: [] };
  tabs.set(id, tab);
  return tab;
}

function forget(id: number): void {
  const tab = tabs.get(id);
  if (tab && tab.panels.size === 0 && tab.relays.size === 0) tabs.delete(id);
}

function tell(tab: Tab, message: PanelMessage): void {
  for (const panel of tab.panels) panel.postMessage(message);
}

browser.runtime.onConnect.addListener((port) => {
  if (port.name === RELAY_PORT && port.sender?.tab?.id !== undefined)
    serveRelay(port, port.sender.tab.id, port.sender.frameId);
  // A content script can open a port of any name; only our own pages are panels.
  else if (port.name === PANEL_PORT && port.sender?.url?.startsWith(browser.runtime.getURL('')))
    servePanel(port);
  else port.disconnect();
});

function serveRelay(port: Runtime.Port, tabId: number, frameId: number | undefined): void {
  const tab = tabOf(tabId);
  if (tab.panels.size === 0) {
    port.postMessage({ type: 'stop' });
    forget(tabId);
    return;
  }
  port.postMessage({ type: 'start', layers: tab.layers });
  let document = '';
  port.onMessage.addListener((received) => {
    const message = received as RelayMessage;
    if (message.type === 'document') {
      document = message.document;
      tab.relays.set(document, port);
      tell(tab, { ...message, ...(frameId === undefined ? {} : { frameId }) });
    } else tell(tab, message);
  });
  port.onDisconnect.addListener(() => {
    if (tab.relays.get(document) === port) {
      tab.relays.delete(document);
      tell(tab, { type: 'gone', document });
    }
    forget(tabId);
  });
}

function servePanel(port: Runtime.Port): void {
  let tabId = -1;
  port.onMessage.addListener((received) => {
    const message = received as AttachMessage | ReplayMessage;
    if (message.type === 'attach') {
      tabId = message.tabId;
      const tab = tabOf(tabId);
      tab.panels.add(port);
      tab.layers = message.layers;
      attach(message, port);
    } else if (message.type === 'replay') {
      const relay = tabs.get(tabId)?.relays.get(message.document);
      if (relay) relay.postMessage(message);
      else port.postMessage({ type: 'gone', document: message.document } satisfies PanelMessage);
    }
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
}

/** Asks every frame of the tab. No answer at all means that the page is older than the extension. */
function attach(message: AttachMessage, panel: Runtime.Port): void {
  browser.tabs.sendMessage(message.tabId, message).then(
    () => panel.postMessage({ type: 'attached', reached: true } satisfies PanelMessage),
    () => panel.postMessage({ type: 'attached', reached: false } satisfies PanelMessage),
  );
}

// A top document without calls would never connect by itself; the panel wants its divider.
browser.tabs.onUpdated.addListener((tabId, change) => {
  const tab = tabs.get(tabId);
  if (change.status !== 'complete' || !tab) return;
  for (const panel of tab.panels) panel.postMessage({ type: 'loaded' } satisfies PanelMessage);
});
