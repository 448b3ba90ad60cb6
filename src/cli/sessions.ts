import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describeFileError, Failure } from './failure.ts';
import { STANDARD } from './standard.ts';

/** What of a folder is a session. */
const SESSION_FILE = /\.(?:jsonl|har)(?:\.gz)?$/i;
/** Folders that hold others' files. */
const OTHERS = new Set(['node_modules', '.git']);

/**
 * The session files that paths name: files as they are, folders with all that is in them, in order
 * of name.
 * @throws Failure where a path leads nowhere, or a folder has none
 */
export async function findSessions(paths: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    if (path === STANDARD || !(await isFolder(path))) {
      found.push(path);
      continue;
    }
    const inside = await sessionsIn(path);
    if (inside.length === 0) throw new Failure((t) => t.emptyFolder(path));
    found.push(...inside);
  }
  return [...new Set(found)];
}

/** A path that leads nowhere is no folder: who reads it says so. */
async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (known) => known.isDirectory(),
    () => false,
  );
}

async function sessionsIn(folder: string): Promise<string[]> {
  const files: string[] = [];
  let names: string[];
  try {
    names = (await readdir(folder)).sort();
  } catch (error) {
    throw new Failure((t) => t.cannotRead(folder, describeFileError(error, t)));
  }
  for (const name of names) {
    const path = join(folder, name);
    if (await isFolder(path)) {
      if (!OTHERS.has(name)) files.push(...(await sessionsIn(path)));
    } else if (SESSION_FILE.test(name)) files.push(path);
  }
  return files;
}
