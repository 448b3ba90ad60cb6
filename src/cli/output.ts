import type { Language } from '../language/languages.ts';
import type { Paint } from './text-report.ts';

/** Where the commands say things: results on one stream, remarks on the other. */
export interface Output {
  /** The language that is spoken on both. */
  language: Language;
  write(text: string): void;
  /** Writes as fast as it is read. Rejects where nobody reads any more. */
  writeAll(pieces: Iterable<string>): Promise<void>;
  remark(text: string): void;
  /** Takes the place of what it said before; '' takes that away. Absent: nobody looks on. */
  progress?: ((text: string) => void) | undefined;
  /** Colours for what `writeAll` writes, where it is a terminal that wants them. */
  paint: Paint;
}
