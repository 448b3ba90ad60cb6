import { PAIR_VERDICTS, type Pair, type PairVerdict } from '../../analysis/verdicts.ts';
import type { ReportWords } from '../../language/words.ts';
import { countKinds } from './kinds.ts';

/** Rows shown of one verdict; the count of the others is told. */
const SHOWN = 10;

/** Verdicts whose rows are counted only: a list of what is right, or of one side alone, says little. */
const COUNTED: ReadonlySet<PairVerdict> = new Set([
  'paired',
  'would-pair',
  'browser-only',
  'server-only',
]);

/**
 * The ledger of event ids as lines of text: how many rows of each verdict, and the rows that are
 * wrong. No lines where there are no copies.
 * @param printable makes text of a page safe for a terminal
 */
export function formatPairs(
  pairs: Iterable<Pair>,
  printable: (text: string) => string,
  t: ReportWords,
): string[] {
  const kinds = countKinds(pairs, ({ verdict }) => verdict, SHOWN);
  if (kinds.size === 0) return [];
  const counts = PAIR_VERDICTS.flatMap((verdict) => {
    const kind = kinds.get(verdict);
    return kind === undefined ? [] : [{ verdict, ...kind }];
  });
  const lines = [t.pairs(counts.map(({ verdict, count }) => `${count} ${verdict}`).join(', '))];
  for (const { verdict, count, first } of counts) {
    if (COUNTED.has(verdict)) continue;
    for (const row of first) lines.push(`  ${printable(formatPair(row, t))}`);
    if (count > SHOWN) lines.push(`  ${t.andMore(count - SHOWN)} ${verdict}`);
  }
  return lines;
}

function formatPair(
  { verdict, pixelId, eventName, eventId, browser, server, why }: Pair,
  t: ReportWords,
): string {
  const id = eventId === '' ? t.noId : `"${eventId}"`;
  const pixel = pixelId === '' ? t.unknownPixel : pixelId;
  const reasons = why.length === 0 ? '' : `: ${why.join(', ')}`;
  return `${verdict} ${eventName} ${id}, ${pixel}, ${t.copies(browser.length, server.length)}${reasons}`;
}
