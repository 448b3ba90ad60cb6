import type { MappedSource, WrongParameters } from '../analysis/facts/mapping-data.ts';
import type { ParameterMatch } from '../analysis/verdicts.ts';
import {
  areLostBehindCall,
  lostParameters,
  sayNotes,
  systemName,
  wrongParameters,
} from '../language/match.ts';
import type { Words } from '../language/words.ts';
import { LINKS } from './links.ts';
import type { Area, Link } from './rule.ts';

/** Where the tables that ship are documented, by their ids. */
export const TABLE_LINKS: Readonly<Record<string, Link>> = {
  'commanders-act': LINKS.commandersActConversionsApi,
  segment: LINKS.segmentFacebookPixel,
  'data-layer': LINKS.googleEcommerce,
};

const TABLES: readonly Link[] = Object.values(TABLE_LINKS);

function event({ system, name }: MappedSource, t: Words): string {
  return `The ${systemName(system, t)} event ${t.say.quote(name)}`;
}

/** A parameter as the source has it: `search_term (search_string at Meta) tea`. */
function given({ from, to, expected = '' }: ParameterMatch): string {
  const name = from === to || from === '' ? to : `${from} (${to} at Meta)`;
  return `${name} ${expected}`.trim();
}

function change({ to, expected = '', actual = '', notes }: ParameterMatch, t: Words): string {
  const words = `${to} ${expected} became ${actual}`;
  return notes === undefined ? words : `${words} (${sayNotes(notes, t)})`;
}

function names({ items }: Pick<WrongParameters, 'items'>, t: Words): string {
  return t.say.list(
    items.map(({ to }) => to),
    8,
  );
}

const LOOK_AT_MATCH =
  'Repeat the step and open the event in the Mapping view: its verdict is “matched”, and each parameter shows what was sent.';

