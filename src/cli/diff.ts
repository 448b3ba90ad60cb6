import { type DiffEvent, diffSessions, type SessionDiff } from '../diff/diff.ts';
import { sayChange } from '../language/diff.ts';
import type { DiffWords } from '../language/words.ts';
import { createAnalysis, type JudgedAnalysis } from '../rules/create-analysis.ts';
import type { Entry } from '../session/entry.ts';
import type { Profile } from '../session/profile.ts';
import { visible, visibleLine } from '../session/visible.ts';
import { maskEntries } from '../vendors/personal/mask.ts';
import { endpointsOf } from '../vendors/profile-endpoints.ts';
import { maskKey } from './mask.ts';
import type { Output } from './output.ts';
import { findProfile, readProfile } from './profile.ts';
import { readEntries } from './session-input.ts';
import { writeResult } from './write-out.ts';

/** The forms of a comparison, the default one first. */
export const DIFF_FORMATS = ['text', 'json'] as const;
/** What makes the command exit with 1, the default one first. */
export const DIFF_FAILURES = ['lost', 'changed'] as const;

export interface DiffOptions {
  before: string;
  after: string;
  /** The site's settings, a file; without it the nearest `event-loupe.json` upwards. */
  profile?: string | undefined;
  /** Nothing personal stands in the comparison. */
  mask?: boolean;
  format: (typeof DIFF_FORMATS)[number];
  /** `changed`: whatever is not the same counts. */
  failOn: (typeof DIFF_FAILURES)[number];
  out?: string | undefined;
}

/**
 * Holds two sessions against each other and writes what came, went and changed.
 * @returns whether something was lost, or changed where that counts
 * @throws Failure when a file cannot be read or written
 */
export async function diff(options: DiffOptions, output: Output): Promise<boolean> {
  const found = options.profile ?? (await findProfile());
  const profile = found === undefined ? undefined : await readProfile(found);
  // One secret for both: what is equal stays equal.
  const key = options.mask ? maskKey() : undefined;
  const before = await analyse(options.before, profile, key, output);
  const after = await analyse(options.after, profile, key, output);
  const result = diffSessions(before, after);
  const text =
    options.format === 'json'
      ? `${visible(JSON.stringify(result, undefined, 2))}\n`
      : formatDiff(result, output.language.words.diff);
  await writeResult(options.out, [text], output);
  const { lost, came, changed } = result.summary;
  return options.failOn === 'lost' ? lost > 0 : lost + came + changed > 0;
}

async function analyse(
  file: string,
  profile: Profile | undefined,
  key: string | undefined,
  output: Output,
): Promise<JudgedAnalysis> {
  const analysis = createAnalysis(profile);
  const endpoints = profile ? endpointsOf(profile) : [];
  const unmasked: Entry[] = [];
  for await (const batch of readEntries(file, endpoints, output))
    if (key === undefined) analysis.add(batch);
    else for (const entry of batch) unmasked.push(entry);
  // What is personal is known when all is read.
  if (key !== undefined) analysis.add(maskEntries(unmasked, { key, ...profile?.masking }));
  return analysis;
}

/** A comparison as lines for people: what went first, then what changed, then what came. */
export function formatDiff({ summary, events }: SessionDiff, t: DiffWords): string {
  const lines = [t.summary(summary)];
  for (const event of events) lines.push('', ...formatEvent(event, t));
  return `${lines.map(visibleLine).join('\n')}\n`;
}

function formatEvent({ status, event, page, steps, changes }: DiffEvent, t: DiffWords): string[] {
  const title = `${t.status[status]} ${event}${page === '' ? '' : ` ${t.on(page)}`}`;
  return [title, `  ${steps.join(' → ')}`, ...changes.map((change) => `  ${sayChange(change, t)}`)];
}
