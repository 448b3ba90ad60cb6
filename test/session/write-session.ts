import { isDeepStrictEqual } from 'node:util';
import type { CallEntry, Entry, HitEntry, ServerEntry } from '../../src/session/entry.ts';
import type { PageValue } from '../../src/session/value.ts';
import { PIXEL_ADDRESS, pixelFields, serverFields } from './lines.ts';
import { LineReader } from './reader.ts';
import { writeArgument, writeValue } from './value-text.ts';

/** What a writer knows besides the entry. */
interface Around {
  /** Address of the entry's document. */
  url: string;
  /** Hits of the document so far, by pixel. */
  sentTo(pixelId: string): number;
}

const UNDEFINED: PageValue = { $type: 'undefined' };

/** `name=value` of what differs from what the line has by itself. */
function fieldsOf(
  fields: Readonly<Record<string, unknown>>,
  usual: Readonly<Record<string, unknown>>,
): string[] {
  const gone = Object.keys(usual).filter((key) => !Object.hasOwn(fields, key));
  return [
    ...Object.entries(fields)
      .filter(([key, value]) => !isDeepStrictEqual(value, usual[key]))
      .map(([key, value]) => `${key}=${value === '' ? '' : writeArgument(value as PageValue)}`),
    ...gone.map((key) => `${key}=${writeArgument(UNDEFINED)}`),
  ].filter((text) => /^[\w.[\]-]+=/.test(text));
}

function callWords({ source, method, args, name }: CallEntry): string {
  const words = args.map(writeArgument);
  const [first] = args;
  if (source === 'dataLayer' && method === 'push' && args.length === 1) {
    const [value] = args as [PageValue];
    const isCall = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (isCall && value.$type === 'arguments' && Array.isArray(value.values))
      return ['gtag', ...(value.values as PageValue[]).map(writeArgument)].join(' ');
  }
  if (source === 'analytics' && method !== 'with' && /^[A-Za-z]+$/.test(method))
    return ['analytics', method, ...words].join(' ');
  const isPlain =
    source === 'dataLayer'
      ? method === 'push'
      : source === 'loyjoy'
        ? method === 'listener' && (name === undefined || name === first)
        : method === (typeof first === 'string' ? first : 'call');
  const head = isPlain || !/^\S+$/.test(method) ? source : `${source}.${method}`;
  return [head, ...words].join(' ');
}

const endWord = ({ outcome, status }: HitEntry) =>
  outcome === undefined || outcome === 'done'
    ? status === undefined || status === 200
      ? ''
      : String(status).padStart(3, '0')
    : outcome;

/** The pixel's image in short, where it is one that the SDK writes. */
function pixelWords(hit: HitEntry, { url, sentTo }: Around): string | undefined {
  if (hit.vendor !== 'meta' || !hit.url.startsWith(PIXEL_ADDRESS)) return undefined;
  const query = Object.fromEntries(new URLSearchParams(hit.url.slice(PIXEL_ADDRESS.length)));
  const { id = '-', ev = '-' } = query;
  const [head, tail] = pixelFields(id, ev, { at: hit.at, url, sentTo });
  const fields = fieldsOf(query, { ...head, ...tail });
  return ['hit', writeArgument(id), writeArgument(ev), ...fields, endWord(hit)].join(' ');
}

function requestWords(hit: HitEntry): string {
  const type = { beacon: 'ping', 'fetch or xhr': 'xmlhttprequest', frame: 'sub_frame' };
  const kind = (type as Record<string, string>)[hit.transport] ?? hit.transport;
  const words = [hit.method, hit.url, kind || 'other'].map(writeArgument);
  if (hit.body?.kind === 'text') words.push(writeArgument(hit.body.text));
  if (hit.contentType) words.push(`contentType=${writeArgument(hit.contentType)}`);
  words.push(`vendor=${hit.vendor === '' ? '' : writeArgument(hit.vendor)}`);
  return ['request', ...words, endWord(hit)].join(' ');
}

function hitWords(hit: HitEntry, around: Around): string[] {
  const request = requestWords(hit);
  if (hit.role === 'library') return [`library ${endWord(hit)}`];
  if (hit.role === 'config') {
    const pixelId = /\/config\/(\d+)/.exec(hit.url)?.[1];
    return [`config ${pixelId ?? '0'} ${endWord(hit)}`];
  }
  const short = pixelWords(hit, around);
  return short === undefined ? [request] : [short, request];
}

function serverWords({ event, origin, pixelId, at }: ServerEntry, { url }: Around): string {
  const { event_name, event_id, custom_data, ...more } = event;
  const place = { at, url, sentTo: () => 0 };
  return [
    origin === 'tap' ? 'server' : `server.${origin}`,
    writeArgument(pixelId || '-'),
    writeArgument(typeof event_name === 'string' && event_name !== '' ? event_name : '-'),
    ...(typeof event_id === 'string' ? [`id=${event_id && writeArgument(event_id)}`] : []),
    ...fieldsOf(more, origin === 'header' ? {} : serverFields(place)),
    ...(typeof custom_data === 'object' && custom_data !== null
      ? [writeArgument(custom_data as PageValue)]
      : []),
  ].join(' ');
}

