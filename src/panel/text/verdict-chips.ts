import type {
  Analysis,
  ConsentCheck,
  Match,
  MatchVerdict,
  ParameterMatch,
} from '../../analysis/analysis.ts';
import { saidWords, sourceLabel, VERDICT_TONES, verdictLabel } from './consent-words.ts';
import type { ShortWords, Tone } from './hit-words.ts';
import { t } from './language.ts';

/** The answers that verdicts are made of. */
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

/** How a match is coloured: what is rightly not sent is no fault. */
export function matchTone({ verdict, notes }: Pick<Match, 'verdict' | 'notes'>): Tone {
  return notes?.some(({ code }) => code === 'no-consent') ? 'mute' : MATCH_TONES[verdict];
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

/** A match verdict in words. */
export function matchLabel(verdict: MatchVerdict): string {
  return t().verdict.match[verdict];
}

/** Whether Meta events came of it: what was not sent has not arrived, though its call names it. */
export function hasArrived({ verdict, actual }: Pick<Match, 'verdict' | 'actual'>): boolean {
  return verdict !== 'unsent' && actual.length > 0;
}

/** A match for a chip: the source event says what it became, the others that they are part of it. */
export function matchWords(match: Match, id: string): ShortWords {
  const { verdict, rule, expected, actual, nearest } = match;
  const tone = matchTone(match);
  const words = t().stream.match;
  const title = [
    words.of(match.source, match.name, matchLabel(verdict)),
    rule === undefined ? words.noRule : words.rule(rule),
    ...(expected === undefined ? [] : [words.expected(expected)]),
    ...(hasArrived(match) ? [words.arrived(actual.join(', '))] : []),
    `\n${t().verdict.filter(verdict)}`,
  ].join(' ');
  const [first] = actual;
  const isSource = match.entry === id;
  if (isSource && verdict === 'matched' && first !== undefined)
    return { label: `→ ${first}`, tone, title };
  if (isSource && verdict === 'misnamed' && nearest !== undefined)
    return { label: words.misnamed(nearest), tone, title };
  return { label: matchLabel(verdict), tone, title };
}

const PARAMETER_TONES: Readonly<Record<ParameterMatch['verdict'], Tone>> = {
  equal: 'ok',
  'hashed-equal': 'ok',
  missing: 'bad',
  different: 'bad',
  extra: 'warn',
  'hashed-unknown': 'mute',
  'not-judged': 'mute',
};

/**
 * How a parameter is coloured. One that stands as it should in the hit to a vendor's server is not
 * green: what the server makes of it is not seen.
 */
export function parameterTone({ verdict, notes = [] }: ParameterMatch): Tone {
  const tone = PARAMETER_TONES[verdict];
  return tone === 'ok' && notes.some(({ code }) => code === 'in-collector-hit') ? 'mute' : tone;
}
