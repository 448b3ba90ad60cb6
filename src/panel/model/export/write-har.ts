import { harPieces } from '../../../language/write-har.ts';
import type { Entry, PageEntry } from '../../../session/entry.ts';
import { t } from '../../text/language.ts';

/** Hits made into entries between two turns of the event loop. */
const TURN_ENTRIES = 500;

/**
 * The hits among `entries` as an HTTP Archive, as a Blob made in pieces.
 * @param options.pageOf the start of the document that an entry belongs to
 * @param options.nextTurn resolves when the browser had its turn
 */
export async function writeHar(
  entries: readonly Entry[],
  options: {
    version: string;
    /** The entries are, and the file says so. */
    isMasked: boolean;
    pageOf(entry: Entry): PageEntry | undefined;
    nextTurn(): Promise<void>;
  },
): Promise<Blob> {
  const parts: string[] = [];
  for (const piece of harPieces(entries, { ...options, words: t() })) {
    parts.push(piece);
    if (parts.length % TURN_ENTRIES === 0) await options.nextTurn();
  }
  return new Blob(parts, { type: 'application/json' });
}
