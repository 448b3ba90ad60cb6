import type { Pair, PairVerdict } from '../../analysis/analysis.ts';
import { formatCount } from './describe-entry.ts';
import type { ShortWords, Tone } from './hit-words.ts';

const TONES: Readonly<Record<PairVerdict, Tone>> = {
  paired: 'ok',
  'browser-only': 'warn',
  'server-only': 'warn',
  'id-missing': 'warn',
  'id-mismatch': 'bad',
  'name-mismatch': 'bad',
  'pixel-mismatch': 'bad',
  'id-reused': 'bad',
  'outside-window': 'bad',
};

/** Verdicts that are no fault by themselves: what the session knows makes them one, and is named. */
const NEUTRAL: ReadonlySet<PairVerdict> = new Set(['browser-only', 'server-only', 'id-missing']);

/** Rules that are worth knowing and no fault. */
const HARMLESS: ReadonlySet<string> = new Set(['dedup/id-shared', 'dedup/derived-copy']);

/** How a row of the ledger is coloured. Where nothing is known to be wrong it is not. */
export function pairTone({ verdict, why }: Pick<Pair, 'verdict' | 'why'>): Tone {
  const isHarmless = why.every((rule) => HARMLESS.has(rule));
  if (isHarmless && (NEUTRAL.has(verdict) || (verdict === 'id-reused' && why.length > 0)))
    return 'mute';
  return TONES[verdict];
}

/** A pair verdict for a chip. */
export function pairWords(pair: Pair): ShortWords {
  const why = pair.why.length > 0 ? ` Rules: ${pair.why.join(', ')}.` : '';
  return {
    label: pair.verdict,
    tone: pairTone(pair),
    title: `Deduplication of ${pair.eventName || 'an event without a name'}, id ${pair.eventId || 'missing'}: ${pair.verdict}; ${pair.browser.length} from the browser, ${pair.server.length} from a server.${why}`,
  };
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * `server 1.2 s later`, `server 3 min 5 s earlier`, `at the same time`.
 * @param delay milliseconds from the browser's copy to the server's
 */
export function delayWords(delay: number): string {
  const ms = Math.abs(delay);
  if (ms < 0.5) return 'at the same time';
  return `server ${lengthWords(ms)} ${delay > 0 ? 'later' : 'earlier'}`;
}

function lengthWords(ms: number): string {
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < MINUTE) return `${Math.round(ms / 100) / 10} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min ${Math.floor((ms % MINUTE) / SECOND)} s`;
  return `${Math.floor(ms / HOUR)} h ${Math.floor((ms % HOUR) / MINUTE)} min`;
}

/** `3 of 12 rows paired`. */
export function pairedWords(paired: number, rows: number): string {
  return `${formatCount(paired)} of ${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'} paired`;
}
