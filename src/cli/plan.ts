import { planOf } from '../diff/plan-of.ts';
import { createAnalysis } from '../rules/create-analysis.ts';
import { visible } from '../session/visible.ts';
import { endpointsOf } from '../vendors/profile-endpoints.ts';
import type { Output } from './output.ts';
import { findProfile, readProfile } from './profile.ts';
import { readEntries } from './session-input.ts';
import { writeResult } from './write-out.ts';

export interface PlanOptions {
  session: string;
  /** What the plan is called. */
  name: string;
  profile?: string | undefined;
  out?: string | undefined;
}

/**
 * Writes the plan that a session meets, as the part of a profile that it becomes.
 * @throws Failure when a file cannot be read or written
 */
export async function plan(options: PlanOptions, output: Output): Promise<void> {
  const found = options.profile ?? (await findProfile());
  const profile = found === undefined ? undefined : await readProfile(found);
  const analysis = createAnalysis(profile);
  const endpoints = profile ? endpointsOf(profile) : [];
  for await (const batch of readEntries(options.session, endpoints, output)) analysis.add(batch);
  const part = { plans: { [options.name]: planOf(analysis) } };
  await writeResult(options.out, [`${visible(JSON.stringify(part, undefined, 2))}\n`], output);
}
