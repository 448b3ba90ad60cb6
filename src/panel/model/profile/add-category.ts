import type { ConsentSource } from '../../../session/profile.ts';
import { type EditedText, isObject, parseObject } from './add-rule.ts';

/** Stands where the user is to say what they know. */
const TO_FILL_IN = '…';

/**
 * Puts a place for a consent source's category into a profile, to be filled in; one that is there
 * is shown. Undefined where the text is no object, or has something else in that place.
 */
export function addCategory(text: string, source: ConsentSource): EditedText | undefined {
  const profile = parseObject(text);
  const consent = profile?.consent ?? {};
  const categories = isObject(consent) ? (consent.categories ?? {}) : undefined;
  if (profile === undefined || !isObject(consent) || !isObject(categories)) return undefined;
  const known = categories[source];
  const value = typeof known === 'string' ? known : TO_FILL_IN;
  const edited = {
    ...profile,
    consent: { ...consent, categories: { ...categories, [source]: value } },
  };
  const made = known === undefined ? `${JSON.stringify(edited, null, 2)}\n` : text;
  const list = made.indexOf('"categories"');
  const key = `"${source}": "`;
  const at = made.indexOf(key, list);
  if (list === -1 || at === -1) return { text: made, from: made.length, to: made.length };
  const from = at + key.length;
  return { text: made, from, to: from + JSON.stringify(value).length - 2 };
}
