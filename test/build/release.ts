import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildAll, ROOT } from './build.ts';
import { checkBuilt } from './check-built.ts';
import { packageExtension, packageSource } from './package.ts';

/** What a release is judged by. */
export interface ReleaseState {
  /** Of package.json, its lock file and manifest.json. */
  versions: Readonly<Record<string, string>>;
  changelog: string;
  /** What git has that is not committed, a line for each file. */
  changes: string;
  /** Pictures of the listing, by name: their first bytes. */
  pictures: ReadonlyMap<string, Uint8Array>;
}

/** Languages of the listing, and how many pictures each has at least. */
const LISTINGS = ['en', 'de'] as const;
const PICTURES = 1;
/** What both stores take (Chrome Web Store: 1280 × 800). */
const [WIDTH, HEIGHT] = [1280, 800];

/** Why this state cannot be released; empty where it can. */
export function releaseProblems(state: ReleaseState): string[] {
  const { versions, changelog, changes, pictures } = state;
  const { 'package.json': version = '' } = versions;
  const heading = changelog.split('\n').find((line) => line.startsWith('## '));
  const [, headed, rest] = /^## (\S+)\s*(.*)$/.exec(heading ?? '') ?? [];
  const problems = Object.entries(versions).flatMap(([file, other]) =>
    other === version ? [] : [`${file} has version ${other}, package.json ${version}`],
  );
  if (headed !== version)
    problems.push(`CHANGELOG.md begins with ${headed ?? 'no version'}, not with ${version}`);
  else if (!/^\(\d{4}-\d\d-\d\d\)$/.test(rest ?? ''))
    problems.push(`CHANGELOG.md: ${version} needs its date, as in "## ${version} (2026-01-31)"`);
  if (changes.trim() !== '')
    problems.push(`not committed: ${changes.trim().split('\n').join(', ')}`);
  for (const language of LISTINGS) {
    const own = [...pictures].filter(([name]) => name.startsWith(`${language}-`));
    if (own.length < PICTURES) problems.push(`docs/listing has no picture ${language}-….png`);
    for (const [name, bytes] of own) {
      const size = pngSize(bytes);
      if (size !== `${WIDTH} × ${HEIGHT}`)
        problems.push(`docs/listing/${name} is ${size}, not ${WIDTH} × ${HEIGHT}`);
    }
  }
  return problems;
}

/** Width and height in the header of a PNG (RFC 2083, 11.2.1). */
function pngSize(bytes: Uint8Array): string {
  if (bytes.length < 24) return 'no PNG';
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return `${view.getUint32(16)} × ${view.getUint32(20)}`;
}

function readState(): ReleaseState {
  const versionIn = (file: string): string =>
    JSON.parse(readFileSync(join(ROOT, file), 'utf8')).version;
  const listing = join(ROOT, 'docs/listing');
  const names = existsSync(listing)
    ? readdirSync(listing).filter((name) => name.endsWith('.png'))
    : [];
  return {
    versions: Object.fromEntries(
      ['package.json', 'package-lock.json', 'manifest.json'].map((file) => [file, versionIn(file)]),
    ),
    changelog: readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'),
    changes: execFileSync('git', ['status', '--porcelain'], { cwd: ROOT, encoding: 'utf8' }),
    pictures: new Map(names.map((name) => [name, readFileSync(join(listing, name))])),
  };
}

/** `npm run release`: says what stands in the way; else makes the zips and says what goes where. */
async function release(isCheck: boolean): Promise<boolean> {
  const state = readState();
  const problems = releaseProblems(state);
  if (problems.length === 0 && !isCheck) {
    await buildAll();
    for (const { name, problem } of checkBuilt()) if (problem) problems.push(`${name}: ${problem}`);
  }
  if (problems.length > 0) {
    console.error(problems.map((problem) => `release: ${problem}`).join('\n'));
    return false;
  }
  const version = state.versions['package.json'] ?? '';
  if (isCheck) {
    console.log(
      `release: nothing stands in the way of ${version}; npm run release makes its files`,
    );
    return true;
  }
  const place = (file: string) => relative(ROOT, file);
  const source = packageSource(version);
  console.log(
    [
      `Chrome Web Store: ${place(packageExtension('chrome', version))}`,
      `addons.mozilla.org: ${place(packageExtension('firefox', version))}, source ${place(source)}`,
      'both stores: texts and pictures of docs/listing, docs/privacy.md',
      `npm: npm publish${version.includes('-') ? ' --tag next' : ''}`,
      `git: git tag v${version}`,
    ].join('\n'),
  );
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.exitCode = (await release(process.argv.includes('check'))) ? 0 : 1;
