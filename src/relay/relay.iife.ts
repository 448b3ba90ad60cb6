/**
 * Runs in the isolated world of every frame. Keeps the document's last entries, and connects only
 * when there is something to say or a panel asks: most pages never cause a connection.
 */
import { parseBatch } from '../session/batch.ts';
import { parseControlMessage } from '../session/envelopes.ts';
import { makeKey } from '../session/key.ts';
import { LEAVE_RECENT_MS, LEAVE_UNITS, TOLD_REQUESTS } from '../session/limits.ts';
import {
  type AttachMessage,
  type Batch,
  type DocumentMessage,
  type DocumentPlace,
  LAYERS_SETTING,
  LEFT_KEY,
  type LeftItem,
  type ListedMessage,
  RELAY_PORT,
  type RelayMessage,
  type RequestsMessage,
  type SentRequest,
  type StartMessage,
} from '../session/wire.ts';
import { meetHook } from './meet.ts';
import { createRing } from './ring.ts';
import { createSentRequests } from './sent-requests.ts';

interface RuntimePort {
  postMessage(message: RelayMessage): void;
  disconnect(): void;
  onMessage: { addListener(listener: (message: unknown) => void): void };
  onDisconnect: { addListener(listener: () => void): void };
}

interface LeftStorage {
  set(items: Record<string, LeftItem>): Promise<void>;
}

interface ExtensionApi {
  runtime: {
    connect(info: { name: string }): RuntimePort;
    sendMessage(message: LeftItem): Promise<unknown>;
    onMessage: { addListener(listener: (message: unknown) => void): void };
  };
  storage: {
    local: LeftStorage & { get(key: string): Promise<Record<string, unknown>> };
    /** Firefox keeps it from content scripts. */
    session?: LeftStorage;
  };
}

// webextension-polyfill would cost 10 kB in every frame of every page.
const scope = globalThis as unknown as { browser?: ExtensionApi; chrome: ExtensionApi };
const api = scope.browser ?? scope.chrome;

const ring = createRing();
const top = window.top === window;
/** Scripts of the page ran before us: the extension was installed or updated under it. */
const late = top && document.readyState !== 'loading';
const key = makeKey();
/** Its parent made it, and Chromium takes its requests for the parent's. Firefox names it. */
const isMade = !top && location.href.startsWith('about:blank') && api.storage.session !== undefined;

/** Nobody has a way into it: what a new tab shows. */
const isBlank = top && location.href === 'about:blank' && !window.opener;

const firstEntry = {
  id: 0,
  // Not performance.timeOrigin: that is before the page that is left says its last words.
  at: Date.now(),
  kind: 'page',
  event: 'start',
  url: location.href,
  top,
};
const start = { from: 0, count: 1, text: JSON.stringify(firstEntry) };
ring.add(start);

/** Where the page's own listeners to its going have run. */
const LAST_EVENTS = ['pagehide', 'visibilitychange'];

let port: RuntimePort | null = null;
/** A panel listens to this tab; until it is known to, a document with calls connects once. */
let attached = false;
/** The background said that no panel is there. */
let stopped = false;
/** It has heard of a call here. */
let isNoted = false;
/** The extension was updated or removed; nothing can be said any more. */
let orphaned = false;
/** The background has answered on this connection that a panel listens. */
let started = false;
/** Next number to put on the connection. */
let sent = 0;
/** What was put there of late, oldest first: it may have been on its way as the connection ended. */
let recent: { from: number; at: number }[] = [];
/** Where the document is, as far as the background has said it. */
let place: Partial<DocumentPlace> = {};
/**
 * From `pagehide` on everything goes by every way there is, at once. The page's own listeners may
 * still say more, and a process that ends with a frame takes along what is on its way: only behind
 * them the count is whole.
 */
