import { describe, expect, it } from 'vitest';
import { openRoutes, type Port, type RoutesBrowser } from '../../../src/background/routes.ts';
import { createSpokenFrames } from '../../../src/background/spoken-frames.ts';
import { createHitStreams } from '../../../src/recording/hit-streams.ts';
import type { RelayMessage } from '../../../src/session/wire.ts';

const DOCUMENT = 'document1';
const NOW = 1_800_000_000_000;
/** When the panel began to listen. */
const OPENED = NOW - 10_000;

/** A connection's other end: what it is told, and what it says. */
function createPort(name: string, sender: Port['sender']) {
  const listeners: ((message: unknown) => void)[] = [];
  const ends: (() => void)[] = [];
  const told: unknown[] = [];
  const port: Port = {
    name,
    sender,
    postMessage: (message) => told.push(message),
    disconnect: () => undefined,
    onMessage: { addListener: (listener) => listeners.push(listener) },
    onDisconnect: { addListener: (listener) => ends.push(listener) },
  };
  return {
    port,
    told,
    say: (message: unknown) => {
      for (const listener of listeners) listener(message);
    },
    end: () => {
      for (const end of ends) end();
    },
  };
}

/** Routes of a worker that has just started. */
function open() {
  let now = NOW;
  let connect = (_port: Port): void => undefined;
  let hear = (_message: unknown, _sender: Port['sender']): void => undefined;
  const timers: (() => void)[] = [];
  const browser: RoutesBrowser = {
    ownUrl: 'extension://own/',
    onConnect: (listener) => {
      connect = listener;
    },
    sendToTab: async () => undefined,
    onLoaded: () => undefined,
    urlOf: async () => undefined,
    onStored: () => undefined,
    onMessage: (listener) => {
      hear = listener;
    },
    removeStored: async () => undefined,
    after: (_ms, run) => timers.push(run),
    now: () => now,
  };
  const storage = {
    get: async () => ({}),
    set: async () => undefined,
    remove: async () => undefined,
  };
  const streams = createHitStreams({ storage, makeKey: () => 'stream', onLine: () => undefined });
  const routes = openRoutes(browser, {
    streams,
    frames: createSpokenFrames(storage),
    ready: Promise.resolve(),
    setEndpoints: () => undefined,
  });
  return {
    routes,
    setTime: (at: number) => {
      now = at;
    },
    /** A panel at tab 7 that began to listen then. */
    openPanel(openedAt: number, have: Record<string, number> = {}) {
      const panel = createPort('panel', { url: 'extension://own/panel.html' });
      connect(panel.port);
      panel.say({ type: 'attach', tabId: 7, openedAt, have, layers: [], endpoints: [] });
      return panel;
    },
    connectRelay(tabId = 7) {
      const sender = {
        tab: { id: tabId },
        frameId: 3,
        documentId: 'named',
        url: 'https://shop.test/',
      };
      const relay = createPort('relay', sender);
      connect(relay.port);
      return relay;
    },
    /** A frame says its last, whose tab the browser does not name any more. */
    leave: (item: unknown) => hear(item, {}),
    /** All that waits for its time. */
    runTimers: () => {
      for (const run of timers.splice(0)) run();
    },
  };
}

/** What a panel was told of the document. */
const documents = ({ told }: { told: unknown[] }) =>
  told.filter((message) => (message as { document?: string }).document === DOCUMENT);

/** Such routes, with a panel that was there before. */
function openWithPanel() {
  const opened = open();
  return { ...opened, panel: opened.openPanel(OPENED) };
}

const goodbye = (next: number): RelayMessage => ({
  type: 'document',
  document: DOCUMENT,
  first: 0,
  next,
  top: false,
  late: false,
  left: 'whole',
});
const entries = (from: number, count: number): RelayMessage => ({
  type: 'entries',
  document: DOCUMENT,
  first: 0,
  from,
  count,
  text: '{}',
});

