import type { CallEntry, Entry } from '../../session/entry.ts';
import type { Facts } from '../facts/facts.ts';
import type { Content } from './content.ts';
import type { Copy } from './copy.ts';

/** What explaining a row may ask. */
export interface Sight {
  get(id: string): Entry | undefined;
  /** What was found about the pixel's calls. */
  readonly facts: Facts;
  /** The pixel call that a hit is known to be of. */
  callOf(copy: Copy): CallEntry | undefined;
  contentOf(copy: Copy): Content;
  orderOf(copy: Copy): string | undefined;
  outermostCallOf(entry: string): string | undefined;
  nextTriggerOf(copy: Copy): Copy | undefined;
  /** Whether a pixel hit carries this event id. */
  hasBrowserCopy(eventId: string): boolean;
}
