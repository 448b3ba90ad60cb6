import { isDefined } from './global.ts';
import { doc, getterOf, indexOf, methodOf, ownValue, slice, stringify, win } from './natives.ts';
import { requestFlush } from './outbox.ts';
import { codePlaceOf } from './read-place.ts';
import { recordPage, stackText, takeStack } from './record.ts';

/**
 * Reads of a name that the page has not defined. Behind an accessor they give undefined; written
 * as a bare name they would throw a ReferenceError, so the hook hides a bug and has to tell it.
 * `window.x`, `typeof x` and names that are defined in the same task are what pages do on purpose.
 */

interface Read {
  name: string;
  /** Knows where it was. */
  at: Error | null;
  /** The handler that ran, as its attribute has it; '' where none did. */
  handler: string;
  next: Read | null;
}
let reads: Read | null = null;

/** The address of a document. */
export const documentUrl = getterOf<string>(Document.prototype, 'URL');
const scriptsOf = getterOf<HTMLCollectionOf<HTMLScriptElement>>(Document.prototype, 'scripts');
const attributeOf = methodOf<[string], string | null>(Element.prototype, 'getAttribute');
const textOf = getterOf<string | null>(Node.prototype, 'textContent');
const exec = methodOf<[string], RegExpExecArray | null>(RegExp.prototype, 'exec');
const trimEnd = methodOf<[], string>(String.prototype, 'trimEnd');

type Access = 'bare' | 'guarded' | 'unknown';

/**
 * How the source text at the read's place writes the name. Inline scripts and handlers only: their
 * text is in the document. The place's column is the document's own, of a handler not in Firefox.
 */
function accessAt(name: string, stack: string, handler: string): Access {
  const place = codePlaceOf(stack);
  if (place === undefined) return 'unknown';
  const own = place.isHandler ? accessFirst(handler, name) : undefined;
  if (own !== undefined) return own;
  const column = place.column - 1;
  const scripts = scriptsOf(doc);
  let found: Access = 'unknown';
  /** Of scripts whose first line writes the name, how it does so first; undefined: none does. */
  let first: Access | undefined;
  for (let i = 0; ; i += 1) {
    // The collection's own, whatever the page made of its class.
    const script = ownValue(scripts, i) as Element | undefined;
    if (script === undefined) break;
    const text = textOf(script) ?? '';
    if (text.length > 1_000_000 || exec(RUNS, attributeOf(script, 'type') ?? '') === null) continue;
    const lineEnd = indexOf(text, '\n', 0);
    const asked = accessFirst(lineEnd < 0 ? text : slice(text, 0, lineEnd), name);
    if (asked !== undefined) first = first === undefined || first === asked ? asked : 'unknown';
    for (let start = 0; start >= 0 && start < text.length; ) {
      const end = indexOf(text, '\n', start);
      const line = slice(text, start, end < 0 ? text.length : end);
      start = end < 0 ? -1 : end + 1;
      const here = accessIn(line, column, name);
      if (here === 'unknown') continue;
      // Two lines that fit the place and disagree: not known.
      if (found !== 'unknown' && found !== here) return 'unknown';
      found = here;
    }
  }
  // On the line that it begins in, a script's columns are counted from the document's markup in
  // front of it, which nobody can see: a page written in one line is judged by how it asks first.
  return found === 'unknown' ? (first ?? found) : found;
}

/** How code writes the name first. */
function accessFirst(code: string, name: string): Access | undefined {
  const at = indexOf(code, name, 0);
  if (at < 0) return undefined;
  return exec(MEMBER, trimEnd(slice(code, 0, at))) === null ? 'bare' : 'guarded';
}

/**
 * Engines point at the name; in `window.name` Firefox points at the object, and before a `typeof`
 * Chromium points at the statement.
 */
function accessIn(line: string, column: number, name: string): Access {
  const rest = slice(line, column, column + 200);
  if (slice(rest, 0, name.length) !== name) {
    if (indexOf(rest, name) < 0) return 'unknown';
    return exec(GUARDED, rest) === null ? 'unknown' : 'guarded';
  }
  return exec(MEMBER, trimEnd(slice(line, 0, column))) === null ? 'bare' : 'guarded';
}

const GUARDED = /^[\w$]+\s*(?:\?\.|\.|\[)|typeof/;
/** Types of scripts that run: a consent tool gives those that it holds back another. */
const RUNS = /^$|script|^module$/i;
const MEMBER = /(?:\.|typeof|\[['"`]?)$/;

const eventNow = getterOf<Event | undefined>(win, 'event');
const currentTargetOf = getterOf<EventTarget | null>(Event.prototype, 'currentTarget');
const typeOf = getterOf<string>(Event.prototype, 'type');

/** The text of the handler that runs now; '' where none does. */
function runningHandler(): string {
  try {
    const event = eventNow(win);
    const element = event && currentTargetOf(event);
    return element ? (attributeOf(element, `on${typeOf(event)}`) ?? '') : '';
  } catch {
    return ''; // the window's or the document's, which have no attributes
  }
}

/**
 * Notes a read of an undefined name; judged and told at the end of the task, since a regular
 * expression here would change the page's RegExp.$1.
 */
export function noteRead(name: string): void {
  reads = { name, at: takeStack(), handler: runningHandler(), next: reads };
  requestFlush();
}

/** Tells the reads of the task that has ended. */
export function tellReads(): void {
  const told = reads;
  reads = null;
  for (let r = told; r !== null; r = r.next) {
    const text = stackText(r.at);
    const access = accessAt(r.name, text, r.handler);
    if (access === 'guarded' || (access === 'unknown' && isDefined(r.name))) continue;
    const stack = text === '' ? '' : `,"stack":${stringify(text)}`;
    recordPage('read', documentUrl(doc), `,"name":"${r.name}","access":"${access}"${stack}`);
  }
}
