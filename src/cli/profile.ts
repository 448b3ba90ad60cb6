import { readFile } from 'node:fs/promises';
import { describeFileError, Failure } from './failure.ts';

/** A site's own settings. So far the names of its data layers, besides `dataLayer`. */
export interface Profile {
  layers: string[];
}

/**
 * Parses a profile's text.
 * @param file its name, for the message
 * @throws Failure that names the path in the file and what was expected
 */
export function parseProfile(text: string, file: string): Profile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Failure(`${file}: not JSON: ${(error as Error).message}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Failure(`${file}: /: expected an object`);
  const { layers = [], ...rest } = value as { layers?: unknown };
  const unknown = Object.keys(rest)[0];
  if (unknown !== undefined)
    throw new Failure(`${file}: /${unknown}: unknown setting; expected "layers"`);
  if (!Array.isArray(layers)) throw new Failure(`${file}: /layers: expected an array of names`);
  for (const [index, name] of layers.entries())
    if (typeof name !== 'string' || name === '')
      throw new Failure(`${file}: /layers/${index}: expected the name of a global variable`);
  return { layers };
}

/** Reads and parses a profile. @throws Failure */
export async function readProfile(file: string): Promise<Profile> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new Failure(`cannot read ${file}: ${describeFileError(error)}`);
  }
  return parseProfile(text, file);
}
