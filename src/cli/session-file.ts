import { type FileHandle, open, realpath, rm, stat } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { type Added, createLog, type Log } from '../analysis/log.ts';
import type { Entry } from '../session/entry.ts';
import { parseSessionLine, serializeHeader, sessionPieces } from '../session/file.ts';
import { describeFileError, Failure } from './failure.ts';
import type { Output } from './output.ts';
import { STANDARD } from './standard.ts';
import { writeOut, writeResult } from './write-out.ts';

/** The session file while it grows. */
export interface SessionFile {
  log: Log;
  entries: readonly Entry[];
  /** Hears of what is added from now on. */
  follow(listener: (added: Added) => void): void;
  /** Adds entries that came, as JSON lines. @throws Failure when they cannot be written */
  add(lines: string, keep: (entry: Entry) => boolean): void;
  /** Adds entries that did not come from the browser. @throws Failure when they cannot be written */
  addEntries(entries: readonly Entry[]): void;
  /** Writes the whole file in order of time. @throws Failure */
  save(): Promise<void>;
  /** Leaves what was there before: nothing was recorded. */
  discard(): Promise<void>;
}

/**
 * Opens a session file. Entries go at once into `<file>.part`, in order of arrival, so that a
 * killed command leaves them; `file` itself is only replaced by a whole recording.
 * Standard output gets the whole recording at its end.
 * @throws Failure when it cannot be written
 */
export async function openSessionFile(
  file: string,
  generator: string,
  output: Output,
): Promise<SessionFile> {
  const createdAt = Date.now();
  const log = createLog();
  const part = `${file}.part`;
  const describe = (error: unknown) =>
    new Failure((t) => t.cannotWrite(file, describeFileError(error, t)));
  const describeCut = (error: unknown) =>
    new Failure((t) => t.cannotRecordInto(file, describeFileError(error, t), part));
  let handle: FileHandle | undefined;
  try {
    if (file !== STANDARD) {
      // Opened for appending, to learn now whether it can be written.
      const isNew = !(await stat(file).catch(() => undefined));
      await (await open(file, 'a')).close();
      // Nothing was recorded yet.
      if (isNew) await rm(await realpath(file));
      handle = await open(part, 'w');
    }
  } catch (error) {
    throw describe(error);
  }
  const stream = handle?.createWriteStream() ?? new Writable({ write: (_, __, done) => done() });
  let failure: Failure | undefined;
  stream.on('error', (error: unknown) => {
    failure = describeCut(error);
  });
  stream.write(`${serializeHeader(generator, createdAt)}\n`);
  /** Resolves when all is written, or cannot be. */
  const close = () => finished(stream.end()).catch(() => undefined);
  const listeners: ((added: Added) => void)[] = [];
  const addEntries = (entries: readonly Entry[]) => {
    if (failure) throw failure;
    const added = log.add(entries);
    const { fresh, revised } = added;
    for (const listener of listeners) listener(added);
    // A later form follows the earlier one; `save` writes the last alone.
    for (const entry of [...fresh, ...revised.map(({ after }) => after)])
      stream.write(`${JSON.stringify(entry)}\n`);
  };
  return {
    log,
    follow: (listener) => listeners.push(listener),
    get entries() {
      return log.entries;
    },
    addEntries,
    add(lines, keep) {
      const entries: Entry[] = [];
      for (const line of lines.split('\n')) {
        const entry = parseSessionLine(line, log.entries.length + entries.length + 2);
        if (entry && keep(entry)) entries.push(entry);
      }
      addEntries(entries);
    },
    async save() {
      await close();
      const pieces = sessionPieces(log.entries, generator, createdAt);
      if (file === STANDARD) return writeResult(file, pieces, output);
      await writeOut(file, pieces).catch((error: unknown) => {
        throw describeCut(error);
      });
      await rm(part, { force: true });
    },
    async discard() {
      await close();
      await rm(part, { force: true });
    },
  };
}
