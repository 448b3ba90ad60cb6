import type { Entry } from '../../src/session/entry.ts';
import { overridden, type Place, readBare, readOverrides } from './lines.ts';
import { Scanner } from './value-text.ts';

/** Where sessions begin unless a `start` line says otherwise: 2026-11-21T00:00:00Z. */
export const START_AT = 1_795_219_200_000;
/** Milliseconds from one line to the next where neither says a time. */
const STEP = 5;

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Entries that no document numbers, and what their ids begin with. */
const STREAMS: ReadonlyMap<Entry['kind'], 'net' | 'srv' | 'con'> = new Map([
  ['hit', 'net'],
  ['server', 'srv'],
  ['console', 'con'],
]);

/** What may stand before a line's first word. */
interface Prefix {
  mark: boolean;
  label: string | undefined;
  queued: boolean;
  /** Says its own time. */
  timed: boolean;
}

interface Document {
  key: string;
  url: string;
  /** Number of the next entry. */
  next: number;
  /** Hits by pixel. */
  sent: Map<string, number>;
}

/** What one line gave. */
export interface ReadLine {
  entry: Entry | undefined;
  /** The line began with `>`. */
  mark: boolean;
}

/** Reads lines one by one; see session.ts for the language. */
export class LineReader {
  #start = START_AT;
  #at = START_AT - STEP;
  #document: Document;
  #documents = new Map<string, Document>();
  /** Entries without a number of their document, counted for ids. */
  #counts = { net: 0, srv: 0, con: 0 };
  /** Ids by label, where the label is not the id. */
  readonly ids = new Map<string, string>();

  constructor() {
    this.#document = this.#enter('d');
  }

