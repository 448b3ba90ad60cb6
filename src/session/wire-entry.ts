import type { Entry } from './entry.ts';
import { HOOK_SCRIPT } from './handshake.ts';
import validate from './session.schema.json?validator';
import type { Sender } from './wire.ts';

/** What a document can say of itself. Hits and server events come from the background and tap alone. */
const OF_DOCUMENT: ReadonlySet<unknown> = new Set(['page', 'call', 'consent']);

/** What a person adds to an entry in the panel. */
const OF_PERSON = ['note', 'highlight', 'pinned'] as const satisfies readonly (keyof Entry)[];

/**
 * Parses one line of a batch: a page, call or consent entry whose `id` and `cause` are numbers of its document, and
 * which has no `page`. The page's data is in it, so nothing is taken on trust. A line that
 * `revises` an earlier one is the later form of that call, and gets its id.
 * Returns undefined when the line is no entry.
 */
export function parseWireEntry(
  document: string,
  text: string,
): { number: number; entry: Entry } | undefined {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { id: number, revises } = value;
  if (typeof number !== 'number' || !OF_DOCUMENT.has(value.kind)) return undefined;
  if (revises !== undefined) {
    if (typeof revises !== 'number' || revises >= number || value.kind !== 'call') return undefined;
    delete value.revises;
  }
  value.id = `${document}:${revises ?? number}`;
  value.page = `${document}:0`;
  if (typeof value.cause === 'number') value.cause = `${document}:${value.cause}`;
  if (typeof value.stack === 'string') value.stack = withoutOwnFrames(value.stack);
  // What a person added to an entry no page can say.
  for (const key of OF_PERSON) delete value[key];
  // What the server answered is the background's to say.
  if (value.event === 'answer' && value.kind === 'page') return undefined;
  if (!validate(value)) return undefined;
  return { number, entry: value as unknown as Entry };
}

/** A line of a stream of hits, parsed. */
export type ParsedHitLine =
  /** `entry.page` is still to be filled in: the panel knows the documents. */
  | { number: number; entry: Entry; sender: Sender }
  /** A later line tells it. */
  | { number: number; replaced: true };

/**
 * Parses one line of a stream of hits. The later form of a hit gets the id of its first line.
 * Returns undefined when the line is no such thing.
 */
export function parseHitLine(key: string, text: string): ParsedHitLine | undefined {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { id: number, revises, sender, replaced, request: _, ...entry } = value;
  if (typeof number !== 'number') return undefined;
  if (replaced === true) return { number, replaced };
  entry.id = `${key}:${typeof revises === 'number' ? revises : number}`;
  entry.page = '';
  if (!validate(entry) || !isOfStream(entry)) return undefined;
  return { number, entry: entry as unknown as Entry, sender: (sender ?? {}) as Sender };
}

/** What the background tells: hits, and what a site's server announced or answered. */
function isOfStream({ kind, event }: Record<string, unknown>): boolean {
  return kind === 'hit' || kind === 'server' || (kind === 'page' && event === 'answer');
}

/** The hook's own frames say nothing of the page. */
function withoutOwnFrames(stack: string): string {
  return stack
    .split('\n')
    .filter((line) => !OWN.some((mark) => line.includes(mark)))
    .join('\n');
}
/** With what stands before a script's address: a page may have a file of that name. */
const OWN = ['(', '@', 'at ']
  .map((before) => `${before}${HOOK_SCRIPT}:`)
  .concat('chrome-extension://', 'moz-extension://');
