import { addListener, apply, dateNow, doc, getterOf, win } from '../natives.ts';

/**
 * The document's cookies, in which some tools keep what was chosen. Reading them may wait for
 * another process, so it is not done for each call: once in a task, and only while they may have
 * changed, which is after an input or a script that has loaded on a page with a tool that writes
 * them, or after a change that the cookie store tells.
 */

const cookieOf = getterOf<string>(Document.prototype, 'cookie');
/** Asked when it is needed: the browser makes one for whoever looks, at half the cost of our start. */
const storeOf = getterOf<EventTarget | undefined>(win, 'cookieStore');
let hasStore = false;

/** A tool asks its server between the visitor's click and its cookie; milliseconds. */
const CHANGE_MS = 3_000;

let text: string | undefined;
let isReadInTask = false;
/** The store told of a change since the last reading. */
let isTold = false;
let expectedUntil = 0;

/** Cookies may change from now on for a while. */
export function expectChange(): void {
  expectedUntil = dateNow() + CHANGE_MS;
}

function noteTold(): void {
  isTold = true;
}

/** The next reading may read again. */
export function endCookieTask(): void {
  isReadInTask = false;
}

/** Tells when the cookie store says that a cookie has changed; without one, nothing is told. */
export function listenToCookies(hear: () => void): void {
  const store = storeOf(win);
  hasStore = store !== undefined;
  if (store !== undefined) apply(addListener, store, ['change', hear]);
}

/**
 * As one text that starts and ends with a blank; '' where the document may have none.
 * @param hasWriter whether the page has code that writes a decision into a cookie, and may call in
 *   the same task: what others write, the store tells
 */
export function readCookies(hasWriter: () => boolean): string {
  if (text === undefined) {
    // Before the page's own listeners, which may choose and call at once.
    apply(addListener, win, ['click', expectChange, true]);
    apply(addListener, win, ['keydown', expectChange, true]);
    listenToCookies(noteTold);
    expectChange();
  }
  if (text !== undefined && (isReadInTask || !mayDiffer(hasWriter))) return text;
  isReadInTask = true;
  isTold = false;
  try {
    text = ` ${cookieOf(doc)};`;
  } catch {
    text = ''; // a sandboxed frame
  }
  return text;
}

function mayDiffer(hasWriter: () => boolean): boolean {
  if (!hasStore || isTold) return true;
  return dateNow() < expectedUntil && hasWriter();
}
