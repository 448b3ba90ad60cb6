import { type Entry, KINDS } from './entry.ts';
import { LINE_UNITS } from './limits.ts';
import { describeSchemaError } from './schema-error.ts';
import validate from './session.schema.json?validator';

/** The version of the session format that this build writes, and the newest that it reads. */
const SESSION_VERSION = 1;

/** A session file that cannot be read: `message` names the line, the path and what was expected. */
export class SessionFileError extends Error {
  override name = 'SessionFileError';
  /** The line, counted from 1. */
  readonly line: number;
  constructor(line: number, problem: string) {
    super(`line ${line}: ${problem}`);
    this.line = line;
  }
}

/** The first line of a session file. */
export function serializeHeader(generator: string, createdAt: number): string {
  return JSON.stringify({ kind: 'session', version: SESSION_VERSION, generator, createdAt });
}

/** A session file's text: header, then one entry a line, each line ended by a line feed. */
export function serializeSession(
  entries: Iterable<Entry>,
  generator: string,
  createdAt: number,
): string {
  const lines = [serializeHeader(generator, createdAt)];
  for (const entry of entries) lines.push(JSON.stringify(entry));
  return `${lines.join('\n')}\n`;
}

const KINDS_TEXT = `one of ${['session', ...KINDS].map((kind) => JSON.stringify(kind)).join(', ')}`;

/**
 * Parses one line. Returns undefined for a header and for an empty line.
 * @throws SessionFileError naming `line`.
 */
export function parseSessionLine(text: string, line: number): Entry | undefined {
  if (text.length > LINE_UNITS)
    throw new SessionFileError(
      line,
      `longer than ${LINE_UNITS / 1e6} million characters; expected one entry as JSON`,
    );
  if (text.trim() === '') return undefined;
  let value: { kind?: unknown; version?: unknown };
  try {
    value = JSON.parse(line === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch {
    throw new SessionFileError(line, `not JSON; expected one entry of an Event Loupe session`);
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new SessionFileError(line, 'expected an object, one entry of an Event Loupe session');
  if (
    value.kind === 'session' &&
    typeof value.version === 'number' &&
    value.version > SESSION_VERSION
  )
    throw new SessionFileError(
      line,
      `/version: the file has version ${value.version}, this Event Loupe reads up to ${SESSION_VERSION}; update Event Loupe`,
    );
  if (typeof value.kind !== 'string')
    throw new SessionFileError(line, `/kind: expected ${KINDS_TEXT}`);
  if (!validate(value)) {
    const { path, problem } = describeSchemaError(validate.errors);
    throw new SessionFileError(line, `${path}: ${problem}`);
  }
  return value.kind === 'session' ? undefined : (value as unknown as Entry);
}

/**
 * Reads a session file from pieces of text as they come, so that a large one is never held whole.
 * Yields entries in file order. A hit may come again under its id, as it does in the file of a
 * recording that was killed: the later form takes the place of the earlier.
 * @throws SessionFileError at the first line that is not an entry, a second entry with one id included.
 */
export async function* readSession(chunks: AsyncIterable<string>): AsyncGenerator<Entry[]> {
  const seen = new Map<string, Entry['kind']>();
  let rest = '';
  let line = 0;
  const parse = (text: string, into: Entry[]) => {
    line += 1;
    const entry = parseSessionLine(text.endsWith('\r') ? text.slice(0, -1) : text, line);
    if (!entry) return;
    const before = seen.get(entry.id);
    if (before !== undefined && (before !== 'hit' || entry.kind !== 'hit'))
      throw new SessionFileError(
        line,
        `/id: ${JSON.stringify(entry.id)} stands on an earlier line too; expected a new id`,
      );
    seen.set(entry.id, entry.kind);
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
  if (line === 0)
    throw new SessionFileError(1, 'the file is empty; expected an Event Loupe session');
  yield last;
}
