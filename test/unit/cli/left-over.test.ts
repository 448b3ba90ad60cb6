import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { makeFolder, removeLeftOver } from '../../../src/cli/left-over.ts';

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
    const browser = await run('--profile', join(dead, 'profile'));
    const ended = once(browser, 'exit');
    // Of a recording that runs, this one.
    const own = await makeFolder();
    const other = await run('--profile', join(own, 'profile'));

    await removeLeftOver();
    await ended;
    expect([existsSync(dead), existsSync(own)]).toEqual([false, true]);
    expect([browser.signalCode, other.signalCode, other.exitCode]).toEqual(['SIGKILL', null, null]);
    rmSync(temporary, { recursive: true });
  });
});