let leaving: DocumentMessage['left'];
let leftAt = 0;
/** When a frame that was made went away last, and first (RequestsMessage). */
let left = 0;
let untold = 0;
/** When it went into the cache, or began before it was shown, and came: others of its tab were shown meanwhile. */
const away: [number, number][] = [];
/** Items that were put into storage, for their names. */
let items = 0;

function open(): RuntimePort | null {
  // A prerendered page may never be shown, and its tab is another page's.
  if (orphaned || (document as { prerendering?: boolean }).prerendering) return null;
  try {
    return api.runtime.connect({ name: RELAY_PORT });
  } catch {
    orphaned = true; // "Extension context invalidated": a reload brings the new version
    return null;
  }
}

function connect(): void {
  const opened = port ?? open();
  if (opened === port || opened === null) return;
  port = opened;
  started = false;
  opened.onMessage.addListener((message) => {
    if (port === opened) onControl(message);
  });
  opened.onDisconnect.addListener(() => {
    // The worker died. The panel, which reconnects, will attach again; the next entry also does.
    if (port === opened) port = null;
  });
  opened.postMessage(announce());
}

function pageOrigin(): number | undefined {
  try {
    return window.top?.performance.timeOrigin;
  } catch {
    return undefined; // of another origin
  }
}

/** Who speaks, and how much it has said: its whole count, as far as it knows, while it goes away. */
function announce(): DocumentMessage {
  const { first, next } = ring;
  return {
    type: 'document',
    document: key,
    first,
    next,
    top,
    late,
    since: firstEntry.at,
    pageOrigin: pageOrigin(),
    ...(leaving && { left: leaving, at: Date.now() }),
    ...(away.length > 0 && { away }),
    ...(isBlank && next === 1 && { blank: true }),
  };
}

const hasCall = ({ text }: Batch) => text.includes('"kind":"call"');

function entriesOf(batch: Batch, since?: number): RelayMessage {
  const about = { type: 'entries', document: key, first: ring.first } as const;
  return { ...about, ...(since !== undefined && { since }), ...batch };
}

/** Puts all entries from `sent` on the connection; `since` says that it is an answer. */
function stream(since?: number): void {
  if (port === null) connect();
  if (port === null) return;
  const at = Date.now();
  recent = recent.filter((one) => at - one.at < LEAVE_RECENT_MS);
  recent.push({ from: sent, at });
  let answers = since;
  for (const batch of ring.from(sent)) {
    port.postMessage(entriesOf(batch, answers));
    isNoted ||= hasCall(batch);
    answers = undefined;
    sent = batch.from + batch.count;
  }
}

/** What a made frame says of its requests, once a panel listens; any document, to one that opens. */
const requests = createSentRequests(tellSent);

/** Isolated worlds of one origin see each other where frames are made: in Chromium. */
type World = Window & { eventLoupe?: { tabId: number | undefined; hear(tabId: number): void } };

/**
 * The tab that a panel listens to. What the background says reaches only frames that were known to
 * the browser as it was said: one that is made asks who made it, and is told by it.
 */
const heard: NonNullable<World['eventLoupe']> = {
  tabId: undefined,
  hear(tabId) {
    place.tabId = tabId;
    if (heard.tabId !== undefined) return;
    heard.tabId = tabId;
    if (isMade) requests.watch();
    for (let i = 0; i < window.frames.length; i += 1) worldOf(window.frames[i])?.hear(tabId);
  },
};
(window as World).eventLoupe = heard;

function worldOf(other: Window | undefined): World['eventLoupe'] {
  try {
    return (other as World).eventLoupe;
  } catch {
    return undefined; // of another origin
  }
}
const madeIn = isMade ? worldOf(window.parent)?.tabId : undefined;
if (madeIn !== undefined) heard.hear(madeIn);

function tellSent(sent: readonly SentRequest[]): void {
  if (!isMade || stopped || sent.length === 0) return;
  stream();
  port?.postMessage(sentMessage(sent));
}

