import type { Pair, PairVerdict } from '../../analysis/analysis.ts';
import { formatCount } from './describe-entry.ts';
import type { ShortWords, Tone } from './hit-words.ts';

/** Every pair verdict, in the order in which it is shown: what is wrong comes before what is not. */
export const PAIR_VERDICTS: readonly PairVerdict[] = [
  'paired',
  'id-missing',
  'id-mismatch',
  'name-mismatch',
  'pixel-mismatch',
  'id-reused',
  'outside-window',
  'browser-only',
  'server-only',
];

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

/** The reasons of the ledger in a few words; the finding says the rest. */
export const WHY_WORDS: Readonly<Record<string, string>> = {
  'dedup/automatic-id': "automatic id, not the page's",
  'dedup/browser-copy-lost': "browser's copy did not arrive",
  'dedup/clock-skew': 'clocks differ',
  'dedup/commanders-act-own-id': "Commanders Act's own id, not the one for Meta",
  'dedup/copies-differ': 'value or currency differ',
  'dedup/derived-copy': "server copy taken from a vendor's hit",
  'dedup/different-ids': 'each side made its own id',
  'dedup/event-id-empty': 'id is empty',
  'dedup/event-id-in-custom-data': 'id among the custom data',
  'dedup/event-id-key': 'key of the id misspelt',
  'dedup/event-id-list': 'id is a list',
  'dedup/event-time-too-old': 'event_time over 7 days old',
  'dedup/fallback': 'by fbp or external_id',
  'dedup/fallback-server-first': 'no ids, server not after the browser',
  'dedup/id-reused': 'id used again',
  'dedup/id-shared': 'id shared by several events',
  'dedup/missing-server-copy': 'no server copy',
  'dedup/name-case': "names differ by letters' case",
  'dedup/name-differs': 'names differ',
  'dedup/name-not-mapped': 'name not mapped',
  'dedup/no-event-id': 'no event id',
  'dedup/other-pixel': 'other pixel',
  'dedup/outside-window': 'more than 48 hours apart',
  'dedup/pixel-unknown': 'pixel not known',
  'dedup/previous-trigger-id': 'id of the previous trigger',
  'dedup/receipt-unknown': 'receipt not known',
  'dedup/server-copy-refused': "server's copy was refused",
  'dedup/server-first': 'server came first',
  'pixel/empty-event-id': 'id is empty',
  'pixel/event-id-in-custom-data': 'id in the third argument',
  'pixel/event-id-list': 'id is a list',
  'pixel/event-id-lost-digits': 'id is a number too large',
  'pixel/event-id-type': 'id is no text',
  'pixel/event-id-without-object': 'id without its object',
  'pixel/misspelt-event-id': 'key of the id misspelt',
  'pixel/numeric-event-id': 'id is a number',
  'pixel/placeholder-event-id': 'id is a placeholder',
  'pixel/two-event-ids': 'two ids given',
  'pixel/undefined-event-id': 'id was undefined',
};

/** A reason in a few words; that of a newer version by its rule. */
export function whyWords(rule: string): string {
  return (Object.hasOwn(WHY_WORDS, rule) ? WHY_WORDS[rule] : undefined) ?? rule;
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
