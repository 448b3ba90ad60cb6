import { randomBytes } from 'node:crypto';
import type { Entry } from '../session/entry.ts';
import { sessionPieces } from '../session/file.ts';
import { maskEntries } from '../vendors/personal/mask.ts';
import { endpointsOf } from '../vendors/profile-endpoints.ts';
import type { Output } from './output.ts';
import { readProfile } from './profile.ts';
import { readEntries } from './session-input.ts';
import { writeResult } from './write-out.ts';

export interface MaskOptions {
  session: string;
  /** The site's settings, a file. */
  profile?: string | undefined;
  /** Absent: standard output. */
  out?: string | undefined;
}

/** The variable of the environment that holds the key: files masked under one key can be compared. */
const MASK_KEY = 'EVENT_LOUPE_MASK_KEY';

/** The key that the user gave, or one that nobody knows. */
export function maskKey(): string {
  return process.env[MASK_KEY] || randomBytes(32).toString('hex');
}

/**
 * Writes a copy of a session without anything personal.
 * @throws Failure when a file cannot be read or written
 */
export async function mask(options: MaskOptions, generator: string, output: Output): Promise<void> {
  const profile = options.profile ? await readProfile(options.profile) : undefined;
  const entries: Entry[] = [];
  const endpoints = profile ? endpointsOf(profile) : [];
  for await (const batch of readEntries(options.session, endpoints, output))
    for (const entry of batch) entries.push(entry);
  const masked = maskEntries(entries, { key: maskKey(), ...profile?.masking });
  await writeResult(options.out, sessionPieces(masked, generator, Date.now(), true), output);
}
