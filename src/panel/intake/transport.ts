import type { NetworkRequest } from './enrichment.ts';

/** The panel's end of its connection to the background. */
export interface PanelPort {
  postMessage(message: unknown): void;
  disconnect(): void;
  onMessage: { addListener(listener: (message: unknown) => void): void };
  onDisconnect: { addListener(listener: () => void): void };
}

/** What a connection needs of the browser. */
export interface Transport {
  /** Opens a connection to the background, which starts where it does not run. */
  open(): PanelPort;
  /** Tells the requests that DevTools sees. */
  watchNetwork(onRequest: (request: NetworkRequest) => void): void;
  /** They tell more of a hit than webRequest does (Chromium). */
  seesMore?: boolean;
  after(ms: number, run: () => void): void;
  /** Milliseconds since the epoch. */
  now(): number;
}
