/**
 * Runs in the isolated world of every frame. Keeps the document's last entries, and connects only
 * when there is something to say or a panel asks: most pages never cause a connection.
 */
import {
  type AttachMessage,
  type ControlMessage,
  LAYERS_SETTING,
  RELAY_PORT,
  type RelayMessage,
} from '../session/wire.ts';
import { meetHook } from './meet.ts';
import { createRing, parseBatch } from './ring.ts';

interface RuntimePort {
  postMessage(message: RelayMessage): void;
  disconnect(): void;
  onMessage: { addListener(listener: (message: ControlMessage) => void): void };
  onDisconnect: { addListener(listener: () => void): void };
}

interface ExtensionApi {
  runtime: {
    connect(info: { name: string }): RuntimePort;
    onMessage: { addListener(listener: (message: unknown) => void): void };
  };
  storage: { local: { get(key: string): Promise<Record<string, unknown>> } };
}

// webextension-polyfill would cost 10 kB in every frame of every page.
const scope = globalThis as unknown as { browser?: ExtensionApi; chrome: ExtensionApi };
const api = scope.browser ?? scope.chrome;

const ring = createRing();
const top = window.top === window;
/** Scripts of the page ran before us: the extension was installed or updated under it. */
const late = top && document.readyState !== 'loading';
const key = makeKey();

/** `crypto.randomUUID` is missing on http pages. */
function makeKey(): string {
  let text = '';
  for (const n of crypto.getRandomValues(new Uint32Array(2)))
    text += n.toString(36).padStart(7, '0');
  return text;
}

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

let port: RuntimePort | null = null;
/** A panel listens to this tab; until it is known to, a document with calls connects once. */
let attached = false;
/** The background said that no panel is there. */
let stopped = false;
/** The extension was updated or removed; nothing can be said any more. */
let orphaned = false;
/** The background has answered on this connection that a panel listens. */
let started = false;
/** Next number to put on the connection. */
let sent = 0;

function connect(): void {
  if (orphaned || port !== null) return;
  // A prerendered page may never be shown, and its tab is another page's.
  if ((document as { prerendering?: boolean }).prerendering) return;
  let opened: RuntimePort;
  try {
    opened = api.runtime.connect({ name: RELAY_PORT });
  } catch {
    orphaned = true; // "Extension context invalidated": a reload brings the new version
    return;
  }
  port = opened;
  started = false;
  opened.onMessage.addListener((message) => {
    if (port === opened) onControl(message);
  });
  opened.onDisconnect.addListener(() => {
    // The worker died. The panel, which reconnects, will attach again; the next entry also does.
    if (port === opened) port = null;
  });
  opened.postMessage({
    type: 'document',
    document: key,
    first: ring.first,
    next: ring.next,
    top,
    late,
  });
}

/** Puts all entries from `sent` on the connection; `since` says that it is an answer. */
function stream(since?: number): void {
  if (port === null) connect();
  if (port === null) return;
  let answers = since;
  for (const batch of ring.from(sent)) {
    port.postMessage({
      type: 'entries',
      document: key,
      first: ring.first,
      since: answers,
      ...batch,
    });
    answers = undefined;
    sent = batch.from + batch.count;
  }
}

function onControl(message: ControlMessage): void {
  switch (message.type) {
    case 'attach':
      onAttach(message);
      break;
    case 'start':
      attached = true;
      started = true;
      watchLayers(message.layers);
      break;
    case 'replay':
      if (message.document !== key) break;
      sent = message.from;
      stream(sent);
      break;
    case 'stop':
      stopped = true;
      attached = false;
      port?.disconnect();
      port = null;
      break;
  }
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
  // A frame without calls has nothing to say; a top document says that it is there.
  if (top || ring.next > 1) stream(sent);
}

/** Keeps a batch, by whichever way it came, and passes it on. */
function take(message: unknown): boolean {
  const batch = parseBatch(message);
  if (!batch) return false;
  if (ring.add(batch) && !stopped) {
    // A route change alone is no reason to connect where no panel is known to listen.
    if (attached || batch.text.includes('"kind":"call"') || batch.text.includes('"event":"read"'))
      stream();
  }
  return true;
}

// --- the hook

const hook = meetHook({
  take,
  acknowledged: () => ring.next,
  onDoubt() {
    start.text = JSON.stringify({ ...firstEntry, contested: true });
  },
});

function watchLayers(names: unknown): void {
  if (!Array.isArray(names)) return;
  const valid = names.filter((name) => typeof name === 'string' && /^[\w$]{1,100}$/.test(name));
  if (valid.length > 0) hook.postMessage(valid.join('\n'));
}

// --- the extension

api.runtime.onMessage.addListener((message) => onControl(message as ControlMessage));
api.storage.local.get(LAYERS_SETTING).then(
  (settings) => watchLayers(settings[LAYERS_SETTING]),
  () => {
    orphaned = true; // storage is gone only with the extension
  },
);
window.addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  // Chromium closes ports in the back/forward cache without telling either side.
  port?.disconnect();
  port = null;
  stopped = false;
  stream();
});
document.addEventListener('prerenderingchange', () => {
  if (ring.next > 1 || attached) stream();
});
