import { sayFaults } from '../../../language/input.ts';
import { readHarFile } from '../../../vendors/har/har-file.ts';
import { endpointsOf } from '../../../vendors/profile-endpoints.ts';
import { fileKindOf } from '../../intake/file-kind.ts';
import { readFile } from '../../intake/read-file.ts';
import { recordingIn } from '../../intake/report-file.ts';
import { unpackFile } from '../../intake/unpack-file.ts';
import { t } from '../../text/language.ts';
import { messageOf } from '../../text/message-of.ts';
import type { Panel } from '../context.ts';
import type { Recording } from './before.ts';

/** The entries of a session file or a HAR; what is wrong with it stands in the banner, and undefined comes back. */
export async function openRecording(
  given: File,
  { store, profiles, schedule }: Pick<Panel, 'store' | 'profiles' | 'schedule'>,
): Promise<Recording | undefined> {
  const { name } = given;
  try {
    const unpacked = await unpackFile(given);
    if (!unpacked.ok) {
      store.message.value = unpacked.problem;
      return undefined;
    }
    const file = await recordingIn(unpacked.file);
    if ((await fileKindOf(file)) === 'har') {
      const read = await readHarFile(new Uint8Array(await file.arrayBuffer()), {
        name,
        endpoints: endpointsOf(profiles.inForce.peek().profile),
        nextTurn: schedule.nextTurn,
      });
      const entries = read?.entries ?? [];
      const isVisit = entries.some(({ kind }) => kind === 'hit');
      store.message.value = isVisit
        ? undefined
        : ((read && sayFaults(read, t())) ?? t().intake.ofFile(name, t().intake.noEvent));
      return isVisit ? { name, entries } : undefined;
    }
    const result = await readFile(file);
    store.message.value = result.ok ? undefined : result.problem;
    return result.ok ? { name, entries: result.batches.flat() } : undefined;
  } catch (error) {
    store.message.value = t().intake.cannotRead(name, messageOf(error));
    return undefined;
  }
}
