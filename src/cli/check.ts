import type { Severity } from '../analysis/analysis.ts';
import { createAnalysis } from '../rules/create-analysis.ts';
import { createReport } from '../rules/report.ts';
import type { Entry } from '../session/entry.ts';
import { endpointsOf } from '../vendors/profile-endpoints.ts';
import { describeFileError, EXIT_FAULT, EXIT_WRONG, Failure } from './failure.ts';
import type { Output } from './output.ts';
import { readProfile } from './profile.ts';
import { jsonReport } from './report/json.ts';
import { readServerEvents } from './server-events.ts';
import { readEntries } from './session-input.ts';
import { formatText } from './text-report.ts';
import { writeOut } from './write-out.ts';

export const FORMATS = ['text', 'json'] as const;
export type Format = (typeof FORMATS)[number];

/** From grave to slight. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

export interface CheckOptions {
  session: string;
  /** The site's settings, a file. */
  profile?: string | undefined;
  format: Format;
  /** Absent: standard output. */
  out?: string | undefined;
  /** The slightest severity that makes the check fail. */
  failOn: Severity;
  /** Files of server events that belong to the session. */
  server: readonly string[];
  /** Leave out server events that cannot be read. */
  skipInvalid: boolean;
}

/**
 * Checks a session file and writes the report.
 * @returns whether a finding is at or above the threshold
 * @throws Failure when a file cannot be read, is no session or no profile, or the report cannot be written
 */
export async function check(options: CheckOptions, output: Output): Promise<boolean> {
  const profile = options.profile ? await readProfile(options.profile) : undefined;
  const analysis = createAnalysis(profile);
  const entries: Entry[] = [];
  const endpoints = profile ? endpointsOf(profile) : [];
  for await (const batch of readEntries(options.session, endpoints, output)) {
    analysis.add(batch);
    for (const entry of batch) entries.push(entry);
  }
  const known = new Set(entries.map(({ id }) => id));
  for (const file of options.server) {
    const events = await readServerEvents(file, options.skipInvalid, output);
    const fresh = events.filter(({ id }) => !known.has(id));
    analysis.add(fresh);
    for (const entry of fresh) {
      entries.push(entry);
      known.add(entry.id);
    }
  }
  const report = createReport(analysis, output.language);
  const pieces =
    options.format === 'json'
      ? jsonReport(report)
      : [formatText(options.session, report, entries, output.language.words)];
  const { out } = options;
  try {
    await (out === undefined ? output.writeAll(pieces) : writeOut(out, pieces));
  } catch (error) {
    throw new Failure(
      (t) => t.cannotWrite(out ?? t.standardOutput, describeFileError(error, t)),
      out === undefined ? EXIT_FAULT : EXIT_WRONG,
    );
  }
  const failing = SEVERITIES.slice(0, SEVERITIES.indexOf(options.failOn) + 1);
  return failing.some((severity) => report.summary.findings[severity] > 0);
}
