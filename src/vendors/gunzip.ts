import { Gunzip } from 'fflate';

/** Why bytes that begin as gzip does could not be unpacked. */
export type GzipFault = 'damaged' | 'large';

/** The first byte of gzip, with which no text begins (RFC 1952, https://www.rfc-editor.org/rfc/rfc1952). */
export const GZIP = 0x1f;

/** Whether bytes begin as gzip does. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === GZIP && bytes[1] === 0x8b;
}

/** A head, nothing, and what stands behind it: no member is shorter. */
const MEMBER = 18;
/** As much is unpacked at once: what a small file holds is seen before it is all there. */
const PIECE = 64 * 1024;

/**
 * What is packed in bytes, in one member or several behind each other, as logs that were joined have
 * them: the browsers' own reader takes one alone. Never throws.
 * @param limit bytes that are unpacked at most: a small file may hold any number
 */
export function gunzip(bytes: Uint8Array, limit: number): Uint8Array | GzipFault {
  const pieces: Uint8Array[] = [];
  const starts: number[] = [];
  let size = 0;
  const reader = new Gunzip((piece) => {
    size += piece.length;
    if (size <= limit) pieces.push(piece);
  });
  reader.onmember = (start) => starts.push(start);
  try {
    for (let at = 0; at < bytes.length && size <= limit; at += PIECE)
      reader.push(bytes.subarray(at, at + PIECE), at + PIECE >= bytes.length);
  } catch {
    return 'damaged';
  }
  if (size > limit) return 'large';
  // Each member ends with the size of what it holds; the reader does not look at it.
  const ends = [...starts.filter((start) => start > 0), bytes.length];
  const told = ends.reduce((sum, end) => sum + (end < MEMBER ? 0 : sizeBefore(bytes, end)), 0);
  const isWhole = told === size && ends.every((end, i) => end - (ends[i - 1] ?? 0) >= MEMBER);
  return isWhole ? join(pieces, size) : 'damaged';
}

function sizeBefore(bytes: Uint8Array, end: number): number {
  const { buffer, byteOffset } = bytes;
  return new DataView(buffer, byteOffset).getUint32(end - 4, true);
}

function join(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
