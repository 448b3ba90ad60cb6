import { randomBytes } from 'node:crypto';
import type { Output } from '../output.ts';
import { createRing } from './ring.ts';
import { startTapServer } from './server.ts';
import { readToken } from './token.ts';

export interface TapCommandOptions {
  port: number;
  /** Absent: a dry run. */
  forward?: URL | undefined;
}

/**
 * Runs a tap until the signal ends it.
 * @throws Failure when it cannot listen
 */
export async function tap(
  options: TapCommandOptions,
  output: Output,
  signal: AbortSignal,
): Promise<void> {
  const token = await readToken(process.env, output);
  const t = output.language.words.command;
  const run = randomBytes(4).toString('hex');
  const { forward } = options;
  const server = await startTapServer({
    port: options.port,
    forward,
    token,
    ring: createRing(run),
    log: (line) => output.write(`${line}\n`),
    warn: output.remark,
    now: Date.now,
    words: t,
  });
  const address = `http://127.0.0.1:${server.port}`;
  output.write(
    [
      forward ? t.tapForwarding(address, forward.origin) : t.tapStarted(address),
      `  ${t.tapForServer(address)}`,
      `  ${t.tapForPanel(`${address}/#${token}`)}`,
      '',
    ].join('\n'),
  );
  if (!signal.aborted)
    await new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  await server.close();
}
