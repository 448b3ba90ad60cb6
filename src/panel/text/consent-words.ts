import type { ConsentVerdict, SourceState } from '../../analysis/analysis.ts';
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
export function questionWords({ question }: SourceState): string | undefined {
  return question && askConsent(question, t());
}

/** A verdict as it stands on chips, bands and the heads of columns. */
export function verdictLabel(verdict: ConsentVerdict): string {
  return t().consent.verdict[verdict];
}

/** The colour of a verdict. */
export const VERDICT_TONES: Readonly<Record<ConsentVerdict, Tone>> = {
  granted: 'ok',
  held: 'ok',
  undecided: 'warn',
  denied: 'bad',
  conflict: 'bad',
  'no-source': 'mute',
};

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
