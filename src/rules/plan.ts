import { sayParameterFaults, sayStep } from '../language/plan.ts';
import { LINKS } from './links.ts';
import type { Area } from './rule.ts';

/** A session held against the plans of the profile. */
export const plan: Area<'plan'> = {
  'plan/missing': {
    severity: 'error',
    links: [LINKS.metaConversionTracking],
    text: {
      title: 'A planned event was not sent',
      message(data, t) {
        const { reason, expected, count, seconds = 0, after = '', unread } = data;
        const what = {
          never: () => 'It was not sent.',
          fewer: () =>
            `It was sent ${t.say.plural(count, { one: 'once', other: '# times' })} and not ${t.say.plural(expected, { one: 'once', other: '# times' })}.`,
          late: () => `It was sent too late, after ${t.say.duration(seconds * 1_000)}.`,
          'not-reached': () => `${t.say.quote(after)}, which it follows, never happened.`,
        }[reason]();
        const may =
          unread === 0
            ? ''
            : ` ${t.say.plural(unread, { one: 'One request may have been it', other: '# requests may have been it' })}: the browser did not show the content.`;
        return `${sayStep(data, t)}: ${what}${may}`;
      },
      fix: ({ reason }) =>
        reason === 'not-reached'
          ? 'Perform the step it follows, or fix what sends that event.'
          : 'In the Stream, check what the page called at that moment: the findings there say why nothing was sent.',
      why: 'The plan says what this journey must send. What is missing here is missing from reports and from the optimisation of your ads.',
      confirm: 'Record the journey again and check it with the same profile.',
    },
  },
  'plan/unexpected': {
    severity: 'error',
    links: [LINKS.metaConversionTracking],
    text: {
      title: 'An event was sent that the plan forbids',
      message: (data, t) =>
        `${sayStep(data, t)}: it was sent ${t.say.plural(data.count, { one: 'once', other: '# times' })}, ${
          data.allowed === 0
            ? 'and must not be sent.'
            : `and at most ${t.say.plural(data.allowed, { one: 'once', other: '# times' })} is planned${
                data.per === undefined
                  ? ''
                  : ` for one ${data.per.name} (here ${t.say.quote(data.per.value)})`
              }.`
        }`,
      fix: ({ allowed }) =>
        allowed === 0
          ? 'Find in its chain what sent it, and remove that or make it wait.'
          : 'Find in the chains what sent it again: a tag that fires twice, a reloaded page, a second plug-in.',
      why: 'An extra event counts double, or is sent too early.',
      confirm: 'Record the journey again and check it with the same profile.',
    },
  },
  'plan/not-paired': {
    severity: 'error',
    links: [LINKS.metaDeduplication],
    text: {
      title: 'An event is not deduplicated as planned',
      message: (data, t) =>
        `${sayStep(data, t)}: it must be paired with the server’s copy, and ${
          data.verdict === 'none'
            ? 'it is in no pair.'
            : `the verdict is ${t.say.quote(t.verdict.pair[data.verdict])}.`
        }`,
      fix: () =>
        'Send the event from browser and server with one name and one event id. Give check the server’s events with --server, or record them with tap.',
      why: 'Without a pair Meta counts the event twice, or has it from one side only.',
      confirm:
        'In Events Manager the event shows “Deduplicated”; here its pair is green in Deduplication.',
    },
  },
  'plan/without-consent': {
    severity: 'error',
    links: [LINKS.metaConsent],
    text: {
      title: 'An event left without the planned consent',
      message: (data, t) =>
        `${sayStep(data, t)}: it must have consent, and the verdict is ${t.say.quote(t.consent.verdict[data.verdict])}.`,
      fix: () => 'Have what sends it wait for the consent tool’s yes.',
      why: 'An event that leaves before a yes is data that you may not have.',
      confirm: 'Open the event’s Consent tab: it is granted at the call and at the hit.',
    },
  },
  'plan/parameters': {
    severity: 'error',
    links: [LINKS.metaObjectProperties, LINKS.jsonSchema],
    text: {
      title: 'An event was sent with other parameters than planned',
      message: (data, t) => `${sayStep(data, t)}: ${sayParameterFaults(data.faults, t)}.`,
      fix: () =>
        'Follow the parameter through the event’s chain to the step where it goes wrong, and fix it there. If the value is right, change the plan.',
      why: 'Reports, catalogues and bids rely on these values.',
      confirm: 'Record the journey again and check it with the same profile.',
    },
  },
};
