import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

const FOLDER = fileURLToPath(new URL('../pages/', import.meta.url));

/**
 * One script of what a file of test/pages imports, for a page.
 * @param entry the file, from test/pages
 * @throws when it cannot be built
 */
export async function bundleForPage(entry: string, plugins: Plugin[] = []): Promise<string> {
  const made = await build({
    configFile: false,
    logLevel: 'silent',
    publicDir: false,
    plugins,
    build: {
      write: false,
      minify: false,
      rollupOptions: { input: `${FOLDER}${entry}`, output: { format: 'iife' } },
    },
  });
  const [result] = Array.isArray(made) ? made : [made];
  if (result === undefined || !('output' in result)) throw new Error(`${entry} gave no script`);
  return result.output[0].code;
}
