import type { Entry } from '../../src/session/entry.ts';
import { LineReader } from './reader.ts';
import { writeValue } from './value-text.ts';

export { START_AT } from './reader.ts';

/**
 * Sessions as text, to be read aloud:
 *
 * ```
 * page https://shop.example/
 * fbq init 1234567890123456
 * library
 * config 1234567890123456
 * loyjoy newsletter_single_opt_in {label: "x"}
 *   dataLayer {event: lead, value: 3}
 *     #lead fbq track Lead {value: 3, currency: EUR} {eventID: a1}
 *       > hit 1234567890123456 Lead cd={value: 3, currency: EUR} eid=a1
 * server 1234567890123456 Lead id=a1 {value: 3, currency: EUR}
 * ```
 *
 * **A line is an entry**: what happened, its words, `name=value`, and at its end `with {…}`, the
 * entry's own fields that the words do not give (`undefined` takes one away). `//` begins a
 * comment. A line that ends in `{`, `[`, `(` or a comma goes on in the next.
 *
 * **Indent**: a call that stands further in than another ran inside it (`cause`). `>` says that the
 * entry was made by the one that it stands under, its hit for instance; that changes no entry, it
 * is in `links`: what a test of one part gives that part for links, and what the analysis should
 * find.
 *
 * **Time** stands before the first word: `@1000` from the start, `@+250`, `+250ms`, `+2s`, `+3h`
 * from the line before; alone on a line it moves the clock. A line without comes 5 ms after the one
 * before. `start 2026-01-02T03:04:05Z` moves the start.
 *
 * **Names**: `#buy` names an entry. A hit's, a server event's or a console's id is its name, unless it has
 * none (`net:1`, `srv:1`, `con:1` …); what a document numbers keeps its number, and the name finds it (`idOf`,
 * `nameOf`). `#5` is number 5 of the document, `#d:h1` is an id as it stands. A hit under a name
 * that was there before is its later form.
 *
 * **Documents**: `page [key] <address>` and `frame [key] <address>` begin one (`d`, `e`, …); `in d`
 * goes back to another. Lines before the first stand in document `d`, whose start was not seen.
 *
 * | line | entry |
 * |---|---|
 * | `page`, `frame`, `route <address>`, `return`, `read <name> [bare]`, `answer <status> [address]` | page |
 * | `fbq`, `cact` and their arguments; `dataLayer <value>`; `gtag …`; `analytics <method> …`; `loyjoy <event> [detail]` | call; `fbq.method …` names the method; `queued` before it |
 * | `consent <source> [event] <value>` | consent |
 * | `hit <pixel> <Event> cd={…} eid=… [status or outcome]` | the pixel's image, with what the SDK always sends |
 * | `cact-hit <name> {…}`, `segment-hit <name> {…}`, `gateway-hit <pixel> <Event> id=… {…}` | the other vendors' hits |
 * | `library`, `config <pixel>` | the SDK's own requests |
 * | `request <METHOD> <address> <type> [body]` | any request, as it stands |
 * | `server <pixel> <Event> id=… {custom data}`; `server.import`, `server.header` | server event, tapped unless it says so; `-` is no pixel |
 * | `console <level> <text>` | console |
 * | `gap 4-6 [reason]`, `gap 4- no-goodbye` | gap, of unknown size |
 * | `---` | ends a batch |
 *
 * **Words** are strings, digits too. A value stands in braces, brackets or quotes, any other in
 * parentheses: `fbq track (undefined)`. See value-text.ts.
 *
 * In a template, strings and numbers are put in as text (a fragment of several lines with the
 * indent of its place), everything else as a value.
 */
export function session(text: string | TemplateStringsArray, ...holes: unknown[]): Session {
  return readLines(typeof text === 'string' ? text : fill(text.raw, holes));
}

/** The entries of a session alone. */
export function entries(text: string | TemplateStringsArray, ...holes: unknown[]): Entry[] {
  return session(text, ...holes).entries;
}

