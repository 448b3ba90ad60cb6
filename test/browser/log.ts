import type { Entry } from '../../src/session/entry.ts';
import type { Panel } from './harness/session.ts';

/** The panel's log: every entry, whatever the list shows of them. */
export async function entriesOf(panel: Panel): Promise<Entry[]> {
  return panel.evaluate(() => (globalThis as unknown as { log: Entry[] }).log);
}
