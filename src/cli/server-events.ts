import { readFile, stat } from 'node:fs/promises';
import { sayFaults } from '../language/input.ts';
import type { Words } from '../language/words.ts';
import type { ServerEntry } from '../session/entry.ts';
import { SERVER_IMPORT_BYTES } from '../session/limits.ts';
import { gunzip, isGzip } from '../vendors/gunzip.ts';
import { readFileText } from '../vendors/meta/server-events/file-bytes.ts';
import { parseServerEvents } from '../vendors/meta/server-events/import.ts';
import { describeFileError, Failure } from './failure.ts';
import type { Output } from './output.ts';
import { readStandard, STANDARD } from './standard.ts';

/**
 * Reads a file of server events, or standard input, in any format that the panel imports.
 * @param skipInvalid leave out what cannot be read, with a remark, in place of failing
 * @throws Failure when the file cannot be read, or something in it
 */
export async function readServerEvents(
  file: string,
  skipInvalid: boolean,
  output: Output,
): Promise<ServerEntry[]> {
  let text: string;
  try {
    const bytes = file === STANDARD ? await readStandard() : undefined;
    const size = bytes?.length ?? (await stat(file)).size;
    if (size > SERVER_IMPORT_BYTES)
      throw new Failure((t) => t.tooLarge(file, size, SERVER_IMPORT_BYTES));
    const given = bytes ?? (await readFile(file));
    const content = isGzip(given) ? gunzip(given, SERVER_IMPORT_BYTES) : given;
    if (typeof content === 'string')
      throw new Failure((_, words) => `${file}: ${words.input.gzip[content]}`);
    const read = readFileText(content);
    if (!read.ok) throw new Failure((_, words) => `${file}: ${words.input.notText[read.is]}`);
    text = read.text;
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure((t) => t.cannotRead(file, describeFileError(error, t)));
  }
  const result = await parseServerEvents(text, { name: file, now: Date.now() });
  const problem = (words: Words) => sayFaults(result, words) ?? '';
  if (result.faults.length === 0) {
    if (result.entries.length === 0) throw new Failure((t) => t.noEvent(file));
    return result.entries;
  }
  const { length } = result.entries;
  if (length === 0) throw new Failure((_, words) => problem(words));
  if (!skipInvalid) throw new Failure((t, words) => t.skipInvalid(problem(words), length));
  const { words } = output.language;
  output.remark(words.command.skipped(problem(words), length));
  return result.entries;
}
