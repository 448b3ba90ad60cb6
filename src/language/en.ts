import type { StateReason } from '../analysis/verdicts.ts';
import type { GapEntry } from '../session/entry.ts';
import { createSay } from './say.ts';

const say = createSay({ locale: 'en', quotes: ['“', '”'], more: (count) => `${count} more` });

/** Everything the panel and the reports say, in English. The texts of rules stand with the rules. */
export const en = {
  code: 'en',
  /** The language in its own words. */
  name: 'English',
  say,

  severity: { error: 'Error', warning: 'Warning', info: 'Info' },

  /** Systems and vendors, as people call them. */
  system: {
    fbq: 'Meta Pixel',
    meta: 'Meta',
    'meta-gateway': 'Conversions API Gateway',
    dataLayer: 'data layer',
    loyjoy: 'LoyJoy',
    cact: 'Commanders Act',
    'commanders-act': 'Commanders Act',
    analytics: 'Segment',
    segment: 'Segment',
  },

  /** Why entries were lost, behind a colon. */
  gap: {
    limit: 'the page sent more than Event Loupe keeps before the panel opens',
    'document-gone': 'the page was gone before they could be asked for again',
    unreadable: 'they could not be written or read',
  } satisfies Record<GapEntry['reason'], string>,

  /** Why a pixel call is held or was not sent, behind a colon. */
  reason: {
    'library-loading': 'Meta’s library is still loading',
    'config-loading': 'the pixel’s configuration is still loading',
    'consent-revoked': 'consent is revoked',
    'consent-deadlock': 'the grant waits in the queue behind the revoke',
    'before-init': 'fbq was called before init',
    'bad-pixel-id': 'init names no valid pixel id',
    'unknown-pixel': 'it names a pixel that was not initialised',
    'repeated-page-view': 'a second PageView of the same address is dropped',
    'config-failed': 'the pixel’s configuration did not load',
    'config-blocked': 'the pixel’s configuration was blocked in the browser',
    'library-failed': 'Meta’s library did not load',
    'library-blocked': 'Meta’s library was blocked in the browser',
    'client-blocked': 'its request was blocked in the browser',
    'hit-failed': 'the network did not carry its request',
    'left-too-soon': 'the page was left while it was held',
    'bad-arguments': 'its arguments cannot be written out',
    threw: 'the call threw an error into the page',
  } satisfies Record<StateReason, string>,
};
