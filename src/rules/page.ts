import { LINKS } from './links.ts';
import type { Area } from './rule.ts';

/** What the page's own code does, whatever the vendor. */
export const page: Area<'page'> = {
  'page/read-before-definition': {
    severity: 'warning',
    links: [LINKS.mdnNotDefined, LINKS.mdnTypeof],
    code: ({ name, isList }) =>
      isList
        ? `window.${name} = window.${name} || [];`
        : `if (typeof ${name} !== 'undefined') { /* … */ }`,
    text: {
      title: 'The page reads a name that nothing has defined',
      message: ({ name, isBare }) =>
        isBare
          ? `The page reads ${name} before anything has defined it. Without Event Loupe this line throws “ReferenceError: ${name} is not defined”, and the rest of its function does not run.`
          : `A script reads ${name} before anything has defined it. As window.${name} that is harmless; as the bare name it throws a ReferenceError without Event Loupe. Its source could not be read.`,
      fix: ({ isList }) => (isList ? 'Create the list first:' : 'Test for it first:'),
      why: 'Event Loupe waits behind the names that tracking uses, so a read that would throw for your visitors gives undefined while DevTools is open. For them the function stops there, and what it should have tracked is lost.',
      confirm:
        'Open the page in a window without the extension and look for the ReferenceError in the console.',
      fixes: {
        code: 'Put the line that creates the name above the first script that reads it, or write typeof name !== "undefined" in front of the read.',
        'consent-tool':
          'Where the tool holds the pixel back, its name is not there for visitors who have not agreed: test for it in the handler, or let the tool bring the handler too.',
        gtm: 'Place the Google Tag Manager snippet, which creates the data layer, above the scripts that push into it.',
      },
    },
  },
};
