import type { UnsentData } from '../analysis/facts/pixel-data.ts';
import type { Words } from '../language/words.ts';
import { LINKS } from './links.ts';
import { pixelCall } from './pixel-call.ts';
import type { Area } from './rule.ts';

/** `Purchase was`, or `3 events (Purchase and Lead) were`; of an archive of requests calls are not known. */
function who({ count, events }: UnsentData, t: Words): string {
  if (count === 0) return 'What the page called was';
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
  'Reload the page and repeat the step: the state of the calls becomes “sent”, with their hits below.';
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
        `${who(data, t)} not sent: the browser or an extension blocked the pixel’s configuration${requests(data)}. Meta’s library then sends nothing for any pixel of the page.`,
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
        `${who(data, t)} not sent: the browser or an extension blocked Meta’s library${requests(data)}.`,
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
        `${who(data, t)} not sent: the browser or an extension blocked the request${requests(data)}.`,
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
        `${who(data, t)} not sent: the request failed in the network${requests(data)}.`,
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
      title: 'Consent grant is stuck behind a revoke',
      message: (data, t) =>
        `${who(data, t)} never sent: revoke and grant were both called before Meta’s library had loaded. The grant waits in the queue behind the very lock it should open, and the library prints no warning.`,
      fix: () =>
        `Call fbq('consent', 'grant') once more after the library has loaded, or call revoke only when consent is missing.`,
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
        `${who(data, t)} not sent: the visitor left the page while the pixel was still loading, and the waiting calls were lost.`,
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
        `${who(data, t)} not sent: the event data contains itself and cannot be turned into text. Meta’s library prints no warning.`,
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
      why: 'The event is lost, and so is whatever the page does after this line.',
      confirm: CONFIRM,
    },
  },
  'pixel/library-not-asked': {
    severity: 'error',
    links: [LINKS.metaPixelGetStarted, LINKS.metaConsent],
    text: {
      title: 'The page never requests Meta’s library',
      message: (data, t) =>
        data.isHeldBack
          ? `${who(data, t)} not sent: the page has not requested Meta’s library, fbevents.js, and the visitor has not agreed. The calls wait in the queue of the base code.`
          : `${who(data, t)} not sent: the page never requested Meta’s library, fbevents.js. The base code queues the calls, and nothing ever runs them. The console shows no error.`,
      fix: ({ isHeldBack }) =>
        isHeldBack
          ? 'If the consent tool holds the script back, this is correct. Give consent and check that the calls are sent.'
          : 'Have the base code load the library: its last lines add the script https://connect.facebook.net/en_US/fbevents.js to the page.',
      why: WHY,
      confirm: 'Load the page again and filter the Network panel for fbevents.js: one request.',
      fixes: {
        'consent-tool':
          'Release the script that loads fbevents.js once the visitor agrees, not just the lines that call fbq.',
        gtm: 'Put the whole base code into the tag, not just the fbq calls.',
        code: 'A bundler’s or framework’s script loader may wait for a trigger that never comes. Check the condition under which it loads the pixel.',
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
      title: 'A second base code discards the first one’s calls',
      message: (data, t) =>
        `${who(data, t)} not sent: the base code ran a second time. That discarded the queue with the first init and its calls, or cut the first pixel off. When fbq and _fbq are no longer the same function, Meta’s library prints: ${t.say.quote(CONFLICTING, 200)}`,
      fix: () =>
        'Include the base code once, then call init for each pixel. A second copy must start with this line, and must not set fbq to null or recreate the queue:',
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
  'pixel/library-warning': {
    severity: 'warning',
    links: [LINKS.metaPixelGetStarted],
    text: {
      title: 'Meta’s library prints a warning',
      message: ({ prints }, t) => `Meta’s library prints: ${t.say.quote(prints, 400)}`,
      fix: () => 'Mend what the library names in its warning.',
      why: 'The library says this of calls and pixels that it does not take as they are.',
      confirm: 'Load the page with the console open: the warning no longer appears.',
    },
  },
  'pixel/hit-cancelled': {
    severity: 'info',
    links: [LINKS.mdnSendBeacon],
    text: {
      title: 'The request was cancelled before a response arrived',
      message: (data, t) =>
        `${who(data, t)} sent, but the page closed or cancelled the request before a response arrived${requests(data)}. Meta may or may not have received it.`,
      fix: () =>
        'If the event must not be lost, send it on the next page, or from your server too with the same event id.',
      why: 'The browser cannot tell whether Meta received the event.',
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
            `${t.say.plural(lost, { one: '# PageView was', other: '# PageViews were' })} not sent after the address had changed, and nothing was sent instead: the library sends only one PageView per page.`,
          );
        if (repeated > 0)
          parts.push(
            `${t.say.plural(repeated, { one: '# PageView was', other: '# PageViews were' })} not sent: this page had already sent one.`,
          );
        return parts.join(' ');
      },
      fix: ({ swallowed, lost, ids }) => {
        if (lost > 0 || ids.length > 0)
          return 'To send your own PageView on every route, with its event id, set both before init. With disablePushState alone, nothing is sent after the first:';
        return swallowed > 0
          ? 'Each route sends one PageView, so there is nothing to do. To send your own instead, set both before init:'
          : 'Call PageView once per page.';
      },
      why: 'A route without PageView is missing in audiences and reports. One without an event id cannot be matched with the server’s copy, and Meta counts both.',
      confirm:
        'Go through the routes: each has one PageView hit, with your event id in the parameter eid.',
      fixes: {
        gtm: 'Choose one: the tag on “History Change” with both settings, or no such tag and the library’s own PageViews.',
        code: 'fbq("trackSingle", pixelId, "PageView", {}, {eventID: id}) is not limited to one per page.',
      },
    },
  },
  'pixel/init-without-event': {
    severity: 'warning',
    links: [LINKS.metaPixelGetStarted],
    code: () => 'fbq("track", "PageView");',
    text: {
      title: 'Pixel initialised, but no event follows',
      message: ({ pixelId }) =>
        `The pixel ${pixelId} is initialised and its library is loaded, but no event was called on this page. init itself sends nothing.`,
      fix: () => 'After init, send at least:',
      why: 'Meta sees no visit of this page: nothing for audiences, and no conversion can be attributed to it.',
      confirm: CONFIRM,
      fixes: {
        gtm: 'The tag that calls PageView did not fire, or waits for a trigger that this page does not have.',
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
            ? 'This does not send events twice.'
            : `Both ${t.say.list(versions)} sent hits: the version that loaded last took over.`;
        return `${loaded} ${mixed}`.trim();
      },
      fix: () => 'Keep one base code, or have each start by checking window.fbq.',
      why: 'Two copies mean two places that control the pixel. Which version sends depends on which loads last.',
      confirm: 'Filter the Network panel for fbevents.js: one request.',
    },
  },
  'pixel/no-hit': {
    severity: 'warning',
    links: [LINKS.metaHelpTrafficPermissions, LINKS.metaHelpDiagnostics],
    text: {
      title: 'Called, but no request was seen',
      message: (data, t) => {
        const what = `${who(data, t)} called, and no request followed ${data.hasWaited ? 'within five seconds' : 'before the recording ended'}.`;
        switch (data.pattern) {
          case 'nothing':
            return `${what} This page sent no event at all. The pixel’s settings may block this website or this browser: Meta’s library then prints that the pixel “is unavailable”, or nothing at all.`;
          case 'some-names':
            return `${what} Other events on this page were sent. The pixel’s settings may restrict these: Meta’s library then prints “You are attempting to send a restricted event” or “an unverified event”.`;
          case 'some-calls':
            return `${what} Others with the same name were sent. The reason is unknown.`;
          case 'loading':
            return `${what} A request that the pixel waits for had no answer: ${t.say.list(data.requests.map(({ address }) => address))}.`;
        }
      },
      fix: ({ pattern }) => {
        switch (pattern) {
          case 'nothing':
            return 'Check the console. In Events Manager, check whether the pixel is paused, what Traffic Permissions say about this website, and whether Diagnostics shows a notice. Automated and headless browsers get nothing.';
          case 'some-names':
            return 'Check the console. In Events Manager, check Diagnostics and the event’s own settings: it may be restricted or waiting for confirmation.';
          case 'some-calls':
            return 'In the list, look for a hit of the same name without a call.';
          case 'loading':
            return 'Look at the request in the Network panel: a proxy, a blocker or a slow network keeps its answer.';
        }
      },
      why: WHY,
      confirm: CONFIRM,
    },
  },
};
