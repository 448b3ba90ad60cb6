import { ENGLISH } from '../language/languages.ts';
import type { CommandWords, Words } from '../language/words.ts';

/** Exit statuses of a command that could not do what was asked; a fault of ours must not look like findings. */
export const EXIT_WRONG = 2;
export const EXIT_FAULT = 3;

/**
 * The input or the call is wrong: the command ends with exit status 2 and says so in one line; with
 * 3 where it is neither, as when nobody reads what it has to say. The
 * line is made when it is read, in the language that the user asked for; `message` is English.
 */
export class Failure extends Error {
  override name = 'Failure';
  readonly say: (words: Words) => string;
  readonly status: number;
  constructor(say: (t: CommandWords, words: Words) => string, status = EXIT_WRONG) {
    super(say(ENGLISH.words.command, ENGLISH.words));
    this.status = status;
    this.say = (words) => say(words.command, words);
  }
}

/** Why a file could not be read or written, in a few words. */
export function describeFileError(error: unknown, t: CommandWords): string {
  return describeByCode(error, t.fileError);
}

/** Why a server could not be reached, in a few words. */
export function describeNetworkError(error: unknown, t: CommandWords): string {
  return describeByCode(error, t.networkError);
}

function describeByCode(error: unknown, reasons: Readonly<Record<string, string>>): string {
  const { code = '', message = String(error) } = error as NodeJS.ErrnoException;
  // An error for several addresses has an empty message.
  return (Object.hasOwn(reasons, code) ? reasons[code] : undefined) ?? (message || code);
}

/** The first line of an error's message, without a terminal's colours: what fits on one line. */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = withoutColours(text)
    .split('\n')
    .find((part) => part.trim() !== '');
  return line?.trim() ?? (error instanceof Error ? error.name : String(error));
}

/** Text without a terminal's colours. */
export function withoutColours(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  return text.replace(/\u001b\[[0-9;]*m/g, '');
}
