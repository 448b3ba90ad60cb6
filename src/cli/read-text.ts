import { readFile } from 'node:fs/promises';
import { describeFileError, Failure } from './failure.ts';

/** Reads a file of text whole. @throws Failure that names it */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Failure((t) => t.cannotRead(file, describeFileError(error, t)));
  }
}
