// Makes a fresh clone ready: packages, build, browsers. Plain node, since nothing else is there yet.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** Runs a program and shows what it prints; ends this script when it fails. */
function run(program, args, environment = {}) {
  console.log(`> ${program} ${args.join(' ')}`);
  const { status, error } = spawnSync(program, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, ...environment },
  });
  if (error) throw error;
  if (status !== 0) process.exit(1);
}

/** npm writes its own copy of the lock file last of all. */
function arePackagesCurrent() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  return statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

// The same search as src/cli/browsers.ts, which cannot be read before the packages are there.
const browsers = [
  {
    variable: 'EVENT_LOUPE_CHROMIUM',
    names: ['chromium', 'chromium-browser', 'google-chrome-for-testing', 'chrome'],
    debian: 'chromium',
  },
  { variable: 'EVENT_LOUPE_FIREFOX', names: ['firefox-esr', 'firefox'], debian: 'firefox-esr' },
];
const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
const isThere = ({ variable, names }) =>
  process.env[variable]
    ? isExecutable(process.env[variable])
    : folders.some((folder) => names.some((name) => isExecutable(join(folder, name))));

if (!arePackagesCurrent()) run(npm, ['ci', '--no-audit', '--no-fund']);
// npm ci builds; but dist may have been removed since, or scripts may be off.
const built = ['chrome/manifest.json', 'firefox/manifest.json', 'cli/event-loupe.js'];
if (!built.every((file) => existsSync(join(root, 'dist', file)))) run(npm, ['run', 'build']);

let missing = browsers.filter((browser) => !isThere(browser));
if (
  missing.length > 0 &&
  process.getuid?.() === 0 &&
  folders.some((f) => isExecutable(join(f, 'apt-get')))
) {
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-qq'], quiet);
  const packages = missing.map(({ debian }) => debian);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], quiet);
  missing = browsers.filter((browser) => !isThere(browser));
}
if (missing.length > 0) {
  const wanted = missing.map(({ names, variable }) => `${names.join(' or ')} (or set ${variable})`);
  console.error(`Please install ${wanted.join(', and ')}.`);
  process.exit(1);
}
