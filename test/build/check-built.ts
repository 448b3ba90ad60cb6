import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './build.ts';
import { localeFiles } from './locales.vite.ts';

const EXTENSIONS = ['chrome', 'firefox'] as const;

interface Manifest {
  version: string;
  content_scripts: { js: string[]; world?: string; run_at?: string }[];
  web_accessible_resources?: { resources: string[] }[];
  background: { service_worker?: string; scripts?: string[] };
}

/** One statement about the built files; `problem` is undefined when it holds. */
export interface BuiltCheck {
  name: string;
  problem: string | undefined;
}

function contentScripts(folder: string, manifest: Manifest): { file: string; code: string }[] {
  return manifest.content_scripts
    .flatMap(({ js }) => js)
    .map((file) => ({ file, code: readFileSync(join(folder, file), 'utf8') }));
}

function checkExtension(name: string, version: string): BuiltCheck[] {
  const folder = join(ROOT, 'dist', name);
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const scripts = contentScripts(folder, manifest);
  const find = (pattern: RegExp) => scripts.find(({ code }) => pattern.test(code))?.file;
  const late = manifest.content_scripts.find(({ run_at }) => run_at !== 'document_start');
  const check = (what: string, problem: string | undefined | false) => ({
    name: `dist/${name}: ${what}`,
    problem: problem || undefined,
  });
  // A loader fetches the script it stands for, and comes after the page's first inline script.
  const asynchronous = find(
    /\bimport\s*[({"'*]|\bexport\s*[{*]|\bexport\s+(default|const|function)\b/,
  );
  const evaluating = find(/\beval\s*\(|\bnew Function\b|[^.\w]Function\s*\(/);
  return [
    check(
      'has two content scripts, one a world',
      scripts.length !== 2 && `found ${scripts.map(({ file }) => file).join(', ') || 'none'}`,
    ),
    check('content scripts run at document_start', late && `${late.js.join(', ')} does not`),
    check(
      'content scripts are single synchronous files',
      asynchronous && `${asynchronous} imports or exports`,
    ),
    check(
      'the page can fetch nothing of the extension',
      (manifest.web_accessible_resources?.length ?? 0) > 0 &&
        JSON.stringify(manifest.web_accessible_resources),
    ),
    check('content scripts evaluate no strings', evaluating && `${evaluating} does`),
    check(
      'says in each language what it is',
      [...localeFiles()].find(([file, text]) => {
        const path = join(folder, file);
        return !existsSync(path) || readFileSync(path, 'utf8') !== text;
      })?.[0],
    ),
    check(
      'has the version of package.json',
      manifest.version !== version && `${manifest.version}, not ${version}`,
    ),
    check(
      'has the background that its browser wants',
      (name === 'firefox' ? manifest.background.scripts : manifest.background.service_worker) ===
        undefined && JSON.stringify(manifest.background),
    ),
  ];
}

function checkCommand(): BuiltCheck[] {
  const files = ['event-loupe.js', 'schemas/session.schema.json', 'schemas/report.schema.json'];
  const missing = files.find((file) => !existsSync(join(ROOT, 'dist/cli', file)));
  const program = join(ROOT, 'dist/cli/event-loupe.js');
  const isProgram = existsSync(program) && readFileSync(program, 'utf8').startsWith('#!');
  return [
    { name: 'dist/cli: has the command and its schemas', problem: missing },
    {
      name: 'dist/cli: the command can be executed',
      problem: isProgram && statSync(program).mode & 0o100 ? undefined : 'it cannot',
    },
  ];
}

/** Every statement about the files in `dist`. */
export function checkBuilt(): BuiltCheck[] {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return [...EXTENSIONS.flatMap((name) => checkExtension(name, version)), ...checkCommand()];
}
