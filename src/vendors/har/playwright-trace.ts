import { unzipSync } from 'fflate';
import type { Entry, Har } from 'har-format';
import { isJsonObject, type JsonObject } from '../fields.ts';
import { parseJson } from '../meta/server-events/json-text.ts';

/** A zip's first bytes, which are the same as text and as bytes. */
const ZIP = 'PK\u0003\u0004';

/** Whether a file begins as a zip does; of those a Playwright trace is read. */
export function looksLikeZip(head: string): boolean {
  return head.startsWith(ZIP);
}

/**
 * The network log in a Playwright trace (`trace.zip`): each `.network` file has one HAR entry a line
 * (`resource-snapshot`), the bodies of requests stand in files of their own (playwright-core 1.64,
 * trace viewer; `_sha1` before 1.5x, `_file` since). Undefined where the zip is no trace.
 * @param limit bytes that are unpacked at most
 */
export function harOfTrace(zip: Uint8Array, limit: number): Har | undefined {
  const logs = unpack(zip, (name) => name.endsWith('.network'), limit);
  if (logs === undefined || logs.size === 0) return undefined;
  const entries = [...logs.values()].flatMap(entriesIn);
  const wanted = new Set(entries.flatMap((entry) => bodyFile(entry) ?? []));
  const bodies = unpack(zip, (name) => wanted.has(name), limit) ?? new Map();
  for (const entry of entries) {
    const body = bodies.get(bodyFile(entry) ?? '');
    const request = isJsonObject(entry.request) ? entry.request : {};
    if (body !== undefined && isJsonObject(request.postData))
      request.postData = { ...request.postData, text: new TextDecoder().decode(body) };
  }
  const log: Partial<Har['log']> = { version: '1.2', entries: entries as unknown as Entry[] };
  return { log: log as Har['log'] };
}

/** The files of a zip that are wanted; undefined where it is none, or they are too large. */
function unpack(
  zip: Uint8Array,
  isWanted: (name: string) => boolean,
  limit: number,
): Map<string, Uint8Array> | undefined {
  let size = 0;
  try {
    const files = unzipSync(zip, {
      filter: ({ name, originalSize }) => {
        if (!isWanted(name)) return false;
        size += originalSize;
        return size <= limit;
      },
    });
    return new Map(Object.entries(files));
  } catch {
    // Cut off, or packed in a way that nobody uses.
    return undefined;
  }
}

function entriesIn(log: Uint8Array): JsonObject[] {
  const lines = new TextDecoder().decode(log).split('\n');
  return lines.flatMap((line) => {
    const parsed = line.trim() === '' ? undefined : parseJson(line);
    if (!parsed?.ok || !isJsonObject(parsed.value)) return [];
    const { type, snapshot } = parsed.value;
    return type === 'resource-snapshot' && isJsonObject(snapshot) ? [snapshot] : [];
  });
}

/** The file in the zip that holds the body of a request. */
function bodyFile({ request }: JsonObject): string | undefined {
  const post = isJsonObject(request) ? request.postData : undefined;
  if (!isJsonObject(post)) return undefined;
  if (typeof post._file === 'string') return post._file;
  return typeof post._sha1 === 'string' ? `resources/${post._sha1}` : undefined;
}
