import browser, { type Runtime } from 'webextension-polyfill';
import type { Entry } from '../session/entry.ts';
import { PANEL_PORT, type PanelMessage, type ReplayMessage } from '../session/wire.ts';
import { createAssembly } from './assembly.ts';

/** `reload`: the tab's page was loaded before Event Loupe was there and cannot be heard. */
export type ConnectionStatus = 'connecting' | 'live' | 'reload';

export interface ConnectionListener {
  /** Called with parsed entries, gaps included, as batches arrive. */
  onEntries(entries: Entry[]): void;
  onStatus(status: ConnectionStatus): void;
}

export interface Connection {
  /** Follows other data layers from now on. */
  setLayers(names: string[]): void;
  close(): void;
}

/** Listens to a tab. Comes back by itself when the background's worker dies, and asks for what it missed. */
export function connect(
  tabId: number,
  listener: ConnectionListener,
  options: { layers: string[] },
): Connection {
  let { layers } = options;
  let port: Runtime.Port | undefined;
  let closed = false;
  /** The page on screen was there before the extension: it must be loaded again. */
  let isLate = false;

  const assembly = createAssembly({
    onEntries(entries) {
      if (!isLate) listener.onStatus('live');
      listener.onEntries(entries);
    },
    askAgain(document, from) {
      port?.postMessage({ type: 'replay', document, from } satisfies ReplayMessage);
    },
  });

  const attach = () => port?.postMessage({ type: 'attach', tabId, have: assembly.have(), layers });

  const open = () => {
    const opened = browser.runtime.connect({ name: PANEL_PORT });
    port = opened;
    opened.onMessage.addListener((received) => onMessage(received as PanelMessage));
    opened.onDisconnect.addListener(() => {
      if (closed || port !== opened) return;
      open(); // starts the worker again
    });
    attach();
  };

  const onMessage = (message: PanelMessage) => {
    switch (message.type) {
      case 'document':
        if (message.top) {
          isLate = message.late;
          listener.onStatus(isLate ? 'reload' : 'live');
        }
        assembly.onDocument(message);
        break;
      case 'entries':
        assembly.onBatch(message);
        break;
      case 'gone':
        assembly.onGone(message.document);
        break;
      case 'loaded':
        attach();
        break;
      case 'attached':
        listener.onStatus(message.reached && !isLate ? 'live' : 'reload');
        break;
    }
  };

  listener.onStatus('connecting');
  open();
  return {
    setLayers(names) {
      layers = names;
      attach();
    },
    close() {
      closed = true;
      port?.disconnect();
    },
  };
}
