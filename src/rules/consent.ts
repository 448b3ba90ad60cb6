import type { ConsentSent } from '../analysis/facts/consent-data.ts';
import { askConsent, holdBack, saySources, sourceName } from '../language/consent.ts';
import type { Words } from '../language/words.ts';
import { LINKS } from './links.ts';
import type { Area } from './rule.ts';

function sent({ vendor, names }: ConsentSent, t: Words): string {
  const what = names.length === 0 ? 'An event' : t.say.list(names.map((name) => t.say.quote(name)));
  const systems: Readonly<Record<string, string>> = t.system;
  return vendor === 'meta'
    ? `${what} was sent to Meta`
    : `${what} was sent to ${systems[vendor] ?? vendor}, which forwards it to Meta,`;
}

function events(count: number, t: Words): string {
  return t.say.plural(count, { one: '# event', other: '# events' });
}

const LIMITED = ' It carries Limited Data Use, which Meta offers for such an opt-out.';
const ASK_ABOUT_LIMIT =
  'Decide with your privacy team whether Limited Data Use is enough here, or events must not go at all.';

const FIXES_IN_TOOLS = {
  gtm: 'In the tag’s Advanced settings, under Consent settings, require ad_storage and ad_user_data, or fire the tag on the consent tool’s own event.',
  'consent-tool':
    'Let the consent tool block the pixel’s script until its category is on: type="text/plain" with the tool’s own attribute or class.',
  code: 'Call fbq("consent", "revoke") above init on every page, and fbq("consent", "grant") once the visitor has agreed.',
} as const;

