/** What a file is that holds no text. */
export type Packed = 'zip' | 'bytes';

/** A file's text, or what the file is instead. */
export type FileText = { ok: true; text: string } | { ok: false; is: Packed };

/** The text of a file: UTF-8, or UTF-16 with its mark, as Windows' shell writes what it redirects. */
export function readFileText(bytes: Uint8Array): FileText {
  const [first, second] = bytes;
  if (first === 0x50 && second === 0x4b) return { ok: false, is: 'zip' };
  const encoding =
    first === 0xff && second === 0xfe
      ? 'utf-16le'
      : first === 0xfe && second === 0xff
        ? 'utf-16be'
        : 'utf-8';
  try {
    return { ok: true, text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
  } catch {
    return { ok: false, is: 'bytes' };
  }
}
