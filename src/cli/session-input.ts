import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { sayFaults, saySessionError } from '../language/input.ts';
import type { Words } from '../language/words.ts';
import type { Entry } from '../session/entry.ts';
import { readSession, SessionFileError } from '../session/file.ts';
import { HAR_IMPORT_BYTES } from '../session/limits.ts';
import type { Endpoint } from '../session/wire.ts';
import { GZIP, type GzipFault, gunzip, isGzip } from '../vendors/gunzip.ts';
import { looksLikeHar, readHarFile } from '../vendors/har/har-file.ts';
import { looksLikeZip } from '../vendors/har/playwright-trace.ts';
import { describeFileError, Failure } from './failure.ts';
import type { Output } from './output.ts';
import { STANDARD } from './standard.ts';

/**
 * What Snowplow Inspector, Micro and Mini export begins so: events for Snowplow's collector by their
 * schemas (https://docs.snowplow.io/docs/fundamentals/schemas/), in which no vendor's hit is.
 */
const SNOWPLOW = /iglu:com\.snowplowanalytics|"rawEvent"\s*:|"collector_tstamp"\s*:/;

/**
 * The entries of a session file, or of the record of a visit that another tool made (HAR, Playwright
 * trace, table of Omnibug), in pieces: its beginning tells which it is.
 * @param endpoints the profile's, by which a HAR's requests are known for hits
 * @throws Failure that names the file
 */
export async function* readEntries(
  file: string,
  endpoints: readonly Endpoint[],
  output: Output,
): AsyncGenerator<Entry[]> {
  const source = file === STANDARD ? process.stdin : createReadStream(file);
  let stream: Readable = source;
  let head = '';
  try {
    stream = await textOf(source);
    const chunks = stream[Symbol.asyncIterator]();
    const first = await chunks.next();
    if (!first.done) head = first.value;
    if (!first.done && looksLikeHar(first.value)) {
      if (file === STANDARD) {
        let text: string = first.value;
        for await (const chunk of { [Symbol.asyncIterator]: () => chunks }) text += chunk;
        if (looksLikeZip(text)) throw isZip(file);
        yield await readHar(file, Buffer.from(text), endpoints, output);
        return;
      }
      stream.destroy();
      yield await readHarBytes(file, endpoints, output);
      return;
    }
    yield* readSession(
      (async function* () {
        if (!first.done) yield first.value;
        yield* { [Symbol.asyncIterator]: () => chunks };
      })(),
    );
  } catch (error) {
    if (error instanceof Failure) throw error;
    if (error instanceof SessionFileError && SNOWPLOW.test(head))
      throw new Failure((_, words) => `${file}: ${words.input.snowplow}`);
    if (error instanceof SessionFileError)
      throw new Failure((_, words) => `${file}: ${sayNoSession(error, head, words)}`);
    if (isGzipError(error)) throw isGzipFault(file, 'damaged');
    throw new Failure((t) => t.cannotRead(file, describeFileError(error, t)));
  } finally {
    stream.destroy();
    source.destroy();
  }
}

/** The text of a stream, unpacked where it begins as gzip does. */
async function textOf(source: Readable): Promise<Readable> {
  await once(source, 'readable');
  const first: Buffer | null = source.read();
  if (first !== null) source.unshift(first);
  // A pipe may bring one byte alone; no text begins with this one.
  if (first?.[0] !== GZIP) return source.setEncoding('utf8');
  // What goes wrong comes out of the reading of what is unpacked.
  return pipeline(source, createGunzip(), () => undefined).setEncoding('utf8');
}

function isGzipError(error: unknown): boolean {
  return /^Z_/.test((error as NodeJS.ErrnoException).code ?? '');
}

function isGzipFault(file: string, fault: GzipFault): Failure {
  return new Failure((_, words) => `${file}: ${words.input.gzip[fault]}`);
}

/** Why it cannot be read; of a file that was another from its first line on, which it may be. */
function sayNoSession(error: SessionFileError, head: string, words: Words): string {
  const isOther = error.line === 1 && head !== '' && !/"kind"\s*:/.test(head);
  if (isOther && head.includes('event_name')) return words.input.serverEvents;
  const said = saySessionError(error, words);
  return isOther ? `${said}. ${words.input.opened}` : said;
}

async function readHarBytes(
  file: string,
  endpoints: readonly Endpoint[],
  output: Output,
): Promise<Entry[]> {
  const { size } = await stat(file);
  if (size > HAR_IMPORT_BYTES) throw new Failure((t) => t.tooLarge(file, size, HAR_IMPORT_BYTES));
  const bytes = await readFile(file);
  const content = isGzip(bytes) ? gunzip(bytes, HAR_IMPORT_BYTES) : bytes;
  if (typeof content === 'string') throw isGzipFault(file, content);
  return readHar(file, content, endpoints, output);
}

/** A zip that is no trace; on standard input its bytes are lost already. */
function isZip(file: string): Failure {
  return new Failure((_, words) => `${file}: ${words.input.notText.zip}`);
}

async function readHar(
  file: string,
  bytes: Uint8Array,
  endpoints: readonly Endpoint[],
  output: Output,
): Promise<Entry[]> {
  const result = await readHarFile(bytes, { name: file, endpoints });
  if (result === undefined) throw isZip(file);
  if (result.entries.length === 0 && result.faults.length > 0)
    throw new Failure((_, words) => sayFaults(result, words) ?? '');
  const { words } = output.language;
  const problem = sayFaults(result, words);
  if (problem !== undefined) output.remark(words.command.skipped(problem, result.entries.length));
  else if (result.entries.every(({ kind }) => kind === 'page'))
    output.remark(noHit(file, result.hosts, words));
  return result.entries;
}

/** Hosts that are named of an archive without hits. */
const SHOWN_HOSTS = 4;

/** What an archive has that nothing can be read from: an empty session must not look like a good one. */
function noHit(file: string, hosts: ReadonlyMap<string, number>, words: Words): string {
  const busiest = [...hosts].sort(([, a], [, b]) => b - a);
  const requests = busiest.reduce((sum, [, count]) => sum + count, 0);
  const shown = busiest.slice(0, SHOWN_HOSTS).map(([host]) => host);
  return words.command.noHit(file, requests, [
    ...shown,
    ...(busiest.length > SHOWN_HOSTS ? ['…'] : []),
  ]);
}
