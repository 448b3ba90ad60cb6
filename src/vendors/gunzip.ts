/** Why bytes that begin as gzip does could not be unpacked. */
export type GzipFault = 'damaged' | 'large';

/** Whether bytes begin as gzip does (RFC 1952, https://www.rfc-editor.org/rfc/rfc1952). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * What is packed in bytes, by the browser's and node's own reader. Never throws.
 * @param limit bytes that are unpacked at most: a small file may hold any number
 */
export async function gunzip(bytes: Uint8Array, limit: number): Promise<Uint8Array | GzipFault> {
  const packed = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  const reader = packed.pipeThrough(new DecompressionStream('gzip')).getReader();
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > limit) {
        reader.cancel().catch(() => undefined);
        return 'large';
      }
      pieces.push(value);
    }
  } catch {
    return 'damaged';
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
