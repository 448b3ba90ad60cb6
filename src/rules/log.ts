import { LINKS } from './links.ts';
import type { Area } from './rule.ts';

/** What was not recorded. */
export const log: Area<'log'> = {
  'log/gap': {
    severity: 'error',
    links: [LINKS.mdnPagehide],
    text: {
      title: 'Entries were lost',
      message: ({ lost, reason }, t) =>
        `${t.say.plural(lost, { one: '# entry was lost', other: '# entries were lost' })}: ${t.gap[reason]}.`,
      fix: () =>
        'Do not conclude that an event is missing on this page. Open DevTools first, then load the page again.',
      why: 'What happened in the gap is not in any list, chain or count of this session. An event that seems to be missing may have been sent.',
      confirm:
        'Load the page again with DevTools open. The strip says “0 lost” when everything that the page sent has arrived.',
    },
  },
  'log/end-unknown': {
    severity: 'warning',
    links: [LINKS.mdnPagehide],
    text: {
      title: 'How a page ended is not known',
      message: () =>
        'The page ended without saying how much it had sent. What it did last may be missing.',
      fix: () =>
        'Do not conclude that an event is missing at the end of this page. Take the step again.',
      why: 'Each page says its count as it goes, and Event Loupe holds against it what arrived. No count came from this page.',
      confirm: 'Take the step again. This finding stays away.',
    },
  },
  'log/empty': {
    severity: 'error',
    links: [LINKS.metaPixelGetStarted],
    text: {
      title: 'Nothing was recorded',
      message: ({ pages }, t) =>
        `The session has ${t.say.plural(pages, { one: '# page', other: '# pages' })} and not one call or hit. There is nothing in it to check.`,
      fix: () =>
        'Open the page in the browser and look whether its tags load. Where they wait for consent or for a click, give it in the steps of the recording.',
      why: 'A check of nothing finds nothing. It must not pass for a site whose tracking works.',
      confirm: 'Record the visit again: the first line of the report counts calls and hits.',
    },
  },
  'log/requests-only': {
    severity: 'info',
    links: [LINKS.harSpecification],
    text: {
      title: 'Only requests were seen',
      message: ({ documents }, t) =>
        `${t.say.plural(documents, { one: '# page comes', other: '# pages come' })} from a HAR file. It holds requests alone: what the page called, and what its consent tool said, is not known.`,
      fix: () =>
        'To have calls, mapping and consent checked as well, record the visit with event-loupe record or with the panel.',
      why: 'Hits, their answers and their deduplication are checked. That a finding about calls or consent is missing here proves nothing.',
      confirm: 'Open a recording of the same visit. This finding stays away.',
    },
  },
};
