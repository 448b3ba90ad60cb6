import { readFile, stat } from 'node:fs/promises';
import type { ServerEntry } from '../session/entry.ts';
import { SERVER_IMPORT_BYTES } from '../session/limits.ts';
import { describeFaults, parseServerEvents } from '../vendors/meta/server-events/import.ts';
import { describeFileError, Failure } from './failure.ts';
import type { Output } from './output.ts';

/**
 * Reads a file of server events, in any format that the panel imports.
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
    const { size } = await stat(file);
    if (size > SERVER_IMPORT_BYTES)
      throw new Failure((t) => t.tooLarge(file, size, SERVER_IMPORT_BYTES));
    text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (error instanceof TypeError) throw new Failure((t) => t.notText(file));
    throw new Failure((t) => t.cannotRead(file, describeFileError(error, t)));
  }
  const result = await parseServerEvents(text, { name: file, now: Date.now() });
  const problem = describeFaults(result);
  if (problem === undefined) {
    if (result.entries.length === 0) throw new Failure((t) => t.noEvent(file));
    return result.entries;
  }
  const { length } = result.entries;
  if (length === 0) throw new Failure(() => problem);
  if (!skipInvalid) throw new Failure((t) => t.skipInvalid(problem, length));
  output.remark(output.language.words.command.skipped(problem, length));
  return result.entries;
}
