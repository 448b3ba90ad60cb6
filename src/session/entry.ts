import type { PageValue } from './value.ts';

/** The page API that a call went through. */
export type Source = 'loyjoy' | 'fbq' | 'cbq' | 'dataLayer' | 'cact' | 'analytics';

/** Every source, in the order in which the panel shows them. */
export const SOURCES: readonly Source[] = [
  'loyjoy',
  'dataLayer',
  'cact',
  'fbq',
  'cbq',
  'analytics',
];

interface EntryBase {
  /** `<document key>:<number>`; unique in a session. */
  id: string;
  /** Milliseconds since the epoch, with fractions. */
  at: number;
  /** Id of the page entry (number 0) of the document that this belongs to. */
  page: string;
  /** What a person wrote about it in the panel. */
  note?: string;
  /** The colour that a person gave it. */
  highlight?: Highlight;
  /** A person keeps it in sight. */
  pinned?: true;
}

/** Colours that a person gives to entries. */
export const HIGHLIGHTS = ['yellow', 'red', 'green', 'blue'] as const;

/** One of them. */
export type Highlight = (typeof HIGHLIGHTS)[number];

/**
 * What happened to a document itself.
 * `start`: it began (number 0 of every document). `return`: it came back from the back/forward
 * cache. `route`: its address changed without a load. `read`: the page read a hooked name that it
 * had not defined, in a way that would have thrown without us. `answer`: the server answered the
 * tab's navigation with an error; it stands by itself (`page` is its own id), since what the
 * browser shows then may be no document of the site.
 */
export interface PageEntry extends EntryBase {
  kind: 'page';
  event: 'start' | 'return' | 'route' | 'read' | 'answer';
  url: string;
  /** Absent or true: a top document. False: a frame's. */
  top?: boolean;
  /** The browser's frame id, where the browser told it. */
  frameId?: number;
  /** The browser's tab id, where a panel or recorder listened to it. */
  tabId?: number;
  title?: string;
  /**
   * `start` only: somebody of the page's origin may have come between page and tool before the
   * document's own scripts, as a frame's parent can. Its calls may be forged, or not be all.
   */
  contested?: true;
  /**
   * `start` only. `requests`: the document is known by its requests alone, from an HTTP archive.
   * What it called and what its consent tools said was not seen.
   */
  seen?: 'requests';
  /** `read` only: the global's name. */
  name?: string;
  /**
   * `read` only. `bare`: the source text shows the bare name, which throws a ReferenceError
   * without the hook. `unknown`: the source text could not be seen.
   */
  access?: 'bare' | 'unknown';
  /** `answer` only: the HTTP status, 400 or above. */
  status?: number;
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
  /** analytics.js: the message id that the library gave to the event of this call. */
  messageId?: string;
  /** JSON pointers into `args` of what was cut; a stand-in is there instead. */
  cut?: string[];
  /**
   * JSON pointers into `args` of what was read when the task was over and not at the call: a
   * framework's proxy would have tracked it.
   */
  late?: string[];
  /** The engine's own stack text; absent when calls came too fast to take one. */
  stack?: string;
}

/** One decoded event of a hit. */
export interface HitEvent {
  pixelId?: string;
  eventName?: string;
  eventId?: string;
  parameters: Record<string, string>;
  /** What is odd about this event alone; names of vendors/marks.ts. */
  marks?: string[];
}

/** What was seen of a request's body. */
export type HitBody =
  /** As text, whatever its content type; `cut` where it was longer than is kept. */
  | { kind: 'text'; text: string; cut?: true }
  /** A form that the browser had parsed already: values by field name. */
  | { kind: 'form'; fields: Record<string, string[]>; cut?: true }
  /** What the body was is not known: a `BodyReason`, or the sentence of an older recording. */
  | { kind: 'unreadable'; reason: string };

/**
 * Why a body is not known. `not-shown`: the browser shows no Blobs and no streams, and says nothing
 * of them, so there may have been none. `not-archived`: the HAR has the request without its body.
 */
export type BodyReason = 'not-shown' | 'not-archived';

/**
 * What became of a request. `pending`: it has left, nothing has come back yet. `done`: it was
 * answered, see `status`. `redirected`: the answer sent the browser elsewhere. `blocked`: something
 * in the browser, such as an ad blocker, stopped it. `cancelled`: the page went away or gave up; it
 * may have reached the server. `failed`: the network did not carry it.
 */
export type Outcome = 'pending' | 'done' | 'redirected' | 'failed' | 'blocked' | 'cancelled';

/**
 * A request that left the browser for a vendor, or was stopped on its way. It is told when it
 * starts and again, under the same id, when its end is known: the later entry takes the place of
 * the earlier.
 */
export interface HitEntry extends EntryBase {
  kind: 'hit';
  /** See vendors/hit.ts. */
  vendor: string;
  method: string;
  url: string;
  transport: string;
  /** Empty where the request carries none, or where its body could not be read. */
  events: HitEvent[];
  /** Not an event: the vendor's library, or the pixel's configuration (`signals/config/<id>`). */
  role?: 'library' | 'config';
  outcome?: Outcome;
  /** HTTP status of the answer. */
  status?: number;
  /** The answer came from the browser's cache: nothing left the browser. */
  cached?: true;
  /** The browser's own word for what went wrong, e.g. `net::ERR_BLOCKED_BY_CLIENT`. */
  error?: string;
  /** Where the answer sent the browser. */
  redirect?: string;
  /** Milliseconds since the epoch: the answer's end, or when it failed. */
  endAt?: number;
  /** The browser's frame id; absent for workers' requests that belong to no tab. */
  frameId?: number;
  /**
   * The document that sent it is not known for sure; no error may rest on it. `origin`: a service
   * worker sent it, or a document as it closed, and the browser tells the origin alone. `maker`: this
   * document sent it, or a frame that it made and that did not say so.
   */
  joinedBy?: 'origin' | 'maker';
  /** Origin or address of the document that sent it, as the browser tells it. */
  initiator?: string;
  body?: HitBody;
  /** The request's own Content-Type header, where it was seen. */
  contentType?: string;
  /** What is odd about the request or could not be decoded; names of vendors/marks.ts. */
  marks?: string[];
  /** Where the page sent it from (Chromium, with DevTools open). */
  stack?: string;
}

