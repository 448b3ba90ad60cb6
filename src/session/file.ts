import { type Entry, KINDS, mayComeAgain } from './entry.ts';
import { createInterner } from './intern.ts';
import { LINE_UNITS, READ_DEPTH } from './limits.ts';
import { isDeeper } from './nesting.ts';
import { type PlacedFault, readSchemaError } from './schema-error.ts';
import validate from './session.schema.json?validator';
import { visible } from './visible.ts';

/** The version of the session format that this build writes, and the newest that it reads. */
const SESSION_VERSION = 1;

/** What is wrong with a line of a session file; the words stand in the language files. */
export type SessionFault =
  | { code: 'too-long'; units: number }
  | { code: 'too-deep'; depth: number }
  | { code: 'not-json' }
  | { code: 'not-an-object' }
  /** A version that this build does not know. */
  | { code: 'newer'; version: number; newest: number }
  /** JSON texts of the kinds there are. */
  | { code: 'no-kind'; kinds: string[] }
  | { code: 'not-an-entry'; problem: PlacedFault }
  /** JSON of an id that stands on an earlier line, too. */
  | { code: 'id-twice'; id: string }
  | { code: 'empty' };

/** A session file that cannot be read. */
export class SessionFileError extends Error {
  override name = 'SessionFileError';
  /** The line, counted from 1. */
  readonly line: number;
  readonly fault: SessionFault;
  constructor(line: number, fault: SessionFault) {
    super(`line ${line}: ${fault.code}`);
    this.line = line;
    this.fault = fault;
  }
}

/** A file is written in pieces of about this many UTF-16 units. */
const PIECE_UNITS = 1_000_000;

/** The first line of a session file. @param isMasked what is personal in the entries is masked */
export function serializeHeader(generator: string, createdAt: number, isMasked = false): string {
  const header = { kind: 'session', version: SESSION_VERSION, generator, createdAt };
  return JSON.stringify(isMasked ? { ...header, masked: true } : header);
}

/** A session file's text in pieces: header, then one entry a line, each line ended by a line feed. */
export function* sessionPieces(
  entries: Iterable<Entry>,
  generator: string,
  createdAt: number,
  isMasked = false,
): Generator<string> {
  let piece = `${serializeHeader(generator, createdAt, isMasked)}\n`;
  for (const entry of entries) {
    piece += `${visible(JSON.stringify(entry))}\n`;
    if (piece.length < PIECE_UNITS) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

/** A session file's text. */
export function serializeSession(
  entries: Iterable<Entry>,
  generator: string,
  createdAt: number,
): string {
  return [...sessionPieces(entries, generator, createdAt)].join('');
}

const KINDS_SHOWN = ['session', ...KINDS].map((kind) => JSON.stringify(kind));

/**
 * Parses one line. Returns undefined for a header and for an empty line.
 * @throws SessionFileError naming `line`.
 */
export function parseSessionLine(text: string, line: number): Entry | undefined {
  if (text.length > LINE_UNITS)
    throw new SessionFileError(line, { code: 'too-long', units: LINE_UNITS });
  if (isDeeper(text, READ_DEPTH))
    throw new SessionFileError(line, { code: 'too-deep', depth: READ_DEPTH });
  if (text.trim() === '') return undefined;
  let value: { kind?: unknown; version?: unknown };
  try {
    value = JSON.parse(line === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch {
    throw new SessionFileError(line, { code: 'not-json' });
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new SessionFileError(line, { code: 'not-an-object' });
  if (
    value.kind === 'session' &&
    typeof value.version === 'number' &&
    value.version > SESSION_VERSION
  )
    throw new SessionFileError(line, {
      code: 'newer',
      version: value.version,
      newest: SESSION_VERSION,
    });
  if (typeof value.kind !== 'string')
    throw new SessionFileError(line, { code: 'no-kind', kinds: KINDS_SHOWN });
  if (!validate(value))
    throw new SessionFileError(line, {
      code: 'not-an-entry',
      problem: readSchemaError(validate.errors),
    });
  return value.kind === 'session' ? undefined : (value as unknown as Entry);
}

/**
 * Reads a session file from pieces of text as they come, so that a large one is never held whole.
 * Yields entries in file order. Some may come again under their ids (see `mayComeAgain`), as they do
 * in the file of a recording that was killed: the later form takes the place of the earlier.
 * @throws SessionFileError at the first line that is not an entry, a second entry with one id included.
 */
export async function* readSession(chunks: AsyncIterable<string>): AsyncGenerator<Entry[]> {
  /** Id → the kind of those that may come again. */
  const seen = new Map<string, Entry['kind'] | undefined>();
  const intern = createInterner();
  let rest = '';
  let line = 0;
  const parse = (text: string, into: Entry[]) => {
    line += 1;
    const entry = parseSessionLine(text.endsWith('\r') ? text.slice(0, -1) : text, line);
    if (!entry) return;
    intern(entry);
    if (seen.has(entry.id) && seen.get(entry.id) !== entry.kind)
      throw new SessionFileError(line, { code: 'id-twice', id: JSON.stringify(entry.id) });
    seen.set(entry.id, mayComeAgain(entry) ? entry.kind : undefined);
    into.push(entry);
  };
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LINE_UNITS) parse(rest, []);
    const entries: Entry[] = [];
    for (const text of lines) parse(text, entries);
    if (entries.length > 0) yield entries;
  }
  const last: Entry[] = [];
  if (rest !== '') parse(rest, last);
  if (line === 0) throw new SessionFileError(1, { code: 'empty' });
  yield last;
}
