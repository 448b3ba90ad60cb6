import { execFile } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** A recording's folder: the number of the process that made it follows. */
const FOLDER = 'event-loupe-record-';

/** Makes the temporary folder of a recording: the browser's profile and all else is in it. */
export function makeFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), `${FOLDER}${process.pid}-`));
}

/**
 * What belongs to a recording: its folder, and the one beside it in which a Chromium has the socket
 * of its profile. The profile has a link into that, and a Chromium that is killed leaves it.
 */
export function foldersOf(folder: string): string[] {
  try {
    const socket = readlinkSync(join(folder, 'profile', 'SingletonSocket'));
    const beside = dirname(socket);
    const isIts = basename(socket) === 'SingletonSocket' && dirname(beside) === dirname(folder);
    return isIts ? [beside, folder] : [folder];
  } catch {
    return [folder];
  }
}

/**
 * Removes what recordings left whose command was killed: their folders, and the browser that Firefox
 * leaves running then. Chromium ends with the command.
 */
export async function removeLeftOver(): Promise<void> {
  const folders = (await readdir(tmpdir()).catch(() => [])).flatMap((name) => {
    const made = /^event-loupe-record-(\d+)-/.exec(name);
    return made && !isRunning(Number(made[1])) ? join(tmpdir(), name) : [];
  });
  if (folders.length === 0) return;
  for (const { pid, line } of await processes())
    if (folders.some((folder) => line.includes(join(folder, 'profile')))) end(pid);
  // Another user's cannot be removed, and is not ours.
  for (const folder of folders.flatMap(foldersOf))
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }).catch(
      () => undefined,
    );
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile, or is another user's.
  }
}

/** A process and how it was called, its arguments with blanks or noughts between them. */
interface Process {
  pid: number;
  line: string;
}

/** The machine's processes; none on Windows, where a folder in use is left to a later run. */
async function processes(): Promise<Process[]> {
  if (process.platform === 'win32') return [];
  // Images of containers often have no ps.
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  if (pids.length > 0)
    return Promise.all(
      pids.map(async (pid) => ({
        pid: Number(pid),
        line: await readFile(join('/proc', pid, 'cmdline'), 'utf8').catch(() => ''),
      })),
    );
  const { stdout } = await promisify(execFile)('ps', ['-axww', '-o', 'pid=,args=']).catch(() => ({
    stdout: '',
  }));
  return stdout.split('\n').map((line) => ({ pid: Number.parseInt(line, 10), line }));
}