describe('what a page left in storage before any background had answered it', () => {
  it('goes to the tab that its connection named, where that was cut short', () => {
    const { routes, panel, connectRelay, runTimers } = openWithPanel();
    const relay = connectRelay();
    relay.say(goodbye(2));
    relay.say(entries(0, 2));
    relay.end();
    panel.told.length = 0;
    routes.takeLeft({ [`left/${DOCUMENT}/2`]: { at: NOW, messages: [goodbye(5), entries(2, 3)] } });
    runTimers();
    expect(panel.told).toEqual([{ ...goodbye(5), frameId: 3, documentId: 'named' }, entries(2, 3)]);
  });

  it('is told as an unknown loss where no connection came', () => {
    const { routes, panel, runTimers } = openWithPanel();
    routes.takeLeft({ [`left/${DOCUMENT}/1`]: { at: NOW, messages: [goodbye(2), entries(0, 2)] } });
    runTimers();
    expect(panel.told).toEqual([
      { type: 'document', document: DOCUMENT, first: 0, next: 0, top: false, late: false },
      { type: 'gone', document: DOCUMENT },
    ]);
  });

  it('is no loss of this tab where its connection was of one without a panel', () => {
    const { routes, panel, connectRelay, runTimers } = openWithPanel();
    runTimers();
    panel.told.length = 0;
    const relay = connectRelay(8);
    relay.say(goodbye(2));
    relay.end();
    routes.takeLeft({ [`left/${DOCUMENT}/1`]: { at: NOW, messages: [goodbye(2), entries(0, 2)] } });
    runTimers();
    expect(panel.told).toEqual([]);
  });

  it('is kept no longer than a panel needs to come back', () => {
    const { routes, openPanel, runTimers } = open();
    runTimers();
    const messages = [goodbye(5), entries(3, 2)];
    routes.takeLeft({ [`left/${DOCUMENT}/1`]: { at: NOW, messages } });
    runTimers();
    runTimers();
    const { told } = openPanel(OPENED, { [DOCUMENT]: 3 });
    expect(told.filter((one) => (one as { document?: string }).document)).toEqual([]);
  });

  it('is for a panel that knows the document, whole', () => {
    const { routes, openPanel, runTimers } = open();
    const messages = [goodbye(5), entries(3, 2)];
    routes.takeLeft({ [`left/${DOCUMENT}/1`]: { at: NOW, messages } });
    runTimers();
    const gone = { type: 'gone', document: DOCUMENT };
    const told = [...messages, gone].map((one) => expect.objectContaining(one));
    expect(openPanel(OPENED, { [DOCUMENT]: 3 }).told.slice(0, 3)).toEqual(told);
  });

  it('is of another tab where it was left in an earlier run of the browser', () => {
    const { routes, panel, runTimers } = openWithPanel();
    panel.told.length = 0;
    const old = { at: NOW - 3_600_000, tabId: 7, messages: [goodbye(2), entries(0, 2)] };
    routes.takeLeft({ [`left/${DOCUMENT}/1`]: old });
    runTimers();
    expect(panel.told).toEqual([]);
  });
});

describe('what a page said before a panel was there', () => {
  it('is for a panel that comes back, and not for one that opened after the page had gone', () => {
    const { connectRelay, openPanel, setTime } = open();
    const relay = connectRelay();
    relay.say(goodbye(2));
    relay.say(entries(0, 2));
    relay.end();
    setTime(NOW + 100);
    expect(documents(openPanel(NOW + 100))).toEqual([]);
    expect(documents(openPanel(OPENED))).toHaveLength(3);
  });

  it('is for one that opened while the page was there', () => {
    const { connectRelay, openPanel, setTime } = open();
    const relay = connectRelay();
    relay.say({ ...goodbye(2), left: undefined });
    relay.say(entries(0, 2));
    setTime(NOW + 100);
    relay.say(goodbye(2));
    relay.end();
    expect(documents(openPanel(NOW + 50))).toHaveLength(4);
  });

  it('is for one that heard what came of it late, on a connection of before', () => {
    const { routes, connectRelay, openPanel, setTime, runTimers } = open();
    setTime(OPENED + 100);
    const relay = connectRelay();
    relay.say(goodbye(2));
    relay.say(entries(0, 2));
    relay.end();
    const panel = openPanel(OPENED);
    // It came back, said more, and went before this panel was there.
    const said = { at: OPENED - 10, tabId: 7, messages: [goodbye(5), entries(2, 3)] };
    routes.takeLeft({ [`left/${DOCUMENT}/2`]: said });
    runTimers();
    expect(documents(panel).at(-1)).toEqual(entries(2, 3));
  });

  it('is for all where it is said now, whatever the clock shows', () => {
    const { connectRelay, openPanel, setTime } = open();
    const panel = openPanel(NOW);
    setTime(NOW - 3_600_000);
    const relay = connectRelay();
    relay.say({ ...goodbye(2), left: undefined });
    relay.say(entries(0, 2));
    expect(documents(panel)).toHaveLength(2);
  });

  it('is not for one that opened later where it is in storage still', () => {
    const { routes, openPanel, runTimers } = open();
    const panel = openPanel(NOW);
    const said = { at: NOW - 3_000, messages: [goodbye(2), entries(0, 2)] };
    routes.takeLeft({ [`left/${DOCUMENT}/1`]: { ...said, tabId: 7 } });
    routes.takeLeft({ [`left/${DOCUMENT}/2`]: said });
    runTimers();
    expect(documents(panel)).toEqual([]);
    expect(documents(openPanel(NOW))).toEqual([]);
  });
});

