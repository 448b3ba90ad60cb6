import { readFileSync } from 'node:fs';
import { crx, type ManifestV3Export } from '@crxjs/vite-plugin';
import { defineConfig, type UserConfig } from 'vite';
import { schemaValidator } from './src/session/schema-validator.vite.ts';
import { licences } from './test/build/licences.vite.ts';
import { locales } from './test/build/locales.vite.ts';

const manifest = JSON.parse(readFileSync(new URL('./manifest.json', import.meta.url), 'utf8'));

/** One manifest, two browsers: Firefox has no service workers in extensions and wants an id. */
function manifestFor(browser: 'chrome' | 'firefox') {
  if (browser === 'chrome') return manifest;
  const { minimum_chrome_version: _, ...rest } = manifest;
  return {
    ...rest,
    background: { scripts: [manifest.background.service_worker], type: 'module' },
    browser_specific_settings: {
      gecko: {
        id: 'event-loupe@event-loupe.example',
        strict_min_version: '140.0',
        data_collection_permissions: { required: ['none'] },
      },
    },
  };
}

/** `TARGET` is `chrome` (default), `firefox` or `cli`. */
export default defineConfig((): UserConfig => {
  const target = process.env.TARGET ?? 'chrome';
  if (target === 'cli') {
    return {
      plugins: [schemaValidator(), licences()],
      publicDir: false,
      // Playwright brings its own files along; all else is in the bundle, so that nothing more has
      // to be installed.
      ssr: { noExternal: true, external: ['playwright-core'] },
      build: {
        ssr: true,
        outDir: 'dist/cli',
        emptyOutDir: true,
        target: 'node20',
        rollupOptions: {
          input: {
            'event-loupe': 'src/cli/event-loupe.ts',
            library: 'src/cli/library.ts',
            playwright: 'src/playwright/playwright.ts',
          },
        },
      },
    };
  }
  const browser = target === 'firefox' ? 'firefox' : 'chrome';
  return {
    plugins: [
      schemaValidator(),
      licences(),
      locales(),
      crx({ manifest: manifestFor(browser) as ManifestV3Export, browser }),
    ],
    build: {
      outDir: `dist/${browser}`,
      emptyOutDir: true,
      target: browser === 'firefox' ? 'firefox140' : 'chrome120',
      modulePreload: false,
      rollupOptions: {
        // The panel is created from JS and `record` opens its page by address: crxjs sees neither.
        input: { panel: 'src/panel/panel.html', record: 'src/panel/record.html' },
      },
    },
  };
});
