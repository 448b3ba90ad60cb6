import type { Severity } from '../analysis/analysis.ts';
import { createAnalysis } from '../rules/create-analysis.ts';
import { createReport } from '../rules/report.ts';
import type { Entry } from '../session/entry.ts';
import { maskEntries } from '../vendors/personal/mask.ts';
import { endpointsOf } from '../vendors/profile-endpoints.ts';
import { maskKey } from './mask.ts';
import type { Output } from './output.ts';
import { readProfile } from './profile.ts';
import { jsonReport } from './report/json.ts';
import { readServerEvents } from './server-events.ts';
import { readEntries } from './session-input.ts';
import { formatText } from './text-report.ts';
import { writeResult } from './write-out.ts';

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
  /** Nothing personal stands in the report. */
  mask?: boolean;
}

/**
 * Checks a session file and writes the report.
 * @returns whether a finding is at or above the threshold
 * @throws Failure when a file cannot be read, is no session or no profile, or the report cannot be written
 */
export async function check(options: CheckOptions, output: Output): Promise<boolean> {
  const profile = options.profile ? await readProfile(options.profile) : undefined;
  const analysis = createAnalysis(profile);
  let entries: Entry[] = [];
  const endpoints = profile ? endpointsOf(profile) : [];
  // What is masked is judged when all is known that is personal.
  const judge = (batch: readonly Entry[]) => {
    if (!options.mask) analysis.add(batch);
  };
  for await (const batch of readEntries(options.session, endpoints, output)) {
    judge(batch);
    for (const entry of batch) entries.push(entry);
  }
  const known = new Set(entries.map(({ id }) => id));
  for (const file of options.server) {
    const events = await readServerEvents(file, options.skipInvalid, output);
    const fresh = events.filter(({ id }) => !known.has(id));
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
  const report = createReport(analysis, output.language, options.mask);
  const pieces =
    options.format === 'json'
      ? jsonReport(report)
      : [formatText(options.session, report, entries, output.language.words)];
  await writeResult(options.out, pieces, output);
  const failing = SEVERITIES.slice(0, SEVERITIES.indexOf(options.failOn) + 1);
  return failing.some((severity) => report.summary.findings[severity] > 0);
}
