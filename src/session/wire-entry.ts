import type { Entry } from './entry.ts';
import validate from './session.schema.json?validator';

/**
 * Parses one line of a batch: an entry whose `id` and `cause` are numbers of its document, and
 * which has no `page`. The page's data is in it, so nothing is taken on trust.
 * Returns undefined when the line is no entry.
 */
export function parseWireEntry(document: string, text: string): Entry | undefined {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (typeof value.id !== 'number') return undefined;
  value.id = `${document}:${value.id}`;
  value.page = `${document}:0`;
  if (typeof value.cause === 'number') value.cause = `${document}:${value.cause}`;
  if (typeof value.stack === 'string') value.stack = withoutOwnFrames(value.stack);
  return validate(value) && value.kind !== 'session' ? (value as unknown as Entry) : undefined;
}

/** The hook's own frames say nothing of the page, and in Firefox hold an id of this installation. */
function withoutOwnFrames(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => !line.includes('chrome-extension://') && !line.includes('moz-extension://'))
    .join('\n');
}
