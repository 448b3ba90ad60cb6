import { fieldName, sayNotes, sayRequirement } from '../language/match.ts';
import { LINKS } from './links.ts';
import type { Area } from './rule.ts';

/** What Commanders Act's connector makes of an event. */
export const connector: Area<'connector'> = {
  'connector/minimum': {
    severity: 'warning',
    links: [LINKS.commandersActConversionsApi, LINKS.metaCustomerInformation],
    text: {
      title: 'Too little user data: the connector drops the event',
      message({ name, to, isAnonymous, unmet }, t) {
        const what = name === '' ? 'an event without a name' : t.say.quote(name);
        const as = to === undefined ? '' : ` as ${t.say.quote(to)}`;
        const others = isAnonymous
          ? ' The same applies to other events on this page that say no more about the visitor.'
          : '';
        return `By its documentation, Commanders Act’s connector does not send ${what} to Meta${as}. ${unmet.map((one) => sayRequirement(one, t)).join(' ')}${others}`;
      },
      fix: () =>
        'Add what you know about the user to the event: user.email or user.phone first, then user.id, user.firstname, user.lastname, user.city, user.zipcode, user.country.',
      why: 'The server’s copy never reaches Meta. Where the browser’s is blocked too, the conversion is lost.',
      confirm:
        'Open the event’s hit in Event Loupe: under “What Commanders Act’s connector will send to Meta” every requirement is met. The destination’s log at Commanders Act shows the event as sent.',
      fixes: {
        'commanders-act':
          'Fill the user properties of the data layer once the visitor has logged in or ordered, above the trigger of the event.',
        shop: 'On the thank-you page the shop knows e-mail, name and address: add them to the user object of the event.',
      },
    },
  },
  'connector/never-left': {
    severity: 'warning',
    links: [LINKS.commandersActJavaScriptSdk, LINKS.commandersActOnsiteApi],
    text: {
      title: 'Triggers do not leave for Commanders Act',
      message: ({ count, names, hasOthers }, t) =>
        `${t.say.plural(count, { one: 'cact("trigger", …) was called once', other: 'cact("trigger", …) was called # times' })} (${t.say.list(
          names.map((name) => t.say.quote(name)),
        )}), and ${hasOthers ? 'after the earlier triggers no request went to Commanders Act any more' : 'not one event was sent to Commanders Act'}. Its server has nothing to hand on to Meta.`,
      fix: ({ hasOthers }) =>
        hasOthers
          ? 'Look in the console for errors around the call, and whether the page sends the visitor on before the request leaves.'
          : 'Check that the container is on this page and loads, and that an event source is set up in it. Until the container has loaded, calls only wait.',
      why: 'Every server copy of these events is missing, and where the pixel is blocked, the conversion too. Nothing in the console says so.',
      confirm:
        'Load the page again and filter the Network panel for commander1.com, or for your own tracking domain: each trigger has its request.',
      fixes: {
        'consent-tool':
          'If the tool holds the container back, release it once the visitor has agreed.',
      },
    },
  },
  'connector/user-data': {
    severity: 'warning',
    links: [LINKS.metaCustomerInformation, LINKS.commandersActConversionsApi],
    text: {
      title: 'Meta cannot match the user data of an event',
      message({ name, items }, t) {
        const what = name === '' ? 'An event without a name' : t.say.quote(name);
        const values = items.map(
          ({ field, from, notes }) => `${from} (${fieldName(field, t)}): ${sayNotes(notes, t)}.`,
        );
        return `${what} has user data that Meta cannot match. ${values.join(' ')}`;
      },
      fix: () =>
        'Give the plain text under user.* and let the connector hash it, or give the SHA-256 as lower-case hex of the text, trimmed and in lower case. Never hash fbp, fbc, the IP address or the user agent.',
      why: 'Meta finds the person by these values. A value it cannot read is as good as none: match quality drops, and so do the conversions attributed to ads.',
      confirm:
        'Open the event’s hit in Event Loupe: there is no finding about its user_data. In Events Manager the event match quality rises within days.',
      fixes: {
        'commanders-act':
          'Fill user.email instead of user.email_sha256: Commanders Act trims, lower-cases and hashes it.',
        code: 'Hash email.trim().toLowerCase() with SHA-256 and write it as hex.',
      },
    },
  },
};
