import { indexOf, slice } from './natives.ts';

/**
 * Parts of entries that are read when the task is over: proxies of the page, since a framework's effect
 * that we read one in would be run again for it, and in a microtask no effect is running.
 */
export interface Late {
  /** Stands in the entry's text until then; no text of the page can look like it. */
  token: string;
  /** Gives the text. Runs traps of the page; must not throw. */
  read(): string;
  /** What `read` gave. */
  text: string;
  /** The next part of the same entry, in the order in which the tokens stand in its text. */
  next: Late | null;
}

let count = 0;
/** Whether traps of the page run for us: what they call is copied without running them again. */
let reading = false;

/** A part that `read` will fill in. */
export function createLate(read: () => string): Late {
  count += 1;
  return { token: `{"$type":"late","n":${count}}`, read, text: '', next: null };
}

/** Whether parts are being read now. */
export function isReading(): boolean {
  return reading;
}

/** Reads an entry's parts. Their traps may make calls. */
export function readParts(parts: Late | null): void {
  if (parts === null || reading) return;
  reading = true;
  try {
    for (let part: Late | null = parts; part !== null; part = part.next) part.text = part.read();
  } finally {
    reading = false;
  }
}

/** An entry's text with its parts as they were read. */
export function fillIn(text: string, parts: Late | null): string {
  let filled = '';
  let from = 0;
  for (let part = parts; part !== null; part = part.next) {
    const at = indexOf(text, part.token, from);
    if (at < 0) continue;
    filled += slice(text, from, at) + part.text;
    from = at + part.token.length;
  }
  return from === 0 ? text : filled + slice(text, from);
}