/** The one entry of a line. */
export function entry<K extends Entry['kind']>(kind: K, text: string): Extract<Entry, { kind: K }> {
  const [only, ...others] = entries(text);
  if (only?.kind !== kind || others.length > 0) throw new Error(`not one ${kind}: ${text}`);
  return only as Extract<Entry, { kind: K }>;
}

/** From an entry to one that it made. */
export type Joint = readonly [from: string, to: string];

export interface Session {
  entries: Entry[];
  /** The entries between `---` lines. */
  batches: Entry[][];
  /** What `>` and indent say: from a call to what it made. */
  links: Joint[];
  /** The id of a named entry. */
  idOf(name: string): string;
  /** The name of an entry; its id where it has none. */
  nameOf(id: string): string;
}

/** Text in a template's holes. */
function fill(texts: readonly string[], holes: readonly unknown[]): string {
  let filled = texts[0] ?? '';
  for (const [i, hole] of holes.entries()) {
    const isText = typeof hole === 'string' || typeof hole === 'number';
    const text = isText ? String(hole) : writeValue(hole as Parameters<typeof writeValue>[0]);
    const before = filled.slice(filled.lastIndexOf('\n') + 1);
    const indent = before.trim() === '' ? before : '';
    filled += text.includes('\n') ? dedent(text).replaceAll('\n', `\n${indent}`) : text;
    filled += texts[i + 1] ?? '';
  }
  return filled;
}

const indentOf = (line: string) => line.length - line.trimStart().length;

/** Without the indent that all lines share, and without blank lines around. */
function dedent(text: string): string {
  const lines = text
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd()
    .split('\n');
  const shared = Math.min(...lines.filter((line) => line.trim() !== '').map(indentOf));
  return lines.map((line) => line.slice(Number.isFinite(shared) ? shared : 0)).join('\n');
}

/** Lines with the ones that they go on in, each with its number counted from 1. */
function wholeLines(text: string): { number: number; line: string }[] {
  const whole: { number: number; line: string }[] = [];
  let open = false;
  for (const [i, line] of text.split('\n').entries()) {
    const last = whole.at(-1);
    if (open && last) last.line += ` ${line.trim()}`;
    else if (line.trim() !== '' && !line.trim().startsWith('//'))
      whole.push({ number: i + 1, line });
    else continue;
    open = /[{[(,]\s*$/.test(line);
  }
  return whole;
}

function readLines(text: string): Session {
  const reader = new LineReader();
  const batches: Entry[][] = [[]];
  const links: Joint[] = [];
  /** What the line stands under, outermost first. */
  const around: { indent: number; entry: Entry }[] = [];
  for (const { number, line } of wholeLines(text)) {
    if (line.trim() === '---') {
      batches.push([]);
      continue;
    }
    const indent = indentOf(line);
    while ((around.at(-1)?.indent ?? -1) >= indent) around.pop();
    const above = around.at(-1)?.entry;
    const cause = around.findLast(({ entry: outer }) => outer.kind === 'call')?.entry.id;
    const { entry: made, mark } = at(number, line, () => reader.read(line, cause));
    if (made === undefined) continue;
    if (mark && above === undefined) throw new Error(`line ${number}: ">" under nothing`);
    if (mark && above) links.push([above.id, made.id]);
    else if (made.kind === 'call' && made.cause !== undefined) links.push([made.cause, made.id]);
    batches.at(-1)?.push(made);
    around.push({ indent, entry: made });
  }
  const names = new Map([...reader.ids].map(([name, id]) => [id, name]));
  const all = batches.flat();
  const known = new Set(all.map(({ id }) => id));
  return {
    entries: all,
    batches,
    links,
    nameOf: (id) => names.get(id) ?? id,
    idOf(name) {
      const id = reader.ids.get(name) ?? name;
      if (!known.has(id)) throw new Error(`no entry is named ${name}`);
      return id;
    },
  };
}

/** Names the line in what goes wrong. */
function at<T>(number: number, line: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new Error(`line ${number}: ${said}\n  ${line.trim()}`, { cause: error });
  }
}
