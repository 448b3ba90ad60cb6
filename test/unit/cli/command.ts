import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../../..');
const PROGRAM = join(ROOT, 'dist/cli/event-loupe.js');

/** What a run of the built command gave. */
export interface CommandResult {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** The built command, running. */
export interface RunningCommand {
  result: Promise<CommandResult>;
  interrupt(): void;
  /** Ends it at once, as a crash does. */
  kill(): void;
  /** What it has printed so far, on both streams. */
  printed(): string;
}

/** Starts the built command in a folder. */
export function startCommand(
  args: string[],
  folder: string,
  environment: Record<string, string> = {},
): RunningCommand {
  if (!existsSync(PROGRAM)) throw new Error('dist/cli is missing: run npm run build');
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', ...environment },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  return {
    interrupt: () => child.kill('SIGINT'),
    kill: () => child.kill('SIGKILL'),
    printed: () => stdout + stderr,
    result: new Promise((done, fail) => {
      child.on('error', fail);
      child.on('close', (status) => done({ status, stdout, stderr }));
    }),
  };
}

/** Runs the built command in a folder to its end. */
export function runCommand(
  args: string[],
  folder: string,
  environment?: Record<string, string>,
): Promise<CommandResult> {
  return startCommand(args, folder, environment).result;
}
