import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

/** Where the licences of what a bundle holds are written, in the bundle's folder. */
export const LICENCES_FILE = 'LICENSES.txt';
/** Stands between two packages. */
const RULE = '-'.repeat(80);

interface PackageFile {
  name?: string;
  version?: string;
  license?: string;
  homepage?: string;
  repository?: string | { url?: string };
}

/** The folder of the package that a file belongs to. */
function packageOf(file: string): string | undefined {
  const path = file.replace(/^\0/, '').replace(/[?#].*$/, '');
  if (!path.includes('/node_modules/')) return undefined;
  let folder = dirname(path);
  // Some packages have files of their own inside that say no more than the module's kind.
  while (folder.includes('/node_modules/')) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && readPackage(folder).version !== undefined) return folder;
    folder = dirname(folder);
  }
  return undefined;
}

function readPackage(folder: string): PackageFile {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}

/** @throws where a package brings no licence: then it may not be shipped */
function describe(folder: string): string {
  const { name, version, license, repository, homepage } = readPackage(folder);
  const texts = readdirSync(folder).filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file));
  if (license === undefined || texts.length === 0) throw new Error(`${name} has no licence`);
  const url = typeof repository === 'string' ? repository : repository?.url;
  const source = url?.replace(/^git\+/, '').replace(/\.git$/, '') ?? homepage;
  return [
    `${name} ${version} (${license})`,
    ...(source === undefined ? [] : [`Source: ${source}`]),
    '',
    ...texts.map((file) =>
      readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim(),
    ),
  ].join('\n');
}

/** Puts the licences of all packages whose code is in the bundle beside it, in one file. */
export function licences(): Plugin {
  return {
    name: 'licences',
    generateBundle(_, bundle) {
      const folders = new Set<string>();
      for (const chunk of Object.values(bundle))
        if (chunk.type === 'chunk')
          for (const file of chunk.moduleIds) {
            const folder = packageOf(file);
            if (folder !== undefined) folders.add(folder);
          }
      const source = joinLicences([...folders].map(describe));
      this.emitFile({ type: 'asset', fileName: LICENCES_FILE, source });
    },
  };
}

const HEAD = 'Event Loupe holds code of these packages, unchanged.';

function joinLicences(packages: readonly string[]): string {
  const sorted = [...new Set(packages)].sort();
  return `${[HEAD, ...sorted].join(`\n\n${RULE}\n`)}\n`;
}

/** One file of several, each package once. */
export function mergeLicences(files: readonly string[]): string {
  return joinLicences(files.flatMap((text) => text.trimEnd().split(`\n\n${RULE}\n`).slice(1)));
}
