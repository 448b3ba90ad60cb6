import { indexOf, slice } from './natives.ts';

/**
 * Parts of entries that are read when the task is over: stacks, since an engine makes their text
 * when it is asked for it and that is dear; and proxies, since a framework's effect that we read one
 * in would be run again for it, and in a microtask no effect is running.
 */
export interface Late {
  /** Whether reading it before the task is over would show in the page. */
  isTracked: boolean;
  /** Stands in the entry's text until then; no text of the page can look like it. */
  token: string;
  /** Gives the text. Runs traps of the page; must not throw. */
  read(): string;
  /** What `read` gave. */
  text: string;
  /** In the order in which the tokens stand in the text that waits. */
  next: Late | null;
  /** The next part of the same entry. */
  nextInEntry: Late | null;
}

let first: Late | null = null;
let last: Late | null = null;
let count = 0;
/** Whether one of those that wait is tracked. */
let tracked = false;
/** Whether traps of the page run for us: what they call is copied without running them again. */
let reading = false;

/**
 * A part that `read` will fill in, for the text of an entry that goes out next.
 * @param before text that is part of the token: it goes where `read` gives nothing
 */
export function createLate(read: () => string, isTracked: boolean, before = ''): Late {
  count += 1;
  return {
    isTracked,
    token: `${before}{"$type":"late","n":${count}}`,
    read,
    text: '',
    next: null,
    nextInEntry: null,
  };
}

/** The parts of one entry, `more` behind the others. */
export function joinParts(parts: Late | null, more: Late | null): Late | null {
  if (parts === null) return more;
  let end = parts;
  while (end.nextInEntry !== null) end = end.nextInEntry;
  end.nextInEntry = more;
  return parts;
}

/** Keeps an entry's parts until `fillIn`. */
export function awaitParts(parts: Late | null): void {
  for (let part = parts; part !== null; part = part.nextInEntry) {
    if (last === null) first = part;
    else last.next = part;
    last = part;
    if (part.isTracked) tracked = true;
  }
}

/** Whether parts are to be filled in. */
export function hasParts(): boolean {
  return first !== null;
}

/** Whether the text that waits must not leave before the task is over. */
export function mustWait(): boolean {
  return tracked;
}

/** Whether parts are being read now. */
export function isReading(): boolean {
  return reading;
}

/** Reads what waits. Calls that traps make meanwhile are appended to the text that waits. */
export function readParts(): void {
  if (first === null || reading) return;
  reading = true;
  try {
    for (let part: Late | null = first; part !== null; part = part.next) part.text = part.read();
  } finally {
    reading = false;
  }
}

/** Puts what was read into the text that waits. */
export function fillIn(text: string): string {
  let filled = '';
  let from = 0;
  for (let part = first; part !== null; part = part.next) {
    const at = indexOf(text, part.token, from);
    if (at < 0) continue;
    filled += slice(text, from, at) + part.text;
    from = at + part.token.length;
  }
  first = null;
  last = null;
  tracked = false;
  return from === 0 ? text : filled + slice(text, from);
}

/** The text of one entry with its parts as they were read. */
export function fillEntry(text: string, parts: Late | null): string {
  let filled = '';
  let from = 0;
  for (let part = parts; part !== null; part = part.nextInEntry) {
    const at = indexOf(text, part.token, from);
    if (at < 0) continue;
    filled += slice(text, from, at) + part.text;
    from = at + part.token.length;
  }
  return filled + slice(text, from);
}
