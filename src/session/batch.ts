import type { Batch } from './wire.ts';

/**
 * Parses what the hook sent: `<first number> <count>`, then one entry a line. Returns undefined for
 * anything else; the entries themselves are checked where they are parsed.
 */
export function parseBatch(message: unknown): Batch | undefined {
  if (typeof message !== 'string') return undefined;
  const end = message.indexOf('\n');
  const header = /^(\d{1,9}) (\d{1,6})$/.exec(message.slice(0, Math.max(end, 0)));
  if (!header) return undefined;
  const count = Number(header[2]);
  return count > 0 ? { from: Number(header[1]), count, text: message.slice(end + 1) } : undefined;
}
