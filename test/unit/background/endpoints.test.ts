import { expect, it, vi } from 'vitest';
import type { Endpoint } from '../../../src/session/wire.ts';

/** An event of the browser: what listens to it can be called. */
function createEvent() {
  const listeners: ((...args: unknown[]) => void)[] = [];
  return {
    addListener: (listener: (...args: unknown[]) => void) => listeners.push(listener),
    tell: (...args: unknown[]) => {
      for (const listener of listeners) listener(...args);
    },
  };
}

const stored = new Map<string, unknown>();
const onConnect = createEvent();
vi.mock('webextension-polyfill', () => ({
  default: {
    storage: {
      local: { get: async () => ({}), onChanged: createEvent() },
      session: {
        get: async () => Object.fromEntries(stored),
        set: async (items: object) => {
          for (const [key, value] of Object.entries(items)) stored.set(key, value);
        },
        onChanged: createEvent(),
        remove: async (keys: string[]) => {
          for (const key of keys) stored.delete(key);
        },
      },
    },
    runtime: {
      getURL: (path: string) => `chrome-extension://own/${path}`,
      onConnect,
      onMessage: createEvent(),
    },
    tabs: {
      onRemoved: createEvent(),
      onUpdated: createEvent(),
      sendMessage: async () => undefined,
      get: async () => ({ url: 'https://shop.test/' }),
    },
    webRequest: {
      ResourceType: { IMAGE: 'image' },
      onBeforeRequest: createEvent(),
      onHeadersReceived: createEvent(),
      onBeforeRedirect: createEvent(),
      onCompleted: createEvent(),
      onErrorOccurred: createEvent(),
    },
  },
}));

it('endpoints that a profile names no more do not come back with the next worker', async () => {
  await import('../../../src/background/background.ts');
  const onMessage = createEvent();
  onConnect.tell({
    name: 'panel',
    sender: { url: 'chrome-extension://own/src/panel/panel.html' },
    onMessage,
    onDisconnect: createEvent(),
    postMessage: () => undefined,
  });
  const muted: Endpoint = {
    vendor: 'meta',
    host: 'www.facebook.com',
    source: 'profile',
    muted: true,
  };
  onMessage.tell({
    type: 'attach',
    tabId: 7,
    openedAt: 1,
    have: {},
    layers: [],
    endpoints: [muted],
  });
  expect([...stored.values()]).toEqual([[muted]]);
  onMessage.tell({ type: 'endpoints', endpoints: [] });
  expect([...stored.values()]).toEqual([]);
});
