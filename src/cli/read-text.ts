import { readFile } from 'node:fs/promises';
import { describeFileError, Failure } from './failure.ts';
import { readStandard, STANDARD } from './standard.ts';

/** Reads a file of text, or standard input, whole. @throws Failure that names it */
export async function readText(file: string): Promise<string> {
  try {
    return await (file === STANDARD ? (await readStandard()).toString() : readFile(file, 'utf8'));
  } catch (error) {
    throw new Failure((t) => t.cannotRead(file, describeFileError(error, t)));
  }
}
