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
export const VERDICT_LABELS: Readonly<Record<ConsentVerdict, string>> = {
  granted: 'granted',
  held: 'held',
  undecided: 'undecided',
  denied: 'denied',
  conflict: 'conflict',
  'no-source': 'no source',
};

/** What a verdict means for what left under it. */
export const VERDICT_MEANINGS: Readonly<Record<ConsentVerdict, string>> = {
  granted: 'Consent was given when it left.',
  held: 'It was called before consent, waited, and left once consent was given.',
  undecided:
    'It left before there was a decision, or before the profile says what stands for Meta.',
  denied: 'It left although consent was refused.',
  conflict: 'It left while one source said yes and another said no.',
  'no-source': 'No consent source was seen. That is not the same as a refusal.',
};

/** The colour of a verdict. */
export const VERDICT_TONES: Readonly<Record<ConsentVerdict, Tone>> = {
  granted: 'ok',
  held: 'ok',
  undecided: 'warn',
  denied: 'bad',
  conflict: 'bad',
  'no-source': 'mute',
};

/** When nobody has spoken. */
export const NO_SOURCE =
  'No consent source was seen on this page. That is not the same as a refusal.';

/** Whether a source has a part in the verdict on Meta's events, and why not. */
export function roleOf(
  source: string,
  { counts, question }: SourceState,
  profile: Profile,
): string {
  if (counts) return question === undefined ? 'Counts for Meta.' : 'Would count for Meta.';
  switch (source) {
    case 'ldu':
      return 'Shown only: it says how Meta may process the data, and is no consent.';
    case 'loyjoy-opt-in':
      return 'Shown only: an opt-in to a channel is no consent to advertising.';
    case 'loyjoy':
      return "Shown only: it is about LoyJoy's own cookies, unless the profile says that it governs Meta.";
    default: {
      const governs = profile.consent?.governs;
      return governs !== undefined && governs !== source
        ? `Shown only: the profile lets ${sourceLabel(governs)} decide for Meta.`
        : 'Shown only: it says that it does not apply here.';
    }
  }
}
