import type { Plugin } from 'vite';
import { LANGUAGES } from '../../src/language/languages.ts';

/** The texts of the manifest in each language: contents by the file's place in the extension. */
export function localeFiles(): Map<string, string> {
  return new Map(
    Object.entries(LANGUAGES).map(([code, { words }]) => [
      `_locales/${code}/messages.json`,
      `${JSON.stringify({ description: { message: words.extension } }, undefined, 2)}\n`,
    ]),
  );
}

/** Writes the manifest's texts beside it. */
export function locales(): Plugin {
  return {
    name: 'locales',
    apply: 'build',
    generateBundle() {
      for (const [fileName, source] of localeFiles())
        this.emitFile({ type: 'asset', fileName, source });
    },
  };
}
