import type { Store } from '../model/store/store.ts';
import { readFile } from './read-file.ts';

/** Puts a session file on screen, or says in the banner why that cannot be; then nothing changes. */
export async function openSessionFile(file: File, store: Store): Promise<void> {
  const result = await readFile(file);
  if (!result.ok) {
    store.message.value = result.problem;
    return;
  }
  await store.showFile(file.name, result.batches);
  store.message.value = undefined;
}
