import type { ConsentVerdict, StateReason } from '../analysis/verdicts.ts';
import type { GapEntry } from '../session/entry.ts';
import type { ConsentQuestion, NoteOf } from '../vendors/consent/reading.ts';
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

  /** What consent sources say, and what holds for events. */
  consent: {
    /** What people call each source. */
    source: {
      meta: 'Meta’s fbq("consent")',
      google: 'Google Consent Mode',
      tcf: 'IAB TCF',
      gpp: 'IAB GPP',
      usp: 'US Privacy (USP)',
      trust: 'Commanders Act TRUST',
      onetrust: 'OneTrust',
      cookiebot: 'Cookiebot',
      usercentrics: 'Usercentrics',
      didomi: 'Didomi',
      loyjoy: 'LoyJoy cookieConsent',
      ldu: 'Limited Data Use',
      'loyjoy-opt-in': 'LoyJoy opt-in',
    },
    verdict: {
      granted: 'granted',
      held: 'held',
      undecided: 'undecided',
      denied: 'denied',
      conflict: 'conflict',
      'no-source': 'no source',
    } satisfies Record<ConsentVerdict, string>,
    item: {
      purpose: (id: string) => `purpose ${id}`,
      provider: (id: string) => (id === '89' ? 'Meta (provider 89)' : `provider ${id}`),
      category: (id: string) => `category ${id}`,
      byDefault: (name: string, value: string) => `${name} ${value} by default`,
      byRegion: (name: string, parts: readonly string[]) =>
        `${name} by default depends on the visitor’s region: ${parts.join(', ')}`,
      inRegions: (value: string, regions: string) => `${value} in ${regions}`,
      elsewhere: (value: string) => `${value} elsewhere`,
    },
    /** What is to be known of a source besides, behind what it said or alone. */
    note: {
      'no-answer': () => 'the banner has not been answered',
      'before-answer': () => 'on before the visitor has decided',
      stored: () => 'as its cookie has it',
      'left-over': () => 'left over in a cookie: the tool itself was not seen on this page',
      'no-decision': () => 'no decision yet',
      'not-required': () => 'it says that no consent is required here',
      'not-about': ({ names }: NoteOf<'not-about'>) => `nothing about ${say.list(names)}`,
      waits: ({ milliseconds }: NoteOf<'waits'>) =>
        `waits ${say.duration(milliseconds)} for an update`,
      'gdpr-does-not-apply': () => 'it says that GDPR does not apply',
      'gdpr-unknown': () => 'it does not know yet whether GDPR applies',
      'not-ready': ({ status }: NoteOf<'not-ready'>) =>
        status === undefined ? 'the CMP is not ready' : `the CMP is not ready (${status})`,
      disclosed: ({ vendors }: NoteOf<'disclosed'>) =>
        say.plural(vendors, { one: '# vendor disclosed', other: '# vendors disclosed' }),
      'no-purpose': () => 'no purpose granted',
      'additional-consent': () => 'by Google’s Additional Consent list',
      all: ({ state }: NoteOf<'all'>) =>
        ({
          granted: 'everything was accepted',
          denied: 'everything that can be refused was',
          undecided: 'nothing has been decided',
        })[state],
      others: ({ state }: NoteOf<'others'>) => `all others ${state}`,
      'not-understood': ({ text }: NoteOf<'not-understood'>) =>
        text === '' ? 'no string' : `${text} is not understood`,
      'no-law': () => 'it says that none of its privacy laws applies',
      sections: ({ names }: NoteOf<'sections'>) =>
        names.length === 0 ? 'no sections' : `sections ${say.list(names)}`,
      sale: ({ text, isOptOut }: NoteOf<'sale'>) =>
        `${text}: ${isOptOut ? 'opted out of sale' : 'not opted out of sale'}`,
      'no-sale-law': ({ text }: NoteOf<'no-sale-law'>) => `${text}: the law does not apply`,
      'no-services': () => 'it has not told its services yet',
      'by-page': ({ isGrant }: NoteOf<'by-page'>) =>
        isGrant ? 'granted by the page' : 'revoked by the page',
      limited: ({ options }: NoteOf<'limited'>) =>
        options === '' ? 'not limited' : `${options}: how Meta may process, no consent`,
      'answer-unseen': () => 'a function: its answer cannot be seen',
      'loyjoy-boot': ({ isGiven }: NoteOf<'loyjoy-boot'>) =>
        `${isGiven} at boot, about LoyJoy’s own cookies`,
      channel: ({ name }: NoteOf<'channel'>) => `${name}: about a channel, never about advertising`,
      silent: () => 'it had not spoken yet',
      asked: () => 'the page asks it, no decision was seen',
      'unknown-source': () => 'a source that Event Loupe does not know',
    },
    /** What only the user knows; to be answered in the profile. */
    question: {
      didomi: (known: readonly string[]) =>
        `Which purposes or vendors of Didomi stand for Meta? It has ${say.list(known, 20)}.`,
      gpp: (known: readonly string[]) =>
        `Which fields of the GPP sections stand for Meta?${known.length === 0 ? '' : ` There are ${say.list(known, 20)}.`}`,
      onetrust: (known: readonly string[]) =>
        `Which group of OneTrust stands for Meta? It has ${say.list(known, 20)}, and not the usual C0004.`,
      tcf: (_: readonly string[]) =>
        'Which TCF purposes stand for Meta, for example 1,3,4? Meta is not on the TCF vendor list, and the CMP gives no Additional Consent list that could name it.',
      trust: (_: readonly string[]) =>
        'Which category of TRUST is Facebook? It is what the connector has in “User Consent Category”.',
      usercentrics: (known: readonly string[]) =>
        `Which service or category of Usercentrics stands for Meta? It has ${say.list(known, 20)}.`,
    } satisfies Record<ConsentQuestion['code'], (known: readonly string[]) => string>,
    /** How the pixel is kept back until a source has said yes. */
    holdBack: {
      meta: 'Call fbq("consent", "revoke") before init on every page, and fbq("consent", "grant") once the visitor has agreed and fbevents.js has loaded.',
      google:
        'Consent Mode does not hold the pixel back: require ad_storage and ad_user_data in the consent settings of its tag, or lock the pixel with fbq("consent", "revoke").',
      tcf: 'Load the pixel in the callback of __tcfapi("addEventListener", 2, …), once eventStatus is tcloaded or useractioncomplete and the consent for Meta is there.',
      gpp: 'Read __gpp("ping") before each event, and keep the pixel back where a section opts out.',
      usp: 'Read __uspapi("getUSPData") before each event, and keep the pixel back after an opt-out of sale.',
      trust:
        'Fire the pixel’s tag from cact("consent.onReady") and cact("consent.onUpdate") when Facebook’s category is on. For Commanders Act’s own events, fill in “User Consent Category” at the connector.',
      onetrust:
        'Give the pixel’s script type="text/plain" and the class of its group (optanon-category-C0004), or fire its tag on OneTrustGroupsUpdated when the group is active.',
      cookiebot:
        'Give the pixel’s script type="text/plain" and data-cookieconsent="marketing", or fire its tag on CookiebotOnAccept when Cookiebot.consent.marketing is true.',
      usercentrics:
        'Give the pixel’s script type="text/plain" and data-usercentrics with the service’s name, or fire its tag when the service has consent.',
      didomi:
        'Fire the pixel’s tag on Didomi’s consent.changed when its vendor or purpose is enabled.',
      loyjoy: 'Ask the visitor before the event is sent: cookieConsent of the boot call says no.',
    },
  },
};
