import type { Analysis, ConsentCheck, Match, MatchVerdict } from '../../analysis/analysis.ts';
import type { Entry } from '../../session/entry.ts';
import { saidWords, sourceLabel, VERDICT_TONES, verdictLabel } from './consent-words.ts';
import type { ShortWords, Tone } from './hit-words.ts';
import { t } from './language.ts';
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
export type Verdicts = Pick<Analysis, 'states' | 'matches' | 'pairs' | 'consent'>;

/** How match verdicts are coloured, in the order in which they are listed. */
export const MATCH_TONES: Readonly<Record<MatchVerdict, Tone>> = {
  matched: 'ok',
  custom: 'mute',
  misnamed: 'warn',
  unsent: 'bad',
  unmapped: 'mute',
  unexpected: 'warn',
  ambiguous: 'warn',
  'not-visible': 'mute',
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
  for (const check of verdicts.consent.of(entry.id)) put('consent', consentWords(check));
  for (const match of verdicts.matches.of(entry.id)) put('match', matchWords(match, entry.id));
  for (const pair of verdicts.pairs.of(entry.id)) put('pair', pairWords(pair));
  for (const state of verdicts.states.of(entry.id)) put('state', stateWords(state));
  return [...chips.values()];
}

/** A consent verdict for a chip. */
export function consentWords(check: ConsentCheck): ShortWords {
  const sources = Object.entries(check.sources)
    .slice(0, 12)
    .map(([name, source]) => `${sourceLabel(name)}: ${saidWords(source)}`);
  const { chip, chipTitle } = t().consentView;
  const { verdict, atCall, atHit } = check;
  return {
    label: verdict === 'no-source' ? chip : verdictLabel(verdict),
    tone: VERDICT_TONES[verdict],
    title: [chipTitle(verdictLabel(atCall), atHit && verdictLabel(atHit)), ...sources].join('\n'),
  };
}

/** A match for a chip: the source event says what it became, the others that they are part of it. */
export function matchWords(match: Match, id: string): ShortWords {
  const tone = MATCH_TONES[match.verdict];
  const words = t().stream.match;
  const { rule, expected, actual } = match;
  const title = [
    words.of(match.source, match.name, match.verdict),
    rule === undefined ? words.noRule : words.rule(rule),
    ...(expected === undefined ? [] : [words.expected(expected)]),
    ...(actual.length === 0 ? [] : [words.arrived(actual.join(', '))]),
  ].join(' ');
  if (match.entry !== id) return { label: match.verdict, tone, title };
  const [first] = actual;
  if (match.verdict === 'matched' && first !== undefined)
    return { label: `→ ${first}`, tone, title };
  if (match.verdict === 'misnamed' && match.nearest !== undefined)
    return { label: words.misnamed(match.nearest), tone, title };
  return { label: match.verdict, tone, title };
}
