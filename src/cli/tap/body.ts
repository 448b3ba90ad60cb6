import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';
import { TAP_BODY_BYTES } from '../../session/limits.ts';

const UNPACK: Readonly<
  Record<string, (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>>
> = {
  gzip: promisify(gunzip) as never,
  'x-gzip': promisify(gunzip) as never,
  deflate: promisify(inflate) as never,
  br: promisify(brotliDecompress) as never,
};

/** The bytes of a body; undefined where there are more than tap takes. */
export async function readBytes(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    size += (chunk as Buffer).length;
    // The rest is read and dropped: a client that is still writing would not see an answer.
    if (size <= TAP_BODY_BYTES) chunks.push(chunk as Buffer);
    else chunks.length = 0;
  }
  return size > TAP_BODY_BYTES ? undefined : Buffer.concat(chunks);
}

/** A body as text, or why it has none. */
export type Unpacked = { text: string } | { text: undefined; problem: string };

const MEGABYTES = `${TAP_BODY_BYTES / 1024 / 1024} MB`;

/** Unpacks a body by its Content-Encoding. Never throws, and never makes more than tap takes. */
export async function unpack(bytes: Buffer | undefined, encoding = ''): Promise<Unpacked> {
  if (bytes === undefined)
    return { text: undefined, problem: `The body is larger than the ${MEGABYTES} that tap takes.` };
  const name = encoding.trim().toLowerCase();
  if (name === '' || name === 'identity') return { text: bytes.toString() };
  const read = Object.hasOwn(UNPACK, name) ? UNPACK[name] : undefined;
  if (!read)
    return {
      text: undefined,
      problem: `The body's encoding is ${JSON.stringify(name)}; expected gzip, deflate, br or none.`,
    };
  try {
    return { text: (await read(bytes, { maxOutputLength: TAP_BODY_BYTES })).toString() };
  } catch {
    return {
      text: undefined,
      problem: `The body is not ${name}, or larger than ${MEGABYTES} when unpacked.`,
    };
  }
}
