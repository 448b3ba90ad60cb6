import { saySessionError } from '../../language/input.ts';
import type { Entry } from '../../session/entry.ts';
import { readSession, SessionFileError } from '../../session/file.ts';
import { IMPORT_BYTES } from '../../session/limits.ts';
import { t } from '../text/language.ts';
import { messageOf } from '../text/message-of.ts';

/** Either the file's entries, in the pieces in which they were read, or one sentence for the user. */
export type FileResult = { ok: true; batches: Entry[][] } | { ok: false; problem: string };

/** Reads a session file. Never throws: whatever is wrong with a file is said in one sentence. */
export async function readFile(file: File): Promise<FileResult> {
  if (file.size > IMPORT_BYTES)
    return {
      ok: false,
      problem: t().intake.tooLarge(file.name, file.size, IMPORT_BYTES),
    };
  try {
    const batches: Entry[][] = [];
    for await (const entries of readSession(textOf(file))) batches.push(entries);
    return { ok: true, batches };
  } catch (error) {
    return { ok: false, problem: t().intake.ofFile(file.name, explain(error)) };
  }
}

function explain(error: unknown): string {
  if (error instanceof SessionFileError) return saySessionError(error, t());
  if (error instanceof NotTextError) return t().intake.notSession;
  if (error instanceof DOMException) return t().intake.unreadable(error.message);
  return messageOf(error);
}

/** The bytes are no UTF-8. */
class NotTextError extends Error {}

/** The file's text in pieces. ReadableStream is no async iterable in the oldest Chromium we run in. */
async function* textOf(file: File): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const reader = file.stream().getReader();
  const decode = (bytes?: Uint8Array) => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch (error) {
      throw new NotTextError('not UTF-8', { cause: error });
    }
  };
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield decode(value);
    }
    yield decode();
  } finally {
    reader.releaseLock();
  }
}
