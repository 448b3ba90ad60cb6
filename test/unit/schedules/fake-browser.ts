/**
 * A browser as far as the parts talk through it, with what was measured of the real ones: which
 * connection still carries what while a page goes away, what a dead background has heard, what is
 * stored.
 */

import { openRoutes, type Port, type Routes } from '../../../src/background/routes.ts';
import { createSpokenFrames } from '../../../src/background/spoken-frames.ts';
import type { NetworkRequest } from '../../../src/panel/intake/enrichment.ts';
import type { PanelPort } from '../../../src/panel/intake/transport.ts';
import { createHitStreams, type HitStreams } from '../../../src/recording/hit-streams.ts';
import type { Sender } from '../../../src/session/wire.ts';
import type { Clock, Lane } from './clock.ts';
import { asTrusted, PageEvent, PageTransition } from './page-events.ts';
import { createRealm, type EndedRequests, type Outbox, type Realm } from './page-realm.ts';
import type { Random } from './random.ts';

export type Kind = 'chromium' | 'firefox';

/** A document that a tab shows, keeps in its cache, or has shown. */
export interface PageDocument {
  name: string;
  /** Its relay's name for it, once it has said it. */
  key: string;
  /** When it began, and when it came back, each time, in whole milliseconds. */
  came: number[];
  tabId: number;
  frameId: number;
  site: string;
  top: boolean;
  realm: Realm;
  state: 'shown' | 'cached' | 'gone';
  frames: PageDocument[];
  /** A background has heard of calls in it, and had room to note it as it first did. */
  wasHeard: boolean | undefined;
  /** How often it has come back. */
  turns: number;
  /** What it stands in. */
  parent: PageDocument | undefined;
  /** What it has said, in order: the truth. */
  calls: number;
  hits: number;
  /** How much of it is said as it goes, and after. */
  lastCalls: number;
  lateCalls: number;
  /** Something is to be told as the task that runs now ends. */
  tellsLate: boolean;
  /** Its first address is about:blank: Chromium names who made it as the sender of its hits. */
  maker: PageDocument | undefined;
  requests: EndedRequests;
  /** The page took it out: Firefox does not carry what it stores as it goes. */
  isRemoved: boolean;
  /** How many of its items of storage still leave its process, which is about to end. */
  wordsLeft: number;
  listeners: ((message: unknown) => void)[];
  /** The browser knows that it listens, and whoever has connected does. */
  isHearing: boolean;
}

/** One end of a connection is a page's or a panel's, the other the background's. */
interface Connection {
  isOpen: boolean;
  /** An end knows that it is not. */
  isFarEnded: boolean;
  isNearEnded: boolean;
  /** Nothing that the page's end says arrives. */
  isDeaf: boolean;
  out: Lane;
  back: Lane;
  worker: Worker | undefined;
  near: Ends;
  far: Ends;
  /** What came before the worker took the connection. */
  early: (() => void)[] | undefined;
  document: PageDocument | undefined;
}
interface Ends {
  messages: ((message: unknown) => void)[];
  ends: (() => void)[];
}

interface Worker {
  isAlive: boolean;
  onConnect(port: Port): void;
  onStored(key: string, value: unknown): void;
  onMessage(message: unknown, sender: Port['sender']): void;
  onLoaded(tabId: number): void;
  streams: HitStreams;
  routes: Routes;
  isReady: boolean;
  early: (() => void)[];
}

/** A hit that a page sent. */
export interface FakeHit {
  id: string;
  /** In milliseconds since the epoch. */
  at: number;
  document: PageDocument;
  /** The background was ended as it left. */
  isUnheard: boolean;
  /** The browser's list was full, and the page had called nothing and was not asked yet. */
  isUnlisted: boolean;
  /** Neither the page nor DevTools can tell of it: so, or since the page went before it had ended. */
  isUnseen: boolean;
}

/** The page that a frame stands in. */
export const topOf = (one: PageDocument): PageDocument => (one.parent ? topOf(one.parent) : one);

