import type { PixelState, StateReason } from '../../analysis/analysis.ts';
import type { ShortWords, Tone } from './hit-words.ts';
import { t } from './language.ts';

/** Why a call is held or was not sent: short for a chip, and in a sentence. */
export function reasonWords(reason: StateReason): { short: string; long: string } {
  return t().state.reason[reason];
}

/** What a state says in a sentence or two, its reason included. */
export function explainState({ state, reason, waiting = 0 }: PixelState): string {
  const words = t().state;
  const parts = [words.meaning[state]];
  if (reason !== undefined) parts.push(reasonWords(reason).long);
  if (state === 'held' && waiting > 1) parts.push(words.wait(waiting));
  return parts.join(' ');
}

const TONES: Readonly<Record<PixelState['state'], Tone>> = {
  called: 'mute',
  held: 'warn',
  sent: 'ok',
  'not-sent': 'bad',
};

/** A state for a chip; its title has the reason in full. */
export function stateWords(state: PixelState): ShortWords {
  const words = t().state;
  const { pixelId, reason } = state;
  const label = words.label[state.state];
  const isEnd = state.state === 'held' && reason === 'consent-deadlock';
  return {
    label: reason === undefined ? label : `${label}: ${reasonWords(reason).short}`,
    tone: isEnd ? 'bad' : TONES[state.state],
    title: `${pixelId === undefined ? '' : `${words.pixel(pixelId)} `}${explainState(state)}`,
  };
}
