import { effect, type ReadonlySignal } from '@preact/signals';
import { type FileKind, fileKindOf } from '../intake/file-kind.ts';
import { recordingIn } from '../intake/report-file.ts';
import { unpackFile } from '../intake/unpack-file.ts';
import { t } from '../text/language.ts';
import type { Panel } from './context.ts';
import { openSettings } from './settings-file.ts';

/** Server events are added to the session that comes before them. */
const ORDER: readonly FileKind[] = ['settings', 'profile', 'session', 'har', 'events'];

/**
 * Opens files, several at once, each by its content. Of several sessions only one can be on screen,
 * which is said, as is whatever is wrong with any of them.
 * @param pixelId of server events that do not name theirs
 * @returns what is wrong; undefined where all was taken
 */
export async function openFiles(
  files: readonly File[],
  panel: Panel,
  pixelId?: string,
): Promise<string | undefined> {
  const { store, serverEvents, profiles } = panel;
  // While a profile is edited, a file is one.
  const isEditing = profiles.draft.peek() !== undefined;
  const problems: string[] = [];
  const read = await Promise.all(
    files.map(async (given) => {
      const unpacked = await unpackFile(given);
      if (!unpacked.ok) {
        problems.push(unpacked.problem);
        return [];
      }
      const file = await recordingIn(unpacked.file);
      return [{ file, kind: isEditing ? ('profile' as const) : await fileKindOf(file) }];
    }),
  );
  const all = read.flat();
  for (const kind of ORDER) {
    const some = all.filter((each) => each.kind === kind);
    const open = (file: File): Promise<string | undefined> => {
      if (kind === 'settings') return openSettings(file, panel);
      return kind === 'profile' ? profiles.openFile(file) : serverEvents.openFile(file, pixelId);
    };
    const isAdded = kind === 'events' || kind === 'har';
    const [first, ...others] = isAdded ? [] : some;
    for (const { file } of first === undefined ? some : [first]) {
      store.reading.value = file.name;
      const problem = await open(file).finally(() => {
        store.reading.value = undefined;
      });
      if (problem !== undefined) problems.push(problem);
      await isUndefined(serverEvents.question);
    }
    if (others.length > 0)
      problems.push(t().intake.oneAtATime(others.map(({ file }) => file.name)));
  }
  if (problems.length === 0) return undefined;
  store.message.value = problems.join('\n');
  return store.message.value;
}

/** The same for text from the clipboard. */
export function openText(
  text: string,
  panel: Panel,
  pixelId?: string,
): Promise<string | undefined> {
  return openFiles([new File([text], t().intake.pasted)], panel, pixelId);
}

/** Resolves once a question was answered: the next file would take its place. */
function isUndefined(signal: ReadonlySignal<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const end = effect(() => {
      if (signal.value !== undefined) return;
      // `end` is there once this has returned.
      queueMicrotask(() => {
        end();
        resolve();
      });
    });
  });
}
