import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What each folder of src may import of ours, besides itself. Imports go down only. */
const MAY_IMPORT: Record<string, string[]> = {
  session: [],
  hook: ['session'],
  relay: ['session'],
  background: ['session', 'vendors'],
  vendors: ['session'],
  analysis: ['session', 'vendors'],
  language: ['session', 'vendors', 'analysis'],
  rules: ['session', 'vendors', 'analysis', 'language'],
  panel: ['session', 'vendors', 'analysis', 'language', 'rules'],
  cli: ['session', 'vendors', 'analysis', 'language', 'rules'],
};

/** Packages that may reach a page: none. */
const WITHOUT_PACKAGES = ['hook', 'relay'];

const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts') && !file.endsWith('.vite.ts'))
  .map((file) => join('src', file));

function importsOf(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((m) => m[1] as string);
}

function folderOf(file: string): string {
  return relative('src', file).split(/[\\/]/)[0] as string;
}

describe('the tree', () => {
  it('has the folders that the design names, and no other', () => {
    const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true });
    expect(folders.map(({ name }) => name).sort()).toEqual(Object.keys(MAY_IMPORT).sort());
    expect(files.length).toBeGreaterThan(20);
  });

  it.each(files)('%s imports downwards only', (file) => {
    const folder = folderOf(file);
    for (const path of importsOf(file)) {
      if (!path.startsWith('.')) {
        expect(WITHOUT_PACKAGES, `${file} imports ${path}`).not.toContain(folder);
        continue;
      }
      if (path === '../../package.json') continue; // the version
      const target = folderOf(relative(ROOT, resolve(ROOT, dirname(file), path)));
      if (target !== folder)
        expect(MAY_IMPORT[folder], `${file} imports ${path}`).toContain(target);
    }
  });

  it('calls no file after nothing in particular', () => {
    expect(files.filter((file) => /\b(utils?|helpers?|common|manager|misc)\b/i.test(file))).toEqual(
      [],
    );
  });
});
