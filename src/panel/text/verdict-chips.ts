import type {
  Analysis,
  ConsentCheck,
  ConsentState,
  Match,
  MatchVerdict,
} from '../../analysis/analysis.ts';
import type { Entry } from '../../session/entry.ts';
import { saidWords } from './consent-words.ts';
import type { ShortWords, Tone } from './hit-words.ts';
import { pairWords } from './pair-words.ts';
import { stateWords } from './state-words.ts';

/** A chip of a row. */
export interface Chip extends ShortWords {
  /** Tells the chips of one row apart. */
  key: string;
  /** What kind of answer it is. */
  about: 'state' | 'match' | 'pair' | 'consent';
}

/** The answers that chips are made of. */
export type Verdicts = Pick<Analysis, 'statesOf' | 'matchesOf' | 'pairsOf' | 'consentOf'>;

/** How match verdicts are coloured, in the order in which they are listed. */
export const MATCH_TONES: Readonly<Record<MatchVerdict, Tone>> = {
  matched: 'ok',
  custom: 'mute',
  misnamed: 'warn',
  unsent: 'bad',
  unmapped: 'mute',
  unexpected: 'warn',
  ambiguous: 'warn',
};

const CONSENT_TONES: Readonly<Record<ConsentState | 'held', Tone>> = {
  granted: 'ok',
  denied: 'bad',
  undecided: 'warn',
  'no-source': 'mute',
  conflict: 'bad',
  held: 'ok',
};

/**
 * What the analysis says about an entry, as chips: consent, mapping, deduplication, and last where
 * the call stands. Equal answers about several pixels or events are one chip. Asked for rows in
 * sight only.
 */
export function chipsOf(entry: Entry, verdicts: Verdicts): Chip[] {
  if (entry.kind !== 'call' && entry.kind !== 'hit' && entry.kind !== 'server') return [];
  const chips = new Map<string, Chip>();
  const put = (about: Chip['about'], words: ShortWords) => {
    const key = `${about} ${words.label}`;
    const before = chips.get(key);
    if (before && !before.title.includes(words.title)) before.title += `\n${words.title}`;
    if (!before) chips.set(key, { key, about, ...words });
  };
  for (const check of verdicts.consentOf(entry.id)) put('consent', consentWords(check));
  for (const match of verdicts.matchesOf(entry.id)) put('match', matchWords(match, entry.id));
  for (const pair of verdicts.pairsOf(entry.id)) put('pair', pairWords(pair));
  for (const state of verdicts.statesOf(entry.id)) put('state', stateWords(state));
  return [...chips.values()];
}

/** A consent verdict for a chip. */
export function consentWords(check: ConsentCheck): ShortWords {
  const sources = Object.entries(check.sources)
    .slice(0, 12)
    .map(([name, source]) => `${name}: ${saidWords(source)}`);
  const atHit = check.atHit === undefined ? '' : `, at the hit: ${check.atHit}`;
  return {
    label: check.verdict === 'no-source' ? 'no consent source' : check.verdict,
    tone: CONSENT_TONES[check.verdict],
    title: [`Consent at the call: ${check.atCall}${atHit}.`, ...sources].join('\n'),
  };
}

/** A match for a chip: the source event says what it became, the others that they are part of it. */
function matchWords(match: Match, id: string): ShortWords {
  const tone = MATCH_TONES[match.verdict];
  const rule = match.rule === undefined ? 'No rule names it.' : `Rule ${match.rule}.`;
  const actual = match.actual.length > 0 ? ` Arrived: ${match.actual.join(', ')}.` : '';
  const expected = match.expected === undefined ? '' : ` Expected: ${match.expected}.`;
  const title = `Mapping of ${match.source} ${match.name}: ${match.verdict}. ${rule}${expected}${actual}`;
  if (match.entry !== id) return { label: match.verdict, tone, title };
  const [first] = match.actual;
  if (match.verdict === 'matched' && first !== undefined)
    return { label: `→ ${first}`, tone, title };
  if (match.verdict === 'misnamed' && match.nearest !== undefined)
    return { label: `misnamed: ${match.nearest}?`, tone, title };
  return { label: match.verdict, tone, title };
}
