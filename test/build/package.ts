import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Zippable, zipSync } from 'fflate';
import { buildAll, ROOT } from './build.ts';

/** One fixed time for every file: the same build gives the same bytes. */
const FILE_TIME = '1980-01-02T00:00:00Z';

function listFiles(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? listFiles(path) : [path];
    });
}

/** Zips an unpacked extension for its store. @returns the zip's path */
export function packageExtension(browser: 'chrome' | 'firefox', version: string): string {
  const folder = join(ROOT, 'dist', browser);
  const files: Zippable = {};
  for (const path of listFiles(folder)) {
    // crxjs leaves its build notes beside the manifest; no store wants them.
    if (path.includes(`${sep}.vite${sep}`)) continue;
    files[relative(folder, path).split(sep).join('/')] = readFileSync(path);
  }
  const zip = join(ROOT, 'dist', `event-loupe-${browser}-${version}.zip`);
  writeFileSync(zip, zipSync(files, { level: 9, mtime: FILE_TIME }));
  return zip;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildAll();
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  for (const browser of ['chrome', 'firefox'] as const)
    console.log(relative(ROOT, packageExtension(browser, version)));
}
