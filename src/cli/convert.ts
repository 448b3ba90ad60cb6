import { harPieces } from '../language/write-har.ts';
import type { Entry, PageEntry } from '../session/entry.ts';
import { sessionPieces } from '../session/file.ts';
import { maskEntries } from '../vendors/personal/mask.ts';
import { endpointsOf } from '../vendors/profile-endpoints.ts';
import { csvPieces } from './csv.ts';
import { maskKey } from './mask.ts';
import type { Output } from './output.ts';
import { readProfile } from './profile.ts';
import { readEntries } from './session-input.ts';
import { version } from './version.ts';
import { writeResult } from './write-out.ts';

/** What a session can be written as. */
export const FORMS = ['session', 'har', 'csv'] as const;
export type Form = (typeof FORMS)[number];

export interface ConvertOptions {
  /** A session file, a HAR, or `-` for standard input. */
  session: string;
  /** Absent: as the name of `out` says, else a session. */
  to?: Form | undefined;
  /** The site's settings, a file. */
  profile?: string | undefined;
  /** Nothing personal stands in the copy. */
  mask: boolean;
  /** Absent: standard output. */
  out?: string | undefined;
}

/** Endings of file names. */
const ENDINGS: ReadonlyMap<string, Form> = new Map([
  ['har', 'har'],
  ['csv', 'csv'],
]);

/**
 * Writes a session as another file: a session, an HTTP archive of its hits, or a table.
 * @throws Failure when a file cannot be read or written
 */
export async function convert(
  options: ConvertOptions,
  generator: string,
  output: Output,
): Promise<void> {
  const { out, mask: isMasked } = options;
  const profile = options.profile ? await readProfile(options.profile) : undefined;
  const byId = new Map<string, Entry>();
  // A hit's later form takes the earlier one's place.
  for await (const batch of readEntries(
    options.session,
    profile ? endpointsOf(profile) : [],
    output,
  ))
    for (const entry of batch) byId.set(entry.id, entry);
  const read = [...byId.values()].sort((a, b) => a.at - b.at);
  const entries = isMasked ? maskEntries(read, { key: maskKey(), ...profile?.masking }) : read;
  const ending = out?.slice(out.lastIndexOf('.') + 1).toLowerCase() ?? '';
  const form = options.to ?? ENDINGS.get(ending) ?? 'session';
  await writeResult(out, piecesOf(form, entries, generator, isMasked, output), output);
}

function piecesOf(
  form: Form,
  entries: readonly Entry[],
  generator: string,
  isMasked: boolean,
  output: Output,
): Iterable<string> {
  const pageOf = pagesIn(entries);
  switch (form) {
    case 'session':
      return sessionPieces(entries, generator, Date.now(), isMasked);
    case 'har':
      return harPieces(entries, { version, isMasked, pageOf, words: output.language.words });
    case 'csv':
      return csvPieces(entries, pageOf);
  }
}

/** The start of the document that an entry belongs to. */
function pagesIn(entries: readonly Entry[]): (entry: Entry) => PageEntry | undefined {
  const pages = new Map<string, PageEntry>();
  for (const entry of entries)
    if (entry.kind === 'page' && entry.event === 'start') pages.set(entry.id, entry);
  return ({ page }) => pages.get(page);
}
