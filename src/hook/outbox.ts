import { BATCH, PORT_WANTED, URGENT } from '../session/handshake.ts';
import { BATCH_ENTRIES, BATCH_UNITS } from '../session/limits.ts';
import { isReading, type Late, readParts } from './late.ts';
import { meetRelay } from './meet.ts';
import {
  addListener,
  apply,
  bare,
  descriptorOf,
  dispatch,
  getterOf,
  methodOf,
  microtask,
  readyMicrotask,
  stop,
  win,
} from './natives.ts';

/** An entry on its way to the relay. */
export interface Waiting {
  /** 0 until the outbox has taken it. */
  number: number;
  /** Its JSON text, once it has left. */
  text: string;
  /** Writes the text, when it leaves. */
  write(): string;
  /** UTF-16 units of its text, about. */
  units: number;
  /** What is read before it is written. */
  late: Late | null;
  next: Waiting | null;
}

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
/** Entries that could not be taken: a hole before the next one, which the panel shows as a gap. */
let skipped = 0;
/** The entries that wait, how many, and how much text. */
let waiting: Waiting | null = null;
let lastWaiting: Waiting | null = null;
let count = 0;
let units = 0;
/** Whether reading what waits before the task is over would show in the page. */
let mustWait = false;
let scheduled = false;
/** Ends a promise at whose end the flush is; made ready behind the one before. */
let wake: (() => void) | null = null;

let port: MessagePort | null = null;
/** A closed shadow root shared with the relay: what is dispatched on it reaches nobody else. */
let wire: EventTarget | null = null;
let posted: Posted | null = null;
let lastPosted: Posted | null = null;
/** From `pagehide` on nothing asynchronous is delivered, so every entry goes at once: it has no later. */
export let leaving = false;

let beforeFlush: () => void = () => undefined;
let onReturn: () => void = () => undefined;
let onLayers: (names: string) => void = () => undefined;

/** Leaves a hole in the numbers for entries that could not be written. */
export function skipNumbers(count: number): void {
  skipped += count;
}

/**
 * Takes an entry and numbers it. Throws only before it has taken it: the page's stack may be used up
 * at any line.
 */
export function take(entry: Waiting): void {
  if (skipped > 0 && !isReading()) {
    flush();
    number += skipped;
    first = number;
    skipped = 0;
  }
  if (!leaving) requestFlush();
  entry.number = number;
  if (lastWaiting === null) waiting = entry;
  else lastWaiting.next = entry;
  lastWaiting = entry;
  number += 1;
  count += 1;
  units += entry.units;
  if (entry.late !== null) mustWait = true;
  const isFull = count >= BATCH_ENTRIES || units >= BATCH_UNITS;
  if (leaving || (isFull && !mustWait)) flushSafely();
}

/** Takes an entry's JSON text, but for its number: what stands behind `{"id":7,`. */
export function send(rest: string): void {
  const write = (): string => `{"id":${entry.number},${rest}`;
  const entry: Waiting = {
    number: 0,
    text: '',
    write,
    units: rest.length,
    late: null,
    next: null,
  };
  take(entry);
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
 * Whether an entry has not left yet, and can still be changed. In a task of more than a batch, and
 * while the page goes away, one leaves at once.
 */
export function isWaiting(entry: Waiting): boolean {
  return entry.number >= first;
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
  // It has ended: what is added meanwhile asks for an end of its own, and so does all if this throws.
  wake = null;
  tellWaiting();
  flush();
  wake = readyMicrotask(flushTask);
}

/** Hands what waits to the relay: by the port, or at once where nothing later would run. */
function flush(): void {
  if (count === 0) return;
  // Traps of the page may call meanwhile: what is added goes along.
  for (let e = waiting; e !== null; e = e.next) readParts(e.late);
  let text = '';
  for (let e = waiting; e !== null; e = e.next) {
    e.text = e.write();
    text += `\n${e.text}`;
  }
  const batch: Posted = { end: number, text: `${first} ${count}${text}`, next: null };
  // A frame may be gone before a message is delivered: its first words do not wait for one.
  const isTaken = !leaving && first === 1 && deliver(BATCH, batch.text);
  if (!leaving && !isTaken) {
    if (port === null) deliver(PORT_WANTED, '');
    if (port !== null) post(port, batch.text);
  }
  // A call that waits for its library is kept; those behind it are not kept by it.
  for (let e = waiting; e !== null; ) {
    const { next }: Waiting = e;
    e.next = null;
    e = next;
  }
  waiting = null;
  lastWaiting = null;
  first = number;
  count = 0;
  units = 0;
  mustWait = false;
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

function onMet(root: EventTarget): void {
  wire = root;
  if (posted !== null) deliver(PORT_WANTED, '');
}

function onPort(offered: MessagePort): void {
  port = offered;
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
  meetRelay(onMet, onPort);
}

/** Runs `beforeFlush` at the end of the current task's synchronous code even if nothing was sent. */
export function requestFlush(): void {
  if (scheduled) return;
  if (wake === null) microtask(flushTask);
  else wake();
  scheduled = true;
}