/** An event that a server sent, or will send, to the Conversions API. */
export interface ServerEntry extends EntryBase {
  kind: 'server';
  /**
   * `import`: from a file. `tap`: event-loupe tap saw it on its way. `header`: the site's own
   * answer announced it. What a hit carries for a server is not an entry: analysis derives it.
   */
  origin: 'import' | 'tap' | 'header';
  /** One event as the Conversions API takes it; a header gives `event_name` and `event_id` alone. */
  event: Record<string, unknown>;
  /** The pixel (dataset) that it was sent to, where it is known. */
  pixelId?: string;
  /**
   * What `at` is. `receipt`: when the server's request passed, which Meta's windows count from.
   * `event`: the event's own event_time, for want of better. `import`: neither was known.
   */
  timeOf: 'receipt' | 'event' | 'import';
  /** Where it comes from, in words for people: `events.json, line 3`, an address. */
  where?: string;
  /** What the Graph API, or tap in its place, answered. */
  answer?: { status: number; message?: string };
  /** `test_event_code` of the request, which shows its events in Events Manager's test tool. */
  testCode?: string;
}

/**
 * A consent source of the page said something: a reading of its API or an event of it, raw. What
 * it means is for vendors/consent. Consent that is told through a hooked API (`fbq('consent')`,
 * gtag, cact, LoyJoy's boot) is in the call itself and is no entry of its own.
 */
export interface ConsentEntry extends EntryBase {
  kind: 'consent';
  /** `tcf`, `gpp`, `usp`, `trust`, `onetrust`, `cookiebot`, `usercentrics`, `didomi`. */
  source: string;
  /**
   * What made it speak: `load` for its first word in the document, the name of the tool's own event,
   * `change` where it was found to say something else, `limit` for the last reading that is told.
   */
  event: string;
  /** What it said, copied like a call's arguments. */
  value: PageValue;
}

/**
 * A word of the page's console. `record` alone hears it, from outside the page: a hook on the
 * console would show in the page. Of all that pages write, what nobody caught and what Meta's
 * library says are kept.
 */
export interface ConsoleEntry extends EntryBase {
  kind: 'console';
  /** `exception`: thrown, and nobody caught it. */
  level: 'exception' | 'error' | 'warning' | 'info';
  text: string;
  /** Where it was written: address, line and column of the script, from 1. */
  place?: string;
}

/** Entries that we know we lost, or may have lost, and why. */
export interface GapEntry extends EntryBase {
  kind: 'gap';
  /** Numbers of the lost entries in their document, both inclusive. Without `to`, nobody knows how many. */
  from: number;
  to?: number;
  /**
   * `limit`: a bounded buffer, the relay's or the background's, had dropped them. `document-gone`:
   * the document went away before they could be asked for again. `unreadable`: they arrived but
   * could not be parsed. `no-goodbye`: the document ended without saying how much it had, so that
   * what it said last may be missing; there is no `to`. `background-gone`: the browser
   * ended the background, which records hits: those that DevTools saw leave, or, without `to`,
   * whatever a page sent that came or went meanwhile. `frame-gone`: a frame had called something
   * and had gone when the panel opened; there is no `to`.
   */
  reason:
    | 'limit'
    | 'document-gone'
    | 'unreadable'
    | 'no-goodbye'
    | 'background-gone'
    | 'frame-gone';
}

/** How many entries a gap is known to stand for; 0 where nobody knows. */
export function sizeOf({ from, to }: GapEntry): number {
  return to === undefined ? 0 : to - from + 1;
}

/** One line of the log. */
export type Entry =
  | PageEntry
  | CallEntry
  | HitEntry
  | ServerEntry
  | ConsentEntry
  | ConsoleEntry
  | GapEntry;

/**
 * Whether an entry may be told again under its id, by a later form that knows more: a hit of its
 * end or its page, a call of Segment's library of the id under which its event was sent, an event
 * that a site's answer announced of the page that had asked.
 */
export function mayComeAgain(entry: Entry): boolean {
  if (entry.kind === 'call') return entry.source === 'analytics' && entry.messageId === undefined;
  return entry.kind === 'hit' || (entry.kind === 'server' && entry.origin === 'header');
}

/** Every entry kind of this version. */
export const KINDS: readonly Entry['kind'][] = [
  'page',
  'call',
  'hit',
  'server',
  'consent',
  'console',
  'gap',
];

/** The number of an entry in its document, from its id. Gap ids count as the first lost number. */
export function numberOf(id: string): number {
  const text = id.slice(id.indexOf(':') + 1);
  return Number(/^(gap|end)/.test(text) ? text.slice(3) : text);
}

/** The document key in an entry's id. */
export function documentOf(id: string): string {
  return id.slice(0, id.indexOf(':'));
}
