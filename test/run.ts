/** Runs everything that must hold, goes on after what fails, and ends with one line of counts. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './build/build.ts';
import { checkBuilt } from './build/check-built.ts';

interface Counts {
  passed: number;
  failed: number;
}

const scratch = mkdtempSync(join(tmpdir(), 'event-loupe-test-'));
const totals: Counts = { passed: 0, failed: 0 };
const failures: string[] = [];

function count(name: string, { passed, failed }: Counts): void {
  totals.passed += passed;
  totals.failed += failed;
  if (failed > 0) failures.push(`${name} (${failed})`);
}

/** Runs a program of a package and shows what it prints. @returns whether it succeeded */
function succeeds(program: string, args: string[]): Promise<boolean> {
  const bin = join(ROOT, 'node_modules', '.bin', program);
  const child = spawn(bin, args, {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (status) => resolve(status === 0));
  });
}

/** A step that is no test runner counts as one. */
async function step(name: string, program: string, args: string[]): Promise<void> {
  console.log(`\n=== ${name}`);
  const passed = await succeeds(program, args);
  count(name, passed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
}

/** Tests of a Vitest project, counted from its JSON report. */
async function tests(name: string, project: string, args: readonly string[] = []): Promise<void> {
  console.log(`\n=== ${name}`);
  const report = join(scratch, `${name.replaceAll(' ', '-')}.json`);
  const passed = await succeeds('vitest', [
    'run',
    `--project=${project}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...args,
  ]);
  if (!existsSync(report)) {
    count(name, { passed: 0, failed: 1 });
    return;
  }
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
  // A file that cannot be loaded, or an error outside any test, fails the run without a test.
  const failed = numFailedTests === 0 && !passed ? 1 : numFailedTests;
  count(name, { passed: numPassedTests, failed });
}

function built(): void {
  console.log('\n=== built files');
  for (const { name, problem } of checkBuilt()) {
    console.log(
      `${problem === undefined ? 'ok  ' : 'FAIL'} ${name}${problem ? `: ${problem}` : ''}`,
    );
    count(name, problem === undefined ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
  }
}

/**
 * Unit tests of what is pure: no globals of a page, no module with a state. They share one realm a
 * worker, since loading the modules anew for each file costs more than most of the tests. The panel's
 * would pass there, too; beside the long ones of the other run they cost less.
 */
const ONE_REALM = [
  'analysis',
  'diff',
  'language',
  'recording',
  'rules',
  'session',
  'site',
  'vendors',
].map((folder) => `test/unit/${folder}/`);

try {
  await step('types', 'tsc', ['--noEmit']);
  await step('lint', 'biome', ['check']);
  await step('build', 'tsx', ['test/build/build.ts']);
  built();
  await step('web-ext lint', 'web-ext', [
    ...['lint', '--source-dir', 'dist/firefox', '--no-config-discovery', '--boring'],
  ]);
  await tests('unit tests in one realm', 'unit', ['--no-isolate', ...ONE_REALM]);
  const others = ONE_REALM.map((folder) => `--exclude=${folder}**`);
  await tests('other unit tests', 'unit', others);
  await tests('browser tests', 'browser');
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
if (failures.length > 0) console.log(`\nfailed: ${failures.join(', ')}`);
console.log(`\n${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed > 0 ? 1 : 0;
