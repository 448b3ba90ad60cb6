import { spawn } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { HOOK_SCRIPT } from '../../src/session/handshake.ts';
import { LICENCES_FILE, mergeLicences } from './licences.vite.ts';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const TARGETS = ['chrome', 'firefox', 'cli'] as const;

/** The schemas that ship with the command. */
const SCHEMAS = [
  'src/session/session.schema.json',
  'src/session/profile.schema.json',
  'src/rules/report.schema.json',
  'src/diff/diff.schema.json',
  'src/diff/what-if.schema.json',
];

function viteBuild(target: string): Promise<void> {
  const manifest = createRequire(import.meta.url).resolve('vite/package.json');
  const program = join(dirname(manifest), 'bin', 'vite.js');
  const child = spawn(process.execPath, [program, 'build', '--logLevel', 'warn'], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, TARGET: target },
  });
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('exit', (status) =>
      status === 0 ? done() : fail(new Error(`the build of ${target} failed`)),
    );
  });
}

/** Builds both extensions and the command into `dist`. @throws when one of them fails */
export async function buildAll(): Promise<void> {
  await Promise.all(TARGETS.map(viteBuild));
  for (const target of ['chrome', 'firefox'])
    appendFileSync(
      join(ROOT, 'dist', target, 'src/hook/hook.iife.js'),
      `\n//# sourceURL=${HOOK_SCRIPT}\n`,
    );
  const licences = TARGETS.map((target) => join(ROOT, 'dist', target, LICENCES_FILE));
  writeFileSync(
    join(ROOT, 'dist', LICENCES_FILE),
    mergeLicences(licences.map((file) => readFileSync(file, 'utf8'))),
  );
  chmodSync(join(ROOT, 'dist/cli/event-loupe.js'), 0o755);
  const schemas = join(ROOT, 'dist/cli/schemas');
  mkdirSync(schemas, { recursive: true });
  for (const schema of SCHEMAS)
    copyFileSync(join(ROOT, schema), join(schemas, schema.slice(schema.lastIndexOf('/') + 1)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll();
