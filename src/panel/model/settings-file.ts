import { t } from '../text/language.ts';
import { messageOf } from '../text/message-of.ts';
import type { Panel } from './context.ts';
import { applySettings, readSettings } from './preferences.ts';

/**
 * Puts the settings of a file in force, and says so.
 * @returns what is wrong; undefined where they are
 */
export async function openSettings(
  file: File,
  { preferences, layers, setLayers, store }: Panel,
): Promise<string | undefined> {
  try {
    const settings = readSettings(await file.text());
    if (settings === undefined) return t().settings.noSettings(file.name);
    await setLayers([...new Set([...layers.peek(), ...settings.layers])]);
    applySettings(preferences, store, settings.kept);
    store.notify(t().settings.imported);
    return undefined;
  } catch (error) {
    return t().settings.notKept(messageOf(error));
  }
}
