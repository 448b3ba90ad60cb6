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
};
