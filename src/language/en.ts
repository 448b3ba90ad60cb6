import type { Outcome } from '../analysis/facts/pixel-data.ts';
import { isUnrun } from '../analysis/states/state-reasons.ts';
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

  /** What became of a pixel call that has a fault, and what Meta's library prints about it. */
  effect({ sdk, state, reason, isHit }: Outcome, prints?: string): string {
    if (isHit) return 'The call behind this hit was not seen.';
    const hasRun = state !== 'held' && !isUnrun(reason);
    const printed = prints === undefined ? undefined : say.quote(prints, PRINTED_UNITS);
    const words = [
      printed === undefined
        ? hasRun && sdk !== 'unknown'
          ? 'Meta’s library prints no warning.'
          : ''
        : hasRun
          ? `Meta’s library prints: ${printed}`
          : `When it runs, Meta’s library prints: ${printed}`,
    ];
    const why = reason === undefined ? '' : `: ${en.reason[reason]}`;
    if (state === 'sent') words.push('The event was sent all the same.');
    else if (state === 'held') words.push(`It waits${why}.`);
    else if (state === 'not-sent') words.push(`It is not sent${why}.`);
    else if (sdk === 'dropped') words.push('The library drops it.');
    else if (sdk === 'ignored') words.push('The call has no effect.');
    return words.filter((part) => part !== '').join(' ');
  },
};

/** UTF-16 units of a warning of Meta's library. */
const PRINTED_UNITS = 400;
