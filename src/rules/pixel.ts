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

/** What Meta's library prints where two base codes have parted. */
const CONFLICTING =
  '[Meta Pixel] - Multiple pixels with conflicting versions were detected on this page.';
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
  'pixel/library-not-asked': {
    severity: 'error',
    links: [LINKS.metaPixelGetStarted, LINKS.metaConsent],
    text: {
      title: 'The page never asks for Meta’s library',
      message: (data, t) =>
        data.isHeldBack
          ? `${who(data, t)} not sent: the page has not asked for Meta’s library, fbevents.js, and the visitor has not agreed. The calls wait in the queue of the base code.`
          : `${who(data, t)} not sent: the page never asked for Meta’s library, fbevents.js. The base code takes the calls into its queue, and nobody works it. Nothing in the console says so.`,
      fix: ({ isHeldBack }) =>
        isHeldBack
          ? 'If the consent tool holds the script back, this is as it should be. Agree, and see whether the calls are sent.'
          : 'Let the base code load the library: its last lines add the script https://connect.facebook.net/en_US/fbevents.js to the page.',
      why: WHY,
      confirm: 'Load the page again and filter the Network panel for fbevents.js: one request.',
      fixes: {
        'consent-tool':
          'Release the script that loads fbevents.js once the visitor agrees, and not only the lines that call fbq.',
        gtm: 'Put the whole base code into the tag, not only the calls of fbq.',
        code: 'A bundler’s or framework’s script loader may wait for a trigger that never comes. Look at the condition under which it loads the pixel.',
      },
    },
  },
  'pixel/grant-missing': {
    severity: 'warning',
    links: [LINKS.metaConsent],
    text: {
      title: 'The pixel stays locked: no grant',
      message: (data, t) =>
        data.isAgreed
          ? `${who(data, t)} not sent: fbq("consent", "revoke") has locked the pixel. The visitor has agreed, but no fbq("consent", "grant") came behind the revoke.`
          : `${who(data, t)} not sent: fbq("consent", "revoke") has locked the pixel, and no grant came. Nothing else on this page says what the visitor wants.`,
      fix: ({ isAgreed }) =>
        isAgreed
          ? 'Call this when the visitor agrees, and on every later page, once the library has loaded:'
          : 'If the visitor has not agreed, this is as it should be. Agree, and see whether this is called:',
      why: 'Visitors who agreed are not measured, and nothing in the console says so.',
      confirm: CONFIRM,
      fixes: {
        'consent-tool':
          'Switch on the tool’s own integration of the Meta Pixel, or call grant from its event for consent.',
        gtm: 'Fire a tag with this line on the consent tool’s event, and not only on the page where the visitor answers.',
      },
    },
    code: () => 'fbq("consent", "grant");',
  },
  'pixel/stub-laid-again': {
    severity: 'error',
    links: [LINKS.metaPixelGetStarted, LINKS.metaMultiplePixels],
    text: {
      title: 'A second base code throws the first one’s queue away',
      message: (data, t) =>
        `${who(data, t)} not sent: the base code was laid a second time over the first, and the queue with the first init and its calls was thrown away, or the first pixel was cut off. Where fbq and _fbq are not the same function any more, Meta’s library prints: ${t.say.quote(CONFLICTING, 200)}`,
      fix: () =>
        'Lay the base code once, and call init for each pixel behind it. A second copy has to begin with this line, and must not set fbq to null or make the queue anew:',
      why: WHY,
      confirm:
        'Load the page again: every init has its request for signals/config/ followed by the pixel’s id.',
      fixes: {
        gtm: 'If the page has the base code already, let the tag call init and track only.',
        shop: 'The theme and an app or plugin often bring a base code each: keep one.',
        segment: 'Do not load the pixel in the page too: the destination brings its own base code.',
      },
    },
    code: () => 'if (window.fbq) return;',
  },
  'pixel/hit-cancelled': {
    severity: 'info',
    links: [LINKS.mdnSendBeacon],
    text: {
      title: 'The request was given up before an answer came',
      message: (data, t) =>
        `${who(data, t)} sent, and the page went away or gave up before an answer came${requests(data)}. The hit may have arrived or not.`,
      fix: () =>
        'If it is an event that must not be lost, send it on the next page, or from your server too under the same event id.',
      why: 'Nobody can see from here whether Meta has the event.',
      confirm: 'In Events Manager, Test Events shows whether it arrived.',
      fixes: SERVER_FIX,
    },
  },
  'pixel/page-view-dropped': {
    severity: 'info',
    links: [LINKS.metaSinglePageApplications, LINKS.metaSinglePageBlog],
    code: ({ swallowed, lost }) =>
      swallowed + lost === 0
        ? undefined
        : 'fbq.disablePushState = true; fbq.allowDuplicatePageViews = true;',
    text: {
      title: 'Meta’s library dropped a PageView',
      message: ({ swallowed, lost, repeated, ids }, t) => {
        const parts: string[] = [];
        if (swallowed > 0)
          parts.push(
            `${t.say.plural(swallowed, { one: '# PageView of the page was', other: '# PageViews of the page were' })} not sent: Meta’s library had sent one of its own when the address changed (history.pushState), without an event id.`,
          );
        if (ids.length > 0)
          parts.push(`Their event ids are lost: ${t.say.list(ids.map((id) => t.say.quote(id)))}.`);
        if (lost > 0)
          parts.push(
            `${t.say.plural(lost, { one: '# PageView was', other: '# PageViews were' })} not sent after the address had changed, and nothing left in their place: the library sends one PageView of a page.`,
          );
        if (repeated > 0)
          parts.push(
            `${t.say.plural(repeated, { one: '# PageView was', other: '# PageViews were' })} not sent: one had left for this page already.`,
          );
        return parts.join(' ');
      },
      fix: ({ swallowed, lost, ids }) => {
        if (lost > 0 || ids.length > 0)
          return 'To send your own PageView on every route, with its event id, set both in front of init. disablePushState alone sends none after the first:';
        return swallowed > 0
          ? 'One PageView for each route leaves, so nothing has to be done. To send your own instead, set both in front of init:'
          : 'Call PageView once for each page.';
      },
      why: 'A route without PageView is missing in audiences and reports. One without an event id cannot be matched with the server’s copy, and Meta counts both.',
      confirm:
        'Go through the routes: each has one PageView hit, with your event id in the parameter eid.',
      fixes: {
        gtm: 'Choose one: the tag on “History Change” with both settings, or no such tag and the library’s own PageViews.',
        code: 'fbq("trackSingle", pixelId, "PageView", {}, {eventID: id}) is not held to one a page.',
      },
    },
  },
  'pixel/init-without-event': {
    severity: 'warning',
    links: [LINKS.metaPixelGetStarted],
    code: () => 'fbq("track", "PageView");',
    text: {
      title: 'Pixel initialised, and no event follows',
      message: ({ pixelId }) =>
        `The pixel ${pixelId} is initialised and its library is loaded, but no event is called on this page. init itself sends nothing.`,
      fix: () => 'Behind init, send at least:',
      why: 'Meta sees no visit of this page: nothing for audiences, and no conversion can be attributed to it.',
      confirm: CONFIRM,
      fixes: {
        gtm: 'The tag that calls PageView did not fire, or waits for a trigger that this page has not.',
      },
    },
  },
  'pixel/library-twice': {
    severity: 'info',
    links: [LINKS.metaPixelGetStarted],
    text: {
      title: 'Meta’s library is loaded more than once',
      message: ({ addresses, versions }, t) => {
        const loaded =
          addresses.length < 2
            ? ''
            : `The page loads Meta’s library ${t.say.plural(addresses.length, { one: '# time', other: '# times' })}: ${t.say.list([...new Set(addresses)])}.`;
        const mixed =
          versions.length < 2
            ? 'Events are not sent twice for it.'
            : `Hits of ${t.say.list(versions)} left: the version that came last has taken over.`;
        return `${loaded} ${mixed}`.trim();
      },
      fix: () => 'Keep one base code, or let each begin with a test for window.fbq.',
      why: 'Two copies mean two places that change the pixel. Which version sends depends on which arrives last.',
      confirm: 'Filter the Network panel for fbevents.js: one request.',
    },
  },
  'pixel/no-hit': {
    severity: 'warning',
    links: [LINKS.metaHelpTrafficPermissions, LINKS.metaHelpDiagnostics],
    text: {
      title: 'Called, but no request was seen',
      message: (data, t) => {
        const what = `${who(data, t)} called, and no request followed within five seconds.`;
        switch (data.pattern) {
          case 'nothing':
            return `${what} Not one event of this page left. The pixel’s settings may forbid this website or this browser: Meta’s library then prints that the pixel “is unavailable”, or nothing at all.`;
          case 'some-names':
            return `${what} Other events of this page left. The pixel’s settings may restrict these: Meta’s library then prints “You are attempting to send a restricted event” or “an unverified event”.`;
          case 'some-calls':
            return `${what} Others of the same name left. The reason is not known.`;
        }
      },
      fix: ({ pattern }) => {
        switch (pattern) {
          case 'nothing':
            return 'Look at the console. In Events Manager, see whether the pixel is paused, what Traffic Permissions say of this website, and whether Diagnostics has a notice. An automated or headless browser is not served at all.';
          case 'some-names':
            return 'Look at the console. In Events Manager, see under Diagnostics and in the event’s own settings whether it is restricted or waits for a confirmation.';
          case 'some-calls':
            return 'In the list, look for a hit of the same name without a call.';
        }
      },
      why: WHY,
      confirm: CONFIRM,
    },
  },
};