/** Whether it has any to tell, as a frame that was made. */
function hasRequests(): boolean {
  return isMade && (requests.told.length > 0 || left > 0);
}

/** Says what it has told to a panel that may not have heard it. */
function sayRequests(): void {
  if (hasRequests()) port?.postMessage(sentMessage(requests.told.slice(-TOLD_REQUESTS)));
}

function sentMessage(sent: readonly SentRequest[]): RequestsMessage {
  return {
    type: 'requests',
    document: key,
    origin: self.origin,
    since: firstEntry.at,
    requests: [...sent],
    total: requests.total,
    ...(left > 0 && { left, untold }),
  };
}

/**
 * The document goes away. Chromium may have closed the connection already, without a word, and
 * what was said on it of late is lost with it; a new one still reaches a background that runs, and
 * storage one that has just died.
 */
function leave(): void {
  if (!leaving) leftAt = Date.now();
  leaving = 'begun';
  // Firefox hears a listener that is added now last of all; in Chromium, which does not hear it,
  // the page turns hidden after `pagehide`, in every frame, unless it was hidden before.
  if (document.visibilityState === 'hidden') queueMicrotask(sayWhole);
  for (const type of LAST_EVENTS) window.addEventListener(type, onHidden);
  if (isSilent()) return;
  port?.disconnect();
  port = null;
  connect();
  const since = Date.now() - LEAVE_RECENT_MS;
  const from = recent.find(({ at }) => at > since)?.from ?? sent;
  let units = 0;
  const last: Batch[] = [];
  for (const batch of ring.from(Math.min(from, sent)).reverse()) {
    units += batch.text.length;
    if (units > LEAVE_UNITS && last.length > 0) break; // what is left out has long arrived, or is told
    last.unshift(batch);
  }
  sayLast(last);
}

/**
 * Nothing to say: a frame without calls goes without a word, and so does a page that nobody asked
 * for. A frame that was made has requests to tell of, and which had not ended.
 */
function isSilent(): boolean {
  const isAwaited = top ? attached : isMade && heard.tabId !== undefined;
  return stopped || (!isAwaited && sent === 0 && ring.next === 1);
}

function sayWhole(): void {
  if (leaving !== 'begun') return; // said, or the page is back
  leaving = 'whole';
  if (!isSilent()) sayLast([]);
}

function sayLast(batches: readonly Batch[]): void {
  const messages = [announce(), ...batches.map((batch) => entriesOf(batch))];
  if (isMade) {
    left = Date.now();
    untold ||= left;
    requests.take();
    messages.push(sentMessage(requests.told.filter(({ to }) => to > left - LEAVE_RECENT_MS)));
  }
  sent = ring.next;
  for (const message of messages) port?.postMessage(message);
  if (orphaned) return;
  items += 1;
  const item = { ...place, at: Date.now(), messages };
  // Without room the other ways are all.
  (api.storage.session ?? api.storage.local)
    .set({ [`${LEFT_KEY}${key}/${items}`]: item })
    .catch(() => undefined);
  // Measured: of a frame that its page removes, neither browser carries a connection to a background
  // that must be started first, nor Firefox what it stores; a message arrives, and names the tab.
  api.runtime.sendMessage(item).catch(() => undefined);
}

function onControl(received: unknown): void {
  const message = parseControlMessage(received);
  switch (message?.type) {
    case 'attach':
      onAttach(message);
      break;
    case 'start':
      onStart(message);
      break;
    case 'replay':
      if (message.document !== key) break;
      sent = message.from;
      stream(sent);
      break;
    case 'stop':
      stopped = true;
      attached = false;
      heard.tabId = undefined;
      port?.disconnect();
      port = null;
      break;
  }
}

function onStart({ type: _, layers, ...told }: StartMessage): void {
  attached = true;
  started = true;
  place = told;
  watchLayers(layers);
  heard.hear(told.tabId);
}

