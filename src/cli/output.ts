import type { Language } from '../language/languages.ts';

/** Where the commands say things: results on one stream, remarks on the other. */
export interface Output {
  /** The language that is spoken on both. */
  language: Language;
  write(text: string): void;
  /** Writes as fast as it is read. Rejects where nobody reads any more. */
  writeAll(pieces: Iterable<string>): Promise<void>;
  remark(text: string): void;
}
