import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import { describeFileError, EXIT_FAULT, EXIT_WRONG, Failure } from './failure.ts';
import type { Output } from './output.ts';
import { STANDARD } from './standard.ts';

/**
 * Writes what a command gives into a file, or to standard output where none is named.
 * @throws Failure
 */
export async function writeResult(
  file: string | undefined,
  pieces: Iterable<string>,
  output: Output,
): Promise<void> {
  const isPrinted = file === undefined || file === STANDARD;
  try {
    await (isPrinted ? output.writeAll(pieces) : writeOut(file, pieces));
  } catch (error) {
    throw new Failure(
      (t) => t.cannotWrite(isPrinted ? t.standardOutput : file, describeFileError(error, t)),
      isPrinted ? EXIT_FAULT : EXIT_WRONG,
    );
  }
}

/**
 * Writes a file in pieces, beside its place first: a disk that is full, or an end in the middle,
 * leaves what was there. What is no file (a pipe, /dev/stdout) is written into.
 */
export async function writeOut(path: string, pieces: Iterable<string>): Promise<void> {
  const place = await realpath(path).catch(() => path);
  const isPlain = await stat(place).then(
    (known) => known.isFile(),
    () => true, // nothing is there yet; what else is wrong shows when it is opened
  );
  const beside = isPlain ? `${place}.${process.pid}.part` : place;
  const file = await open(beside, 'w');
  try {
    try {
      for (const piece of pieces) await file.writeFile(piece);
    } finally {
      await file.close();
    }
    if (isPlain) await rename(beside, place);
  } catch (error) {
    if (isPlain) await rm(beside, { force: true });
    throw error;
  }
}
