import type { HitEntry } from '../../session/entry.ts';
import type { Profile } from '../../session/profile.ts';
import { MISPLACED_CATEGORIES } from '../../vendors/consent/consent-calls.ts';
import { CONSENT_LABELS } from '../../vendors/consent/decode-consent.ts';
import type { Finding } from '../facts/legacy.ts';
import type { Said } from './combine.ts';
import type { Verdict } from './verdict.ts';

const REFERENCE = 'domain facts 8, consent sources';

/** What a person calls a source. */
export function labelOf(source: string): string {
  return (Object.hasOwn(CONSENT_LABELS, source) ? CONSENT_LABELS[source] : undefined) ?? source;
}

/** How to keep the pixel back until this system has said yes. */
const FIXES: Readonly<Record<string, string>> = {
  meta: "Call fbq('consent', 'revoke') before init on every page, and fbq('consent', 'grant') once the visitor has agreed, after fbevents.js has loaded.",
  google:
    "Consent Mode does not hold the pixel back: give its tag the required consent ad_storage and ad_user_data, or lock it with fbq('consent', 'revoke').",
  tcf: "Load the pixel, or call fbq('consent', 'grant'), in the callback of __tcfapi('addEventListener', 2, …) once eventStatus is tcloaded or useractioncomplete and the consent for Meta is there.",
  gpp: "Read __gpp('ping') or its events before each event, and keep the pixel back where a section opts out.",
  usp: "Read __uspapi('getUSPData') before each event, and keep the pixel back after an opt-out of sale.",
  trust:
    "Fire the pixel's tag from cact('consent.onReady') and cact('consent.onUpdate') when the category of Facebook is on, and let Commanders Act hold its own events back with \"User Consent Category\".",
  onetrust:
    'Give the pixel\'s script type="text/plain" and the class of its group (optanon-category-C0004), or fire its tag on OneTrustGroupsUpdated when the group is active.',
  cookiebot:
    'Mark the pixel\'s script with data-cookieconsent="marketing" and type="text/plain", or fire its tag on CookiebotOnAccept when Cookiebot.consent.marketing is true.',
  usercentrics:
    'Mark the pixel\'s script with data-usercentrics and type="text/plain", or fire its tag when the service has consent.',
  didomi: "Fire the pixel's tag on Didomi's consent.changed when its vendor or purpose is enabled.",
  loyjoy: 'Ask for consent before the event is sent; cookieConsent of the boot says no.',
};

const GATE_FIX =
  'Pass user: {consent_categories: […]} with the ids that the visitor has agreed to in every event, or use TRUST, which does it. Where consent is managed on your side and the connector\'s field "User Consent Category" is empty, set consent.commandersAct to "managed" in the profile.';

function fixOf(deciding: readonly Said[]): string {
  const fixes = deciding.flatMap(({ source }) =>
    Object.hasOwn(FIXES, source) ? (FIXES[source] ?? []) : [],
  );
  return [...new Set(fixes)].join(' ') || 'Send the event only once the visitor has agreed.';
}

function said(deciding: readonly Said[]): string {
  return deciding.map(({ source, reading }) => `${labelOf(source)}: ${reading.words}`).join('; ');
}

function entriesOf(deciding: readonly Said[]): string[] {
  return deciding.flatMap(({ entry }) => (entry === '' ? [] : [entry]));
}

/** `Purchase`, or what the request is where it names no event. */
export function nameOf(hit: HitEntry): string {
  const names = hit.events.flatMap(({ eventName }) => eventName ?? []);
  return names.length === 0 ? 'an event' : [...new Set(names)].join(', ');
}

function sentTo(hit: HitEntry): string {
  switch (hit.vendor) {
    case 'commanders-act':
      return 'to Commanders Act, which hands it on to Meta,';
    case 'meta-gateway':
      return 'to the Conversions API gateway, which hands it on to Meta,';
    case 'segment':
      return 'to Segment, which hands it on to Meta,';
    default:
      return 'to Meta';
  }
}

function unique(ids: readonly (string | undefined)[]): string[] {
  return [...new Set(ids.filter((id) => id !== undefined))];
}

/** The event left although the sources that count said no. */
export function deniedFinding(verdict: Verdict, hit: HitEntry, call: string | undefined): Finding {
  const { deciding, isFirm } = verdict.together;
  const basis = isFirm
    ? ''
    : ' That this stands for Meta rests on general knowledge: name the category in the profile to be sure.';
  return {
    rule: 'consent/sent-although-denied',
    severity: isFirm ? 'error' : 'warning',
    entries: unique([hit.id, call, ...entriesOf(deciding)]),
    message: `${nameOf(hit)} was sent ${sentTo(hit)} although consent was denied (${said(deciding)}).${basis}`,
    fix: fixOf(deciding),
    reference: REFERENCE,
  };
}

