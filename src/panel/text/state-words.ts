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

/** How each state is coloured where it is a fault. */
export const STATE_TONES: Readonly<Record<PixelState['state'], Tone>> = {
  called: 'mute',
  held: 'warn',
  sent: 'ok',
  'not-sent': 'bad',
};

/** What is kept back as it should be: without consent, or because the page's one PageView has left. */
const RIGHTLY: ReadonlySet<StateReason | undefined> = new Set([
  'consent-revoked',
  'repeated-page-view',
]);

/** Whether a call was not sent, or waits, for a reason that is no fault. */
export function isRightlyUnsent({ state, reason }: Pick<PixelState, 'state' | 'reason'>): boolean {
  return (state === 'held' || state === 'not-sent') && RIGHTLY.has(reason);
}

/** How a state is coloured: red is for faults. */
export function stateTone(state: Pick<PixelState, 'state' | 'reason'>): Tone {
  if (isRightlyUnsent(state)) return 'mute';
  // The grant stands behind the revoke: it waits for good.
  const isEnd = state.state === 'held' && state.reason === 'consent-deadlock';
  return isEnd ? 'bad' : STATE_TONES[state.state];
}

/** A state for a chip; its title has the reason in full. */
export function stateWords(state: PixelState): ShortWords {
  const words = t().state;
  const { pixelId, reason } = state;
  const label = words.label[state.state];
  return {
    label: reason === undefined ? label : `${label}: ${reasonWords(reason).short}`,
    tone: stateTone(state),
    title: `${pixelId === undefined ? '' : `${words.pixel(pixelId)} `}${explainState(state)}`,
  };
}
