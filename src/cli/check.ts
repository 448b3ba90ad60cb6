import type { Severity } from '../analysis/analysis.ts';
import { createAnalysis, type JudgedAnalysis } from '../rules/create-analysis.ts';
import { collectReport, streamReport } from '../rules/report.ts';
import { type Checked, isAtLeast } from '../rules/written/checked.ts';
import type { Entry } from '../session/entry.ts';
import { sessionPieces } from '../session/file.ts';
import type { Profile } from '../session/profile.ts';
import { maskEntries } from '../vendors/personal/mask.ts';
import { endpointsOf } from '../vendors/profile-endpoints.ts';
import { markKnown, readBaseline, writeBaseline } from './baseline.ts';
import { maskKey } from './mask.ts';
import { mergeSessions } from './merge.ts';
import type { Output } from './output.ts';
import { findProfile, readProfile } from './profile.ts';
import { type Format, writeReport } from './report/formats.ts';
import { createRoom } from './room.ts';
import { readServerEvents } from './server-events.ts';
import { readEntries } from './session-input.ts';
import { findSessions } from './sessions.ts';
import { STANDARD } from './standard.ts';
import { type Supposed, suppose, writeSuppositions } from './suppose.ts';
import { takeTogether } from './together.ts';
import { version } from './version.ts';
import { writeResult } from './write-out.ts';

/** A report and where it goes. */
export interface Target {
  format: Format;
  /** A file, or `-` for standard output. */
  out: string;
}

export interface CheckOptions {
  /** Session files, HARs, folders of them, `-` for standard input. */
  sessions: readonly string[];
  /** The site's settings, a file; without it the nearest `event-loupe.json` upwards. */
  profile?: string | undefined;
  targets: readonly Target[];
  /** The slightest severity that makes the check fail. */
  failOn: Severity;
  /** Files of server events that belong to the sessions. */
  server: readonly string[];
  /** Leave out server events that cannot be read. */
  skipInvalid: boolean;
  /** Findings that are known and do not make the check fail, a file. */
  baseline?: string | undefined;
  /** Write what was found as the baseline. */
  updateBaseline: boolean;
  /** Nothing personal stands in the report. */
  mask?: boolean;
  /** All sessions are one: of the shards of a suite. */
  merge?: {
    /** Where the one session goes, a file. */
    session?: string | undefined;
  };
  /** What is assumed in place of what was recorded; then the report says what would change. */
  assume?: readonly string[];
}

/**
 * Checks sessions, each by itself, and writes the reports.
 * @returns whether a finding that is not known is at or above the threshold
 * @throws Failure when a file cannot be read, is no session or no profile, or a report cannot be written
 */
export async function check(options: CheckOptions, output: Output): Promise<boolean> {
  const { failOn, baseline: file, updateBaseline } = options;
  const files = await findSessions(options.sessions);
  const found = options.profile ?? (await findProfile());
  const profile = found === undefined ? undefined : await readProfile(found);
  const baseline = file === undefined || updateBaseline ? undefined : await readBaseline(file);
  const sessions: Checked[] = [];
  const suppositions: Supposed[] = [];
  for (const session of files) {
    const { analysis, ...one } = await checkSession(session, profile, options, output);
    // Of several sessions none must keep its analysis for the sake of its report.
    if (options.assume === undefined || options.assume.length === 0)
      sessions.push(files.length === 1 ? one : { ...one, report: collectReport(one.report) });
    else suppositions.push(await suppose({ ...one, analysis }, options.assume, output));
  }
  if (options.assume !== undefined && options.assume.length > 0) {
    for (const { format, out } of options.targets) {
      const pieces = writeSuppositions(format, suppositions, options.assume, output.language);
      await writeResult(out === STANDARD ? undefined : out, [pieces], output);
    }
    return suppositions.some(({ findings }) =>
      findings.came.some(({ severity }) => isAtLeast(severity, failOn)),
    );
  }
  const together = takeTogether(sessions);
  const told = options.merge ? [mergeSessions(together, output.language)] : together;
  const checked = told.map(({ report, ...one }) => ({
    ...one,
    report: baseline ? { ...report, findings: markKnown(report.findings, baseline) } : report,
  }));
  if (options.merge?.session !== undefined)
    for (const { entries } of told)
      await writeResult(
        options.merge.session,
        sessionPieces(entries, `event-loupe ${version}`, Date.now(), options.mask),
        output,
      );
  for (const target of options.targets) await writeTarget(target, checked, options, output);
  const findings = checked.flatMap(({ report }) => report.findings);
  if (file !== undefined && updateBaseline) {
    await writeBaseline(file, findings, output);
    return false;
  }
  return findings.some(({ severity, known }) => !known && isAtLeast(severity, failOn));
}

/** Entries that are judged in one go. */
const SETTLED = 20_000;

async function checkSession(
  file: string,
  profile: Profile | undefined,
  options: CheckOptions,
  output: Output,
): Promise<Checked & { analysis: JudgedAnalysis }> {
  const analysis = createAnalysis(profile);
  let entries: Entry[] = [];
  const endpoints = profile ? endpointsOf(profile) : [];
  const lookForRoom = createRoom();
  let unsettled = 0;
  // What is masked is judged when all is known that is personal.
  const judge = (batch: readonly Entry[]) => {
    if (!options.mask) analysis.add(batch);
    unsettled += batch.length;
    // Judged as it comes, a document's entries are still at hand, and the memory that they take shows.
    if (unsettled >= SETTLED) {
      if (!options.mask) analysis.summary();
      unsettled = 0;
    }
    lookForRoom(file);
  };
  for await (const batch of readEntries(file, endpoints, output)) {
    judge(batch);
    for (const entry of batch) entries.push(entry);
  }
  const known = new Set(options.server.length > 0 ? entries.map(({ id }) => id) : []);
  for (const events of options.server) {
    const read = await readServerEvents(events, options.skipInvalid, output);
    const fresh = read.filter(({ id }) => !known.has(id));
    judge(fresh);
    for (const entry of fresh) {
      entries.push(entry);
      known.add(entry.id);
    }
  }
  if (options.mask) {
    entries = maskEntries(entries, { key: maskKey(), ...profile?.masking });
    analysis.add(entries);
  }
  analysis.end();
  const report = streamReport(analysis, output.language, options.mask);
  return { file, report, entries, analysis };
}

async function writeTarget(
  { format, out }: Target,
  checked: readonly Checked[],
  { failOn, baseline }: CheckOptions,
  output: Output,
): Promise<void> {
  const isPrinted = out === STANDARD;
  const pieces = writeReport(format, checked, {
    language: output.language,
    failOn,
    hasBaseline: baseline !== undefined,
    paint: isPrinted ? output.paint : (text) => text,
  });
  await writeResult(isPrinted ? undefined : out, pieces, output);
}
