import { HOOK_SCRIPT } from '../../session/handshake.ts';
import { DECODED_UNITS } from '../../vendors/fields.ts';
import type { NetworkRequest } from './enrichment.ts';

/** Frames of a stack as Chromium's DevTools tells them; lines and columns count from 0. */
interface InitiatorStack {
  callFrames?: {
    functionName?: string;
    url?: string;
    lineNumber?: number;
    columnNumber?: number;
  }[];
  parent?: InitiatorStack;
}

/** An entry of a HAR log, as far as it is used, with what Chromium adds. */
interface HarEntry {
  startedDateTime?: string;
  request?: {
    url?: string;
    method?: string;
    postData?: { mimeType?: string; text?: string };
  };
  _initiator?: { stack?: InitiatorStack };
}

/** Frames of a stack that are kept; asynchronous ones among them. */
const FRAMES = 30;

/** Writes a stack the way the engine writes `Error.stack`. Undefined where there is none. */
function writeStack(stack: InitiatorStack | undefined): string | undefined {
  const lines: string[] = [];
  for (let part = stack; part && lines.length < FRAMES; part = part.parent)
    for (const { functionName, url, lineNumber = 0, columnNumber = 0 } of part.callFrames ?? []) {
      if (url === HOOK_SCRIPT || url?.startsWith('chrome-extension:')) continue;
      const place = `${url || '<anonymous>'}:${lineNumber + 1}:${columnNumber + 1}`;
      lines.push(functionName ? `    at ${functionName} (${place})` : `    at ${place}`);
    }
  return lines.length === 0 ? undefined : lines.slice(0, FRAMES).join('\n');
}

/** Reads a HAR entry; undefined where it lacks what a request to a server must have. */
export function readHarEntry(entry: unknown): NetworkRequest | undefined {
  const { startedDateTime, request, _initiator } = (entry ?? {}) as HarEntry;
  const startedAt = Date.parse(startedDateTime ?? '');
  if (!request?.url || !request.method || Number.isNaN(startedAt)) return undefined;
  // A picture in an address (data:) may have megabytes, and is no request to a server.
  if (!/^https?:/i.test(request.url)) return undefined;
  const stack = writeStack(_initiator?.stack);
  const { text, mimeType } = request.postData ?? {};
  return {
    url: request.url,
    method: request.method,
    startedAt,
    // One unit more than is decoded, so that a cut is seen: most requests are no hits.
    ...(text === undefined ? {} : { body: text.slice(0, DECODED_UNITS + 1) }),
    ...(mimeType && { contentType: mimeType }),
    ...(stack && { stack }),
  };
}
