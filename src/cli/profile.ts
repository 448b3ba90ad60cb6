import { access } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { sayProfileError } from '../language/input.ts';
import { ProfileError, parseProfile } from '../session/parse-profile.ts';
import type { Profile } from '../session/profile.ts';
import { Failure } from './failure.ts';
import { readText } from './read-text.ts';

/** Reads and parses a profile. @throws Failure that names the file, the path, the value and what was expected */
export async function readProfile(file: string): Promise<Profile> {
  const text = await readText(file);
  try {
    return parseProfile(text, file);
  } catch (error) {
    if (error instanceof ProfileError)
      throw new Failure((_, words) => sayProfileError(error, words));
    throw error;
  }
}

/** The name under which a site's settings are found by themselves. */
const PROFILE_FILE = 'event-loupe.json';

/** The nearest profile, here or in a folder above; undefined where there is none. */
export async function findProfile(start = process.cwd()): Promise<string | undefined> {
  for (let folder = start; ; folder = dirname(folder)) {
    const file = join(folder, PROFILE_FILE);
    const isThere = await access(file).then(
      () => true,
      () => false,
    );
    if (isThere) return relative(process.cwd(), file);
    if (dirname(folder) === folder) return undefined;
  }
}
