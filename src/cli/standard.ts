/** Stands for standard input, and for standard output where a file is to be written. */
export const STANDARD = '-';

/** All that comes on standard input. */
export async function readStandard(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
