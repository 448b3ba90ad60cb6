import type { JudgedAnalysis } from '../../../rules/create-analysis.ts';
import type { Entry } from '../../../session/entry.ts';
import { t } from '../../text/language.ts';
import { messageOf } from '../../text/message-of.ts';
import type { Panel } from '../context.ts';
import { withRemark } from '../remark/remark.ts';
import { judgeEntries } from './judge-session.ts';
import { maskPaced } from './mask-paced.ts';
import { download, nameFile } from './write-file.ts';

type Exporting = Pick<Panel, 'store' | 'schedule'>;

/** Hands a file to the user, or says why that cannot be. */
export async function offer(
  { store }: Pick<Panel, 'store'>,
  extension: string,
  make: () => Promise<Blob>,
  isMasked = true,
): Promise<void> {
  const name = nameFile(store.book().latestUrl(), Date.now(), isMasked);
  try {
    download(await make(), name.replace(/\.jsonl$/, extension));
  } catch (error) {
    store.message.value = t().exports.failed(messageOf(error));
  }
}

/** The entries as they go into a file; the log may grow meanwhile. */
export async function readied(
  { store, schedule }: Exporting,
  entries: readonly Entry[],
  isMasked: boolean,
): Promise<Entry[]> {
  const { log, profile, remarks } = store.book();
  // What people added travels with the session.
  const list = entries.map((entry) => withRemark(entry, remarks.get(entry.id)));
  return isMasked ? maskPaced(list, [...log.entries], profile, schedule.nextTurn) : list;
}

/** The session on screen, masked and judged as it then is: what is told of one event has nothing else in it. */
export async function maskedAnalysis(panel: Exporting): Promise<JudgedAnalysis> {
  const { log, profile } = panel.store.book();
  const entries = await readied(panel, log.entries, true);
  return judgeEntries(entries, profile, panel.schedule);
}
