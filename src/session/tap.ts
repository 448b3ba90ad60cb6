/**
 * How `event-loupe tap` hands on what it sees: `GET /event-loupe/stream?token=…&from=…&run=…`
 * answers with JSON lines, first a `TapHello`, then entries as they come. Blank lines keep the
 * connection alive.
 */
import { type Entry, sizeOf } from './entry.ts';
import { parseSessionLine } from './file.ts';
import { LINE_UNITS } from './limits.ts';

/** Path of the stream. */
export const TAP_STREAM = '/event-loupe/stream';
/** The port that tap listens on unless told otherwise. */
export const TAP_PORT = 8790;

/** Key in `storage.local` of the address, with its token, of the tap that the panel listens to. */
export const TAP_SETTING = 'tap';

/** The first line of a stream. */
export interface TapHello {
  type: 'hello';
  /** Another one after every start of tap: its entries count from 0 again. */
  run: string;
  /** Number of the first entry that follows. */
  from: number;
}

/** Where tap is, and the word that opens it. */
export interface TapAddress {
  /** `http://127.0.0.1:8790`. */
  origin: string;
  token: string;
}

const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])$/;

/** Reads the address that tap prints, `http://127.0.0.1:8790/#TOKEN`; undefined for anything else. */
export function parseTapAddress(text: string): TapAddress | undefined {
  const trimmed = text.trim();
  const url = URL.canParse(trimmed) ? new URL(trimmed) : undefined;
  if (url?.protocol !== 'http:' || !LOOPBACK.test(url.hostname)) return undefined;
  const token = url.hash.slice(1);
  return /^[\w-]{16,}$/.test(token) ? { origin: url.origin, token } : undefined;
}

/** Why a tap is not heard; the words stand in the language files. */
export type TapProblem =
  | { code: 'wrong-token' | 'no-tap' | 'other-version' | 'no-server-events' }
  /** Something else listens there. */
  | { code: 'other-answer'; origin: string; status: number }
  | { code: 'other-stream'; origin: string }
  | { code: 'no-answer'; origin: string };

/** What happens while a tap is followed. */
export interface TapListener {
  onEntries(entries: Entry[]): void;
  /** Every change. `refused` is the end: asking again would not help. */
  onStatus(status: 'connected' | 'reconnecting' | 'refused', problem?: TapProblem): void;
}

/** What following needs from outside. */
export interface TapOptions {
  fetch(url: string, init: { signal: AbortSignal }): Promise<Response>;
  /** Resolves after some milliseconds, or when the signal ends. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  signal: AbortSignal;
  /** `all`: what tap kept from before, too. `now`: only what comes. */
  since: 'all' | 'now';
}

/** Waits between attempts, ms: a tap that is restarted is found again at once, an absent one is not hammered. */
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 2_000;

/** Tap said something that is not its language, or that the token is wrong. */
class RefusedError extends Error {
  readonly problem: TapProblem;
  constructor(problem: TapProblem) {
    super(problem.code);
    this.problem = problem;
  }
}

/**
 * Follows a tap until the signal ends. Comes back by itself when tap was away, and asks for what
 * it missed. Entries may come twice around a reconnection; their ids tell. Never throws.
 */
export async function followTap(
  address: TapAddress,
  listener: TapListener,
  options: TapOptions,
): Promise<void> {
  const { signal } = options;
  let place: { run: string; next: number } | undefined;
  let wait = FIRST_WAIT_MS;
  /** What was said last: the same is not said again. */
  let told: string | undefined;
  const tell: TapListener['onStatus'] = (status, problem) => {
    const said = `${status} ${problem?.code}`;
    if (told === said) return;
    told = said;
    listener.onStatus(status, problem);
  };

  const readOnce = async () => {
    const url = new URL(TAP_STREAM, address.origin);
    url.searchParams.set('token', address.token);
    if (place) {
      url.searchParams.set('run', place.run);
      url.searchParams.set('from', String(place.next));
    } else url.searchParams.set('from', options.since === 'all' ? '0' : 'now');
    const response = await options.fetch(url.href, { signal });
    if (response.status === 401 || response.status === 403)
      throw new RefusedError({ code: 'wrong-token' });
    if (!response.ok || !response.body)
      throw new RefusedError({
        code: 'other-answer',
        origin: address.origin,
        status: response.status,
      });
    let number = 0;
    for await (const lines of readLines(response.body)) {
      const entries: Entry[] = [];
      for (const line of lines) {
        number += 1;
        const hello = number === 1 ? parseHello(line) : undefined;
        if (hello) {
          place = { run: hello.run, next: hello.from };
          wait = FIRST_WAIT_MS;
          tell('connected');
          continue;
        }
        if (!place) throw new RefusedError({ code: 'other-stream', origin: address.origin });
        const entry = parseTapLine(line, number);
        place.next = entry.kind === 'gap' ? entry.from + sizeOf(entry) : place.next + 1;
        entries.push(entry);
      }
      if (entries.length > 0) listener.onEntries(entries);
    }
  };

  while (!signal.aborted) {
    let problem: TapProblem | undefined;
    try {
      await readOnce();
    } catch (error) {
      if (error instanceof RefusedError) {
        if (!signal.aborted) tell('refused', error.problem);
        return;
      }
      problem = { code: 'no-answer', origin: address.origin };
    }
    if (signal.aborted) return;
    tell('reconnecting', problem);
    await options.wait(wait, signal);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }
}

function parseHello(line: string): TapHello | undefined {
  try {
    const value: Partial<TapHello> | null = JSON.parse(line);
    const isHello =
      value?.type === 'hello' && typeof value.run === 'string' && typeof value.from === 'number';
    return isHello ? (value as TapHello) : undefined;
  } catch {
    throw new RefusedError({ code: 'no-tap' });
  }
}

/** One entry of the stream: a server event of tap, or a gap. */
function parseTapLine(line: string, number: number): Entry {
  let entry: Entry | undefined;
  try {
    entry = parseSessionLine(line, number);
  } catch {
    throw new RefusedError({ code: 'other-version' });
  }
  if (entry?.kind !== 'server' && entry?.kind !== 'gap')
    throw new RefusedError({ code: 'no-server-events' });
  return entry;
}

/** The lines of a body as they come; blank ones are left out. */
async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string[]> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > LINE_UNITS) throw new RefusedError({ code: 'no-tap' });
      const full = lines.filter((line) => line !== '');
      if (full.length > 0) yield full;
    }
  } finally {
    // Whoever stops in the middle hangs up; a connection that broke says again that it did.
    await reader.cancel().catch(() => undefined);
  }
}