/** From a source event to Meta's. */
export const mapping: Area<'mapping'> = {
  'mapping/misnamed': {
    severity: 'warning',
    links: [LINKS.metaStandardEvents, ...TABLES],
    text: {
      title: 'Sent to Meta under another name than the rule says',
      message: (data, t) =>
        `${event(data, t)} should become ${t.say.quote(data.to)} at Meta. It is sent as ${t.say.list(data.sent.map((name) => t.say.quote(name)))}.`,
      fix: ({ to, isStandard, isOwn, mappingRule }) => {
        if (isStandard)
          return `Send it as fbq("track", "${to}", …): names of standard events are case-sensitive.`;
        return isOwn
          ? `Send it under the name ${to}, or change the rule ${mappingRule} in the profile.`
          : `Send it under the name ${to}.`;
      },
      why: 'Campaigns, audiences and reports use the name. Under another name the conversion is missing there and shows up as an event that nobody uses.',
      confirm: `${LOOK_AT_MATCH} In Events Manager’s Test Events it appears under the name that you expect.`,
      fixes: {
        gtm: 'In the Meta tag, choose the standard event from the list instead of typing a custom name.',
        'commanders-act':
          'Use the event names of Commanders Act’s table, or set integrations.facebook.event_name in the event.',
        segment:
          'Map the event to a standard event in the settings of the Facebook Pixel destination; capitals and spaces of the name count.',
        loyjoy: 'In the listener, map each chat event to its name at Meta in one place.',
      },
    },
  },
  'mapping/near-name': {
    severity: 'warning',
    links: [...TABLES, LINKS.astronomerFacebookPixel],
    text: {
      title: 'Event name is almost a known one',
      message: (data, t) => {
        const { meant, by, isOwn, mappingRule, to } = data;
        const what = `${event(data, t)} differs from ${t.say.quote(meant)} ${t.nearness[by]}.`;
        if (isOwn) return `${what} The rule ${mappingRule} of the profile does not apply to it.`;
        return `${what} Only ${t.say.quote(meant)} becomes ${to ?? ''} at Meta: names have to match exactly.`;
      },
      fix: ({ name, meant, isOwn }) =>
        isOwn
          ? `Correct the name: in the page, or in the profile’s rule. If they are two events, give ${name} a rule of its own.`
          : `Call the event ${meant}. If it is an event of its own, give it a rule in the profile.`,
      why: 'A name that is almost right is another name: the event is not mapped, and the conversion is missing at Meta.',
      confirm: LOOK_AT_MATCH,
      fixes: {
        segment:
          'Write the label in the track call and in the destination’s settings the same way: capitals, spaces and plural count.',
        'commanders-act':
          'Use the names of Commanders Act’s table, in lower case with underscores.',
      },
    },
  },
  'mapping/unsent': {
    severity: 'warning',
    links: [LINKS.metaConversionTracking, ...TABLES],
    text: {
      title: 'An event that Meta should get was not sent',
      message(data, t) {
        switch (data.how) {
          case 'too-few': {
            const { expected, sent, system, to } = data;
            return `${t.say.plural(expected, { one: '# event', other: '# events' })} (${systemName(system, t)}) on this page should become ${t.say.quote(to)} at Meta; ${t.say.plural(sent, { one: '# was sent', other: '# were sent' })}. It is unknown which ones are missing.`;
          }
          case 'trigger-lost':
            return `cact("trigger", "${data.name}") has no hit to Commanders Act, although a later trigger of the page has one. Its server cannot send ${t.say.quote(data.to)}.`;
          case 'stopped':
            return `${event(data, t)} should become ${t.say.quote(data.to)} at Meta and was not sent: ${t.reason[data.reason]}.`;
          case 'not-called':
            return `${event(data, t)} should become ${t.say.quote(data.to)} at Meta. No pixel event of that name belongs to it.`;
        }
      },
      fix(data) {
        switch (data.how) {
          case 'too-few':
            return `Call fbq where the event is handled, so that each ${data.to} can be joined to its cause.`;
          case 'trigger-lost':
            return 'Trigger it after the container has loaded, or call cact("exec") then: events queued before that are lost.';
          case 'stopped':
            return 'Find out what blocks the request. The call itself is fine.';
          case 'not-called': {
            // Often the page behind a form sends it: a second call would count it twice.
            const call = `Unless another page or tag sends ${data.to} for it, call fbq("${data.isStandard ? 'track' : 'trackCustom'}", "${data.to}", …) where this event is handled`;
            return data.isOwn
              ? `${call}, or change the rule ${data.mappingRule} in the profile.`
              : `${call}. If it must not reach Meta, say so in the profile with "to": null.`;
          }
        }
      },
      why: 'The site knows about the event and Meta does not. Conversions are missing from reports, and bidding learns without them.',
      confirm: LOOK_AT_MATCH,
      fixes: {
        gtm: 'In preview mode, choose the event on the left: the Meta tag must appear under “Tags Fired”. If not, its trigger does not match the event’s name.',
        'commanders-act':
          'Check in the log of the Facebook Conversions API destination that the event arrives and is sent on.',
        segment:
          'Check that the Facebook Pixel destination is on, and that the event is mapped in its settings.',
        loyjoy: 'Add the fbq call to the listener for this chat event.',
      },
    },
  },
  'mapping/never-met': {
    severity: 'warning',
    links: [LINKS.metaConversionTracking, ...TABLES],
    text: {
      title: 'A rule of the profile was never met',
      message: ({ mappingRule, isUnsure }, t) =>
        `No event met the rule ${t.say.quote(mappingRule)} of the profile.${isUnsure ? ' Entries were lost: it may have been among them.' : ''}`,
      fix: () =>
        'Perform the step that causes the event, or also give check the session that has it. If the site no longer sends it, remove the rule.',
      why: 'The profile says that this event goes to Meta. If it never happens, its conversions may be missing, or the recording does not cover them.',
      confirm: 'The report counts the rules that were met: all of them.',
    },
  },
  'mapping/none-met': {
    severity: 'error',
    links: [LINKS.metaConversionTracking, LINKS.metaPixelGetStarted],
    text: {
      title: 'Nothing that the profile expects happened',
      message: ({ mappingRules }, t) =>
        `None of the events that the profile sends to Meta happened: ${t.say.list(mappingRules, 8)}.`,
      fix: () =>
        'Check that the tags are on the page at all, and that the profile is meant for this page and these steps.',
      why: 'As far as this session shows, Meta gets no conversion from the site.',
      confirm: LOOK_AT_MATCH,
      fixes: {
        gtm: 'See whether the container is published.',
        'consent-tool': 'See whether the tool lets the tags load once the visitor has agreed.',
      },
    },
  },
  'mapping/unexpected': {
    severity: 'warning',
    links: [LINKS.metaConversionTracking],
    text: {
      title: 'Sent to Meta against the profile’s rules',
      message(data, t) {
        if (data.how === 'forbidden')
          return `${event(data, t)} must not reach Meta. It is sent as ${t.say.list(data.sent.map((name) => t.say.quote(name)))}.`;
        const systems = [...new Set(data.systems.map((system) => systemName(system, t)))];
        return `${t.say.quote(data.to)} is sent to Meta, but no event from ${t.say.either(systems)} that should become ${t.say.quote(data.to)} is on this page.`;
      },
      fix: (data) =>
        data.how === 'forbidden'
          ? `Remove the fbq call from where this event is handled, or change the rule ${data.mappingRule} in the profile.`
          : 'The call stack shows who sends it. Remove that call, or add a rule for its source to the profile.',
      why: 'Meta counts something that is not a conversion, or counts it twice. Budgets then follow the wrong numbers.',
      confirm:
        'Repeat the step: the Mapping view lists nothing under “unexpected”, and the Network panel shows no request to facebook.com/tr with this event.',
      fixes: {
        gtm: 'Look for a second Meta tag whose trigger fires on this event too, in this container or another one of the page.',
        shop: 'A shop plug-in for Meta may send the event besides your own tag. Switch one of them off.',
      },
    },
  },
  'mapping/ambiguous-rules': {
    severity: 'warning',
    links: [LINKS.metaStandardEvents],
    text: {
      title: 'Rules of the profile contradict each other',
      message: (data, t) =>
        `${event(data, t)} meets rules that want different things: ${t.say.list(data.mappingRules)}.`,
      fix: () =>
        'Make their names, patterns or conditions exclude each other in the profile. An exact name goes before a pattern, a condition before none.',
      why: 'It is unclear what should happen to the event, so Event Loupe does not check it.',
      confirm: 'The Mapping view shows the event under one rule, with a verdict.',
    },
  },
  'mapping/parameter-lost': {
    severity: 'warning',
    links: [LINKS.metaObjectProperties, ...TABLES],
    text: {
      title: 'Parameters of an event do not reach Meta',
      message(data, t) {
        const { source, call } = lostParameters(data);
        const has =
          source.length === 0
            ? ''
            : `${event(data, t)} has ${t.say.list(source.map(given), 8)}. ${t.say.quote(data.to)} at Meta lacks ${source.length === 1 ? 'it' : 'them'}.`;
        const called =
          call.length === 0
            ? ''
            : `The pixel call ${t.say.quote(data.to)} has ${t.say.list(call.map(given), 8)}, its hit does not.`;
        return `${has} ${called}`.trim();
      },
      fix: (data, t) =>
        areLostBehindCall(data)
          ? `The pixel call has ${names(data, t)}: look in Events Manager whether the pixel’s settings block these parameters.`
          : `Pass ${names(data, t)} to Meta from the source event.`,
      why: 'Meta cannot report or optimise for what it does not get: no value, no return on ad spend; no products, no catalogue ads.',
      confirm: LOOK_AT_MATCH,
      fixes: {
        gtm: 'Make a Data Layer Variable for each of them and add it under “Object Properties” of the Meta tag.',
        'commanders-act':
          'Give the properties the names of Commanders Act’s table, or put them under integrations.facebook.custom_data.',
        segment: 'Use the property names of Segment’s e-commerce spec: its destination maps those.',
        loyjoy: 'Read them from the detail of the chat event in the listener and pass them to fbq.',
      },
    },
  },
  'mapping/parameter-different': {
    severity: 'warning',
    links: [LINKS.metaObjectProperties, ...TABLES],
    text: {
      title: 'Parameters of an event reach Meta with other values',
      message: (data, t) =>
        `${event(data, t)} reaches Meta with other values: ${data.items.map((item) => change(item, t)).join('; ')}.`,
      fix(data, t) {
        const { renamed, cents, sourceCents, others } = wrongParameters(data);
        const amounts = cents.map(({ to, expected = '' }) => `${to} as ${expected}`);
        const sentences = [
          others.length > 0 &&
            `Pass ${names({ items: others }, t)} to Meta as the source event has ${others.length === 1 ? 'it' : 'them'}.`,
          cents.length > 0 && `Send ${t.say.list(amounts)}, not in cents.`,
          sourceCents.length > 0 &&
            `If the source event has ${names({ items: sourceCents }, t)} in cents, what Meta gets is right, and nothing is to be done.`,
          renamed.length > 0 &&
            'Look up which ids your catalogue at Meta has: those must be sent, whatever the source event calls the products.',
        ];
        return sentences.filter((sentence) => sentence !== false).join(' ');
      },
      why: 'Revenue, currency or products at Meta differ from the shop’s. Reports and catalogue ads use the wrong ones.',
      confirm: LOOK_AT_MATCH,
      fixes: {
        gtm: 'Check that the Meta tag’s variables read from this event, not from an earlier push that is still in the data layer.',
        shop: 'Check whether one side has the amount with tax or shipping and the other without.',
        code: 'Copy the data before you pass it on: if you change the object later, what was pushed changes too.',
      },
    },
  },
};
