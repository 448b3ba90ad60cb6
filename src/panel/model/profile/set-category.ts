import type { ConsentSource } from '../../../session/profile.ts';
import { openText } from './edit-text.ts';

/**
 * A profile's text that says which category, purpose or service of a consent source stands for
 * Meta. Undefined where the text is no object, or has something else in that place.
 */
export function setCategory(
  text: string,
  source: ConsentSource,
  category: string,
): string | undefined {
  const open = openText(text);
  const path = ['consent', 'categories', source];
  for (const depth of [1, 2])
    if ((open?.at(path.slice(0, depth))?.type ?? 'object') !== 'object') return undefined;
  return open?.at(path) ? open.replace(path, category) : open?.put(path, category);
}
