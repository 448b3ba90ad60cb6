import browser, { type Runtime } from 'webextension-polyfill';
import type { Entry } from '../../session/entry.ts';
import {
  type AttachMessage,
  type Endpoint,
  type EndpointsMessage,
  PANEL_PORT,
  type PanelMessage,
  type ReplayMessage,
} from '../../session/wire.ts';
import { isSameEndpoint, learnEndpoints } from '../../vendors/endpoints.ts';
import { createAssembly } from './assembly.ts';
import { watchNetwork } from './devtools-network.ts';
import type { Documents } from './documents.ts';
import { createEnrichment } from './enrichment.ts';

/** `reload`: the tab's page was loaded before Event Loupe was there and cannot be heard. */
export type ConnectionStatus = 'connecting' | 'live' | 'reload';

export interface ConnectionListener {
  /**
   * Called with parsed entries, gaps included, as batches arrive. A hit comes again under its id
   * when more of it is known; the later form takes the place of the earlier.
   */
  onEntries(entries: Entry[]): void;
  onStatus(status: ConnectionStatus): void;
}

export interface Connection {
  /** Follows other data layers from now on. */
  setLayers(names: string[]): void;
  /** Takes the profile's endpoints, besides those that are learned from calls. */
  setEndpoints(endpoints: Endpoint[]): void;
  close(): void;
}

/** A relay that reconnects does so at once; this is longer than a busy page takes. */
const RETURN_MS = 1_000;
/** A worker that died has to be started, and every relay of the tab to be asked. */
const REVIVAL_MS = 5_000;

/**
 * Listens to a tab. Comes back by itself when the background's worker dies, and asks for what
 * it missed.
 * @param options.documents shared by those who follow several tabs
 */
export function connect(
  tabId: number,
  listener: ConnectionListener,
  options: { layers: string[]; endpoints?: Endpoint[]; documents?: Documents },
): Connection {
  let { layers, endpoints: own = [] } = options;
  const learned: Endpoint[] = [];
  let port: Runtime.Port | undefined;
  let closed = false;
  /** The page on screen was there before the extension: it must be loaded again. */
  let isLate = false;
  /** Messages heard of each document. */
  const heard = new Map<string, number>();

  const inForce = () => [...own, ...learned];
  const enrichment = createEnrichment(inForce);
  const assembly = createAssembly(
    {
      onEntries(entries) {
        for (const entry of entries) if (entry.kind === 'page') entry.tabId = tabId;
        listener.onEntries(enrichment.take(entries));
        learn(entries);
      },
      askAgain(document, from) {
        port?.postMessage({ type: 'replay', document, from } satisfies ReplayMessage);
      },
    },
    options.documents,
  );

  const attach = () =>
    port?.postMessage({
      type: 'attach',
      tabId,
      have: assembly.have(),
      layers,
      endpoints: inForce(),
    } satisfies AttachMessage);

  const sendEndpoints = () =>
    port?.postMessage({
      type: 'endpoints',
      endpoints: inForce(),
    } satisfies EndpointsMessage);

  /** Calls name hosts that nobody knows: what goes there from now on is a hit. */
  const learn = (entries: readonly Entry[]) => {
    const before = learned.length;
    for (const entry of entries)
      if (entry.kind === 'call')
        for (const endpoint of learnEndpoints(entry))
          if (!learned.some((one) => isSameEndpoint(one, endpoint))) learned.push(endpoint);
    if (learned.length > before) sendEndpoints();
  };

  const open = () => {
    const opened = browser.runtime.connect({ name: PANEL_PORT });
    port = opened;
    opened.onMessage.addListener((received) => onMessage(received as PanelMessage));
    opened.onDisconnect.addListener(() => {
      if (closed || port !== opened) return;
      open(); // starts the worker again
      // Documents that went while nobody listened say nothing more.
      for (const document of Object.keys(assembly.have())) giveUpSoon(document, REVIVAL_MS);
    });
    attach();
  };

  /**
   * What a document still owes is lost, unless it speaks again soon: a relay that comes back after
   * the worker's death is away for a moment, and then sends everything.
   */
  const giveUpSoon = (document: string, ms: number) => {
    const spoken = heard.get(document);
    setTimeout(() => {
      if (!closed && heard.get(document) === spoken) assembly.onGone(document);
    }, ms);
  };

  const onMessage = (message: PanelMessage) => {
    if (message.type === 'document' || message.type === 'entries')
      heard.set(message.document, (heard.get(message.document) ?? 0) + 1);
    switch (message.type) {
      case 'document':
        if (message.top) {
          isLate = message.late;
          listener.onStatus(isLate ? 'reload' : 'live');
        }
        assembly.onDocument(message);
        break;
      case 'entries':
        // Hits come of a page that cannot be heard, too.
        if (message.stream !== 'hits' && !isLate) listener.onStatus('live');
        assembly.onBatch(message);
        break;
      case 'gone':
        giveUpSoon(message.document, RETURN_MS);
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
  watchNetwork((request) => {
    const better = enrichment.observe(request);
    if (better.length > 0) listener.onEntries(better);
  });
  open();
  return {
    setLayers(names) {
      layers = names;
      attach();
    },
    setEndpoints(endpoints) {
      own = endpoints;
      sendEndpoints();
    },
    close() {
      closed = true;
      port?.disconnect();
    },
  };
}
