import { type Entry, numberOf } from '../../session/entry.ts';

/** The order in which entries were seen; calls of one moment by their number. */
export function compareEntries(x: Entry | undefined, y: Entry | undefined): number {
  if (x === undefined || y === undefined) return 0;
  const byTime = x.at - y.at;
  if (byTime !== 0) return byTime;
  if (x.kind === 'call' && y.kind === 'call' && x.page === y.page)
    return numberOf(x.id) - numberOf(y.id);
  return x.id < y.id ? -1 : x.id > y.id ? 1 : 0;
}