function onAttach(message: AttachMessage): void {
  attached = true;
  stopped = false;
  watchLayers(message.layers);
  if (port !== null && !started) {
    // Opened before the background knew of the panel: its `stop` may still be on the way.
    port.disconnect();
    port = null;
  }
  sent = message.have[key] ?? 0;
  heard.hear(message.tabId);
  // What a page sent before Event Loupe was in it is no loss of ours: it is told to be loaded again.
  const listed = message.wantsLists ? requests.list(firstEntry.at, message.openedAt) : [];
  const list: ListedMessage = { type: 'listed', document: key, requests: listed };
  // A frame without calls has no more to say; a top document says that it is there.
  if (!top && ring.next === 1 && !hasRequests()) {
    const once = listed.length > 0 ? open() : null;
    once?.postMessage(list);
    once?.disconnect();
    return;
  }
  // Another panel may listen, which has not heard who this is.
  port?.postMessage(announce());
  stream(sent);
  sayRequests();
  if (listed.length > 0) port?.postMessage(list);
}

/** Keeps a batch, by whichever way it came, and passes it on. */
function take(message: unknown): boolean {
  const batch = parseBatch(message);
  if (!batch) return false;
  // `document.open()` takes the listeners off; the same one again changes nothing.
  watchLeaving();
  if (!ring.add(batch)) return true;
  // That a frame has called something is to be known, also where no panel is there: once.
  if (!top && !isNoted && hasCall(batch)) stopped = false;
  if (stopped) return true;
  if (leaving) {
    if (port === null) connect();
    if (leaving === 'whole') {
      // After `pagehide` (in `unload`, or on the way into the cache) each listener ends by itself.
      leaving = 'begun';
      queueMicrotask(sayWhole);
    }
    sayLast(ring.from(sent));
  } else {
    // A route change alone is no reason to connect where no panel is known to listen.
    if (attached || hasCall(batch) || batch.text.includes('"event":"read"')) {
      requests.watch();
      stream();
    }
  }
  return true;
}

// --- the hook

const tellHook = meetHook({
  take,
  takeUrgent(batch) {
    // Only a page that goes away has it urgent; `document.open()` may have kept us from hearing it go.
    if (!leaving) leave();
    return take(batch);
  },
  acknowledged: () => ring.next,
  onDoubt() {
    start.text = JSON.stringify({ ...firstEntry, contested: true });
  },
});

function watchLayers(names: unknown): void {
  if (!Array.isArray(names)) return;
  const valid = names.filter((name) => typeof name === 'string' && /^[\w$]{1,100}$/.test(name));
  if (valid.length > 0) tellHook(valid.join('\n'));
}

// --- the extension

api.runtime.onMessage.addListener(onControl);
api.storage.local.get(LAYERS_SETTING).then(
  (settings) => watchLayers(settings[LAYERS_SETTING]),
  () => {
    orphaned = true; // storage is gone only with the extension
  },
);

function onHide(event: Event): void {
  if (event.isTrusted) leave();
}

function onHidden(event: Event): void {
  if (!event.isTrusted) return;
  for (const type of LAST_EVENTS) window.removeEventListener(type, onHidden);
  sayWhole();
}

function onShow(event: PageTransitionEvent): void {
  if (!event.isTrusted) return;
  leaving = undefined;
  if (!event.persisted) return;
  away.push([leftAt, Date.now()]);
  // Chromium closes ports in the back/forward cache without telling either side.
  port?.disconnect();
  port = null;
  stopped = false;
  stream();
  // Another panel may listen than as it went.
  sayRequests();
}

function watchLeaving(): void {
  window.addEventListener('pagehide', onHide, true);
  window.addEventListener('pageshow', onShow, true);
}
watchLeaving();
document.addEventListener('prerenderingchange', () => {
  away.push([firstEntry.at, Date.now()]);
  if (ring.next > 1 || attached) stream();
});
