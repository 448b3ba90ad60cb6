import { readFile } from '../../intake/read-file.ts';
import type { Store } from '../store/store.ts';
import type { Recording } from './before.ts';

/** A session file's entries; what is wrong with it stands in the banner, and undefined comes back. */
export async function openRecording(
  file: File,
  { message }: Pick<Store, 'message'>,
): Promise<Recording | undefined> {
  const result = await readFile(file);
  message.value = result.ok ? undefined : result.problem;
  return result.ok ? { name: file.name, entries: result.batches.flat() } : undefined;
}
