import { LINKS } from './links.ts';
import type { Area } from './rule.ts';

/** What the page's own code does, whatever the vendor. */
export const page: Area<'page'> = {
  'page/error-answer': {
    severity: 'error',
    links: [LINKS.mdnHttpStatus],
    text: {
      title: 'The server answered a page with an error',
      message: ({ status, address }, t) =>
        `${t.say.quote(address, 200)} answered with status ${status}.`,
      fix: ({ status }) =>
        status === 401 || status === 403
          ? 'Log in first, or allow the recording at the server or its bot protection.'
          : status === 404 || status === 410
            ? 'Correct the address or the link that led there.'
            : 'Fix the server, then repeat the step.',
      why: 'The recording shows the tracking of an error page. Missing events prove nothing about the real page.',
      confirm: 'Open the address again: in the Network panel, the document has status 200.',
    },
  },
  'page/uncaught-error': {
    severity: 'info',
    links: [LINKS.mdnWindowError],
    text: {
      title: 'The page threw an error that nothing caught',
      message: ({ says, times, about }, t) => {
        const often =
          times === 1 ? '' : ` (${t.say.plural(times, { one: 'once', other: '# times' })})`;
        const what = about === undefined ? '' : ` It is about ${about}, so tracking is affected.`;
        return `The console shows ${t.say.quote(says, 300)}${often}.${what}`;
      },
      fix: () => 'Follow the error’s place in the entry, and fix the script there.',
      why: 'The function that threw stops there. What it would have tracked afterwards is missing.',
      confirm: 'Repeat the step with the console open: the error no longer appears.',
    },
  },
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
      fix: ({ isList }) => (isList ? 'Create the list first:' : 'Check for it first:'),
      why: 'Event Loupe watches the names that tracking uses, so a read that would throw for your visitors returns undefined while the extension is active. For them the function stops there, and its tracking is lost.',
      confirm:
        'Open the page in a window without the extension and look for the ReferenceError in the console.',
      fixes: {
        code: 'Put the line that creates the name above the first script that reads it, or check typeof name !== "undefined" before reading it.',
        'consent-tool':
          'If the tool holds the pixel back, its name does not exist for visitors who have not agreed: check for it in the handler, or have the tool load the handler too.',
        gtm: 'Place the Google Tag Manager snippet, which creates the data layer, above the scripts that push into it.',
      },
    },
  },
};
