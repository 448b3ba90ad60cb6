import type { FactData } from '../analysis/facts/fact-data.ts';
import type { CallData } from '../analysis/facts/pixel-data.ts';
import { told, toldCause } from '../language/pixel-call.ts';
import type { PixelFaultId } from '../vendors/meta/fault.ts';
import type { WrittenForm } from '../vendors/meta/user-data/written-form.ts';
import { LINKS } from './links.ts';
import type { Rule } from './rule.ts';

/** Rules about one pixel call. The corrected line has all that is wrong with the call mended. */
type CallRules = { [R in PixelFaultId]: Rule<FactData[R]> };

const code = ({ corrected }: CallData) => corrected;

const WHY_NO_EVENT = 'The event never reaches Meta: no conversion, no audience, no report.';
const WHY_NO_ID =
  'Without an event id Meta cannot tell this event from the copy that your server sends, and may count it twice.';
const WHY_CUSTOM =
  'Campaigns that optimise for the standard event ignore it, and reports count it as a custom event.';
const WHY_VALUE =
  'Return on ad spend and value optimisation rely on value and currency. If they are missing or unreadable, the sale counts as nothing.';
const WHY_CATALOGUE =
  'Catalogue ads find the product by its id. Where the id cannot be read, the visitor sees other products, or none.';

const CONFIRM_HIT =
  'Repeat the step and open the hit in Event Loupe: the parameters show what Meta received. In Events Manager, Test Events shows the same.';
const CONFIRM_SENT =
  'Repeat the step: the call’s state in Event Loupe becomes “sent”, with its hit below it.';
const CONFIRM_ID =
  'Repeat the step and open the hit: the event id is in the parameter eid. The Deduplication view pairs it with the server’s copy.';
const CONFIRM_CONSOLE =
  'Load the page with the console open: Meta’s library prints its warnings there.';

const FORM_FAULTS: Readonly<Record<WrittenForm, string>> = {
  'no-country-code': 'without its country code',
  'trunk-zero': 'with a zero in brackets, which stays in the number',
  'exit-code': 'with the prefix for calls abroad, which stays in the number',
  'no-date': 'in which the pixel reads no date',
  'day-first': 'of which the pixel takes the day for the month',
  gender: 'not “f” or “m”',
  'other-gender': 'for which Meta has no letter',
};
/** `other-gender` has a sentence of its own. */
const RIGHT_FORMS: Readonly<Record<Exclude<WrittenForm, 'other-gender'>, string>> = {
  'no-country-code': 'phone numbers with their country code',
  'trunk-zero': 'phone numbers without the zero in brackets',
  'exit-code': 'phone numbers without the prefix for calls abroad',
  'no-date': 'dates of birth as YYYYMMDD',
  'day-first': 'dates of birth as YYYYMMDD',
  gender: 'the gender as f or m',
};
const GTM_TAG =
  'Change the name or the field in the tag of the Meta pixel, then publish the container.';

