import { CLOSED_TAB_MS, HIT_BYTES, HIT_LINES } from '../session/limits.ts';
import type { Batch } from '../session/wire.ts';
import type { Owner } from './request-details.ts';

/** The part of `storage.session` that is used: it outlives the worker, and not the browser. */
export interface SessionStorage {
  get(keys: null): Promise<Record<string, unknown>>;
  set(items: Record<string, unknown>): Promise<void>;
  remove(keys: string[]): Promise<void>;
}

/** A numbered stream of lines, as a relay's: what is recorded for one tab or one origin. */
export interface HitStream {
  readonly key: string;
  readonly owner: Owner;
  /** Lowest number still kept, and the next one to come. */
  readonly first: number;
  readonly next: number;
}

/** Everything that was recorded, for all tabs. */
export interface HitStreams {
  /** Loads what an earlier worker kept. Returns the lines whose end was still awaited. */
  restore(now: number): Promise<{ stream: HitStream; line: Record<string, unknown> }[]>;
  /** The owner's stream; made where there is none. */
  open(owner: Owner): HitStream;
  find(owner: Owner): HitStream | undefined;
  byKey(key: string): HitStream | undefined;
  all(): HitStream[];
  /**
   * Adds a line, which gets the next number for its `id`.
   * @param replaces number of the line that it stands in place of from now on
   * @returns the line's number
   */
  add(stream: HitStream, line: Record<string, unknown>, replaces?: number): number;
  /** The lines from a number on, as batches of consecutive ones. */
  from(stream: HitStream, number: number): Batch[];
  /** A panel has lines that this worker does not know of: numbers must not be given twice. */
  skipTo(stream: HitStream, next: number): void;
  /** The tab was closed. What it still sends is recorded; its stream is dropped some time later. */
  close(owner: Owner, now: number): void;
}

interface Stream extends HitStream {
  first: number;
  next: number;
  lines: Map<number, string>;
  closedAt?: number;
}

/** A stream's own item in storage. */
interface StoredStream {
  owner: Owner;
  /** The next number, as of when its lines had last all been dropped; 0 where it is missing. */
  next?: number;
  closedAt?: number;
}

interface Limits {
  lines: number;
  bytes: number;
}

