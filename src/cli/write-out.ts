import { open, realpath, rename, rm, stat } from 'node:fs/promises';

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
