import { PAIR_VERDICTS, type Pair, type PairVerdict } from '../../analysis/verdicts.ts';
import { ENGLISH } from '../../language/languages.ts';
import type { Words } from '../../language/words.ts';

/** Rows shown of one verdict; the count of the others is told. */
const SHOWN = 10;

/** Verdicts whose rows are counted only: a list of what is right, or of one side alone, says little. */
const COUNTED: ReadonlySet<PairVerdict> = new Set(['paired', 'browser-only', 'server-only']);

/**
 * The ledger of event ids as lines of text: how many rows of each verdict, and the rows that are
 * wrong. No lines where there are no copies.
 * @param printable makes text of a page safe for a terminal
 */
export function formatPairs(
  pairs: readonly Pair[],
  printable: (text: string) => string,
  t: Words = ENGLISH.words,
): string[] {
  if (pairs.length === 0) return [];
  const counts = PAIR_VERDICTS.map((verdict) => ({
    verdict,
    rows: pairs.filter((pair) => pair.verdict === verdict),
  })).filter(({ rows }) => rows.length > 0);
  const words = t.pair;
  const lines = [
    words.counts(
      counts.map(({ verdict, rows }) => `${t.say.number(rows.length)} ${words.verdict[verdict]}`),
    ),
  ];
  for (const { verdict, rows } of counts) {
    if (COUNTED.has(verdict)) continue;
    for (const row of rows.slice(0, SHOWN)) lines.push(`  ${printable(formatPair(row, t))}`);
    if (rows.length > SHOWN) lines.push(`  ${words.more(rows.length - SHOWN, verdict)}`);
  }
  return lines;
}

function formatPair(pair: Pair, { pair: words }: Words): string {
  const { verdict, pixelId, eventName, eventId, browser, server, why } = pair;
  const reasons = why.length === 0 ? '' : `: ${why.join(', ')}`;
  const parts = [
    eventId === '' ? words.noId : `"${eventId}"`,
    pixelId === '' ? words.noPixel : pixelId,
    words.copies(browser.length, server.length),
  ];
  return `${words.verdict[verdict]} ${eventName} ${parts.join(', ')}${reasons}`;
}
