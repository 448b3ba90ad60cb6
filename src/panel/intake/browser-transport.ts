import browser from 'webextension-polyfill';
import { PANEL_PORT } from '../../session/wire.ts';
import { SEES_MORE, watchNetwork } from './devtools-network.ts';
import type { Transport } from './transport.ts';

/** The browser's own. */
export const browserTransport: Transport = {
  open: () => browser.runtime.connect({ name: PANEL_PORT }),
  watchNetwork,
  seesMore: SEES_MORE,
  after: (ms, run) => setTimeout(run, ms),
  now: Date.now,
};
