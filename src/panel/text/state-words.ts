import type { PixelState, StateReason } from '../../analysis/analysis.ts';
import type { ShortWords } from './hit-words.ts';

/** Why a call is held or was not sent: short for a chip, and in a sentence (domain facts 2.3). */
export const REASON_WORDS: Readonly<Record<StateReason, { short: string; long: string }>> = {
  'library-loading': {
    short: 'library loading',
    long: 'The pixel’s library has not come yet; the call waits in the queue of the stub.',
  },
  'config-loading': {
    short: 'configuration loading',
    long: 'The pixel’s configuration has not come yet; the call waits for it.',
  },
  'consent-revoked': {
    short: 'consent revoked',
    long: 'Consent is revoked; the call waits for a grant.',
  },
  'consent-deadlock': {
    short: 'consent deadlock',
    long: 'Revoke and grant were both queued before the library loaded. The queue stops at the revoke and the grant stands behind it, so the call waits for good.',
  },
  'before-init': {
    short: 'before init',
    long: 'No pixel was there when it was called. The SDK drops such a call without a word.',
  },
  'bad-pixel-id': {
    short: 'bad pixel id',
    long: 'The init call names something that is no pixel id.',
  },
  'unknown-pixel': {
    short: 'unknown pixel',
    long: 'The call names a pixel that was not initialised.',
  },
  'repeated-page-view': {
    short: 'repeated PageView',
    long: 'A second PageView of the same address, which the SDK drops.',
  },
  'config-failed': {
    short: 'configuration failed',
    long: 'A pixel’s configuration did not load. Then no pixel of the page sends anything.',
  },
  'config-blocked': {
    short: 'configuration blocked',
    long: 'Something in the browser stopped a pixel’s configuration. Then no pixel of the page sends anything.',
  },
  'library-failed': {
    short: 'library failed',
    long: 'The pixel’s library did not load.',
  },
  'library-blocked': {
    short: 'library blocked',
    long: 'Something in the browser, such as an ad blocker, stopped the pixel’s library.',
  },
  'client-blocked': {
    short: 'hit blocked',
    long: 'Something in the browser, such as an ad blocker, stopped its hit.',
  },
  'hit-failed': { short: 'hit failed', long: 'The network did not carry its hit.' },
  'left-too-soon': {
    short: 'page left',
    long: 'The page was left while the call was held.',
  },
  'bad-arguments': {
    short: 'bad arguments',
    long: 'The arguments cannot be serialised: a cycle, or a getter or toString that throws. The SDK sends nothing and says nothing.',
  },
  threw: { short: 'threw', long: 'The call threw an error into the page.' },
};

/** What a state says by itself, without its reason. */
const STATE_MEANING: Readonly<Record<PixelState['state'], string>> = {
  called: 'Called. No hit is known to be of this call, and no reason why there is none.',
  held: 'Held: not sent yet.',
  sent: 'Sent: a hit is known to be of this call.',
  'not-sent': 'Not sent.',
};

/** What a state says in a sentence or two, its reason included. */
export function explainState(state: PixelState): string {
  const meaning = STATE_MEANING[state.state];
  const waiting =
    state.state === 'held' && state.waiting !== undefined && state.waiting > 1
      ? ` ${state.waiting} calls wait.`
      : '';
  const reason = state.reason === undefined ? '' : ` ${REASON_WORDS[state.reason].long}`;
  return `${meaning}${reason}${waiting}`;
}

const SHOWN: Readonly<Record<PixelState['state'], Omit<ShortWords, 'title'>>> = {
  called: { label: 'called', tone: 'mute' },
  held: { label: 'held', tone: 'warn' },
  sent: { label: 'sent', tone: 'ok' },
  'not-sent': { label: 'not sent', tone: 'bad' },
};

/** A state for a chip; its title has the reason in full. */
export function stateWords(state: PixelState): ShortWords {
  const { label, tone } = SHOWN[state.state];
  const isEnd = state.state === 'held' && state.reason === 'consent-deadlock';
  return {
    label: state.reason === undefined ? label : `${label}: ${REASON_WORDS[state.reason].short}`,
    tone: isEnd ? 'bad' : tone,
    title: `${state.pixelId === undefined ? '' : `Pixel ${state.pixelId}. `}${explainState(state)}`,
  };
}