  /** A reader in the same place. */
  copy(): LineReader {
    const copy = new LineReader();
    copy.#start = this.#start;
    copy.#at = this.#at;
    copy.#counts = { ...this.#counts };
    for (const [key, document] of this.#documents)
      copy.#documents.set(key, { ...document, sent: new Map(document.sent) });
    copy.#document = copy.#enter(this.#document.key);
    for (const [label, id] of this.ids) copy.ids.set(label, id);
    return copy;
  }

  /** The start that times are counted from, and the current document's key. */
  get place(): { start: number; document: string } {
    return { start: this.#start, document: this.#document.key };
  }

  #enter(key: string): Document {
    const known = this.#documents.get(key);
    const document = known ?? { key, url: '', next: 1, sent: new Map() };
    this.#documents.set(key, document);
    return document;
  }

  read(line: string, cause?: string): ReadLine {
    const scanner = new Scanner(line);
    const prefix = this.#prefix(scanner);
    const word = scanner.peek() === '' ? '' : (scanner.take(/\S+/y) ?? '');
    if (word === '' || this.#moves(word, scanner)) return { entry: undefined, mark: prefix.mark };
    if (!prefix.timed) this.#at += STEP;
    const entry = this.#entry(word, scanner, prefix, cause);
    if (scanner.peek() !== '') scanner.fail('the end of the line');
    return { entry, mark: prefix.mark };
  }

  #prefix(scanner: Scanner): Prefix {
    const prefix: Prefix = { mark: false, label: undefined, queued: false, timed: false };
    for (;;) {
      const next = scanner.peek();
      if (next === '>') {
        scanner.at += 1;
        prefix.mark = true;
      } else if (next === '#') prefix.label = scanner.take(/#\S+/y)?.slice(1);
      else if (next === '@' || next === '+') {
        this.#at = this.#timeOf(scanner.take(/\S+/y) ?? '');
        prefix.timed = true;
      } else if (scanner.take(/queued\s/y)) prefix.queued = true;
      else return prefix;
    }
  }

  /** `@1000`, `@+250`, `+250ms`, `+2s`, `@-3h`: from the start, or from the line before. */
  #timeOf(text: string): number {
    const found = /^(@?)(\+?)(-?[\d.]+)(ms|s|min|h|d)?$/.exec(text);
    if (!found) throw new Error(`no time: ${text}`);
    const [, , plus, digits, unit = 'ms'] = found;
    return (plus === '+' ? this.#at : this.#start) + Number(digits) * (UNITS[unit] ?? 1);
  }

  /** Lines that are no entry: `start`, `in`. */
  #moves(word: string, scanner: Scanner): boolean {
    if (word !== 'start' && word !== 'in') return false;
    const to = scanner.take(/\s*\S+/y)?.trim() ?? scanner.fail('a word');
    if (word === 'in') this.#document = this.#enter(to);
    else {
      this.#start = /^\d+$/.test(to) ? Number(to) : Date.parse(to);
      if (Number.isNaN(this.#start)) throw new Error(`no time: ${to}`);
      this.#at = this.#start - STEP;
    }
    return true;
  }

  #entry(word: string, scanner: Scanner, prefix: Prefix, cause: string | undefined): Entry {
    const isPage = word === 'page' || word === 'frame';
    if (isPage) this.#begin(scanner);
    const document = this.#document;
    const place: Place = {
      at: this.#at,
      url: document.url,
      sentTo: (pixelId) => document.sent.get(pixelId) ?? 0,
    };
    const bare = isPage
      ? ({ kind: 'page', event: 'start', url: document.url } as const)
      : readBare(word, scanner, place);
    if (bare === undefined) throw new Error(`no line begins with ${word}`);
    const id = this.#idOf(bare, prefix.label, isPage);
    const based = {
      ...bare,
      ...(word === 'frame' ? { top: false } : {}),
      ...(bare.kind === 'call' && prefix.queued ? { phase: 'queued' } : {}),
      ...(bare.kind === 'call' && !prefix.mark && cause !== undefined ? { cause } : {}),
      id,
      at: this.#at,
      // What the server answered stands by itself.
      page: bare.event === 'answer' ? id : `${document.key}:0`,
    };
    const entry = overridden(based, readOverrides(scanner) ?? {}) as unknown as Entry;
    this.#note(entry);
    return entry;
  }

  /** A document begins: `page [key] <address>`. */
  #begin(scanner: Scanner): void {
    const words = [scanner.take(/\s*\S+/y)?.trim() ?? ''];
    if (!words[0]?.includes(':')) words.push(scanner.take(/\s*\S+/y)?.trim() ?? '');
    const url = words.pop() ?? '';
    const isFirst = this.#documents.size === 1 && this.#document.url === '';
    const key = words[0] ?? (isFirst ? 'd' : this.#freeKey());
    this.#document = this.#enter(key);
    this.#document.url = url;
    this.#document.next = 0;
    this.#document.sent.clear();
  }

  #freeKey(): string {
    const free = [...'defghijklmnopqrstuvwxyzabc'].find((key) => !this.#documents.has(key));
    if (free === undefined) throw new Error('more documents than letters: name them');
    return free;
  }

  #idOf(bare: { kind: Entry['kind']; from?: unknown }, label: string | undefined, isPage: boolean) {
    const document = this.#document;
    if (label?.includes(':')) return label;
    if (label !== undefined && /^\d+$/.test(label)) return `${document.key}:${label}`;
    if (bare.kind === 'gap') return `${document.key}:${'to' in bare ? 'gap' : 'end'}${bare.from}`;
    const known = label === undefined ? undefined : this.ids.get(label);
    if (known !== undefined) return known;
    const stream = STREAMS.get(bare.kind);
    if (stream !== undefined) {
      if (label !== undefined) return label;
      this.#counts[stream] += 1;
      return `${stream}:${this.#counts[stream]}`;
    }
    const id = `${document.key}:${isPage ? 0 : document.next}`;
    if (label !== undefined) this.ids.set(label, id);
    return id;
  }

  /** What the next lines go on from. */
  #note(entry: Entry): void {
    this.#at = entry.at;
    const document = this.#document;
    if (entry.kind === 'page' && entry.event === 'route') document.url = entry.url;
    if (entry.kind === 'gap' && entry.to !== undefined)
      document.next = Math.max(document.next, entry.to + 1);
    const number = /^(.*):(\d+)$/.exec(entry.id);
    if (number?.[1] === document.key) document.next = Number(number[2]) + 1;
    if (entry.kind !== 'hit') return;
    for (const { pixelId } of entry.events)
      if (pixelId !== undefined) document.sent.set(pixelId, (document.sent.get(pixelId) ?? 0) + 1);
  }
}
