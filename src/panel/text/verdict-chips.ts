import type {
  Analysis,
  ConsentCheck,
  ConsentChecks,
  Match,
  MatchVerdict,
  ParameterMatch,
  PixelState,
} from '../../analysis/analysis.ts';
import { checkTone, saidWords, sourceLabel, verdictLabel } from './consent-words.ts';
import type { ShortWords, Tone } from './hit-words.ts';
import { t } from './language.ts';
import { isRightlyUnsent } from './state-words.ts';

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

/** What a match's colour is made of. */
type Coloured = Pick<Match, 'verdict' | 'notes' | 'reason'>;

/** Whether an event was rightly not sent: there was no consent for it. */
export function isWithheld({ verdict, notes, reason }: Coloured): boolean {
  if (verdict !== 'unsent') return false;
  return (
    notes?.some(({ code }) => code === 'no-consent') === true ||
    isRightlyUnsent({ state: 'not-sent', ...(reason && { reason }) })
  );
}

/** How a match is coloured: what is rightly not sent is no fault. */
export function matchTone(match: Coloured): Tone {
  return isWithheld(match) ? 'mute' : MATCH_TONES[match.verdict];
}

/** How a verdict of many events is coloured: as the gravest of them. */
export function verdictsTone(
  verdict: MatchVerdict,
  all: { verdicts: ReadonlyMap<MatchVerdict, number>; withheld: number },
): Tone {
  const isAllWithheld = verdict === 'unsent' && all.withheld === (all.verdicts.get(verdict) ?? 0);
  return isAllWithheld ? 'mute' : MATCH_TONES[verdict];
}

/** A consent verdict for a chip. */
export function consentWords(
  check: ConsentCheck,
  consent: Pick<ConsentChecks, 'isMissing'>,
): ShortWords {
  const sources = Object.entries(check.sources)
    .slice(0, 12)
    .map(([name, source]) => `${sourceLabel(name)}: ${saidWords(source)}`);
  const { chipTitle } = t().consentView;
  const { verdict, atCall, atHit } = check;
  return {
    label: verdictLabel(verdict),
    tone: checkTone(check, consent),
    title: [chipTitle(verdictLabel(atCall), atHit && verdictLabel(atHit)), ...sources].join('\n'),
  };
}

/** A match verdict in words. */
export function matchLabel(verdict: MatchVerdict): string {
  return t().verdict.match[verdict];
}

/** Whether Meta events came of it: what was not sent has not arrived, though its call names it. */
export function hasArrived(
  { verdict, actual, entry, proof }: Pick<Match, 'verdict' | 'actual' | 'entry' | 'proof'>,
  states: Pick<Analysis['states'], 'of'>,
): boolean {
  if (verdict === 'unsent' || actual.length === 0) return false;
  const told = [entry, ...proof].flatMap((id) => states.of(id));
  const mayHave = ({ state }: PixelState) => state === 'sent' || state === 'called';
  return told.length === 0 || told.some(mayHave);
}

/** A match for a chip: the source event says what it became, the others that they are part of it. */
export function matchWords(
  match: Match,
  id: string,
  states: Pick<Analysis['states'], 'of'>,
): ShortWords {
  const { verdict, rule, expected, actual, nearest } = match;
  const tone = matchTone(match);
  const words = t().stream.match;
  const title = [
    words.of(match.source, match.name, matchLabel(verdict)),
    rule === undefined ? words.noRule : words.rule(rule),
    ...(expected === undefined ? [] : [words.expected(expected)]),
    ...(hasArrived(match, states) ? [words.arrived(actual.join(', '))] : []),
    `\n${t().verdict.filter(verdict)}`,
  ].join(' ');
  const [first] = actual;
  const isSource = match.entry === id;
  if (isSource && verdict === 'matched' && first !== undefined)
    return { label: `→ ${first}`, tone, title };
  if (isSource && verdict === 'misnamed' && nearest !== undefined)
    return { label: words.misnamed(nearest), tone, title };
  // What the call says is known before its hit leaves: that it is what the rule wants, or would be.
  const label = isHeld(match, states) ? t().state.label.held : matchLabel(verdict);
  if (isSource && verdict === 'unsent' && first !== undefined)
    return { label: `→ ${first}: ${label}`, tone, title };
  return { label, tone, title };
}

/** Whether an event that has not left still may: its pixel call waits. */
function isHeld(
  { verdict, entry, proof }: Pick<Match, 'verdict' | 'entry' | 'proof'>,
  states: Pick<Analysis['states'], 'of'>,
): boolean {
  const told = [entry, ...proof].flatMap((id) => states.of(id));
  return verdict === 'unsent' && told.some(({ state }) => state === 'held');
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
