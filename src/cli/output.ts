import type { Language } from '../language/languages.ts';

/** Where the commands say things: results on one stream, remarks on the other. */
export interface Output {
  /** The language that is spoken on both. */
  language: Language;
  write(text: string): void;
  remark(text: string): void;
}
