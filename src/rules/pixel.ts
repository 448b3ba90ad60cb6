import type { UnsentData } from '../analysis/facts/pixel-data.ts';
import type { Words } from '../language/words.ts';
import { LINKS } from './links.ts';
import { pixelCall } from './pixel-call.ts';
import type { Area } from './rule.ts';

/** `Purchase was`, or `3 events (Purchase and Lead) were`. */
function who({ count, events }: UnsentData, t: Words): string {
  const names = t.say.list(events.map((name) => name || '(no name)'));
  return count === 1 ? `${names} was` : `${t.say.number(count)} events (${names}) were`;
}

/** ` (https://…: 404)`, or nothing. */
function requests({ requests: list }: UnsentData): string {
  const words = list.map(({ address, end }) => `${address}: ${end}`).join('; ');
  return words === '' ? '' : ` (${words})`;
}

const WHY = 'These events never reach Meta: no conversion, no audience, no report.';
const CONFIRM =
  'Load the page again and repeat the step: the calls’ state becomes “sent”, with their hits below them.';
const BLOCKER_FIX =
  'Test without an ad blocker or tracking protection. For visitors who have one, only your server can send the event.';
const SERVER_FIX = {
  server:
    'Send the event from your server too, with the same event id: then a blocked browser loses nothing.',
};

/** What keeps events from leaving; faults of single calls are in pixel-call.ts. */
export const pixel: Area<'pixel'> = {
  ...pixelCall,
  'pixel/config-failed': {
    severity: 'error',
    links: [LINKS.metaPixelGetStarted, LINKS.mdnContentSecurityPolicy],
    text: {
      title: 'The pixel’s configuration did not load',
      message: (data, t) =>
        `${who(data, t)} not sent: the pixel’s configuration did not load${requests(data)}. Meta’s library then sends nothing for any pixel of the page, and prints no warning.`,
      fix: () =>
        'Check the pixel id in Events Manager, and that the page may reach connect.facebook.net (content security policy, firewall, proxy).',
      why: WHY,
      confirm: CONFIRM,
    },
  },
  'pixel/config-blocked': {
    severity: 'warning',
    links: [LINKS.chromeBlockedByClient, LINKS.firefoxTrackingProtection],
    text: {
      title: 'The pixel’s configuration was blocked',
      message: (data, t) =>
        `${who(data, t)} not sent: something in the browser blocked the pixel’s configuration${requests(data)}. Meta’s library then sends nothing for any pixel of the page.`,
      fix: () => BLOCKER_FIX,
      why: WHY,
      confirm: CONFIRM,
      fixes: SERVER_FIX,
    },
  },
  'pixel/library-failed': {
    severity: 'error',
    links: [LINKS.metaPixelGetStarted, LINKS.mdnContentSecurityPolicy],
    text: {
      title: 'Meta’s library did not load',
      message: (data, t) =>
        `${who(data, t)} not sent: Meta’s library did not load${requests(data)}. Until it does, calls only wait in a queue.`,
      fix: () =>
        'Check the address in the base code, and that the page may reach connect.facebook.net (content security policy, firewall, proxy).',
      why: WHY,
      confirm: CONFIRM,
    },
  },
  'pixel/library-blocked': {
    severity: 'warning',
    links: [LINKS.chromeBlockedByClient, LINKS.firefoxTrackingProtection],
    text: {
      title: 'Meta’s library was blocked',
      message: (data, t) =>
        `${who(data, t)} not sent: something in the browser blocked Meta’s library${requests(data)}.`,
      fix: () => BLOCKER_FIX,
      why: WHY,
      confirm: CONFIRM,
      fixes: SERVER_FIX,
    },
  },
  'pixel/hit-blocked': {
    severity: 'warning',
    links: [LINKS.chromeBlockedByClient, LINKS.firefoxTrackingProtection],
    text: {
      title: 'The hit was blocked in the browser',
      message: (data, t) =>
        `${who(data, t)} not sent: something in the browser blocked the request${requests(data)}.`,
      fix: () => BLOCKER_FIX,
      why: WHY,
      confirm: CONFIRM,
      fixes: SERVER_FIX,
    },
  },
  'pixel/hit-failed': {
    severity: 'warning',
    links: [LINKS.mdnContentSecurityPolicy],
    text: {
      title: 'The hit did not get through',
      message: (data, t) =>
        `${who(data, t)} not sent: the network did not carry the request${requests(data)}.`,
      fix: () =>
        'Load the page again. If it happens again, look for a proxy or firewall between this machine and facebook.com.',
      why: WHY,
      confirm: CONFIRM,
    },
  },
  'pixel/consent-deadlock': {
    severity: 'error',
    links: [LINKS.metaConsent],
    text: {
      title: 'Grant waits behind its own revoke',
      message: (data, t) =>
        `${who(data, t)} never sent: revoke and grant were both called before Meta’s library had loaded. The grant waits in the queue behind the lock that it should open, and the library prints no warning.`,
      fix: () =>
        `Call fbq('consent', 'grant') once more after the library has loaded, or call revoke only where consent is missing.`,
      why: 'Visitors who agreed are not measured, and nothing on the page says so.',
      confirm: CONFIRM,
      fixes: {
        'consent-tool':
          'Let the tool call grant from its “ready” event on each page, not in the same script as the revoke.',
      },
    },
  },
  'pixel/left-too-soon': {
    severity: 'warning',
    links: [LINKS.metaPixelGetStarted],
    text: {
      title: 'Page left before the pixel had loaded',
      message: (data, t) =>
        `${who(data, t)} not sent: the page was left while the pixel was still loading, and what waited is gone.`,
      fix: () =>
        'Load the pixel earlier, or send the event from the next page or from your server.',
      why: WHY,
      confirm: CONFIRM,
    },
  },
  'pixel/arguments-cannot-be-sent': {
    severity: 'error',
    links: [LINKS.mdnCyclicObject],
    text: {
      title: 'Event data that contains itself',
      message: (data, t) =>
        `${who(data, t)} not sent: the event data contains itself and cannot be written out. Meta’s library prints no warning.`,
      fix: () => 'Pass a plain object with the values that Meta needs, not an object of the page.',
      why: WHY,
      confirm: CONFIRM,
    },
  },
  'pixel/call-threw': {
    severity: 'error',
    links: [LINKS.metaPixelReference],
    text: {
      title: 'The call threw an error',
      message: (data, t) => `${who(data, t)} not sent: the call threw an error into the page.`,
      fix: () =>
        'Look at the error in the console. A property whose getter or toString throws is the usual cause.',
      why: 'The event is lost, and so is what the page does behind this line.',
      confirm: CONFIRM,
    },
  },
  'pixel/no-hit': {
    severity: 'warning',
    links: [LINKS.metaHelpTrafficPermissions, LINKS.metaHelpDiagnostics],
    text: {
      title: 'Called, but no request was seen',
      message: (data, t) =>
        `${who(data, t)} called, and no request followed within five seconds. The reason is not known.`,
      fix: () =>
        'In Events Manager, look for a paused pixel and for traffic permissions. In the list, look for a hit of the same name without a call.',
      why: WHY,
      confirm: CONFIRM,
    },
  },
};
