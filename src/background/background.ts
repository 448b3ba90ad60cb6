/** The background: routes between pages and panels, and records hits whether or not a panel listens. */

import browser, { type Runtime, type WebRequest } from 'webextension-polyfill';
import { createHitRecorder } from '../recording/hit-recorder.ts';
import { createHitStreams, type SessionStorage } from '../recording/hit-streams.ts';
import type { RequestDetails } from '../recording/request-details.ts';
import { makeKey } from '../session/key.ts';
import type { Endpoint } from '../session/wire.ts';
import { answerAccess } from './access.ts';
import { showBadges } from './badge.ts';
import { openRoutes, type Routes, type RoutesBrowser } from './routes.ts';
import { createSpokenFrames } from './spoken-frames.ts';

const ENDPOINTS_KEY = 'hits/endpoints/';
const storage: SessionStorage = browser.storage.session;

let routes: Routes | undefined;
const streams = createHitStreams({
  storage,
  makeKey,
  onLine: (stream, batch) => routes?.tellHit(stream, batch),
});

const frames = createSpokenFrames(storage);

/** Tab → endpoints that its panel has learned. They outlive the worker as the hits do. */
const endpoints = new Map<number, Endpoint[]>();

const recorder = createHitRecorder({
  streams,
  endpointsOf: (tabId) =>
    tabId < 0 ? [...endpoints.values()].flat() : (endpoints.get(tabId) ?? []),
  showsBodies: browser.runtime.getURL('').startsWith('moz-extension:'),
});

/** Chromium: relays leave there what no connection carries any more. */
const { setAccessLevel } = browser.storage.session as unknown as {
  setAccessLevel?(level: { accessLevel: string }): Promise<void>;
};
setAccessLevel
  ?.call(browser.storage.session, { accessLevel: 'TRUSTED_AND_UNTRUSTED_CONTEXTS' })
  .catch((error) => console.warn('Event Loupe hears less of pages that go away:', error));
/** Firefox has no such switch: there they leave it in the only storage that they have. */
const leftStorage = setAccessLevel ? browser.storage.session : browser.storage.local;

async function restore(): Promise<void> {
  recorder.resume(await streams.restore(Date.now()));
  const items = await storage.get(null);
  frames.restore(items);
  routes?.takeLeft(setAccessLevel ? items : await leftStorage.get(null));
  for (const [name, value] of Object.entries(items))
    if (name.startsWith(ENDPOINTS_KEY)) {
      const tabId = Number(name.slice(ENDPOINTS_KEY.length));
      if (!endpoints.has(tabId)) endpoints.set(tabId, value as Endpoint[]);
    }
}

let isReady = false;
/** What was seen before the earlier worker's hits were loaded; not always told in its order. */
let early: { at: number; act(): void }[] = [];
const ready = restore()
  .catch((error) => console.warn('Event Loupe could not load what it had recorded:', error))
  .then(() => {
    isReady = true;
    early.sort((a, b) => a.at - b.at);
    for (const { act } of early) act();
    early = [];
  });

const routesBrowser: RoutesBrowser = {
  ownUrl: browser.runtime.getURL(''),
  onConnect: (listener) => browser.runtime.onConnect.addListener(listener),
  sendToTab: (tabId, message) => browser.tabs.sendMessage(tabId, message),
  onLoaded: (listener) =>
    browser.tabs.onUpdated.addListener((tabId, { status }) => {
      if (status === 'complete') listener(tabId);
    }),
  urlOf: async (tabId) => (await browser.tabs.get(tabId)).url,
  onStored: (listener) =>
    leftStorage.onChanged.addListener((changes) => {
      for (const [key, { newValue }] of Object.entries(changes))
        if (newValue !== undefined) listener(key, newValue);
    }),
  onMessage: (listener) =>
    browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
      listener(message, sender);
      return undefined; // nobody waits for an answer
    }),
  removeStored: (keys) => leftStorage.remove(keys),
  after: (ms, run) => setTimeout(run, ms),
  now: Date.now,
};

answerAccess(browser.runtime.getURL('src/panel/panel.html'));
showBadges();

routes = openRoutes(routesBrowser, {
  streams,
  frames,
  ready,
  setEndpoints(tabId, list) {
    endpoints.set(tabId, list);
    // None is kept too: what was in force before must not come back with the next worker.
    const key = ENDPOINTS_KEY + tabId;
    (list.length > 0 ? storage.set({ [key]: list }) : storage.remove([key])).catch((error) => {
      console.warn('Event Loupe keeps endpoints in memory only:', error);
    });
  },
});

/** What a hit can be sent as. Styles, fonts and media are most of a page, and never one. */
const WANTED = new Set([
  ...['main_frame', 'sub_frame', 'script', 'image', 'imageset', 'xmlhttprequest'],
  ...['ping', 'beacon', 'object', 'json', 'other'],
]);

/** The browsers refuse names that only the other one has, and tell their own. */
function knownTypes(): WebRequest.ResourceType[] {
  const { ResourceType } = browser.webRequest as unknown as {
    ResourceType: Record<string, WebRequest.ResourceType>;
  };
  return Object.values(ResourceType).filter((type) => WANTED.has(type));
}

const WEB = ['http://*/*', 'https://*/*'];
const filter: WebRequest.RequestFilter = {
  urls: WEB,
  types: knownTypes(),
};

/** The recorder's listener, once what was kept is loaded. */
function listen(name: Exclude<keyof typeof recorder, 'resume'>) {
  return (received: unknown): undefined => {
    const details = received as RequestDetails;
    if (isReady) recorder[name](details);
    else early.push({ at: details.timeStamp, act: () => recorder[name](details) });
  };
}

browser.webRequest.onBeforeRequest.addListener(listen('onBeforeRequest'), filter, ['requestBody']);
browser.webRequest.onHeadersReceived.addListener(listen('onHeadersReceived'), filter);
browser.webRequest.onHeadersReceived.addListener(
  listen('onAnswer'),
  { urls: WEB, types: ['main_frame', 'sub_frame', 'xmlhttprequest'] },
  ['responseHeaders'],
);
browser.webRequest.onBeforeRedirect.addListener(listen('onBeforeRedirect'), filter);
browser.webRequest.onCompleted.addListener(listen('onCompleted'), filter);
browser.webRequest.onErrorOccurred.addListener(listen('onErrorOccurred'), filter);

browser.tabs.onRemoved.addListener((tabId) => {
  endpoints.delete(tabId);
  void ready.then(() => {
    frames.forget(tabId);
    streams.close({ tabId }, Date.now());
    return storage.remove([ENDPOINTS_KEY + tabId]);
  });
});
