import { formatCallCode } from '../../language/call-code.ts';
import type { Words } from '../../language/words.ts';
import type { Entry } from '../../session/entry.ts';
import { isExtensionFrame, parseStack, type StackFrame } from '../../vendors/stack.ts';

/** An entry in one line: what an agent needs to choose what to ask for. */
export interface EntryLine {
  id: string;
  at: string;
  /** Id of its document's page entry. */
  page: string;
  kind: Entry['kind'];
  says: string;
}

/** Frames of a stack that say where a call came from. */
const FRAMES = 12;

/** An entry as one line. */
export function lineOf(entry: Entry, words: Words): EntryLine {
  const { id, at, page, kind } = entry;
  return { id, at: new Date(at).toISOString(), page, kind, says: sayEntry(entry, words) };
}

function sayEntry(entry: Entry, words: Words): string {
  switch (entry.kind) {
    case 'call':
      return formatCallCode(entry, words)
        .split('\n')
        .map((line) => line.trim())
        .join(' ');
    case 'hit': {
      const events = entry.events.map(({ eventName = '', pixelId = '', eventId = '' }) =>
        [eventName, pixelId, eventId].filter((text) => text !== '').join(' '),
      );
      const about = entry.role ?? events.join(', ');
      return [entry.vendor, about, entry.outcome, entry.status].filter(Boolean).join(' ');
    }
    case 'server':
      return [entry.pixelId, entry.event.event_name, entry.event.event_id]
        .filter(Boolean)
        .join(' ');
    case 'page':
      return `${entry.event} ${entry.url}`;
    case 'consent':
      return `${entry.source} ${entry.event}`;
    case 'console':
      return `${entry.level} ${entry.text}`;
    case 'gap':
      return `${entry.reason} ${entry.from}-${entry.to ?? ''}`;
  }
}

/** Where the page made a call. */
export interface CallPlace {
  entry: string;
  /** The line as it was called. */
  line: string;
  /** `https://shop.example/checkout.js:12:5`; absent where no stack was taken. */
  place?: string;
  stack?: string[];
}

/** A call as code, with the place in the page's source that made it; undefined for other entries. */
export function placeOfCall(entry: Entry, words: Words): CallPlace | undefined {
  if (entry.kind !== 'call') return undefined;
  const frames = parseStack(entry.stack ?? '').filter((frame) => !isExtensionFrame(frame));
  const [first] = frames;
  return {
    entry: entry.id,
    line: formatCallCode(entry, words),
    ...(first && { place: placeOf(first), stack: frames.slice(0, FRAMES).map(sayFrame) }),
  };
}

function placeOf({ url, line, column }: StackFrame): string {
  return [url, line, column].filter((part) => part !== undefined).join(':');
}

function sayFrame(frame: StackFrame): string {
  return frame.functionName === '' ? placeOf(frame) : `${frame.functionName} (${placeOf(frame)})`;
}
