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
      throw new Failure(
        `${file} has ${Math.round(size / 1024 / 1024)} MB; server events are read up to ${SERVER_IMPORT_BYTES / 1024 / 1024} MB`,
      );
    text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (error instanceof TypeError) throw new Failure(`${file}: not UTF-8 text`);
    throw new Failure(`cannot read ${file}: ${describeFileError(error)}`);
  }
  const result = await parseServerEvents(text, { name: file, now: Date.now() });
  const problem = describeFaults(result);
  if (problem === undefined) {
    if (result.entries.length === 0) throw new Failure(`${file}: no event in it`);
    return result.entries;
  }
  const { length } = result.entries;
  if (length === 0) throw new Failure(problem);
  if (!skipInvalid) throw new Failure(`${problem}; --skip-invalid reads the other ${length}`);
  output.remark(`${problem}; the other ${length} are read`);
  return result.entries;
}
