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
  const token = await readToken(process.env, output.remark);
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
  });
  const address = `http://127.0.0.1:${server.port}`;
  output.write(
    [
      forward
        ? `tap on ${address}, forwarding to ${forward.origin}`
        : `tap on ${address}, dry run: it answers as the Graph API does, nothing goes to Meta`,
      `  your server: use ${address} in place of https://graph.facebook.com`,
      `  the panel (Server events) and record --tap: ${address}/#${token}`,
      '',
    ].join('\n'),
  );
  if (!signal.aborted)
    await new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  await server.close();
}
