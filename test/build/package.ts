import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Zippable, zipSync } from 'fflate';
import { buildAll, ROOT } from './build.ts';

function listFiles(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? listFiles(path) : [path];
    });
}

/** Zips files so that the same files give the same bytes, whenever and wherever. @param paths in `folder` */
export function zipFiles(folder: string, paths: readonly string[]): Uint8Array {
  const files: Zippable = {};
  for (const path of paths) files[relative(folder, path).split(sep).join('/')] = readFileSync(path);
  // A zip holds times as a clock on the wall shows them: this one is the same in every zone.
  return zipSync(files, { level: 9, mtime: new Date(1980, 0, 2) });
}

/** Zips an unpacked extension for its store. @returns the zip's path */
export function packageExtension(browser: 'chrome' | 'firefox', version: string): string {
  const folder = join(ROOT, 'dist', browser);
  // crxjs leaves its build notes beside the manifest; no store wants them.
  const paths = listFiles(folder).filter((path) => !path.includes(`${sep}.vite${sep}`));
  return write(`event-loupe-${browser}-${version}.zip`, zipFiles(folder, paths));
}

/** Zips the sources for a store's reviewers: what git has. @returns the zip's path */
export function packageSource(version: string): string {
  const list = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' });
  const paths = list.split('\0').filter((path) => path !== '');
  const sources = paths.sort().map((path) => join(ROOT, path));
  return write(`event-loupe-source-${version}.zip`, zipFiles(ROOT, sources));
}

function write(name: string, zip: Uint8Array): string {
  const path = join(ROOT, 'dist', name);
  writeFileSync(path, zip);
  return path;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildAll();
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  for (const browser of ['chrome', 'firefox'] as const)
    console.log(relative(ROOT, packageExtension(browser, version)));
  console.log(relative(ROOT, packageSource(version)));
}
