import type {
  ConsentCheck,
  ConsentChecks,
  ConsentState,
  ConsentVerdict,
  SourceState,
} from '../../analysis/analysis.ts';
import { askConsent, sayConsent, sourceName } from '../../language/consent.ts';
import type { Profile } from '../../session/profile.ts';
import type { Tone } from './hit-words.ts';
import { t } from './language.ts';

/** What people call a source. */
export function sourceLabel(source: string): string {
  return sourceName(source, t());
}

/** What a source said, in plain words. */
export function saidWords({ said }: SourceState): string {
  return sayConsent(said, t());
}

/** What several sources said, each behind its name. */
export function sourcesWords(sources: readonly (readonly [string, SourceState])[]): string {
  return sources.map(([source, said]) => `${sourceLabel(source)}: ${saidWords(said)}`).join(' · ');
}

/** What the profile has to answer before the source can be judged. */
export function questionWords({ question }: Pick<SourceState, 'question'>): string | undefined {
  return question && askConsent(question, t());
}

/** A verdict as it stands on chips, bands and the heads of columns. */
export function verdictLabel(verdict: ConsentVerdict): string {
  return t().consent.verdict[verdict];
}

/** The colour of a verdict on what left. */
export const VERDICT_TONES: Readonly<Record<ConsentVerdict, Tone>> = {
  granted: 'ok',
  held: 'ok',
  undecided: 'warn',
  denied: 'bad',
  conflict: 'bad',
  'no-source': 'mute',
};

/** The colour of what a source, or a page, says: a no is no fault, so it is not red. */
export const STATE_TONES: Readonly<Record<ConsentState, Tone | 'closed'>> = {
  ...VERDICT_TONES,
  denied: 'closed',
};

/** The colour of the verdict on a hit. What was kept back behind it, by its own categories, is no fault. */
export function hitTone(
  hit: string,
  verdict: ConsentVerdict,
  { isMissing }: Pick<ConsentChecks, 'isMissing'>,
): Tone {
  const tone = VERDICT_TONES[verdict];
  return tone === 'bad' && !isMissing(hit) ? 'mute' : tone;
}

/**
 * The colour of the verdict on one event. What did not leave is no fault, whatever the sources
 * say.
 */
export function checkTone(
  { entry, hit, atHit, verdict }: ConsentCheck,
  consent: Pick<ConsentChecks, 'isMissing'>,
): Tone {
  if (atHit === undefined && VERDICT_TONES[verdict] !== 'ok') return 'mute';
  return hitTone(hit ?? entry, verdict, consent);
}

/** Whether a source has a part in the verdict on Meta's events, and why not. */
export function roleOf(
  source: string,
  { counts, question, isLeftOver }: SourceState,
  profile: Profile,
): string {
  const { role } = t().consentView;
  if (counts) return question === undefined ? role.counts : role.wouldCount;
  switch (source) {
    case 'ldu':
      return role.ldu;
    case 'loyjoy-opt-in':
      return role.optIn;
    case 'loyjoy':
      return role.loyjoy;
    default: {
      const governs = profile.consent?.governs;
      if (governs !== undefined && governs !== source) return role.governed(sourceLabel(governs));
      return isLeftOver ? role.leftOver : role.notApplicable;
    }
  }
}
