import type { PageValue } from './value.ts';

/** The page API that a call went through. */
export type Source = 'loyjoy' | 'fbq' | 'dataLayer' | 'cact' | 'analytics';

/** Every source, in the order in which the panel shows them. */
export const SOURCES: readonly Source[] = ['loyjoy', 'dataLayer', 'cact', 'fbq', 'analytics'];

interface EntryBase {
  /** `<document key>:<number>`; unique in a session. */
  id: string;
  /** Milliseconds since the epoch, with fractions. */
  at: number;
  /** Id of the page entry (number 0) of the document that this belongs to. */
  page: string;
}

/**
 * What happened to a document itself.
 * `start`: it began (number 0 of every document). `return`: it came back from the back/forward
 * cache. `route`: its address changed without a load. `read`: the page read a hooked name that it
 * had not defined, in a way that would have thrown without us.
 */
export interface PageEntry extends EntryBase {
  kind: 'page';
  event: 'start' | 'return' | 'route' | 'read';
  url: string;
  /** Absent or true: a top document. False: a frame's. */
  top?: boolean;
  /** The browser's frame id, where the browser told it. */
  frameId?: number;
  title?: string;
  /** `read` only: the global's name. */
  name?: string;
  /**
   * `read` only. `bare`: the source text shows the bare name, which throws a ReferenceError
   * without the hook. `unknown`: the source text could not be seen.
   */
  access?: 'bare' | 'unknown';
  stack?: string;
}

/** The page called a hooked API, or a LoyJoy listener ran. */
export interface CallEntry extends EntryBase {
  kind: 'call';
  source: Source;
  /**
   * The command (`track`, `boot`, `trigger`), the method (`push`, `identify`), `tC.event.<label>`,
   * `listener` or `callback` for LoyJoy's own runs, `call` where the first argument is no command.
   */
  method: string;
  /** LoyJoy listener and callback runs: the event's name. */
  name?: string;
  /** The arguments exactly as passed, the command included, copied at the time of the call. */
  args: PageValue[];
  /** `live`: seen as it ran. `queued`: found waiting in a queue or array; `at` is when it was found. */
  phase: 'live' | 'queued';
  /** Id of the call inside which this one ran (evidence `nested`). */
  cause?: string;
  /** How it was called where that is not the function itself, e.g. `fbq.push`. */
  via?: string;
  /** Name of the data layer where it is not `dataLayer`. */
  layer?: string;
  /** The call threw into the page. */
  threw?: true;
  /** The call returned a promise (analytics.js). It is handed on untouched, so its end is not known. */
  returned?: 'promise';
  /** JSON pointers into `args` of what was cut; a stand-in is there instead. */
  cut?: string[];
  /** The engine's own stack text; absent when calls came too fast to take one. */
  stack?: string;
}

/** One decoded event of a hit. */
export interface HitEvent {
  pixelId?: string;
  eventName?: string;
  eventId?: string;
  parameters: Record<string, string>;
}

/** A request that left the browser for a vendor. */
export interface HitEntry extends EntryBase {
  kind: 'hit';
  vendor: string;
  method: string;
  url: string;
  transport: string;
  status?: number;
  events: HitEvent[];
}

/** An event that a server sent, or will send, to the Conversions API. */
export interface ServerEntry extends EntryBase {
  kind: 'server';
  origin: string;
  event: Record<string, unknown>;
}

/** A consent source changed its answer. */
export interface ConsentEntry extends EntryBase {
  kind: 'consent';
  source: string;
  state: string;
}

/** Entries that we know we lost, and why. */
export interface GapEntry extends EntryBase {
  kind: 'gap';
  /** Numbers of the lost entries in their document, both inclusive. */
  from: number;
  to: number;
  /**
   * `limit`: the relay's bounded buffer had dropped them. `document-gone`: the document went away
   * before they could be asked for again. `unreadable`: they arrived but could not be parsed.
   */
  reason: 'limit' | 'document-gone' | 'unreadable';
}

/** One line of the log. */
export type Entry = PageEntry | CallEntry | HitEntry | ServerEntry | ConsentEntry | GapEntry;

/** Every entry kind of this version. */
export const KINDS: readonly Entry['kind'][] = ['page', 'call', 'hit', 'server', 'consent', 'gap'];

/** The number of an entry in its document, from its id. Gap ids count as the first lost number. */
export function numberOf(id: string): number {
  return Number(id.slice(id.indexOf(':') + 1).replace('gap', ''));
}

/** The document key in an entry's id. */
export function documentOf(id: string): string {
  return id.slice(0, id.indexOf(':'));
}