const STREAM_KEY = 'hits/stream/';
const LINE_KEY = 'hits/line/';
/** One in so many lines, the oldest, goes when storage says that it is full. */
const ROOM = 10;
/** A line's time, which comes first in it; a line that was replaced has none. */
const LINE_TIME = /^\{"at":([\d.]+)/;
const bytesOf = new TextEncoder();

/** Streams without a line. Each line is written to storage at once, under a key of its own. */
export function createHitStreams(options: {
  storage: SessionStorage;
  /** A new stream's key, unique for good: session files may be merged. */
  makeKey(): string;
  /** Called with every line as it is added. */
  onLine(stream: HitStream, batch: Batch): void;
  limits?: Limits;
}): HitStreams {
  const { storage } = options;
  const limits = options.limits ?? { lines: HIT_LINES, bytes: HIT_BYTES };
  const streams = new Map<string, Stream>();
  const byOwner = new Map<string, Stream>();
  /** Every kept line, oldest first: `<stream key>/<number>` → bytes. */
  const kept = new Map<string, number>();
  let bytes = 0;

  /** Writes items; where there is no room for them, once more in the place of the oldest lines. */
  const save = (items: Record<string, unknown>) => {
    storage
      .set(items)
      .catch(() => {
        makeRoom(Object.keys(items));
        return storage.set(items);
      })
      .catch((error) => {
        console.warn('Event Loupe keeps a hit in memory only:', error);
      });
  };
  const erase = (keys: string[]) => {
    if (keys.length === 0) return;
    storage.remove(keys).catch((error) => {
      console.warn('Event Loupe could not drop an old hit:', error);
    });
  };

  const keep = (stream: Stream, number: number, text: string) => {
    const place = `${stream.key}/${number}`;
    const size = bytesOf.encode(text).length;
    bytes += size - (kept.get(place) ?? 0);
    kept.set(place, size);
    stream.lines.set(number, text);
  };

  const forget = (place: string): string => {
    const [key = '', number = ''] = place.split('/');
    bytes -= kept.get(place) ?? 0;
    kept.delete(place);
    const stream = streams.get(key);
    if (stream) {
      stream.lines.delete(Number(number));
      stream.first = Math.max(stream.first, Number(number) + 1);
    }
    return LINE_KEY + place;
  };

  /** A stream all of whose lines are dropped still knows how many there were. */
  const saveStream = ({ key, owner, next, closedAt }: Stream) =>
    save({ [STREAM_KEY + key]: { owner, next, ...(closedAt !== undefined && { closedAt }) } });

  const makeRoom = (wanted: readonly string[]) => {
    let left = Math.ceil(kept.size / ROOM);
    trim((place) => !wanted.includes(LINE_KEY + place) && left-- > 0);
  };

  /** Drops the oldest lines beyond the bounds, and those that `more` names from there on. */
  const trim = (more: (place: string) => boolean = () => false) => {
    const dropped: string[] = [];
    const emptied = new Set<Stream>();
    for (const place of kept.keys()) {
      // The newest line stays, however large.
      if (kept.size === 1) break;
      if (kept.size <= limits.lines && bytes <= limits.bytes && !more(place)) break;
      dropped.push(forget(place));
      const stream = streams.get(place.slice(0, place.indexOf('/')));
      if (stream?.lines.size === 0) emptied.add(stream);
    }
    for (const stream of emptied) saveStream(stream);
    erase(dropped);
  };

  const drop = (stream: Stream) => {
    const keys = [...stream.lines.keys()].map((number) => forget(`${stream.key}/${number}`));
    streams.delete(stream.key);
    if (byOwner.get(nameOf(stream.owner)) === stream) byOwner.delete(nameOf(stream.owner));
    erase([...keys, STREAM_KEY + stream.key]);
  };

  const dropClosed = (now: number) => {
    for (const stream of [...streams.values()])
      if (stream.closedAt !== undefined && now - stream.closedAt > CLOSED_TAB_MS) drop(stream);
  };

  const enlist = (key: string, owner: Owner): Stream => {
    const stream: Stream = { key, owner, first: 0, next: 0, lines: new Map() };
    streams.set(key, stream);
    byOwner.set(nameOf(owner), stream);
    return stream;
  };

  return {
    async restore(now) {
      const items = await storage.get(null);
      for (const [name, value] of Object.entries(items)) {
        if (!name.startsWith(STREAM_KEY)) continue;
        const { owner, next = 0, closedAt } = value as StoredStream;
        const stream = enlist(name.slice(STREAM_KEY.length), owner);
        stream.first = next;
        stream.next = next;
        if (closedAt !== undefined) stream.closedAt = closedAt;
      }
      const lines: [Stream, number, string][] = [];
      for (const [name, text] of Object.entries(items)) {
        if (!name.startsWith(LINE_KEY)) continue;
        const [key = '', number = ''] = name.slice(LINE_KEY.length).split('/');
        const stream = streams.get(key);
        if (stream) lines.push([stream, Number(number), String(text)]);
      }
      lines.sort((a, b) => a[1] - b[1]);
      // Of all tabs the oldest go first, as before. A later form of a hit bears its first time.
      const latest = new Map<Stream, number>();
      const times = new Map<readonly [Stream, number, string], number>();
      for (const one of lines) {
        const at = Math.max(latest.get(one[0]) ?? 0, Number(LINE_TIME.exec(one[2])?.[1] ?? 0));
        latest.set(one[0], at);
        times.set(one, at);
      }
      lines.sort((a, b) => (times.get(a) ?? 0) - (times.get(b) ?? 0));
      const pending: { stream: HitStream; line: Record<string, unknown> }[] = [];
      for (const [stream, number, text] of lines) {
        if (stream.lines.size === 0) stream.first = number;
        stream.next = Math.max(stream.next, number + 1);
        keep(stream, number, text);
        if (text.includes('"outcome":"pending"')) pending.push({ stream, line: JSON.parse(text) });
      }
      dropClosed(now);
      return pending;
    },
    open(owner) {
      const known = byOwner.get(nameOf(owner));
      if (known) return known;
      const stream = enlist(options.makeKey(), owner);
      saveStream(stream);
      return stream;
    },
    find: (owner) => byOwner.get(nameOf(owner)),
    byKey: (key) => streams.get(key),
    all: () => [...streams.values()],
    add({ key }, line, replaces) {
      const stream = streams.get(key);
      if (!stream) throw new Error(`no stream ${key}`);
      const number = stream.next;
      stream.next += 1;
      const text = JSON.stringify({ ...line, id: number });
      keep(stream, number, text);
      const items: Record<string, unknown> = { [`${LINE_KEY}${key}/${number}`]: text };
      if (replaces !== undefined && stream.lines.has(replaces)) {
        const mark = JSON.stringify({ id: replaces, replaced: true });
        keep(stream, replaces, mark);
        items[`${LINE_KEY}${key}/${replaces}`] = mark;
      }
      save(items);
      options.onLine(stream, { from: number, count: 1, text });
      trim();
      return number;
    },
    from({ key }, number) {
      const stream = streams.get(key);
      const batches: Batch[] = [];
      let run: { from: number; lines: string[] } | undefined;
      const flush = () => {
        if (run)
          batches.push({ from: run.from, count: run.lines.length, text: run.lines.join('\n') });
        run = undefined;
      };
      for (let n = Math.max(number, stream?.first ?? 0); n < (stream?.next ?? 0); n += 1) {
        const text = stream?.lines.get(n);
        if (text === undefined) flush();
        else if (run) run.lines.push(text);
        else run = { from: n, lines: [text] };
      }
      flush();
      return batches;
    },
    skipTo({ key }, next) {
      const stream = streams.get(key);
      if (stream && next > stream.next) stream.next = next;
    },
    close(owner, now) {
      dropClosed(now);
      const stream = byOwner.get(nameOf(owner));
      if (!stream) return;
      stream.closedAt = now;
      saveStream(stream);
    },
  };
}

function nameOf(owner: Owner): string {
  return 'tabId' in owner ? `tab ${owner.tabId}` : owner.origin;
}
