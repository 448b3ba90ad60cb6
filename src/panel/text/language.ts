import { type Signal, signal } from '@preact/signals';
import { ENGLISH, type Language } from '../../language/languages.ts';
import type { Words } from '../../language/words.ts';

/** The language that the panel speaks. English until the panel is mounted. */
export const language: Signal<Language> = signal(ENGLISH);

/** The panel's words. Read while rendering, so that what is on screen follows the language. */
export function t(): Words {
  return language.value.words;
}