it('a panel is told of the frames that spoke before it was there, in the order of their first call', async () => {
  const { connectRelay, openPanel, setTime } = open();
  const relay = connectRelay();
  relay.say({ ...goodbye(1), since: NOW - 50, left: undefined });
  setTime(NOW + 50);
  relay.say({ ...entries(1, 1), text: '{"n":1,"kind":"call"}' });
  relay.say(entries(2, 1));
  relay.end();
  const panel = openPanel(NOW + 100);
  await Promise.resolve();
  expect(panel.told).toContainEqual({
    type: 'frames',
    frames: [{ document: DOCUMENT, since: NOW - 50, at: NOW + 50 }],
    since: NOW,
  });
});

it('a frame that went to another address of its own has called nothing', async () => {
  const { connectRelay, openPanel } = open();
  const relay = connectRelay();
  relay.say({ ...goodbye(2), left: undefined });
  relay.say({
    ...entries(0, 2),
    text: '{"kind":"page","event":"start"}\n{"kind":"page","event":"route"}',
  });
  const panel = openPanel(NOW + 100);
  await Promise.resolve();
  expect(panel.told).toContainEqual({ type: 'frames', frames: [], since: NOW });
});

it('a panel that has gone meanwhile is told nothing', async () => {
  const { openPanel } = open();
  const panel = openPanel(NOW);
  panel.end();
  panel.told.length = 0;
  await Promise.resolve();
  expect(panel.told).toEqual([]);
});

it('a relay is told where it is, for what it leaves in storage', () => {
  const { connectRelay } = openWithPanel();
  const place = { tabId: 7, frameId: 3, documentId: 'named' };
  expect(connectRelay().told).toEqual([{ type: 'start', ...place, layers: [] }]);
});

it('what the browser lists of a frame that called nothing is told, and makes no document of it', () => {
  const { connectRelay, openPanel, routes, runTimers } = openWithPanel();
  const panel = openPanel(NOW);
  const relay = connectRelay();
  const request = { url: 'https://shop.test/', from: NOW - 900, to: NOW - 800, isImage: true };
  const listed = { type: 'listed', document: DOCUMENT, requests: [request] };
  relay.say(listed);
  relay.end();
  expect(panel.told).toContainEqual(listed);
  // What it said before this panel is not for it, whatever it listed.
  routes.takeLeft({ [`left/${DOCUMENT}/1`]: { at: NOW - 900, tabId: 7, messages: [goodbye(2)] } });
  runTimers();
  expect(documents(panel)).toEqual([listed]);
});

it('a document that connects as another of its tab leaves, before a panel is there, is heard by the panel', () => {
  const { connectRelay, openPanel, routes } = open();
  const relay = connectRelay();
  // All that was known of the tab is gone with it.
  connectRelay().end();
  routes.takeLeft({});
  const panel = openPanel(NOW);
  relay.say({ ...goodbye(2), left: undefined });
  relay.say(entries(0, 2));
  expect(documents(panel).map((said) => (said as RelayMessage).type)).toEqual([
    'document',
    'entries',
  ]);
});

describe('what a frame says last, where the browser names its tab no more', () => {
  const said = { at: NOW, messages: [{ ...goodbye(2), pageOrigin: 5 }, entries(0, 2)] };
  const page = { ...goodbye(1), document: 'top', top: true, left: undefined };

  it('is of the tab that shows its page', () => {
    const { connectRelay, leave, panel, runTimers } = openWithPanel();
    connectRelay().say({ ...page, pageOrigin: 5 });
    leave(said);
    runTimers();
    expect(documents(panel).map((one) => (one as RelayMessage).type)).toEqual([
      'document',
      'entries',
    ]);
  });

  it('is of no tab that shows another page', () => {
    const { connectRelay, leave, panel, runTimers } = openWithPanel();
    connectRelay().say({ ...page, pageOrigin: 6 });
    leave(said);
    runTimers();
    expect(documents(panel)).toEqual([]);
  });

  it('may be of a tab whose page has gone, and is told whole once its page speaks', () => {
    const { connectRelay, leave, panel, runTimers } = openWithPanel();
    connectRelay().say({ ...page, document: 'before', pageOrigin: 4, left: 'whole' });
    leave(said);
    runTimers();
    const types = () => documents(panel).map((one) => (one as RelayMessage).type);
    expect(types()).toEqual(['document', 'gone']);
    connectRelay().say({ ...page, pageOrigin: 5 });
    expect(types()).toEqual(['document', 'gone', 'document', 'entries']);
  });

  it('is of neither, where pages of two tabs began at one moment', () => {
    const { connectRelay, leave, panel, runTimers } = openWithPanel();
    connectRelay(7).say({ ...page, pageOrigin: 5 });
    connectRelay(8).say({ ...page, document: 'twin', pageOrigin: 5 });
    leave(said);
    runTimers();
    expect(documents(panel).map((one) => (one as RelayMessage).type)).toEqual(['document', 'gone']);
  });

  it('may be of a tab of which nothing was heard', () => {
    const { leave, panel, runTimers } = openWithPanel();
    leave(said);
    runTimers();
    expect(documents(panel).map((one) => (one as RelayMessage).type)).toEqual(['document', 'gone']);
  });
});
