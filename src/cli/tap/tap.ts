import { randomBytes } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import type { CommandWords } from '../../language/words.ts';
import { Failure } from '../failure.ts';
import type { Output } from '../output.ts';
import { createRing } from './ring.ts';
import { startTapServer } from './server.ts';
import { readToken } from './token.ts';

export interface TapCommandOptions {
  port: number;
  /** Absent: a dry run. */
  forward?: URL | undefined;
  /** An address of this machine to listen on besides loopback. */
  host?: string | undefined;
  /** TLS and CONNECT for Meta's host too. */
  tls?: boolean;
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
  // Certificates take a while to load, and most runs have no use for them.
  const certificate = options.tls
    ? await (await import('./authority.ts')).makeCertificate(process.env, Date.now(), options.host)
    : undefined;
  const server = await startTapServer({
    port: options.port,
    host: options.host,
    certificate,
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
      ...(certificate ? tlsLines(address, certificate.file, t) : []),
      '',
    ].join('\n'),
  );
  if (options.host !== undefined) output.remark(t.tapOpen(options.host));
  if (forward && (await leadsBack(forward, server.port))) {
    await server.close();
    throw new Failure((t) => t.tapCircle(forward.hostname));
  }
  if (!signal.aborted)
    await new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  await server.close();
}

/** How programs come to trust tap, and how that ends. */
function tlsLines(address: string, file: string, t: CommandWords): string[] {
  return [
    `  ${t.tapProxy(`HTTPS_PROXY=${address}`)}`,
    `  ${t.tapTrust}`,
    `    Node NODE_EXTRA_CA_CERTS=${file}`,
    `    curl --cacert ${file}`,
    `    Python REQUESTS_CA_BUNDLE=${file}`,
    `    PHP php -d curl.cainfo=${file}`,
    // It brings a list of authorities of its own, which goes before php.ini's.
    `    PHP, Meta's SDK: Api::instance()->getHttpClient()->setCaBundlePath('${file}')`,
    `    Ruby SSL_CERT_FILE=${file}`,
    `    Java keytool -importcert -noprompt -alias tap -file ${file} -keystore tap.p12 -storepass changeit`,
    `  ${t.tapRemove(file)}`,
  ];
}

/** Whether what is passed on would come back: the hosts file leads Meta's name here. */
async function leadsBack(forward: URL, port: number): Promise<boolean> {
  const own = forward.port || (forward.protocol === 'https:' ? '443' : '80');
  if (Number(own) !== port) return false;
  const found = await lookup(forward.hostname).catch(() => undefined);
  return found !== undefined && /^(?:127\.|::1$)/.test(found.address);
}
