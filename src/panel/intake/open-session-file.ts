import type { Signal } from '@preact/signals';
import type { Entry } from '../../session/entry.ts';
import { readFile } from './read-file.ts';

/** What shows a session file. */
export interface FileTarget {
  /** One sentence in the banner; undefined takes it away. */
  readonly message: Signal<string | undefined>;
  showFile(name: string, batches: readonly (readonly Entry[])[]): Promise<void>;
}

/** Puts a session file on screen, or says in the banner why that cannot be; then nothing changes. */
export async function openSessionFile(file: File, target: FileTarget): Promise<void> {
  const result = await readFile(file);
  if (!result.ok) {
    target.message.value = result.problem;
    return;
  }
  await target.showFile(file.name, result.batches);
  target.message.value = undefined;
}