export interface FakeBrowser {
  readonly documents: PageDocument[];
  kill(): void;
  /** Starts the background, as the browser does before any page, unless it has ended since. */
  wake(): void;
  /** Opens a connection as a panel does. */
  openPanel(): PanelPort;
  load(tabId: number, site: string, options?: { keep: boolean }): PageDocument;
  /** Shows the page before again, from the cache, if it is there. */
  back(tabId: number): boolean;
  /** The cache drops its oldest page, without a word. */
  evict(tabId: number): void;
  addFrame(parent: PageDocument, site: string): PageDocument;
  /** A frame without an address, which the page writes. */
  makeFrame(parent: PageDocument): PageDocument;
  removeFrame(frame: PageDocument): void;
  call(document: PageDocument, count: number): void;
  /** A bare read of a name that nobody has defined yet. */
  read(document: PageDocument): void;
  hit(document: PageDocument): void;
  /** What hits were made, and which the background has seen. */
  readonly hits: FakeHit[];
  /** Writes into storage fail from now on, or no longer. */
  storageIsFull: boolean;
  shown(tabId: number): PageDocument | undefined;
  /** Tells what DevTools sees of a tab's requests, of pages that are there as these end. */
  watchNetwork(tabId: number, listener: (request: NetworkRequest) => void): void;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** Hits that the background keeps here: few, so that schedules reach the bound. */
const LIMITS = { lines: 40, bytes: 1_000_000 };
/** Requests that the browser lists of a document, for the same reason: 250 in a real one. */
const LISTED = 4;
const OWN = 'extension://own/';

/** What arrives of a message: our envelopes are plain, and `structuredClone` is a tenth of a schedule. */
function copied<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copied) as T;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const one = (value as Record<string, unknown>)[key];
    if (one !== undefined) copy[key] = copied(one);
  }
  return copy as T;
}

