import { LINKS } from './links.ts';
import type { Area } from './rule.ts';

/** What a page pushes into a data layer. */
export const datalayer: Area<'datalayer'> = {
  'datalayer/command-as-list': {
    severity: 'warning',
    links: [LINKS.googleGtagReference, LINKS.googleDataLayer],
    code: ({ layer }) => `function gtag() { ${layer}.push(arguments); }`,
    text: {
      title: 'gtag command pushed as a list',
      message: ({ layer, command, name }) => {
        const called = name === '' ? `"${command}", …` : `"${command}", "${name}", …`;
        return `${layer}.push([${called}]) pushes a list. Google’s tags take a gtag command from an arguments object only, and pass over this one.`;
      },
      fix: () =>
        'Push the arguments object itself, as Google’s own snippet does; a function with (...args) makes a list of it:',
      why: 'The event or the consent that it tells never reaches Google’s tags, nor a tag of the Meta Pixel that waits for it.',
      confirm:
        'In Google Tag Manager’s preview the event or consent change appears in the list on the left.',
    },
  },
  'datalayer/event-key-missing': {
    severity: 'warning',
    links: [LINKS.googleDataLayer, LINKS.googleCustomEventTrigger],
    code: ({ corrected }) => corrected,
    text: {
      title: 'Push without the key “event”',
      message: ({ key, count, chatEvents }, t) => {
        const names = t.say.list(
          chatEvents.map((name) => t.say.quote(name)),
          5,
        );
        const what =
          chatEvents.length === 0
            ? t.say.plural(count, { one: 'This push has', other: '# pushes have' })
            : count === 1
              ? `The push for the chat event ${names} has`
              : `${t.say.number(count)} pushes of chat events (${names}) have`;
        return `${what} the name under ${key} and no key “event”. No trigger of Google Tag Manager can fire on that.`;
      },
      why: 'Tags that should fire on this event never do.',
      confirm:
        'In Google Tag Manager’s preview the push appears as “Message” until it has the key “event”; then under its name.',
      fixes: {
        loyjoy:
          'In the listener, push {event: type, …}: LoyJoy’s guide for Google Tag Manager shows the whole line.',
      },
    },
  },
};
