import type { Entry } from '../../../session/entry.ts';
import type { Profile } from '../../../session/profile.ts';
import { createMasker } from '../../../vendors/personal/mask.ts';

/** Entries looked at or masked between two turns of the event loop. */
const TURN_ENTRIES = 100;

/** What exports of one panel are masked under: two files of a session can be compared. */
const key = [...crypto.getRandomValues(new Uint8Array(32))]
  .map((byte) => byte.toString(16).padStart(2, '0'))
  .join('');

/**
 * Entries without anything personal, in pieces so that the panel goes on answering.
 * @param all the whole session: what it shows to be personal is masked wherever it stands
 * @param nextTurn resolves when the browser had its turn
 */
export async function maskPaced(
  entries: readonly Entry[],
  all: readonly Entry[],
  { masking }: Profile,
  nextTurn: () => Promise<void>,
): Promise<Entry[]> {
  const masker = createMasker({ key, ...masking });
  const paced = async (list: readonly Entry[], each: (entry: Entry) => void) => {
    for (let i = 0; i < list.length; i += TURN_ENTRIES) {
      list.slice(i, i + TURN_ENTRIES).forEach(each);
      await nextTurn();
    }
  };
  await paced(all, masker.learn);
  const masked: Entry[] = [];
  await paced(entries, (entry) => masked.push(masker.mask(entry)));
  return masked;
}
