import { LINKS } from './links.ts';
import type { Area } from './rule.ts';

/** What a page has LoyJoy's chat do. */
export const loyjoy: Area<'loyjoy'> = {
  'loyjoy/listener-threw': {
    severity: 'warning',
    links: [LINKS.loyjoyJavaScriptApi],
    text: {
      title: 'A chat listener threw an error',
      message: ({ event }, t) =>
        `The listener for the chat event ${t.say.quote(event)} threw an error. What comes after that line did not run.`,
      fix: () =>
        'Find the error in the console, and keep it away from the tracking: try { … } catch (error) { console.error(error); }',
      why: 'Events that the listener should have sent are missing.',
      confirm: 'Repeat the step in the chat with the console open: the error is gone.',
    },
  },
  'loyjoy/listener-reads-missing-detail': {
    severity: 'warning',
    links: [LINKS.loyjoyJavaScriptApi, LINKS.mdnCannotAccessProperty],
    code: ({ isList }) =>
      isList
        ? 'function (type, detail) { var label = detail && detail.label; /* … */ }'
        : 'function (detail) { var label = detail && detail.label; /* … */ }',
    text: {
      title: 'A chat listener reads a detail that is not there',
      message: ({ event }, t) =>
        `The listener for the chat event ${t.say.quote(event)} threw an error, and this event came without a detail. A listener that reads a field of it, such as detail.label, throws a TypeError then.`,
      fix: () => 'Check that the detail is there first:',
      why: 'Events that the listener should have sent are missing.',
      confirm: 'Repeat the step in the chat with the console open: the error is gone.',
    },
  },
  'loyjoy/old-event-name': {
    severity: 'info',
    links: [LINKS.loyjoyEvents],
    code: ({ event, names }) =>
      `if (${[event, ...names].map((name) => `type === "${name}"`).join(' || ')}) { /* … */ }`,
    text: {
      title: 'Chat event under an old name',
      message: ({ event, names }, t) =>
        `The chat event ${t.say.quote(event)} has a name from 2020. LoyJoy calls it ${t.say.either(names.map((name) => t.say.quote(name)))} today. It may also be a custom event of your own with this name.`,
      fix: () => 'Handle both names in your listeners:',
      why: 'When the chat is updated, listeners for the old name stop hearing it.',
      confirm: 'Repeat the step in the chat: Event Loupe shows the name that the chat uses.',
    },
  },
  'loyjoy/listener-for-old-name': {
    severity: 'warning',
    links: [LINKS.loyjoyEvents],
    code: ({ names }) =>
      `eventListeners: {${names.map((name) => `${name}: [function (detail) { /* … */ }]`).join(', ')}}`,
    text: {
      title: 'A listener waits for an old event name',
      message: ({ event, names }, t) =>
        `A listener waits for the chat event ${t.say.quote(event)}, a name from 2020. LoyJoy calls it ${t.say.either(names.map((name) => t.say.quote(name)))} today, so the listener may never run.`,
      fix: () => 'Listen for the current name:',
      why: 'What the listener should send is missing, and no error shows.',
      confirm: 'Repeat the step in the chat: the listener’s run appears in Event Loupe.',
    },
  },
  'loyjoy/listener-near-name': {
    severity: 'warning',
    links: [LINKS.loyjoyEvents],
    code: ({ meant }) => `eventListeners: {${meant}: [function (detail) { /* … */ }]}`,
    text: {
      title: 'A listener waits for a name that is almost known',
      message: ({ event, meant, by }, t) =>
        `A listener waits for the chat event ${t.say.quote(event)}. It differs from LoyJoy’s ${t.say.quote(meant)} ${t.nearness[by]}, and names have to match exactly: unless the chat has a custom event with this name, the listener never runs.`,
      fix: () => 'Listen for the documented name:',
      why: 'What the listener should send is missing, and no error shows.',
      confirm: 'Repeat the step in the chat: the listener’s run appears in Event Loupe.',
    },
  },
};
