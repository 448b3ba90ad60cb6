import { BATCH, URGENT } from '../session/handshake.ts';
import { BATCH_ENTRIES, BATCH_UNITS } from '../session/limits.ts';
import { fillIn, hasParts, mustWait, readParts } from './late.ts';
import { meetRelay } from './meet.ts';
import {
  addListener,
  apply,
  bare,
  descriptorOf,
  dispatch,
  getterOf,
  indexOf,
  methodOf,
  microtask,
  slice,
  stop,
  win,
} from './natives.ts';

interface Posted {
  /** Number of the first entry after this batch: the relay acknowledges with it. */
  end: number;
  text: string;
  next: Posted | null;
}

const dataOf = getterOf<unknown>(MessageEvent.prototype, 'data');
const persistedOf = getterOf<boolean>(PageTransitionEvent.prototype, 'persisted');
/** An own accessor of every event, so any event shows it. */
const trustedOf = descriptorOf(new Event('load'), 'isTrusted')?.get as (() => boolean) | undefined;
const post = methodOf<[string], void>(MessagePort.prototype, 'postMessage');
const startPort = methodOf<[], void>(MessagePort.prototype, 'start');
const CustomEventOf = CustomEvent;

/** Number 0 is the relay's page entry; a page without any of the globals costs nothing more. */
let number = 1;
let first = 1;
/** Entries that could not be written: a hole before the next one, which the panel shows as a gap. */
let skipped = 0;
let count = 0;
/** The entries that wait, each after a line feed, which JSON text never holds otherwise. */
let pending = '';
let scheduled = false;

let port: MessagePort | null = null;
/** A closed shadow root shared with the relay: what is dispatched on it reaches nobody else. */
let wire: EventTarget | null = null;
let posted: Posted | null = null;
let lastPosted: Posted | null = null;
/** From `pagehide` on nothing asynchronous is delivered, so every entry goes at once. */
let leaving = false;

let beforeFlush: () => void = () => undefined;
let onReturn: () => void = () => undefined;
let onLayers: (names: string) => void = () => undefined;

/** Whether the page is being left: what is recorded now has no later. */
export function isLeaving(): boolean {
  return leaving;
}

/** The number that the next entry gets. */
export function nextNumber(): number {
  return number + skipped;
}

/** Leaves a hole in the numbers for entries that could not be written. */
export function skipNumbers(count: number): void {
  skipped += count;
}

/**
 * Takes an entry's whole text; returns its number. Throws only before it has taken it: the page's
 * stack may be used up at any line.
 */
export function send(text: string): number {
  if (skipped > 0) {
    flush();
    number += skipped;
    first = number;
    skipped = 0;
  }
  const more = `${pending}\n${text}`;
  const own = number;
  if (!leaving) requestFlush();
  pending = more;
  number += 1;
  count += 1;
  const isFull = count >= BATCH_ENTRIES || pending.length >= BATCH_UNITS;
  if (leaving || (isFull && !mustWait())) flushSafely();
  return own;
}

/** The entry is taken; what cannot be handed over now goes with the next one. */
function flushSafely(): void {
  try {
    flush();
  } catch {
    // The page's stack is used up.
  }
}

/**
 * Adds a property (`"threw":true,`) to an entry that has not left yet. One that has, in a task of
 * more than a batch or while the page goes away, stays as it is.
 * @returns whether the entry was still there
 */
export function amend(entry: number, property: string): boolean {
  const start = `\n{"id":${entry},`;
  const at = indexOf(pending, start);
  if (at < 0) return false;
  const end = at + start.length;
  pending = slice(pending, 0, end) + property + slice(pending, end);
  return true;
}

/** What looks at the page's objects may meet a trap that throws; entries leave all the same. */
function tellWaiting(): void {
  try {
    beforeFlush();
  } catch {
    // The error is the page's own, from a place where it never asked for anything.
  }
}

function flushTask(): void {
  scheduled = false;
  tellWaiting();
  flush();
}

/** Hands what is pending to the relay: by the port, or at once where nothing later would run. */
function flush(): void {
  if (count === 0) return;
  if (hasParts()) {
    readParts();
    pending = fillIn(pending);
  }
  const batch: Posted = { end: number, text: `${first} ${count}${pending}`, next: null };
  // A frame may be gone before a message is delivered: its first words do not wait for one.
  const isTaken = !leaving && first === 1 && deliver(BATCH, batch.text);
  if (!leaving && !isTaken && port !== null) post(port, batch.text);
  pending = '';
  first = number;
  count = 0;
  if (isTaken) {
    listen();
    return;
  }
  if (lastPosted === null) posted = batch;
  else lastPosted.next = batch;
  lastPosted = batch;
  if (leaving) deliverNow();
  else listen();
}

/** Gives the relay a batch synchronously. It cancels what it has taken; unheard, it stays for later. */
function deliver(type: string, text: string): boolean {
  if (wire === null) return false;
  const event = new CustomEventOf(type, bare({ detail: text, cancelable: true }));
  return !apply(dispatch, wire, [event]);
}

/** Delivers all that the relay has not acknowledged. */
function deliverNow(): void {
  while (posted !== null && deliver(URGENT, posted.text)) posted = posted.next;
  if (posted === null) lastPosted = null;
}

function acknowledge(end: number): void {
  while (posted !== null && posted.end <= end) posted = posted.next;
  if (posted === null) lastPosted = null;
}

function onMessage(event: Event): void {
  stop(event);
  const data = dataOf(event);
  if (typeof data === 'number') acknowledge(data);
  else if (typeof data === 'string') onLayers(data);
}

/** The page can dispatch events of its own by these names. */
function isTrusted(event: Event): boolean {
  return trustedOf !== undefined && apply(trustedOf, event, []) === true;
}

function onHide(event: Event): void {
  if (!isTrusted(event)) return;
  tellWaiting();
  flush();
  leaving = true;
  deliverNow();
}

function onShow(event: Event): void {
  if (!isTrusted(event)) return;
  leaving = false;
  if (persistedOf(event)) onReturn();
}

/**
 * `document.open()` removes every listener of the window. Adding the same one again is a no-op,
 * so it is done with each batch.
 */
function listen(): void {
  apply(addListener, win, ['pagehide', onHide, true]);
  apply(addListener, win, ['pageshow', onShow, true]);
}

function onMet(offered: MessagePort, root: EventTarget): void {
  port = offered;
  wire = root;
  apply(addListener, port, ['message', onMessage]);
  startPort(port);
  for (let b = posted; b !== null; b = b.next) post(port, b.text);
}

/** Meets the relay, and gets ready for what there is to tell it. */
export function openOutbox(listeners: {
  /** Runs before a batch is closed, so that what waited for the end of the task can be added. */
  beforeFlush(): void;
  /** The document came back from the back/forward cache. */
  onReturn(): void;
  /** Names of data layers, separated by line feeds. */
  onLayers(names: string): void;
}): void {
  beforeFlush = listeners.beforeFlush;
  onReturn = listeners.onReturn;
  onLayers = listeners.onLayers;
  listen();
  meetRelay(onMet);
}

/** Runs `beforeFlush` at the end of the current task's synchronous code even if nothing was sent. */
export function requestFlush(): void {
  if (scheduled) return;
  microtask(flushTask);
  scheduled = true;
}
