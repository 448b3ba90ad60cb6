import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describeFileError } from '../failure.ts';
import type { Output } from '../output.ts';

/** Where programs keep what should survive a restart (XDG base directory; LocalAppData on Windows). */
export function stateFolder(environment: NodeJS.ProcessEnv): string {
  const { XDG_STATE_HOME: state, LOCALAPPDATA: local } = environment;
  return join(state || local || join(homedir(), '.local', 'state'), 'event-loupe');
}

/**
 * The word that opens the stream. It is random, made at the first start and kept in a file that
 * only the user reads, so that a panel finds a tap again that was started anew. Where it cannot be
 * kept, it holds for this run, and a remark says so.
 */
export async function readToken(environment: NodeJS.ProcessEnv, output: Output): Promise<string> {
  const t = output.language.words.command;
  const folder = stateFolder(environment);
  const file = join(folder, 'tap-token');
  try {
    const kept = (await readFile(file, 'utf8')).trim();
    if (/^[\w-]{32,}$/.test(kept)) {
      // It may have been copied here, or made by somebody else.
      await chmod(file, 0o600);
      return kept;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
      output.remark(t.cannotRead(file, describeFileError(error, t)));
  }
  const token = randomBytes(24).toString('base64url');
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(file, `${token}\n`, { mode: 0o600 });
    await chmod(file, 0o600);
  } catch (error) {
    output.remark(t.tokenNotKept(describeFileError(error, t)));
  }
  return token;
}