export function createFakeBrowser(kind: Kind, clock: Clock, random: Random): FakeBrowser {
  const stored = new Map<string, string>();
  const storeLane: Lane = { until: 0 };
  /** What found no room at first. */
  const refused = new Set<string>();
  const documents: PageDocument[] = [];
  const tabs = new Map<number, { shown: PageDocument | undefined; cached: PageDocument[] }>();
  let worker: Worker | undefined;
  let hasDied = false;
  let starting: ((worker: Worker) => void)[] | undefined;
  let ids = 0;
  /** All that are open. */
  const connections = new Set<Connection>();
  const hits: FakeHit[] = [];
  const watchers: { tabId: number; listener: (request: NetworkRequest) => void }[] = [];
  const time = () => 1_000_000 + Math.floor(clock.now());

  const later = <T>(most: number, lane: Lane, give: () => T): Promise<T> =>
    new Promise((resolve, reject) => {
      clock.soon(most, lane, () => {
        try {
          resolve(give());
        } catch (error) {
          reject(error);
        }
      });
    });

  /** Measured: a frame whose process ends loses the end of what it said, in storage too. */
  const isCutOff = (document: PageDocument | undefined): boolean =>
    document !== undefined && document.wordsLeft <= 0;

  const setStored = (items: Record<string, unknown>) => {
    // The background's hits are bounded below the quota: what a page leaves finds room.
    const isFull = browser.storageIsFull && !Object.keys(items)[0]?.startsWith('left/');
    // Issued writes are carried out even where who asked for them has died.
    return later(3, storeLane, () => {
      const [key = ''] = Object.keys(items);
      // Ours is all that is in there: what is dropped makes room.
      if (isFull && !refused.delete(key)) {
        refused.add(key);
        throw new Error('QUOTA_BYTES exceeded');
      }
      for (const [key, value] of Object.entries(items)) {
        stored.set(key, JSON.stringify(value));
        const told = worker;
        if (told?.isAlive) told.onStored(key, value);
      }
    });
  };
  const storage = {
    get: () =>
      later(3, storeLane, () =>
        Object.fromEntries([...stored].map(([key, text]) => [key, JSON.parse(text)])),
      ),
    set: setStored,
    remove: (keys: string[]) =>
      later(3, storeLane, () => {
        for (const key of keys) stored.delete(key);
      }),
  };

  const startWorker = () => {
    const own = { isAlive: true, isReady: false, early: [] } as unknown as Worker;
    const alive = () => own.isAlive;
    const frames = createSpokenFrames(storage);
    const streams = createHitStreams({
      storage,
      makeKey: () => `stream${(ids++).toString(36)}`,
      onLine: (stream, batch) => own.routes.tellHit(stream, batch),
      limits: LIMITS,
    });
    own.streams = streams;
    own.onConnect = () => undefined;
    own.onStored = () => undefined;
    own.onMessage = () => undefined;
    const ready = (async () => {
      await streams.restore(Date.now());
      const items = await storage.get();
      if (alive()) frames.restore(items);
      if (alive()) own.routes.takeLeft(items);
    })().then(() => {
      own.isReady = true;
      for (const act of own.early.splice(0)) if (alive()) act();
    });
    own.routes = openRoutes(
      {
        ownUrl: OWN,
        onConnect: (listener) => {
          own.onConnect = listener;
        },
        sendToTab: (tabId, message) => {
          if (!alive()) return new Promise(() => undefined);
          const hearing = documents.filter(
            (one) => one.tabId === tabId && one.state === 'shown' && one.isHearing,
          );
          for (const document of hearing)
            clock.soon(5, { until: 0 }, () => {
              if (document.state !== 'shown') return;
              for (const listener of document.listeners) listener(copied(message));
            });
          return later(8, { until: 0 }, () => {
            if (hearing.length === 0) throw new Error('Receiving end does not exist');
          });
        },
        onLoaded: (listener) => {
          own.onLoaded = listener;
        },
        urlOf: async (tabId) => {
          const shown = tabs.get(tabId)?.shown;
          if (!shown) throw new Error('no tab');
          return `https://${shown.site}/`;
        },
        onStored: (listener) => {
          own.onStored = listener;
        },
        onMessage: (listener) => {
          own.onMessage = listener;
        },
        removeStored: storage.remove,
        after: (ms, run) => clock.after(ms, () => alive() && run()),
        now: time,
      },
      { streams, frames, ready, setEndpoints: () => undefined },
    );
    return own;
  };

  /** Calls with the worker, which starts where it does not run. */
  const withWorker = (use: (worker: Worker) => void) => {
    if (worker) use(worker);
    else if (starting) starting.push(use);
    else {
      starting = [use];
      clock.after(5 + random.next() * 150, () => {
        worker = startWorker();
        const due = starting ?? [];
        starting = undefined;
        for (const one of due) one(worker);
      });
    }
  };

  const endsOf = (): Ends => ({ messages: [], ends: [] });

  const open = (
    name: string,
    document: PageDocument | undefined,
    sender: Port['sender'],
  ): PanelPort => {
    const connection: Connection = {
      isOpen: true,
      isFarEnded: false,
      isNearEnded: false,
      isDeaf: false,
      out: { until: clock.now() },
      back: { until: clock.now() },
      worker: undefined,
      near: endsOf(),
      far: endsOf(),
      early: [],
      document,
    };
    connections.add(connection);
    const wasRunning = worker !== undefined;
    clock.soon(4, connection.out, () =>
      withWorker((own) => {
        // Measured: a worker that must be started first never hears of a page that is gone.
        if (kind === 'chromium' && document?.state === 'gone' && !wasRunning) return;
        if (kind === 'firefox' && document?.isRemoved && !wasRunning) return;
        if (isCutOff(document) && !wasRunning) return;
        connection.worker = own;
        if (document) document.isHearing = true;
        own.onConnect({
          name,
          sender,
          postMessage(message) {
            if (!own.isAlive) return;
            if (connection.isFarEnded) throw new Error('disconnected port');
            const copy = copied(message);
            clock.soon(4, connection.back, () => {
              if (!own.isAlive || connection.isNearEnded || document?.state === 'gone') return;
              if (document?.state === 'cached') return;
              for (const listener of connection.near.messages) listener(copy);
            });
          },
          disconnect: () => close(connection, 'far'),
          onMessage: { addListener: (listener) => connection.far.messages.push(listener) },
          onDisconnect: { addListener: (listener) => connection.far.ends.push(listener) },
        });
        const due = connection.early ?? [];
        connection.early = undefined;
        for (const one of due) one();
      }),
    );
    const deliver = (message: unknown) => {
      if (!connection.worker?.isAlive) return;
      if (document) document.key = (message as { document: string }).document;
      const { from = 0, count = 0 } = message as Record<string, number>;
      if (document && from + count > 1) document.wasHeard ??= !browser.storageIsFull;
      for (const listener of connection.far.messages) listener(message);
    };
    return {
      postMessage(message) {
        if (connection.isNearEnded) throw new Error('disconnected port');
        if (connection.isDeaf || !connection.isOpen || isCutOff(document)) return;
        const copy = copied(message);
        clock.soon(4, connection.out, () => {
          if (connection.early) connection.early.push(() => deliver(copy));
          else deliver(copy);
        });
      },
      disconnect: () => close(connection, 'near'),
      onMessage: { addListener: (listener) => connection.near.messages.push(listener) },
      onDisconnect: { addListener: (listener) => connection.near.ends.push(listener) },
    };
  };

  /** One end closes: the other hears of it after what was said before. */
  const close = (connection: Connection, by: 'near' | 'far') => {
    if (!connection.isOpen) return;
    connection.isOpen = false;
    connections.delete(connection);
    if (by === 'near') {
      connection.isNearEnded = true;
      clock.soon(4, connection.out, () => {
        const end = () => {
          connection.isFarEnded = true;
          if (connection.worker?.isAlive) for (const listener of connection.far.ends) listener();
        };
        if (connection.early) connection.early.push(end);
        else end();
      });
    } else {
      connection.isFarEnded = true;
      clock.soon(4, connection.back, () => {
        const { document } = connection;
        // In Chromium a page in the cache never hears of it.
        if (document && document.state !== 'shown' && kind === 'chromium') return;
        if (document?.state === 'gone') return;
        connection.isNearEnded = true;
        for (const end of connection.near.ends) end();
      });
    }
  };

  const createDocument = (
    tabId: number,
    site: string,
    parent?: PageDocument,
    isMade = false,
  ): PageDocument => {
    ids += 1;
    const document = {
      name: `d${ids}`,
      key: '',
      came: [time()],
      tabId,
      frameId: parent ? ids : 0,
      site,
      top: parent === undefined,
      state: 'shown',
      frames: [],
      parent,
      wasHeard: undefined,
      turns: 0,
      calls: 0,
      hits: 0,
      lastCalls: random.pick([0, 1, 3]),
      lateCalls: random.pick([0, 0, 1, 3]),
      tellsLate: false,
      isRemoved: false,
      wordsLeft: Number.POSITIVE_INFINITY,
      maker: isMade ? parent : undefined,
      requests: { ended: [], hearers: [] },
      listeners: [],
      isHearing: false,
    } as unknown as PageDocument;
    const leave = (items: Record<string, unknown>) => {
      if (isCutOff(document) || (document.isRemoved && kind === 'firefox'))
        return new Promise<void>(() => undefined);
      document.wordsLeft -= 1;
      hearLast(false);
      return setStored(items);
    };
    /** Where the browser names it no more, its page knows whose it was, if it is of its origin. */
    const hearLast = (isNamed: boolean) => {
      const isTold = document.calls > 0 && (isNamed || topOf(document).site === site);
      if (isTold) document.wasHeard ??= !browser.storageIsFull;
    };
    /** Measured in Firefox: it arrives also where the background must be started first. */
    const messageLane: Lane = { until: 0 };
    const sendMessage = (message: unknown) => {
      const copy = copied(message);
      const hasCalls = JSON.stringify(message).includes('kind\\":\\"call');
      if (!isCutOff(document))
        clock.soon(4, messageLane, () => {
          const wasRunning = worker !== undefined;
          withWorker((own) => {
            const isNamed = wasRunning || document.state !== 'gone' || random.chance(0.5);
            if (hasCalls) hearLast(isNamed);
            const sender = { frameId: document.frameId, documentId: document.name };
            own.onMessage(copy, isNamed ? { tab: { id: tabId }, ...sender } : {});
          });
        });
      return Promise.resolve();
    };
    const api = {
      runtime: {
        connect: ({ name }: { name: string }) => {
          if (document.state === 'gone') throw new Error('Extension context invalidated');
          return open(name, document, {
            tab: { id: tabId },
            frameId: document.frameId,
            documentId: document.name,
            url: `https://${site}/`,
          });
        },
        sendMessage,
        onMessage: {
          // The browser speaks to those that it knows to listen.
          addListener(listener: (message: unknown) => void) {
            document.listeners.push(listener);
            clock.soon(5, { until: 0 }, () => {
              document.isHearing = true;
            });
          },
        },
      },
      storage: {
        local: { get: () => Promise.resolve({}), set: leave },
        ...(kind === 'chromium' && { session: { set: leave } }),
      },
    };
    const page = topOf(document);
    document.realm = createRealm({
      clock,
      url: isMade ? `about:blank#${document.name}` : `https://${site}/`,
      origin: `https://${site}`,
      requests: document.requests,
      top: document.top,
      page: page.site === site ? page.realm?.window : undefined,
      // Chromium's isolated worlds of one origin see each other.
      parent: kind === 'chromium' && parent?.site === site ? parent.realm.window : undefined,
      api,
      random: random.next,
      beforeFlush() {
        const isTold = document.tellsLate;
        document.tellsLate = false;
        if (isTold) say(document, document.realm.outbox, 'call');
      },
      onReturn: (outbox) => say(document, outbox, 'page'),
    });
    documents.push(document);
    parent?.frames.push(document);
    return document;
  };

  const say = (document: PageDocument, outbox: Outbox, what: 'call' | 'read' | 'page') => {
    const at = 1_000_000 + Math.floor(clock.now());
    const send = (entry: object) => outbox.send(JSON.stringify({ at, ...entry }).slice(1));
    if (what === 'page') send({ kind: 'page', event: 'return', url: `https://${document.site}/` });
    else if (what === 'read')
      send({ kind: 'page', event: 'read', url: `https://${document.site}/` });
    else {
      const args = [document.name, document.calls];
      send({ kind: 'call', source: 'fbq', method: 'track', args, phase: 'live' });
      document.calls += 1;
    }
  };

  const call = (document: PageDocument, count: number) => {
    if (document.state === 'gone') return;
    document.tellsLate ||= count > 0 && random.chance(0.1);
    for (let i = 0; i < count; i += 1) say(document, document.realm.outbox, 'call');
  };

  /** The page goes: what it says in `pagehide`, and in the task after it. */
  const hide = (document: PageDocument, how: 'cached' | 'gone', isOtherProcess: boolean) => {
    // Measured, on a busy machine: a page that goes as the background has died may be heard of by
    // neither way, nor its frames.
    const isUnheard = document.top && how === 'gone' && hasDied && worker === undefined;
    if (kind === 'firefox' && isUnheard && random.chance(0.2))
      for (const one of [document, ...document.frames]) one.wordsLeft = 0;
    for (const frame of document.frames)
      hide(frame, how, isOtherProcess || frame.site !== document.site);
    if (how === 'gone') document.frames = [];
    const own = () => [...connections].filter((one) => one.document === document);
    // Measured: between the next page's coming and the word to this one, what was open is deaf.
    if (kind === 'chromium' && isOtherProcess) {
      for (const connection of own()) connection.isDeaf = true;
      if (random.chance(0.5)) call(document, random.int(1, 3));
    }
    if (how === 'gone' && isOtherProcess && !document.top && random.chance(0.3))
      document.wordsLeft = random.int(1, 4);
    const { window } = document.realm;
    window.isDeafToAdded = kind === 'chromium';
    if (random.chance(0.3)) call(document, 1);
    clock.endListener();
    const ownListener = () => call(document, document.lastCalls);
    const capture = random.chance(0.5);
    window.addEventListener('pagehide', ownListener, capture);
    window.dispatchEvent(
      asTrusted(new PageTransition('pagehide', { persisted: how === 'cached' })),
    );
    window.removeEventListener('pagehide', ownListener, capture);
    if (kind === 'chromium') window.dispatchEvent(asTrusted(new PageEvent('visibilitychange')));
    clock.endListener();
    // What a process says in `unload` as it ends may be lost whole, behind a count that was whole.
    if (document.wordsLeft === Number.POSITIVE_INFINITY) call(document, document.lateCalls);
    clock.endListener();
    document.state = how;
    document.realm.isFrozen = how === 'cached';
    document.realm.isOver = how === 'gone';
    for (const connection of own())
      if (how === 'gone' || kind === 'chromium' || random.chance(0.5)) close(connection, 'near');
  };

  const show = (document: PageDocument) => {
    document.state = 'shown';
    document.turns += 1;
    document.came.push(time());
    document.realm.isFrozen = false;
    document.realm.window.dispatchEvent(
      asTrusted(new PageTransition('pageshow', { persisted: true })),
    );
    for (const frame of document.frames) show(frame);
  };

  const end = (document: PageDocument) => {
    document.state = 'gone';
    document.realm.isOver = true;
    for (const connection of [...connections])
      if (connection.document === document) close(connection, 'near');
    for (const frame of document.frames) end(frame);
  };

  const tabOf = (tabId: number) => {
    const tab = tabs.get(tabId) ?? { shown: undefined, cached: [] };
    tabs.set(tabId, tab);
    return tab;
  };

  const browser: FakeBrowser = {
    documents,
    hits,
    storageIsFull: false,
    kill() {
      const dead = worker;
      // No browser ends a background that has only just begun.
      if (!dead?.isReady) return;
      dead.isAlive = false;
      hasDied = true;
      worker = undefined;
      for (const connection of [...connections])
        if (connection.worker === dead) close(connection, 'far');
    },
    wake: () => withWorker(() => undefined),
    openPanel() {
      return open('panel', undefined, { url: `${OWN}panel.html` });
    },
    load(tabId, site, { keep } = { keep: false }) {
      const tab = tabOf(tabId);
      const before = tab.shown;
      if (before) {
        hide(before, keep ? 'cached' : 'gone', before.site !== site);
        if (keep) tab.cached.push(before);
      }
      tab.shown = createDocument(tabId, site);
      clock.after(5 + random.next() * 20, () => worker?.onLoaded(tabId));
      return tab.shown;
    },
    back(tabId) {
      const tab = tabOf(tabId);
      const next = tab.cached.pop();
      if (!next) return false;
      if (tab.shown) hide(tab.shown, 'gone', true);
      tab.shown = next;
      show(next);
      return true;
    },
    evict(tabId) {
      const dropped = tabOf(tabId).cached.shift();
      if (dropped) end(dropped);
    },
    addFrame: (parent, site) => createDocument(parent.tabId, site, parent),
    makeFrame: (parent) => createDocument(parent.tabId, parent.site, parent, true),
    removeFrame(frame) {
      for (const one of documents) {
        one.frames = one.frames.filter((other) => other !== frame);
        const { window } = one.realm;
        window.frames = window.frames?.filter((other) => other !== frame.realm.window) ?? [];
      }
      frame.isRemoved = true;
      hide(frame, 'gone', false);
    },
    call,
    read: (document) => say(document, document.realm.outbox, 'read'),
    hit(document) {
      const id = `${document.name}-${document.hits}`;
      document.hits += 1;
      let named = document;
      while (kind === 'chromium' && named.maker) named = named.maker;
      const origin = `https://${document.site}`;
      const sender: Sender = {
        documentId: named.name,
        frameId: named.frameId,
        ...(named.top && { top: true }),
        url: `${origin}/`,
      };
      const at = time();
      const hit: FakeHit = {
        id,
        at,
        document,
        isUnheard: false,
        isUnlisted: false,
        isUnseen: false,
      };
      hits.push(hit);
      const url = `https://www.facebook.com/tr/?id=1&eid=${id}`;
      const duration = random.int(1, 80);
      const startTime = clock.now();
      clock.after(duration, () => {
        const { ended, hearers } = document.requests;
        const isListed = ended.length < LISTED;
        hit.isUnlisted = !isListed && hearers.length === 0;
        hit.isUnseen = document.state !== 'shown' || hit.isUnlisted;
        if (document.state !== 'shown') return;
        const entry = { name: url, startTime, duration, initiatorType: 'img', workerStart: 0 };
        if (isListed) ended.push(entry);
        for (const hear of hearers) hear([entry]);
        for (const { tabId, listener } of watchers)
          if (tabId === document.tabId) listener({ url, method: 'GET', startedAt: at });
      });
      const running = worker;
      // What is on its way to a background that is ended is not given to the next one.
      const isInTime = () => worker === running || running === undefined;
      clock.soon(2, { until: 0 }, () =>
        withWorker((own) => {
          hit.isUnheard = !isInTime();
          if (hit.isUnheard) return;
          const act = () => {
            const line = {
              at,
              kind: 'hit',
              vendor: 'meta',
              method: 'GET',
              url,
              transport: 'image',
            };
            const about = { endAt: at + duration, initiator: origin };
            const stream = own.streams.open({ tabId: document.tabId });
            own.streams.add(stream, { ...line, ...about, events: [], outcome: 'done', sender });
          };
          if (own.isReady) act();
          else own.early.push(act);
        }),
      );
    },
    shown: (tabId) => tabs.get(tabId)?.shown,
    watchNetwork: (tabId, listener) => void watchers.push({ tabId, listener }),
    now: time,
  };
  return browser;
}
