import type { ConsentSource } from '../../../session/profile.ts';
import { type EditedText, openText, select } from './edit-text.ts';

/** Stands where the user is to say what they know. */
const TO_FILL_IN = '…';

/**
 * Puts a place for a consent source's category into a profile, to be filled in; one that is there
 * is shown. Undefined where the text is no object, or has something else in that place.
 */
export function addCategory(text: string, source: ConsentSource): EditedText | undefined {
  const open = openText(text);
  const path = ['consent', 'categories', source];
  for (const depth of [1, 2])
    if ((open?.at(path.slice(0, depth))?.type ?? 'object') !== 'object') return undefined;
  return open && select(open.at(path) ? text : open.put(path, TO_FILL_IN), path);
}