/** A line's words, the shortest first. */
function wordsOf(entry: Entry, around: Around): string[] {
  switch (entry.kind) {
    case 'page': {
      const url = /^[^\s,{[("]*:[^\s]*[^\s,{[(]$/.test(entry.url) ? entry.url : 'about:blank';
      if (entry.event === 'start') {
        const word = entry.top === false ? 'frame' : 'page';
        const key = /^([^\s:]+):0$/.exec(entry.page)?.[1];
        return [`${word} ${key ?? 'd'} ${url}`];
      }
      if (entry.event === 'read')
        return [`read ${writeArgument(entry.name || 'fbq')} ${entry.access ?? 'bare'}`];
      if (entry.event === 'answer') return [`answer ${entry.status} ${url}`];
      return [`${entry.event} ${url}`];
    }
    case 'call':
      return [`${entry.phase === 'queued' ? 'queued ' : ''}${callWords(entry)}`];
    case 'consent': {
      const { source, event, value } = entry;
      return [`consent ${[source, event, value].map(writeArgument).join(' ')}`];
    }
    case 'hit':
      return hitWords(entry, around);
    case 'server':
      return [serverWords(entry, around)];
    case 'console':
      return [`console ${[entry.level, entry.text].map(writeArgument).join(' ')}`];
    case 'gap': {
      const { from, to, reason } = entry;
      if (to === undefined) return [`gap ${from}- ${reason}`];
      return [`gap ${from === to ? from : `${from}-${to}`} ${reason}`];
    }
  }
}

/** What a line lacks: the fields in which its entry differs from the one that is meant. */
function difference(read: Entry, meant: Entry): string {
  const now = read as unknown as Record<string, unknown>;
  const then = meant as unknown as Record<string, unknown>;
  const gone = Object.keys(now).filter((key) => !Object.hasOwn(then, key));
  const pairs = [
    ...Object.entries(then).filter(([key, value]) => !isDeepStrictEqual(value, now[key])),
    ...gone.map((key): [string, unknown] => [key, UNDEFINED]),
  ];
  return pairs.length === 0 ? '' : `with ${writeValue(Object.fromEntries(pairs) as PageValue)}`;
}

/**
 * A session as the text that session() reads: the same entries come of it. Calls stand under the
 * call that they ran in where that is the nearest one above; any other cause stands in `with`.
 */
export function writeSession(entries: readonly Entry[]): string {
  const reader = new LineReader();
  const lines: string[] = [];
  /** Calls that the next line may stand under, outermost first. */
  const around: string[] = [];
  const urls = new Map<string, string>();
  const sent = new Map<string, number>();
  if (entries[0] && Math.abs(entries[0].at - reader.place.start) > 1e9) {
    const line = `start ${startWord(Math.floor(entries[0].at))}`;
    reader.read(line);
    lines.push(line);
  }
  let last = reader.place.start - 5;
  for (const entry of entries) {
    const key = entry.page.endsWith(':0') ? entry.page.slice(0, -2) : '';
    const begins = entry.kind === 'page' && entry.event === 'start';
    if (!begins && /^[^\s:]+$/.test(key) && key !== reader.place.document) {
      lines.push(`in ${key}`);
      reader.read(`in ${key}`);
      around.length = 0;
    }
    const cause = entry.kind === 'call' ? entry.cause : undefined;
    while (around.length > 0 && around.at(-1) !== cause) around.pop();
    const inside = around.at(-1);
    const indent = '  '.repeat(around.length);
    const context: Around = {
      url: urls.get(entry.page) ?? '',
      sentTo: (pixelId) => sent.get(`${entry.page} ${pixelId}`) ?? 0,
    };
    const time = timeOf(entry.at, last, reader.place.start);
    const candidates = wordsOf(entry, context).map((words) =>
      complete(reader, time, words, entry, inside),
    );
    const line = candidates.reduce((a, b) => (b.length < a.length ? b : a));
    const { entry: read } = reader.read(line, inside);
    if (!isDeepStrictEqual(read, entry)) throw new Error(`cannot be written: ${line}`);
    lines.push(indent + line);
    last = entry.at;
    if (entry.kind === 'page' && entry.event !== 'read') urls.set(entry.page, entry.url);
    if (begins)
      for (const name of sent.keys()) if (name.startsWith(`${entry.page} `)) sent.delete(name);
    if (entry.kind === 'hit')
      for (const { pixelId } of entry.events)
        sent.set(`${entry.page} ${pixelId}`, context.sentTo(pixelId ?? '') + 1);
    if (entry.kind === 'call') around.push(entry.id);
  }
  return lines.join('\n');
}

/** The line with what it lacks: a name where the entry's id is not the next one, its fields. */
function complete(
  reader: LineReader,
  time: string,
  words: string,
  meant: Entry,
  cause?: string,
): string {
  const joined = (...parts: string[]) => parts.filter((part) => part !== '').join(' ');
  const read = (line: string) => {
    const { entry } = reader.copy().read(line, cause);
    return entry ?? raise(`no entry: ${line}`);
  };
  const plain = joined(time, words).trimEnd();
  const line = read(plain).id === meant.id ? plain : joined(time, labelOf(meant), words).trimEnd();
  return joined(line, difference(read(line), meant));
}

function raise(message: string): never {
  throw new Error(message);
}

function timeOf(at: number, last: number, start: number): string {
  const pause = at - last;
  if (pause === 5) return '';
  const time = Number.isInteger(pause) && pause >= 0 ? `+${pause}` : `@${at - start}`;
  return /^[@+]-?[\d.]+$/.test(time) ? time : '';
}

/** A date where it is one. */
function startWord(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) || at < 0 ? String(at) : date.toISOString();
}

/** The name that makes the entry's id; empty where no name can. */
function labelOf({ id, page }: Entry): string {
  const own = page.replace(/:0$/, ':');
  if (id.startsWith(own) && /^\d+$/.test(id.slice(own.length))) return `#${id.slice(own.length)}`;
  return /^\S+$/.test(id) ? `#${id}` : '';
}
