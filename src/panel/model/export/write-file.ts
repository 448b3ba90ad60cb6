import type { Entry } from '../../../session/entry.ts';
import { serializeHeader } from '../../../session/file.ts';
import { visible } from '../../../session/visible.ts';

/** Entries written between two turns of the event loop. */
const TURN_ENTRIES = 1_000;

/**
 * A session file as a Blob, written in pieces so that the panel goes on answering.
 * @param isMasked the entries are, and the file says so
 * @param nextTurn resolves when the browser had its turn.
 */
export async function writeFile(
  entries: readonly Entry[],
  generator: string,
  createdAt: number,
  isMasked: boolean,
  nextTurn: () => Promise<void>,
): Promise<Blob> {
  const parts: BlobPart[] = [`${serializeHeader(generator, createdAt, isMasked)}\n`];
  for (let i = 0; i < entries.length; i += TURN_ENTRIES) {
    const lines = entries
      .slice(i, i + TURN_ENTRIES)
      .map((entry) => `${visible(JSON.stringify(entry))}\n`);
    parts.push(lines.join(''));
    await nextTurn();
  }
  return new Blob(parts, { type: 'application/x-ndjson' });
}

/**
 * `event-loupe-shop.example-2026-11-21-104207.jsonl`: the page's host and the local time. What is not
 * masked says so: it is not to be passed on by mistake.
 */
export function nameFile(url: string, at: number, isMasked = true): string {
  const host = URL.canParse(url) ? new URL(url).host.replace(/[^\w.-]+/g, '-') : '';
  const date = new Date(at);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}${two(date.getMinutes())}${two(date.getSeconds())}`;
  return ['event-loupe', host, day, time, isMasked ? '' : 'unmasked']
    .filter((part) => part !== '')
    .join('-')
    .concat('.jsonl');
}

/** Hands a file to the browser's downloads. */
export function download(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // The download has its own hold on the data once it began; a minute is ample for that.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
