import type { ConsentEntry } from '../../session/entry.ts';
import { CONSENT_READINGS } from '../../session/limits.ts';
import { copyArguments } from '../copy.ts';
import { slice, stringify } from '../natives.ts';
import { send } from '../outbox.ts';
import { now } from '../record.ts';

/** What a consent source of this document has said so far. */
export interface Told {
  source: ConsentEntry['source'];
  /** What tells its last reading from the next; '' before the first. */
  last: string;
  count: number;
}

/** A source that has said nothing yet. */
export function nothingTold(source: string): Told {
  return { source, last: '', count: 0 };
}

/** Whether any source has spoken in this document. */
export let hasSpoken = false;
/** Whether one has since `forgetTelling`. */
export let hasJustSpoken = false;

/** Starts to wait for the next reading. */
export function forgetTelling(): void {
  hasJustSpoken = false;
}

/**
 * Writes a consent entry where the source says something else than before.
 * @param key compared in place of the whole value, where that holds more than what was said
 */
export function tell(told: Told, value: unknown, event: string, key?: string): void {
  if (told.count >= CONSENT_READINGS) return;
  const copy = copyArguments([value]);
  const text = slice(copy.text, 1, copy.text.length - 1);
  const own = key ?? text;
  if (own === told.last) return;
  const name = told.count === 0 ? 'load' : event;
  send(
    `"at":${now()},"kind":"consent","source":"${told.source}","event":${stringify(
      told.count + 1 === CONSENT_READINGS ? 'limit' : name,
    )},"value":${text}}`,
  );
  // Not before it is sent: where the page's stack is used up, it is still to be told.
  told.last = own;
  told.count += 1;
  hasSpoken = true;
  hasJustSpoken = true;
}
