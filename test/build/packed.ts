import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './build.ts';

/** The package as npm would publish it, installed into an empty project. */
export interface Packed {
  project: string;
  /** Its files, by their paths in the package. */
  files: string[];
}

/** Runs npm without asking anybody on the network. */
function npm(args: string[], folder: string): string {
  const program = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  return execFileSync(program, [...args, '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

/**
 * Packs what `dist` holds and installs it into `<folder>/project`. Its one dependency is taken from
 * this checkout, so that no registry is needed.
 * @param withTypes makes the declarations first, which takes some seconds
 */
export function installPacked(folder: string, { withTypes }: { withTypes: boolean }): Packed {
  if (withTypes) npm(['run', 'lib-types'], ROOT);
  const [{ filename, files }] = JSON.parse(
    npm(['pack', '--json', '--pack-destination', folder], ROOT),
  );
  const project = join(folder, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{"type":"module"}');
  const playwright = join(ROOT, 'node_modules/playwright-core');
  npm(['install', '--offline', join(folder, filename), playwright], project);
  return { project, files: files.map(({ path }: { path: string }) => path) };
}