/** The event left before anybody had decided; nothing where the region lets it. */
export function earlyFinding(
  verdict: Verdict,
  hit: HitEntry,
  call: string | undefined,
  profile: Profile,
): Finding | undefined {
  const region = profile.consent?.region;
  if (region === 'opt-out') return undefined;
  const { deciding, isFirm } = verdict.together;
  return {
    rule: 'consent/sent-before-decision',
    severity: region === 'opt-in' && isFirm ? 'error' : 'warning',
    entries: unique([hit.id, call, ...entriesOf(deciding)]),
    message: `${nameOf(hit)} was sent ${sentTo(hit)} before any decision (${said(deciding)}).`,
    fix: `${fixOf(deciding)}${region === undefined ? ' Where events may go until the visitor objects, set consent.region to "opt-out" in the profile.' : ''}`,
    reference: REFERENCE,
  };
}

function events(count: number): string {
  return count === 1 ? '1 event' : `${count} events`;
}

/** The name and the words of a fault that events share. */
export interface SharedFault {
  fault: string;
  proof: string[];
  write(count: number, entries: readonly string[]): Finding;
}

/** No source in the document: that is not a no. */
export function noSourceFault(page: string): SharedFault {
  return {
    fault: `no-source ${page}`,
    proof: [],
    write: (count, entries) => ({
      rule: 'consent/no-source',
      severity: 'info',
      entries: [...entries],
      message: `${events(count)} left for Meta from this document, and no consent source was found in it. That is not the same as denied: there may be none, or one that Event Loupe does not know.`,
      fix: 'Where this page needs consent, add a consent tool. Where another document or your server asks for it, nothing is to be done.',
      reference: REFERENCE,
    }),
  };
}

/** Sources that contradict each other: one fault, however many events leave under it. */
export function conflictFault(page: string, deciding: readonly Said[]): SharedFault {
  const sides = [...deciding].sort((a, b) => (a.source < b.source ? -1 : 1));
  // What an event says of itself differs from event to event; the sources that disagree do not.
  const key = sides.map(({ source, reading }) => `${source} ${reading.state}`).join(', ');
  const names = sides.map(({ source, reading }) => `${labelOf(source)} says ${reading.state}`);
  return {
    fault: `conflict ${page} ${key}`,
    proof: entriesOf(sides),
    write: (count, entries) => ({
      rule: 'consent/conflict',
      severity: 'warning',
      entries: [...entries],
      message: `${events(count)} left for Meta while consent sources contradicted each other: ${names.join(', ')}.`,
      fix: 'Let one tool decide and hand its decision on to the others in the same step. Say which one governs Meta with consent.governs in the profile.',
      reference: REFERENCE,
    }),
  };
}

/** Commanders Act events that do not say what the visitor has agreed to. */
export function missingCategoriesFault(page: string, hit: HitEntry): SharedFault {
  const isMisplaced = hit.events.some(({ parameters }) =>
    Object.hasOwn(parameters, MISPLACED_CATEGORIES),
  );
  const where = isMisplaced
    ? ' The event has consent_categories at its root, where Commanders Act does not look.'
    : '';
  return {
    fault: `categories ${page} ${isMisplaced}`,
    proof: [],
    write: (count, entries) => ({
      rule: 'consent/categories-missing',
      severity: 'warning',
      entries: [...entries],
      message: `${events(count)} went to Commanders Act without user.consent_categories, and TRUST is not on this page: a connector with a consent category set keeps such events back from Meta.${where}`,
      fix: GATE_FIX,
      reference:
        'commanders-act-facebook-conversions-api.md, "How to manage consents?"; domain facts 5.4, 9',
    }),
  };
}

/** A question that the profile leaves open. */
export function questionFault({ source, entry, reading }: Said): SharedFault {
  const question = reading.question ?? '';
  return {
    fault: `question ${source} ${question}`,
    proof: entry === '' ? [] : [entry],
    write: (count, entries) => ({
      rule: 'consent/category-unknown',
      severity: 'info',
      entries: [...entries],
      message: `${labelOf(source)} cannot be judged for ${events(count)}: ${question}`,
      fix: `Answer it in the profile, under consent.categories.${source}.`,
      reference: REFERENCE,
    }),
  };
}

/** Consent was withdrawn after events had left: they were fine. */
export function withdrawnFinding(
  change: string,
  hits: readonly string[],
  deciding: readonly Said[],
): Finding {
  return {
    rule: 'consent/withdrawn-after-hit',
    severity: 'info',
    entries: unique([change, ...hits]),
    message: `Consent was withdrawn here (${said(deciding)}). The events before it had consent when they left.`,
    fix: 'Nothing is to be done for them. From here on nothing may leave for Meta.',
    reference: REFERENCE,
  };
}

/** Consent Mode's default came after a tag of Google's. */
export function lateDefaultFinding(late: { fallback: string; tag: string }): Finding {
  return {
    rule: 'consent/google-default-late',
    severity: 'warning',
    entries: [late.fallback, late.tag],
    message:
      "gtag('consent', 'default', …) came after a tag of Google's had fired: that tag ran without it.",
    fix: 'Set the default before the first gtag config or event, and before the container is loaded.',
    reference: 'domain facts 7, Consent Mode v2',
  };
}
