import type { Pair, PairVerdict } from '../../analysis/analysis.ts';
import type { ShortWords, Tone } from './hit-words.ts';
import { t } from './language.ts';

const TONES: Readonly<Record<PairVerdict, Tone>> = {
  paired: 'ok',
  // Its second copy is only derived.
  'would-pair': 'mute',
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
const HARMLESS: ReadonlySet<string> = new Set([
  'dedup/id-shared',
  'dedup/id-on-two-pages',
  'dedup/derived-copy',
]);

/** Rules that say that Meta drops or refuses one of the events under an id: its copies agree, and it is lost. */
const SPOILT: ReadonlySet<string> = new Set([
  'dedup/previous-trigger-id',
  'dedup/id-reused',
  'dedup/event-time-too-old',
  'dedup/sent-twice',
]);

/** How a row of the ledger is coloured. Where nothing is known to be wrong it is not. */
export function pairTone({ verdict, why }: Pick<Pair, 'verdict' | 'why'>): Tone {
  if ((verdict === 'paired' || verdict === 'would-pair') && why.some((rule) => SPOILT.has(rule)))
    return 'warn';
  const isHarmless = why.every((rule) => HARMLESS.has(rule));
  if (isHarmless && (NEUTRAL.has(verdict) || (verdict === 'id-reused' && why.length > 0)))
    return 'mute';
  return TONES[verdict];
}

/** A pair verdict in words. */
export function pairLabel(verdict: PairVerdict): string {
  return t().verdict.pair[verdict];
}

/** A pair verdict for a chip. */
export function pairWords(pair: Pair): ShortWords {
  const { eventName, eventId, verdict, browser, server, why } = pair;
  const words = t().deduplication;
  const about = words.chip(eventName, eventId, pairLabel(verdict), browser.length, server.length);
  return {
    label: pairLabel(verdict),
    tone: pairTone(pair),
    title: [
      why.length > 0 ? `${about} ${words.rules(why.join(', '))}` : about,
      t().verdict.filter(verdict),
    ].join('\n'),
  };
}

/**
 * `server 1.2 s later`, `server 3 min 5 s earlier`, `at the same time`.
 * @param delay milliseconds from the browser's copy to the server's
 */
export function delayWords(delay: number): string {
  const { deduplication, say } = t();
  if (Math.abs(delay) < 0.5) return deduplication.atOnce;
  const length = say.duration(delay);
  return delay > 0 ? deduplication.later(length) : deduplication.earlier(length);
}