export const pixelCall: CallRules = {
  // ---- The pixel ------------------------------------------------------------------------------
  'pixel/event-before-init': {
    severity: 'error',
    links: [LINKS.metaPixelGetStarted],
    code,
    text: {
      title: 'Event called before init',
      message: toldCause(
        ({ event }, t) =>
          `${event === undefined ? 'An event' : t.say.quote(event)} is called before any fbq('init', …) on this page. A later init does not recover it.`,
      ),
      fix: () => 'Call init first:',
      why: WHY_NO_EVENT,
      confirm: CONFIRM_SENT,
      fixes: {
        gtm: 'Give the event’s tag the base code’s tag as its setup tag (tag sequencing), or fire the base code on Initialization.',
      },
    },
  },
  'pixel/pixel-id-missing': {
    severity: 'error',
    links: [LINKS.metaMultiplePixels],
    code,
    text: {
      title: 'trackSingle without a pixel id',
      message: toldCause(({ command, given, isNumber }) =>
        isNumber
          ? `${command} gets the pixel id as the number ${given}. It only finds a pixel by a text.`
          : `The first argument of ${command} is ${given}, which is not a pixel id. The pixel’s id comes before the event’s name.`,
      ),
      why: WHY_NO_EVENT,
      confirm: CONFIRM_SENT,
      fixes: {
        code: 'The wrapper react-facebook-pixel 1.0.4 drops the pixel id: call fbq directly.',
      },
    },
  },
  'pixel/unknown-pixel': {
    severity: 'error',
    links: [LINKS.metaMultiplePixels],
    code,
    text: {
      title: 'The pixel was not initialised',
      message: toldCause(
        ({ command, pixelId, meant }) =>
          `${command} names the pixel ${pixelId}, but no fbq('init', …) before it did.${meant === undefined ? '' : ` ${meant}, which differs in a digit or two, is initialised.`}`,
      ),
      fix: ({ meant, pixelId }) =>
        meant === undefined
          ? 'Call init for it first:'
          : `Call init for ${pixelId} first, or if you mean ${meant}, write its id:`,
      why: WHY_NO_EVENT,
      confirm: CONFIRM_SENT,
    },
  },
  'pixel/invalid-pixel-id': {
    severity: 'error',
    links: [LINKS.metaPixelGetStarted],
    code,
    text: {
      title: 'Not a valid pixel id',
      message: told(
        ({ command, given }) =>
          `${command} gets ${given}, which is not a valid pixel id: that has digits only and does not start with 0.`,
      ),
      fix: () => 'Use the id that Events Manager shows:',
      why: 'Nothing is sent for this pixel, and nothing on the page says so.',
      confirm: CONFIRM_CONSOLE,
    },
  },
  'pixel/pixel-id-lost-digits': {
    severity: 'error',
    links: [LINKS.mdnMaxSafeInteger],
    code,
    text: {
      title: 'Pixel id as a number: digits may be lost',
      message: told(
        ({ command, given }) =>
          `${command} gets the pixel id as the number ${given}. JavaScript does not keep numbers of this size exactly, so the last digits may not be the ones you wrote.`,
      ),
      fix: () => 'Write the id as a text, in quotes:',
      why: 'Events go to a pixel that is not yours, or nowhere.',
      confirm: 'Compare the id in the hit with the one in Events Manager.',
    },
  },
  'pixel/duplicate-pixel-id': {
    severity: 'warning',
    links: [LINKS.metaPixelGetStarted, LINKS.metaAdvancedMatching],
    text: {
      title: 'Pixel initialised twice',
      message: told(({ pixelId, userData }) => {
        const what = `The pixel ${pixelId} is initialised a second time`;
        switch (userData) {
          case 'same':
            return `${what}, with the same user data. Nothing is lost by it.`;
          case 'other':
            return `${what}, and its user data is ignored.`;
          case 'none':
            return `${what}.`;
        }
      }),
      fix: ({ userData }) =>
        userData === 'same'
          ? undefined
          : 'Call init once per page, with the user data if you have any. Remove the other base code.',
      why: 'Two base codes often mean two PageViews and duplicate events.',
      confirm: CONFIRM_CONSOLE,
      fixes: {
        shop: 'The theme and an app or plugin often bring a base code each: keep one.',
        gtm: 'If the page has the base code already, let the tag send events only.',
      },
    },
  },
  'pixel/set-user-data': {
    severity: 'warning',
    links: [LINKS.metaAdvancedMatching],
    code,
    text: {
      title: 'User data set in a way the pixel ignores',
      message: told(
        () =>
          `fbq('set', 'userData', …) does not work for an ordinary pixel: Meta’s library refuses it with a warning about the pixel id.`,
      ),
      fix: () => 'Give the data to init:',
      why: 'Advanced matching stays off, and fewer events can be matched to a person.',
      confirm: 'Open a hit sent after the change: it has ud[em] or another ud[…] parameter.',
    },
  },
  'pixel/placeholder-user-data': {
    severity: 'warning',
    links: [LINKS.metaAdvancedMatching, LINKS.metaHelpDiagnostics],
    code,
    text: {
      title: 'Advanced matching gets placeholders',
      message: told(({ places }, t) => {
        const given = t.say.list(places.map((place) => `${place.key} is ${place.given}`));
        const sent = places.flatMap(({ key, hashed, hash }) =>
          hashed === undefined ? [] : `ud[${key}] = SHA-256 of ${t.say.quote(hashed)} (${hash}…)`,
        );
        const leaves =
          sent.length === 0 ? 'None of it is sent.' : `This is sent: ${t.say.list(sent)}.`;
        return `The user data of init was not filled in: ${given}. ${leaves}`;
      }),
      fix: () =>
        'Fill in the visitor’s own data, or leave the key out when there is none. Without the placeholders:',
      why: 'Every visitor gets the same hash, so Meta matches them to nobody, or all to one person.',
      confirm: CONFIRM_CONSOLE,
      fixes: {
        gtm: 'The variable is empty or its name is misspelt: check it in preview mode. Have it return undefined when the visitor is not known.',
        shop: 'Fill the field from the signed-in customer, and print init without user data for everyone else.',
        'commanders-act':
          'A name between # signs that stays as it is has no data element behind it: check its spelling in the tag.',
      },
    },
  },
  'pixel/invalid-email': {
    severity: 'warning',
    links: [LINKS.metaAdvancedMatching],
    code,
    text: {
      title: 'Advanced matching gets an invalid e-mail address',
      message: told(({ key, given, isMd5, hashed }, t) => {
        const what = isMd5
          ? `${key} in the user data of init is an MD5 hash, ${given}. Meta matches SHA-256 only.`
          : `${key} in the user data of init is ${given}, which is not an e-mail address.`;
        const sent =
          hashed === undefined
            ? 'No address is sent.'
            : `The pixel still sends the hash of ${t.say.quote(hashed)}.`;
        return `${what} ${sent}`;
      }),
      fix: () => 'Pass the address itself, in plain text or as SHA-256, or leave it out:',
      why: 'The hash belongs to nobody, so the event matches no person.',
      confirm: CONFIRM_CONSOLE,
    },
  },
  'pixel/user-data-type': {
    severity: 'warning',
    links: [LINKS.metaAdvancedMatching],
    code,
    text: {
      title: 'User data in a format the pixel does not accept',
      message: told(({ given, key, hashed }) => {
        if (key === undefined)
          return `init gets ${given} as user data. It needs an object, so nothing is used.`;
        const sent =
          hashed === undefined
            ? 'sends nothing of this'
            : 'sends the hash of all of it as one text';
        return `${key} in the user data of init is ${given}. The pixel accepts a single text there, and ${sent}.`;
      }),
      fix: ({ key }) =>
        key === undefined
          ? 'Pass an object with the keys that Meta documents:'
          : 'Pass one text, or leave the key out:',
      why: 'Advanced matching stays off, and fewer events can be matched to a person.',
      confirm: 'Open a hit sent after the change: it has ud[em] or another ud[…] parameter.',
    },
  },
  'pixel/user-data-form': {
    severity: 'warning',
    links: [LINKS.metaAdvancedMatching],
    code,
    text: {
      title: 'User data in a form that Meta cannot match',
      message: told(({ places }, t) => {
        const items = places.map(({ key, given, form, hashed }) => {
          const sent =
            hashed === undefined
              ? 'nothing of it is sent'
              : `the hash of ${t.say.quote(hashed)} is sent`;
          return `${key} is ${given}, ${FORM_FAULTS[form]} (${sent})`;
        });
        return `In the user data of init, ${t.say.list(items)}.`;
      }),
      fix: ({ places }, t) => {
        const right = places.flatMap(({ form }) =>
          form === 'other-gender' ? [] : [RIGHT_FORMS[form]],
        );
        const sentences = [
          ...(right.length > 0 ? [`Write ${t.say.list([...new Set(right)])}`] : []),
          ...(right.length < places.length ? ['Leave out a gender that is neither f nor m'] : []),
        ];
        return `${sentences.join('. ')}:`;
      },
      why: 'Meta finds nobody by such a value. Where your server writes it right, its copy carries more than the pixel’s.',
      confirm:
        'Open a hit sent after the change: its ud[…] parameters are the hashes that your server sends too.',
    },
  },

  'pixel/user-data-key': {
    severity: 'warning',
    links: [LINKS.metaAdvancedMatching],
    code,
    text: {
      title: 'User data has keys that Meta does not know',
      message: told(
        ({ places }, t) =>
          `The user data of init has ${t.say.list(places.map(({ key }) => key))}. Meta calls ${places.length === 1 ? 'it' : 'them'} ${t.say.list(places.map(({ meant }) => meant))}.`,
      ),
      fix: () => 'Use the keys that Meta documents:',
      why: 'The pixel hashes and sends these values, but Meta cannot match anybody with them.',
      confirm: 'Open a hit sent after the change: it has ud[fn] or another ud[…] parameter.',
    },
  },

  // ---- Commands -------------------------------------------------------------------------------
  'pixel/command-missing': {
    severity: 'warning',
    links: [LINKS.metaPixelReference],
    text: {
      title: 'fbq called without a command',
      message: told(({ hasArguments }) =>
        hasArguments
          ? 'fbq is called without a command: its first argument is not a text.'
          : 'fbq is called without a command: there is no argument, or the first is not a text.',
      ),
      fix: () => `Start with a command, for example fbq('track', 'PageView').`,
      why: 'The call does nothing. Whatever it was meant to send is missing.',
      confirm: CONFIRM_CONSOLE,
    },
  },
  'pixel/unknown-command': {
    severity: 'error',
    links: [LINKS.metaPixelReference],
    code,
    text: {
      title: 'fbq does not know this command',
      message: told(({ command, kind, meant }, t) => {
        const word = t.say.quote(command);
        switch (kind) {
          case 'of-meta':
            return `Meta’s own tag calls ${word}, and the library of this page does not know it.`;
          case 'standard-event':
            return meant === command
              ? `fbq has no command ${word}: that is the name of an event, and track is missing before it.`
              : `fbq has no command ${word}. The event ${meant} is sent with track.`;
          default:
            return `fbq has no command ${word}.`;
        }
      }),
      fix: ({ kind }) =>
        kind === 'own-event'
          ? 'If it is an event of your own, send it with trackCustom:'
          : kind === 'unknown'
            ? 'Remove the call, or use a command that Meta documents.'
            : undefined,
      why: 'The call does nothing. Whatever it was meant to send is missing.',
      confirm: CONFIRM_CONSOLE,
    },
  },
  'pixel/refused-argument': {
    severity: 'warning',
    links: [LINKS.metaPixelReference],
    text: {
      title: 'fbq does not accept this argument',
      message: told(({ command, key }) =>
        key === undefined
          ? `An argument of fbq('${command}', …) is not valid for the pixel.`
          : `An argument of fbq('${command}', '${key}', …) is not valid for the pixel.`,
      ),
      fix: () =>
        'Pass pixel ids as text in quotes, after that pixel’s init, and switches as true or false.',
      why: 'The setting does not change.',
      confirm: CONFIRM_CONSOLE,
    },
  },
  'pixel/data-use-ignored': {
    severity: 'warning',
    links: [LINKS.metaLimitedDataUse],
    code,
    text: {
      title: 'Limited Data Use is set in a way that does nothing',
      message: told(({ given }, t) =>
        given.length === 0
          ? `fbq('dataProcessingOptions') is called without options, which changes nothing.`
          : `fbq('dataProcessingOptions', …) gets ${t.say.list(given)}. It takes the list ["LDU"], or an empty one, and two numbers or none. Anything else limits nothing.`,
      ),
      fix: ({ given }) =>
        given.length === 0 ? 'Name the options:' : 'Pass a list, and numbers without quotes:',
      why: 'Events of visitors who may object to the sale of their data are sent without the limit, and nothing on the page shows it.',
      confirm: 'Open a hit sent after the change: it has dpo=LDU.',
    },
  },
  'pixel/consent-word': {
    severity: 'error',
    links: [LINKS.metaConsent],
    code,
    text: {
      title: 'Consent value that the pixel does not know',
      message: told(
        ({ given }) =>
          `fbq('consent', …) gets ${given}. The pixel only knows 'revoke' and 'grant', so nothing changes.`,
      ),
      fix: ({ corrected }) =>
        corrected === undefined ? `Pass 'grant' on a yes and 'revoke' on a no.` : undefined,
      why: 'The pixel carries on as before: it sends events without consent, or holds them although the visitor agreed.',
      confirm: CONFIRM_CONSOLE,
      fixes: {
        'consent-tool':
          "In the tool’s callback call fbq('consent', 'grant') on a yes and fbq('consent', 'revoke') on a no.",
      },
    },
  },

  // ---- Names ----------------------------------------------------------------------------------
  'pixel/event-name-missing': {
    severity: 'error',
    links: [LINKS.metaPixelReference, LINKS.metaHelpDiagnostics],
    code,
    text: {
      title: 'Event without a name',
      message: told(({ command }) =>
        command === undefined
          ? 'The hit names no event.'
          : `${command} is called without an event name. The hit has no event name.`,
      ),
      fix: () => 'Name the event:',
      why: 'Meta cannot use an event without a name.',
      confirm: CONFIRM_HIT,
      fixes: {
        gtm: 'The variable for the event’s name was empty when the tag fired: check its trigger.',
      },
    },
  },
  'pixel/event-name-type': {
    severity: 'warning',
    links: [LINKS.metaPixelReference],
    code,
    text: {
      title: 'Event name is not a text',
      message: told(
        ({ command, given }) => `${command} gets ${given} as event name, which is not a text.`,
      ),
      fix: () => 'Pass the name first, then the data:',
      why: WHY_CUSTOM,
      confirm: CONFIRM_HIT,
    },
  },
  'pixel/legacy-conversion-id': {
    severity: 'warning',
    links: [LINKS.astronomerFacebookPixel, LINKS.metaStandardEvents],
    code,
    text: {
      title: 'Id of an old conversion pixel as event name',
      message: told(
        ({ command, id }) =>
          `${command} gets the number ${id} as event name. That is how old conversion pixels worked. Meta retired them in 2017, and the number now arrives as the name of a custom event.`,
      ),
      fix: () => 'Send the standard event that it stood for:',
      why: WHY_CUSTOM,
      confirm: CONFIRM_HIT,
      fixes: {
        segment:
          'In the settings of the Facebook Pixel destination, move the event from the legacy events (Conversion Pixel ID) to the standard events.',
      },
    },
  },
  'pixel/event-name-case': {
    severity: 'error',
    links: [LINKS.metaStandardEvents],
    code,
    text: {
      title: 'Standard event is misspelt',
      message: told(
        ({ name, meant }, t) =>
          `${t.say.quote(name)} is not Meta’s standard event ${meant}: names are case-sensitive, so this arrives as a custom event.`,
      ),
      why: WHY_CUSTOM,
      confirm: CONFIRM_HIT,
      fixes: { gtm: GTM_TAG },
    },
  },
  'pixel/placeholder-event-name': {
    severity: 'error',
    links: [LINKS.metaStandardEvents, LINKS.metaPixelReference],
    code,
    text: {
      title: 'Event name is a placeholder',
      message: told(
        ({ name }, t) =>
          `The event’s name is ${t.say.quote(name)}, a placeholder that was not filled in. The event arrives under this name.`,
      ),
      fix: () => 'Send the event’s own name:',
      why: WHY_CUSTOM,
      confirm: CONFIRM_HIT,
      fixes: {
        gtm: 'The variable for the event’s name does not exist or is misspelt: check it in preview mode.',
      },
    },
  },
  'pixel/non-standard-event': {
    severity: 'warning',
    links: [LINKS.metaCustomEvents, LINKS.metaStandardEvents],
    code,
    text: {
      title: 'Not a Meta standard event',
      message: told(
        ({ name, command }, t) =>
          `${t.say.quote(name)} is not a Meta standard event, and ${command} is for those only.`,
      ),
      fix: ({ meant }) =>
        meant === undefined
          ? undefined
          : `If it is an event of your own, use trackCustom. If you mean ${meant}:`,
      why: 'It arrives as a custom event. Meta’s library warns in the console of every visitor.',
      confirm: CONFIRM_CONSOLE,
      fixes: {
        gtm: 'In the pixel’s tag choose “Custom event” for a name of your own.',
        loyjoy:
          'In a LoyJoy listener send only the events you want, each with its Meta name, instead of forwarding every name.',
      },
    },
  },
  'pixel/custom-event-without-name': {
    severity: 'warning',
    links: [LINKS.metaCustomEvents],
    code,
    text: {
      title: 'CustomEvent without its name',
      message: told(
        () =>
          'CustomEvent takes its name from the property “event” of the custom data, which is missing.',
      ),
      why: 'All such events count as one, under the name CustomEvent.',
      confirm: CONFIRM_HIT,
    },
  },
  'pixel/standard-event-as-custom': {
    severity: 'info',
    links: [LINKS.metaStandardEvents],
    code,
    text: {
      title: 'Standard event sent with trackCustom',
      message: told(
        ({ name, command }) =>
          `${name} is one of Meta’s standard events, and ${command} sends it without the checks of Meta’s library.`,
      ),
      why: 'Meta still counts it as the standard event, but you lose the console warnings about value and currency.',
      confirm: CONFIRM_CONSOLE,
    },
  },
  'pixel/custom-event-near-standard': {
    severity: 'info',
    links: [LINKS.metaStandardEvents, LINKS.metaCustomEvents],
    code,
    text: {
      title: 'Custom event that looks like a standard one',
      message: told(
        ({ name, meant, by }, t) =>
          `${t.say.quote(name)} is sent as a custom event. It differs from the standard event ${meant} ${t.nearness[by]}, and does not count as ${meant}.`,
      ),
      fix: ({ meant }) => `If you mean ${meant}:`,
      why: WHY_CUSTOM,
      confirm: CONFIRM_HIT,
    },
  },
  'pixel/long-event-name': {
    severity: 'info',
    links: [LINKS.metaCustomEvents],
    text: {
      title: 'Event name longer than 50 characters',
      message: told(
        ({ name, length }, t) =>
          `${t.say.quote(name)} has ${t.say.number(length)} characters. Meta documents at most 50.`,
      ),
      fix: () => 'Choose a shorter name, and use it everywhere: a truncated name is another event.',
      why: 'Meta does not say what happens to longer names.',
      confirm: CONFIRM_HIT,
    },
  },

  // ---- Event ids ------------------------------------------------------------------------------
  'pixel/event-id-without-object': {
    severity: 'warning',
    links: [LINKS.metaDeduplication],
    code,
    text: {
      title: 'Event id is not in an object, so it is not sent',
      message: told(
        ({ event, given }) =>
          `The argument after the custom data of ${event} is ${given}. The pixel looks for eventID in an object there, so no event id is sent.`,
      ),
      why: WHY_NO_ID,
      confirm: CONFIRM_ID,
    },
  },
  'pixel/misspelt-event-id': {
    severity: 'error',
    links: [LINKS.metaDeduplication],
    code,
    text: {
      title: 'Event id under a name the pixel does not read',
      message: told(
        ({ event, key }) =>
          `${event} gives its event id as ${key}. The pixel only reads eventID and event_id, so no event id is sent.`,
      ),
      why: WHY_NO_ID,
      confirm: CONFIRM_ID,
    },
  },
  'pixel/event-id-in-custom-data': {
    severity: 'error',
    links: [LINKS.metaDeduplication],
    code,
    text: {
      title: 'Event id is in the custom data, so it is not sent as one',
      message: told(
        ({ event, key }) =>
          `${event} has ${key} among its custom data. There it becomes the parameter cd[${key}], and no event id is sent.`,
      ),
      fix: () => 'Pass it in its own object, after the custom data:',
      why: WHY_NO_ID,
      confirm: CONFIRM_ID,
      fixes: {
        gtm: 'Meta’s tag template has a separate “Event ID” field; do not add the id as an object property.',
      },
    },
  },
  'pixel/undefined-event-id': {
    severity: 'warning',
    links: [LINKS.metaDeduplication, LINKS.commandersActConversionsApiGtm],
    code,
    text: {
      title: 'Event id is empty at the time of the call',
      message: told(
        ({ event, key, given }) =>
          `${key} of ${event} is ${given}: the id did not exist yet. No event id is sent.`,
      ),
      fix: () => 'Create the id first, then call:',
      why: WHY_NO_ID,
      confirm: CONFIRM_ID,
      fixes: {
        'commanders-act':
          "tC.uniqueEventId exists only after cact('trigger', …): fire that first, then the pixel.",
        gtm: 'Fire the tag that creates the id before the pixel’s tag (tag sequencing).',
      },
    },
  },
  'pixel/empty-event-id': {
    severity: 'error',
    links: [LINKS.metaDeduplication, LINKS.metaEventId],
    code,
    text: {
      title: 'Event id is an empty text',
      message: told(({ event, key }) => `${key} of ${event} is an empty text.`),
      fix: () => 'Give each event its own id:',
      why: WHY_NO_ID,
      confirm: CONFIRM_ID,
    },
  },
  'pixel/placeholder-event-id': {
    severity: 'warning',
    links: [LINKS.metaDeduplication, LINKS.metaEventId],
    code,
    text: {
      title: 'Event id is a placeholder',
      message: told(
        ({ event, key, id }, t) =>
          `${key} of ${event} is the text ${t.say.quote(id)}, a placeholder or what code writes when it has no id.`,
      ),
      fix: () => 'Give each event its own id:',
      why: 'Meta treats all events with this id and name as one: it keeps the first and drops the others for 48 hours.',
      confirm: CONFIRM_ID,
    },
  },
  'pixel/two-event-ids': {
    severity: 'warning',
    links: [LINKS.metaDeduplication],
    code,
    text: {
      title: 'Two event ids in one call',
      message: told(
        ({ event, sent, ignored }, t) =>
          `${event} gives two event ids: eventID ${t.say.quote(sent)} and event_id ${ignored}. The pixel sends eventID.`,
      ),
      fix: () => 'Keep the id that your server sends too:',
      why: 'If the server sends the other one, the two copies do not match and Meta counts both.',
      confirm: CONFIRM_ID,
    },
  },
  'pixel/event-id-list': {
    severity: 'error',
    links: [LINKS.metaDeduplication, LINKS.metaEventId],
    code,
    text: {
      title: 'Event id is a list',
      message: told(
        ({ event, key, given }) =>
          `${key} of ${event} is a list, ${given}. It is sent as eid[0], eid[1] …, but Meta documents a single text.`,
      ),
      fix: () => 'Pass one text:',
      why: WHY_NO_ID,
      confirm: CONFIRM_ID,
    },
  },
  'pixel/event-id-type': {
    severity: 'warning',
    links: [LINKS.metaEventId],
    code,
    text: {
      title: 'Event id is not a text',
      message: told(
        ({ event, key, given }) => `${key} of ${event} is ${given}. Meta documents a text.`,
      ),
      fix: () => 'Pass a text:',
      why: WHY_NO_ID,
      confirm: CONFIRM_ID,
    },
  },
  'pixel/event-id-lost-digits': {
    severity: 'error',
    links: [LINKS.mdnMaxSafeInteger, LINKS.metaDeduplication],
    code,
    text: {
      title: 'Event id as a number: digits are lost',
      message: told(
        ({ event, key, given }) =>
          `${key} of ${event} is the number ${given}, larger than JavaScript keeps exactly. Its last digits are not the ones you wrote, and will not match the server’s.`,
      ),
      fix: () => 'Keep the id as a text from the start:',
      why: 'Browser and server send different ids, so Meta counts both copies.',
      confirm: CONFIRM_ID,
    },
  },
  'pixel/numeric-event-id': {
    severity: 'info',
    links: [LINKS.metaEventId],
    code,
    text: {
      title: 'Event id is a number',
      message: told(
        ({ event, key, given }, t) =>
          `${key} of ${event} is the number ${given}. It arrives as the text ${t.say.quote(given)}, which matches the server’s id if that is written the same way.`,
      ),
      why: 'Leading zeros and long numbers are lost on the way: a text is safer.',
      confirm: CONFIRM_ID,
    },
  },

  // ---- Values and products --------------------------------------------------------------------
  'pixel/placeholder-parameter': {
    severity: 'warning',
    links: [LINKS.metaObjectProperties, LINKS.metaCustomParameters],
    text: {
      title: 'Parameter is a placeholder',
      message: told(({ event, places }, t) => {
        const given = t.say.list(places.map((place) => `${place.parameter} is ${place.given}`));
        return `Parameters of ${event} were not filled in: ${given}.`;
      }),
      fix: () =>
        'Fill in the value before the call, or leave the parameter out when there is none.',
      why: WHY_CATALOGUE,
      confirm: CONFIRM_HIT,
      fixes: {
        gtm: 'The variable is empty or its name is misspelt: check it in preview mode.',
        code: '“[object Object]” means that an object was turned into text: pass the object or the list itself.',
        'commanders-act':
          'A name between # signs that stays as it is has no data element behind it: check its spelling in the tag.',
      },
    },
  },
  'pixel/purchase-without-value': {
    severity: 'error',
    links: [LINKS.metaPixelReference, LINKS.metaHelpDiagnostics],
    code,
    text: {
      title: 'Purchase without value',
      message: told(
        ({ event }) => `${event} carries no value. Meta requires value and currency for it.`,
      ),
      fix: () => 'Send the order’s total:',
      why: WHY_VALUE,
      confirm: CONFIRM_HIT,
    },
  },
  'pixel/purchase-without-currency': {
    severity: 'error',
    links: [LINKS.metaPixelReference, LINKS.metaHelpDiagnostics],
    code,
    text: {
      title: 'Purchase without currency',
      message: told(
        ({ event }) => `${event} carries no currency. Meta requires value and currency for it.`,
      ),
      fix: () => 'Send the order’s currency as a three-letter code:',
      why: WHY_VALUE,
      confirm: CONFIRM_HIT,
    },
  },
  'pixel/negative-value': {
    severity: 'warning',
    links: [LINKS.metaHelpDiagnostics],
    text: {
      title: 'Value is negative',
      message: told(
        ({ event, parameter, given }) =>
          `${parameter} of ${event} is ${given}. Meta accepts 0 or more.`,
      ),
      fix: () => 'Send the amount without the minus sign. Do not send refunds as purchases.',
      why: WHY_VALUE,
      confirm: CONFIRM_HIT,
    },
  },
  'pixel/invalid-value': {
    severity: 'warning',
    links: [LINKS.metaObjectProperties, LINKS.metaHelpDiagnostics],
    code,
    text: {
      title: 'Value is not a number Meta can read',
      message: told(
        ({ event, parameter, given }) =>
          `Meta cannot read ${parameter} of ${event}, ${given}, as a number. Use digits with a decimal point: no comma, no currency sign, no letters.`,
      ),
      why: WHY_VALUE,
      confirm: CONFIRM_HIT,
      fixes: {
        shop: 'Use the order’s raw total, not the text that the page shows.',
        gtm: 'Use a variable that returns the number. Remove the comma and currency sign from text taken from the page.',
      },
    },
  },
  'pixel/currency-unknown-to-sdk': {
    severity: 'info',
    links: [LINKS.iso4217, LINKS.metaCustomData],
    text: {
      title: 'Currency that Meta’s library does not know',
      message: told(
        ({ event, given }) =>
          `currency of ${event} is ${given}. That is a valid ISO 4217 code, but not one of the 49 in the list of Meta’s library. Keep it: another currency would make the value wrong.`,
      ),
      why: 'Meta’s library warns although the code is right. Meta’s servers take ISO 4217 codes.',
      confirm: CONFIRM_HIT,
    },
  },
  'pixel/invalid-currency': {
    severity: 'warning',
    links: [LINKS.iso4217, LINKS.metaHelpDiagnostics],
    code,
    text: {
      title: 'Not a currency code',
      message: told(
        ({ event, given }) => `currency of ${event} is ${given}, which is not an ISO 4217 code.`,
      ),
      fix: () => 'Send the three-letter code of the currency:',
      why: WHY_VALUE,
      confirm: CONFIRM_HIT,
    },
  },
  'pixel/value-without-currency': {
    severity: 'warning',
    links: [LINKS.metaObjectProperties],
    code,
    text: {
      title: 'Value without currency',
      message: told(({ event, given }) => `${event} has the value ${given} and no currency.`),
      fix: () => 'Add the currency:',
      why: WHY_VALUE,
      confirm: CONFIRM_HIT,
    },
  },
  'pixel/parameter-name-with-blank': {
    severity: 'info',
    links: [LINKS.metaCustomParameters],
    code,
    text: {
      title: 'Parameter name with a space',
      message: told(
        ({ event, parameter }, t) =>
          `The parameter ${t.say.quote(parameter)} of ${event} has a space in its name.`,
      ),
      why: 'Custom audiences cannot use a parameter with a space in its name.',
      confirm: CONFIRM_HIT,
    },
  },
  'pixel/content-type': {
    severity: 'info',
    links: [LINKS.metaObjectProperties],
    code,
    text: {
      title: 'Unknown content_type',
      message: told(
        ({ event, given }) =>
          `content_type of ${event} is ${given}. Meta documents "product" and "product_group", in lower case.`,
      ),
      why: WHY_CATALOGUE,
      confirm: CONFIRM_HIT,
    },
  },
  'pixel/content-ids': {
    severity: 'warning',
    links: [LINKS.metaObjectProperties],
    code,
    text: {
      title: 'Product ids are not a list of ids',
      message: told(({ event, parameter, given, isOne }) =>
        isOne
          ? `${parameter} of ${event} is ${given}. Meta documents a list of ids.`
          : `${parameter} of ${event} is ${given}. Meta documents a list of texts or numbers.`,
      ),
      why: WHY_CATALOGUE,
      confirm: CONFIRM_HIT,
    },
  },
  'pixel/contents': {
    severity: 'warning',
    links: [LINKS.metaObjectProperties],
    code,
    text: {
      title: 'contents is not a list of products',
      message: told(({ event, at, given }) =>
        at === undefined
          ? `contents of ${event} is ${given}. Meta documents a list of objects with id and quantity.`
          : `contents[${at}] of ${event} is ${given}. Meta documents objects with id and quantity.`,
      ),
      why: WHY_CATALOGUE,
      confirm: CONFIRM_HIT,
    },
  },
  'pixel/parameter-type': {
    severity: 'info',
    links: [LINKS.metaObjectProperties],
    code,
    text: {
      title: 'Parameter has the wrong type',
      message: told(({ event, parameter, given, wanted }) =>
        wanted === 'number'
          ? `${parameter} of ${event} is ${given}. Meta documents a whole number.`
          : `${parameter} of ${event} is ${given}. Meta documents a text.`,
      ),
      why: 'Meta may leave the parameter out of reports and audiences.',
      confirm: CONFIRM_HIT,
    },
  },
  'pixel/incomplete-catalogue-parameters': {
    severity: 'warning',
    links: [LINKS.metaStandardEvents, LINKS.metaObjectProperties],
    code,
    text: {
      title: 'Product data incomplete for catalogue ads',
      message: told(({ event, lacks, empty }, t) => {
        if (lacks === 'content_type') return `${event} names products but no content_type.`;
        return empty === undefined
          ? `${event} has a content_type but neither contents nor content_ids, so no product can be found.`
          : `${event} has nothing in ${t.say.list(empty)}, so no product can be found.`;
      }),
      fix: ({ lacks }) =>
        lacks === 'content_type'
          ? undefined
          : 'Add contents or content_ids with the ids of your catalogue.',
      why: WHY_CATALOGUE,
      confirm: CONFIRM_HIT,
    },
  },
  'pixel/custom-data-type': {
    severity: 'warning',
    links: [LINKS.metaPixelReference],
    code,
    text: {
      title: 'Custom data is not an object',
      message: told(
        ({ event, given }) => `The custom data of ${event} is ${given}. Meta documents an object.`,
      ),
      fix: () => 'Pass an object:',
      why: 'Meta does not document what the pixel does with anything else: the data may be lost.',
      confirm: CONFIRM_HIT,
    },
  },
};