/** Whether an event for Meta had consent when it left. */
export const consent: Area<'consent'> = {
  'consent/sent-although-denied': {
    severity: 'error',
    links: [LINKS.metaConsent, LINKS.oneTrustCookieBlocking, LINKS.googleConsentTypes],
    text: {
      title: 'Event for Meta sent although consent was denied',
      message: (data, t) => {
        const basis = data.isAssumed
          ? ' We assume this covers Meta and applies to this visitor. Confirm it in the profile.'
          : '';
        const place = data.isUnplaced
          ? ' The browser does not say for sure which document sent it: it may have been a frame or a service worker, where consent was another.'
          : '';
        const limit = data.isLimited ? LIMITED : '';
        return `${sent(data, t)} although consent was denied (${saySources(data.sources, t)}).${limit}${basis}${place}`;
      },
      fix: ({ sources, isLimited }, t) =>
        isLimited
          ? ASK_ABOUT_LIMIT
          : holdBack(sources, t) || 'Send the event only once the visitor has agreed.',
      why: 'The visitor said no, and their data still went to Meta. In most of Europe that breaks the law, and you must not use what Meta learns from such events.',
      confirm:
        'Refuse everything in the banner, reload the page and repeat the steps: the Network panel shows no request to facebook.com/tr, and the Consent view counts nothing under “denied”.',
      fixes: {
        ...FIXES_IN_TOOLS,
        'commanders-act':
          'Set the category of Facebook in the tag’s privacy settings, and in “User Consent Category” of the Facebook Conversions API destination.',
      },
    },
  },
  'consent/sent-before-decision': {
    severity: 'warning',
    links: [LINKS.metaConsent, LINKS.googleConsentMode, LINKS.iabTcfCmpApi],
    text: {
      title: 'Event for Meta sent before the visitor decided',
      message: (data, t) =>
        `${sent(data, t)} before there was a decision (${saySources(data.sources, t)}).`,
      fix: ({ sources, isRegionOpen }, t) => {
        const own = holdBack(sources, t) || 'Send the event only once the visitor has agreed.';
        return isRegionOpen
          ? `${own} Where events may go until the visitor objects, set consent.region to "opt-out" in the profile.`
          : own;
      },
      why: 'Where consent must come first, nothing may be sent before it. If the visitor then says no, you may not use the event.',
      confirm:
        'Delete the site’s cookies, load the page and leave the banner alone: the Network panel shows no request to facebook.com/tr until you agree.',
      fixes: FIXES_IN_TOOLS,
    },
  },
  'consent/withdrawn-after-hit': {
    severity: 'info',
    links: [LINKS.metaConsent],
    text: {
      title: 'Consent was withdrawn after events were sent',
      message: ({ sources }, t) =>
        `Consent was withdrawn here (${saySources(sources, t)}). The events before that had consent when they were sent.`,
      why: 'No action needed. Earlier events had consent; events after this point must not be sent to Meta.',
      confirm:
        'In the Consent view the band of this source changes here. There should be no hit after it.',
    },
  },
  'consent/no-source': {
    severity: 'info',
    links: [LINKS.metaConsent],
    text: {
      title: 'Event sent by a document without a consent source',
      message: ({ events: count, around }, t) =>
        around === undefined
          ? `${events(count, t)} went to Meta from this document, and nothing on it says anything about consent. That is not a refusal: there may be no consent tool, or one that Event Loupe does not know.`
          : `${events(count, t)} went to Meta from a frame, and nothing in the frame says anything about consent. The page around it says ${t.consent.verdict[around.state]} (${t.say.list(around.sources.map((source) => sourceName(source, t)))}).${around.isLimited ? LIMITED : ''}`,
      fix: ({ around }) => {
        if (around === undefined)
          return 'If visitors of this page must agree first, add a consent tool and have it hold the pixel back.';
        if (around.isLimited) return ASK_ABOUT_LIMIT;
        return around.state === 'granted'
          ? 'Pass the decision on to the frame, so that its pixel stops when the visitor withdraws it.'
          : 'Load the frame only once the visitor has agreed, or pass the decision on to it and hold its pixel back until then.';
      },
      why: 'This page does not show whether these events had consent.',
      confirm: 'The Consent view lists every source that was seen on the page.',
      fixes: FIXES_IN_TOOLS,
    },
  },
  'consent/conflict': {
    severity: 'warning',
    links: [LINKS.googleConsentMode, LINKS.metaConsent],
    text: {
      title: 'Consent sources contradict each other',
      message: ({ events: count, sources }, t) => {
        const sides = sources.map(
          ({ source, state }) => `${sourceName(source, t)} says ${t.consent.verdict[state]}`,
        );
        return `${events(count, t)} went to Meta while consent sources contradicted each other: ${t.say.list(sides, 12)}.`;
      },
      fix: () =>
        'Let one tool decide and pass its decision to the others at once. Name the one that decides for Meta in the profile, as consent.governs.',
      why: 'One of them is wrong about the visitor. Either you send events without consent, or you lose events that you could have sent.',
      confirm:
        'Answer the banner again: in the Consent view all sources change to the same state at the same time.',
      fixes: {
        'consent-tool':
          'Switch on the tool’s own Google Consent Mode and TCF integration instead of passing the decision on with your own script.',
        gtm: 'Update Consent Mode from the consent tool’s event, in one tag, and remove other tags that call gtag("consent").',
        code: 'Call gtag("consent", "update") and fbq("consent") from the same callback of the consent tool.',
      },
    },
  },
  'consent/categories-missing': {
    severity: 'warning',
    links: [LINKS.commandersActEventsReference, LINKS.commandersActConversionsApi],
    text: {
      title: 'Commanders Act is not told what the visitor agreed to',
      message: ({ events: count, isMisplaced }, t) => {
        const where = isMisplaced
          ? ' consent_categories is at the event’s root, where Commanders Act does not look.'
          : '';
        return `${events(count, t)} went to Commanders Act without user.consent_categories, and TRUST is not on this page. A connector with a consent category does not forward such events to Meta.${where}`;
      },
      fix: () =>
        'Pass user: {consent_categories: […]} with the ids that the visitor has agreed to in every event, or use TRUST, which does it. Where “User Consent Category” at the connector is left empty, set consent.commandersAct to "managed" in the profile.',
      why: 'The server’s copies never reach Meta, so its pixel events stand alone.',
      confirm:
        'Trigger the event again and open its hit to Commanders Act in Event Loupe: user.consent_categories lists the ids.',
      fixes: {
        'commanders-act':
          'Use the Commanders Act consent banner (TRUST), or fill user.consent_categories from your own one in the data layer.',
        code: 'cact("trigger", "purchase", {user: {consent_categories: ["1", "3"]}, …}) with the ids of your categories.',
      },
    },
  },
  'consent/category-unknown': {
    severity: 'info',
    links: [LINKS.googleAdditionalConsent, LINKS.iabVendorList, LINKS.commandersActConsentObject],
    text: {
      title: 'Consent category for Meta is unknown',
      message: ({ events: count, source, question }, t) =>
        `${sourceName(source, t)} cannot be checked for ${events(count, t)}. ${askConsent(question, t)}`,
      fix: ({ source }) => `Answer it in the profile, under consent.categories.${source}.`,
      why: 'Some categories are on and some are off, so the answer decides whether these events had consent.',
      confirm:
        'Once the profile names the category, the Consent view shows the source as granted or denied.',
      fixes: {
        'consent-tool':
          'Look up under which category, purpose or service the Meta Pixel is listed in the tool’s settings.',
      },
    },
  },
  'consent/left-over-cookie': {
    severity: 'info',
    links: [LINKS.oneTrustJavaScriptApi, LINKS.cookiebotDeveloper],
    text: {
      title: 'A consent cookie without its tool',
      message: ({ source, state, counts }, t) =>
        `A cookie of ${sourceName(source, t)} says ${t.consent.verdict[state]}, but the tool itself was not seen on this page. ${
          counts
            ? 'No other source says anything, so the cookie counts, although nothing proves that it is still valid.'
            : 'The cookie is not counted.'
        }`,
      fix: ({ source }, t) =>
        `If ${sourceName(source, t)} is gone from the site, delete its cookie. If it should be here, load its script on this page too.`,
      why: 'Scripts that still read the old cookie follow a decision that the visitor can no longer change.',
      confirm:
        'Look for the cookie under Application, Cookies, and for the tool’s script in the Network panel.',
    },
  },
  'consent/google-default-late': {
    severity: 'warning',
    links: [LINKS.googleConsentMode],
    text: {
      title: 'Google’s consent default came too late',
      message: () =>
        'gtag("consent", "default", …) came after a tag of Google’s had fired: that tag ran without it.',
      fix: () =>
        'Set the default above the container’s snippet, before the first gtag("config") or gtag("event").',
      why: 'Tags that fire before the default act as if consent was given.',
      confirm:
        'Load the page again: in the stream the consent default stands above the first config and event.',
      fixes: {
        gtm: 'Set the default in a tag on the trigger Consent Initialization - All Pages.',
        'consent-tool':
          'Load the consent tool’s script above the Google Tag Manager snippet, without async or defer.',
        code: 'Put the line with gtag("consent", "default", …) first in the head.',
      },
    },
  },
};
