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
    : `${what} was sent to ${systems[vendor] ?? vendor}, which hands it on to Meta,`;
}

function events(count: number, t: Words): string {
  return t.say.plural(count, { one: '# event', other: '# events' });
}

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
      title: 'Sent for Meta although consent was denied',
      message: (data, t) => {
        const basis = data.isAssumed
          ? ' That this stands for Meta, or holds for this visitor, is an assumption; the profile can confirm it.'
          : '';
        return `${sent(data, t)} although consent was denied (${saySources(data.sources, t)}).${basis}`;
      },
      fix: ({ sources }, t) =>
        holdBack(sources, t) || 'Send the event only once the visitor has agreed.',
      why: 'The visitor said no, and their data went to Meta all the same. In most of Europe that is a breach of the law, and what Meta learns from such events has to be thrown away.',
      confirm:
        'Refuse everything in the banner, load the page again and do the same steps: the Network panel shows no request to facebook.com/tr, and the Consent view counts nothing under “denied”.',
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
      title: 'Sent for Meta before the visitor had decided',
      message: (data, t) =>
        `${sent(data, t)} before there was a decision (${saySources(data.sources, t)}).`,
      fix: ({ sources, isRegionOpen }, t) => {
        const own = holdBack(sources, t) || 'Send the event only once the visitor has agreed.';
        return isRegionOpen
          ? `${own} Where events may go until the visitor objects, set consent.region to "opt-out" in the profile.`
          : own;
      },
      why: 'Where consent has to come first, nothing may leave before it. The event is also missing from what you may use if the visitor then says no.',
      confirm:
        'Delete the site’s cookies, load the page and leave the banner alone: the Network panel shows no request to facebook.com/tr until you agree.',
      fixes: FIXES_IN_TOOLS,
    },
  },
  'consent/withdrawn-after-hit': {
    severity: 'info',
    links: [LINKS.metaConsent],
    text: {
      title: 'Consent was withdrawn after events had left',
      message: ({ sources }, t) =>
        `Consent was withdrawn here (${saySources(sources, t)}). The events before it had consent when they left.`,
      why: 'It explains why earlier events are right and later ones would not be: from here on nothing may leave for Meta.',
      confirm:
        'In the Consent view the band of this source changes here. There should be no mark of a hit behind it.',
    },
  },
  'consent/no-source': {
    severity: 'info',
    links: [LINKS.metaConsent],
    text: {
      title: 'No consent source was found on the page',
      message: ({ events: count }, t) =>
        `${events(count, t)} left for Meta from this document, and nothing in it says anything about consent. That is not a refusal: there may be no consent tool, or one that Event Loupe does not know.`,
      fix: () =>
        'Where visitors of this page have to agree first, add a consent tool and let it hold the pixel back.',
      why: 'Whether these events had consent cannot be told from this page.',
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
        return `${events(count, t)} left for Meta while consent sources contradicted each other: ${t.say.list(sides, 12)}.`;
      },
      fix: () =>
        'Let one tool decide and hand its decision on to the others at once. Name the one that governs Meta in the profile, as consent.governs.',
      why: 'One of them is wrong about the visitor. Either events leave without consent, or events are lost that could have been sent.',
      confirm:
        'Answer the banner again: in the Consent view all sources change to the same state at the same time.',
      fixes: {
        'consent-tool':
          'Switch on the tool’s own Google Consent Mode and TCF integration in place of a script of yours that passes the decision on.',
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
          ? ' consent_categories stands at the event’s root, where Commanders Act does not look.'
          : '';
        return `${events(count, t)} went to Commanders Act without user.consent_categories, and TRUST is not on this page. A connector with a consent category set does not hand such events on to Meta.${where}`;
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
      title: 'Which consent category stands for Meta is not known',
      message: ({ events: count, source, question }, t) =>
        `${sourceName(source, t)} cannot be judged for ${events(count, t)}. ${askConsent(question, t)}`,
      fix: ({ source }) => `Answer it in the profile, under consent.categories.${source}.`,
      why: 'Some categories are on and some are off, so it depends on the answer whether these events had consent.',
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
            ? 'No other source says anything, so the cookie counts, without proof that it still holds.'
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
      why: 'Tags that fire before the default behave as if consent were given.',
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
