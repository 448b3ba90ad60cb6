import type { PersonalPlace } from '../analysis/facts/privacy-data.ts';
import type { Words } from '../language/words.ts';
import { LINKS } from './links.ts';
import type { Area } from './rule.ts';

/** `customer.email (e-mail address)`. */
function sayPlaces(places: readonly PersonalPlace[], t: Words): string {
  return t.say.list(
    places.map(({ path, is }) => (path === '' ? t.personal[is] : `${path} (${t.personal[is]})`)),
  );
}

const WHY =
  'Meta’s terms forbid it, and the visitor has not agreed to it. Events Manager reports “potentially violating personal data” and may drop the event.';

/** Personal data in plain text on its way to Meta. */
export const privacy: Area<'privacy'> = {
  'privacy/personal-in-custom-data': {
    severity: 'warning',
    links: [LINKS.metaPrivacyPractices, LINKS.metaBusinessToolsTerms],
    text: {
      title: 'Personal data in plain text in the custom data',
      message({ event, hasLeft, places }, t) {
        const what = event === '' ? 'An event' : t.say.quote(event);
        const end = hasLeft ? 'It was sent like this.' : 'No hit of it was seen.';
        return `${what} has personal data in plain text: ${sayPlaces(places, t)}. ${end}`;
      },
      fix: ({ places }) =>
        places.some(({ is }) => is === 'email' || is === 'phone' || is === 'name')
          ? 'Take it out of the event’s data. For matching, give it to fbq("init", …) as advanced matching, which hashes it, or to the server’s user_data, hashed.'
          : 'Take it out of the event’s data.',
      why: WHY,
      confirm: 'Repeat the step: the hit’s custom data in Event Loupe no longer has these keys.',
      fixes: {
        gtm: 'Remove the key from the tag’s object properties, or exclude it from the variable that passes the data layer on.',
        server: 'Remove the key from custom_data before the event is sent.',
      },
    },
  },
  'privacy/personal-in-address': {
    severity: 'warning',
    links: [LINKS.metaPrivacyPractices, LINKS.metaBusinessToolsTerms],
    text: {
      title: 'Personal data in the page’s address goes to Meta',
      message: ({ parameter, events, places }, t) =>
        `${t.say.plural(events, { one: 'One event carries', other: '# events carry' })} an address with personal data in plain text (${parameter}): ${sayPlaces(places, t)}.`,
      fix: () =>
        'Keep personal data and tokens out of addresses: send forms with POST, and remove the parameters with history.replaceState before the pixel loads.',
      why: `The pixel sends the page’s address with every event, and so does every other tag on the page. ${WHY}`,
      confirm: 'Repeat the step: dl and rl of the hits no longer show these parameters.',
      fixes: {
        shop: 'Confirmation and login links often carry an e-mail address or a token: redirect to an address without them.',
        server: 'Send event_source_url without these parameters.',
      },
    },
  },
  'privacy/plain-user-data': {
    severity: 'warning',
    links: [LINKS.metaCustomerInformation, LINKS.metaBusinessToolsTerms],
    text: {
      title: 'User data is sent without being hashed',
      message: ({ event, fields }, t) =>
        `The hit of ${event === '' ? 'an event' : t.say.quote(event)} carries user data in plain text: ${t.say.list(fields.map((field) => `ud[${field}]`))}.`,
      fix: () =>
        'Pass the value to fbq("init", …), where the library hashes it, or put its SHA-256 into the image’s address yourself.',
      why: 'Meta only accepts hashes in these fields: it matches nobody, and the visitor’s data ends up in logs on the way.',
      confirm: 'Repeat the step: ud[…] of the hit has 64 hex digits.',
      fixes: {
        code: 'Your server writes the image in <noscript>: hash the value there, or leave it out.',
      },
    },
  },
};
