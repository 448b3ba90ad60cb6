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
      why: 'No list, chain or count of this session contains what happened in the gap. An event that seems missing may have been sent.',
      confirm:
        'Load the page again with DevTools open. The counts say “0 lost” when everything the page sent has arrived.',
    },
  },
  'log/end-unknown': {
    severity: 'warning',
    links: [LINKS.mdnPagehide],
    text: {
      title: 'Some entries may be missing',
      message: ({ reason }) =>
        reason === 'background-gone'
          ? 'The browser stopped Event Loupe’s background while a page closed or opened. What pages sent at that moment may be missing.'
          : reason === 'frame-gone'
            ? 'A frame on this page called something and was removed before DevTools opened. What it called is missing.'
            : 'The page closed without reporting how much it had sent. Its last entries may be missing.',
      fix: ({ reason }) =>
        reason === 'background-gone'
          ? 'Do not conclude that an event of that moment is missing. Repeat the step.'
          : reason === 'frame-gone'
            ? 'Do not conclude that an event is missing on this page. Open DevTools first, then load the page again.'
            : 'Do not conclude that an event is missing at the end of this page. Repeat the step.',
      why: 'As it closes, each page and frame reports how many entries it sent, and Event Loupe compares that with what arrived. Here no such report arrived.',
      confirm: 'Repeat the step. This finding is gone.',
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
        'Open the page in the browser and check that its tags load. If they wait for consent or a click, add that to the steps of the recording.',
      why: 'A check of nothing finds nothing. That must not look like working tracking.',
      confirm: 'Record the visit again: the first line of the report counts calls and hits.',
    },
  },
  'log/requests-only': {
    severity: 'info',
    links: [LINKS.harSpecification],
    text: {
      title: 'Only requests were seen',
      message: ({ documents, bodies }, t) =>
        `${t.say.plural(documents, { one: '# page comes', other: '# pages come' })} from a HAR file. It has requests only: what the page called and what its consent tool said is unknown.${
          bodies === 0
            ? ''
            : ` ${t.say.plural(bodies, { one: 'The body of one hit is not in it, so it is unknown which event that was', other: 'The bodies of # hits are not in it, so it is unknown which events those were' })}.`
        }`,
      fix: () =>
        'To have calls, mapping and consent checked as well, record the visit with event-loupe record or with the panel.',
      why: 'Hits, their responses and their deduplication are checked. No finding about calls or consent proves nothing here.',
      confirm: 'Open a recording of the same visit. This finding is gone.',
    },
  },
};
