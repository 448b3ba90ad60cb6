/**
 * Event Loupe for programs: `import { check, parseSession, record } from 'event-loupe'`. What goes
 * wrong with a file or a call is thrown as a `Failure`, whose message is one line.
 */
import { fileURLToPath } from 'node:url';
import { sayFaults } from '../language/input.ts';
import { ENGLISH, LANGUAGES } from '../language/languages.ts';
import { createAnalysis } from '../rules/create-analysis.ts';
import { createReport, type Report } from '../rules/report.ts';
import type { Entry } from '../session/entry.ts';
import { serializeSession } from '../session/file.ts';
import { parseProfile } from '../session/parse-profile.ts';
import type { Profile } from '../session/profile.ts';
import { parseServerEvents as parseEvents } from '../vendors/meta/server-events/import.ts';
import { endpointsOf } from '../vendors/profile-endpoints.ts';
import { Failure } from './failure.ts';
import type { Output } from './output.ts';
import type { RecordOptions as Options, RecordResult } from './record.ts';
import { readEntries } from './session-input.ts';
import { version } from './version.ts';

export type { Severity } from '../analysis/analysis.ts';
export type { Finding } from '../rules/read-finding.ts';
export type { Report } from '../rules/report.ts';
export type {
  CallEntry,
  ConsentEntry,
  Entry,
  GapEntry,
  HitEntry,
  PageEntry,
  ServerEntry,
} from '../session/entry.ts';
export type { Profile } from '../session/profile.ts';
export type { RecordResult } from './record.ts';
export { Failure, parseProfile, version };

/** A language that reports are written in. */
export type LanguageCode = 'en' | 'de';

/** Nobody looks on: remarks are dropped. */
const SILENT: Output = {
  language: ENGLISH,
  write: () => {},
  writeAll: async () => {},
  remark: () => {},
  paint: (text) => text,
};

/**
 * Reads a session file, or a HAR, whole.
 * @param profile whose endpoints tell the hits of a HAR
 * @throws Failure
 */
export async function parseSession(file: string, profile?: Profile): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const batch of readEntries(file, profile ? endpointsOf(profile) : [], SILENT))
    for (const entry of batch) entries.push(entry);
  return entries;
}

/**
 * Reads server events from a text of any form that `check --server` takes.
 * @param name what the text is called in messages
 * @throws Failure where something in it cannot be read
 */
export async function parseServerEvents(text: string, name = 'events'): Promise<Entry[]> {
  const result = await parseEvents(text, { name, now: Date.now() });
  if (result.faults.length > 0) throw new Failure((_, words) => sayFaults(result, words) ?? '');
  return result.entries;
}

/** A session file's text. */
export function writeSession(entries: Iterable<Entry>): string {
  return serializeSession(entries, `event-loupe ${version}`, Date.now());
}

/** The report of a session, as `event-loupe check --format json` writes it. */
export function check(
  entries: readonly Entry[],
  options: { profile?: Profile; language?: LanguageCode } = {},
): Report {
  const analysis = createAnalysis(options.profile);
  analysis.add([...entries]);
  analysis.end();
  return createReport(analysis, LANGUAGES[options.language ?? 'en']);
}

/** What `record` takes; all but the address has the command's default. */
export type RecordOptions = Partial<Omit<Options, 'url' | 'extensions' | 'until'>> & {
  url: string | URL;
  /** How long the page must be quiet for the recording to end. */
  idleMs?: number;
  /** Ends the recording early; the file is whole then too. */
  signal?: AbortSignal;
};

/** Records what a page does into a session file. @throws Failure */
export async function record(options: RecordOptions): Promise<RecordResult> {
  const { url, idleMs = 2_000, signal = new AbortController().signal, ...rest } = options;
  const { record: run } = await import('./record.ts');
  return run(
    {
      browser: 'chromium',
      out: 'session.jsonl',
      insecure: false,
      headed: false,
      browserArgs: [],
      ...rest,
      url: new URL(url),
      until: { idleMs },
      extensions: fileURLToPath(new URL('..', import.meta.url)),
    },
    `event-loupe ${version}`,
    SILENT,
    signal,
  );
}
