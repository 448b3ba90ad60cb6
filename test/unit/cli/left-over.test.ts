import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { makeFolder, removeLeftOver } from '../../../src/cli/left-over.ts';
import { openSessionFile } from '../../../src/cli/session-file.ts';
import { PLAIN } from '../../../src/cli/text-report.ts';
import { ENGLISH } from '../../../src/language/languages.ts';

const SILENT = {
  language: ENGLISH,
  write() {},
  async writeAll() {},
  remark() {},
  paint: PLAIN,
};

/** Stands for a browser: a program that runs until it is ended. */
const running: ChildProcess[] = [];
async function run(...args: string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', '--', ...args]);
  running.push(child);
  await once(child, 'spawn');
  return child;
}

afterEach(() => {
  vi.unstubAllEnvs();
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

describe('what a killed recording leaves', () => {
  it('goes with the next: its folder and its browser, and nobody else’s', async () => {
    const temporary = mkdtempSync(join(tmpdir(), 'event-loupe-left-'));
    vi.stubEnv('TMPDIR', temporary);
    const command = await run();
    const dead = join(temporary, `event-loupe-record-${command.pid}-abc`);
    command.kill('SIGKILL');
    await once(command, 'exit');
    mkdirSync(join(dead, 'profile'), { recursive: true });
    const socket = join(temporary, 'org.chromium.Chromium.abc');
    mkdirSync(socket);
    symlinkSync(join(socket, 'SingletonSocket'), join(dead, 'profile', 'SingletonSocket'));
    const browser = await run('--profile', join(dead, 'profile'));
    const ended = once(browser, 'exit');
    // Of a recording that runs, this one.
    const own = await makeFolder();
    // A link of anybody's leads nowhere.
    const elsewhere = join(temporary, 'elsewhere');
    mkdirSync(join(elsewhere, 'x'), { recursive: true });
    const forged = join(temporary, `event-loupe-record-${command.pid}-def`);
    mkdirSync(join(forged, 'profile'), { recursive: true });
    symlinkSync(
      join(elsewhere, 'x', 'SingletonSocket'),
      join(forged, 'profile', 'SingletonSocket'),
    );
    const other = await run('--profile', join(own, 'profile'));

    await removeLeftOver();
    await ended;
    expect([dead, socket, forged].filter(existsSync)).toEqual([]);
    expect([own, join(elsewhere, 'x')].filter((each) => !existsSync(each))).toEqual([]);
    expect([browser.signalCode, other.signalCode, other.exitCode]).toEqual(['SIGKILL', null, null]);
    rmSync(temporary, { recursive: true });
  });
});

it('a recording that never began leaves no file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'event-loupe-left-'));
  const file = await openSessionFile(join(folder, 'a.jsonl'), 'test', SILENT);
  await file.discard();
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});
