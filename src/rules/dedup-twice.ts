import type { DedupData, MadeId } from '../analysis/facts/dedup-data.ts';
import type { FactData } from '../analysis/facts/fact-data.ts';
import type { Words } from '../language/words.ts';
import { isAutomaticEventId } from '../vendors/meta/automatic.ts';
import { LINKS } from './links.ts';
import type { Rule } from './rule.ts';

type TwiceId = 'dedup/sent-twice' | 'dedup/id-repeated' | 'dedup/ids-unrelated';

/** One event under several ids, several events under one, and ids that have nothing in common. */
export const dedupTwice: { [R in TwiceId]: Rule<FactData[R]> } = {
  'dedup/sent-twice': {
    severity: 'warning',
    links: [LINKS.metaEventId, LINKS.metaDeduplication],
    text: {
      title: 'One event was sent more than once',
      message(data, t) {
        const { eventName, side, count, by, order, apart, amounts } = data;
        const often = t.say.plural(count, { one: 'once', other: '# times' });
        const again = count === 2 ? 'twice' : often;
        const content =
          amounts === undefined
            ? 'with matching content'
            : `with the same products, and a value of ${t.say.list(amounts)}`;
        const how = {
          order: `The ${side} sent ${eventName} ${again} for the order ${t.say.quote(order ?? '')}`,
          load: `The page was reloaded, and ${eventName} was sent ${again} with the same content`,
          visit: `${eventName} was sent ${again} from the same page with the same content`,
          next: `${eventName} was sent ${again} with the same content: on one page, and again on the page behind it`,
          senders: `Two pieces of code seem to send ${eventName}: it was sent ${again} within ${t.say.duration(apart)}, ${content}`,
          moment: `${eventName} was sent ${again} within ${t.say.duration(apart)} with the same content, which suggests code that runs twice`,
          route: `Meta’s library sends ${eventName} on its own when the address changes (history.pushState), and the page sends it too: it was sent ${again} for one address`,
        }[by];
        return `${how}, ${idsOf(data, t)}. Meta cannot tell that it is one event, and counts each one.`;
      },
      fix({ side, by, eventName }) {
        if (side === 'server')
          return 'Use the order number as event_id: Meta then keeps one, however often the server sends it.';
        if (by === 'senders')
          return `Send ${eventName} from one of them and switch it off in the other, or give both the same event id.`;
        if (by === 'next')
          return `Send ${eventName} once: with the click or the form, or on the page behind it.`;
        if (by === 'route')
          return 'Switch off the library’s own event, before init: fbq.disablePushState = true;';
        if (by === 'moment')
          return `Send ${eventName} once: register the listener once, or create the event id outside the code that runs twice.`;
        return 'Use the order number as event id: a reloaded page then sends the same id, and Meta keeps one. Or remember that the order was already sent.';
      },
      why: 'Conversions and revenue are too high, and bidding learns from sales that never happened.',
      confirm:
        'Repeat the step and reload the page: the Deduplication view shows one row for the event, with one id.',
      fixes: {
        gtm: 'In preview mode, check which tags fire on the event. Two tags, or one tag on two triggers, send it twice.',
        shop: 'If a plug-in sends the event, remove it from the tag manager or switch it off in the plug-in.',
        code: 'In React, an effect runs twice in strict mode, and again whenever its dependencies change.',
      },
    },
  },
  'dedup/id-repeated': {
    severity: 'warning',
    links: [LINKS.metaEventId, LINKS.metaDeduplication],
    text: {
      title: 'Several actions share one event id',
      message: ({ eventName, eventId, count }, t) =>
        `${eventName} was sent ${count === 2 ? 'twice' : t.say.plural(count, { one: 'once', other: '# times' })} from one page with the same event id, ${t.say.quote(eventId)}. Meta keeps the first within 48 hours and drops the others. If each was a separate action, such as a click, the others are lost.`,
      fix: ({ eventName }) =>
        `Create a new event id for each ${eventName} when it happens, not once when the page is rendered.`,
      why: 'A cached page gives every visitor and every click the same id. Meta treats all of these events as copies of one.',
      confirm:
        'Repeat the action, and load the page in a private window: in the Deduplication view every event has its own id.',
      fixes: {
        shop: 'Keep the id out of cached HTML. Have the script create it on the click and send it to the server.',
        gtm: 'A variable that reads the id from the page returns the same one for each event. Create the id in the data layer push.',
      },
    },
  },
  'dedup/ids-unrelated': {
    severity: 'warning',
    links: [LINKS.metaDeduplication, LINKS.metaEventId],
    text: {
      title: 'Browser and server ids never match',
      message(data, t) {
        const { events, count, pixelId } = data;
        const what =
          count === 1 ? events[0] : `${t.say.number(count)} events (${t.say.list(events)})`;
        return `Browser and server both send ${what}${toPixel(pixelId)}, but their event ids never match. ${madeHow(data, t)} Meta counts each copy as a separate event.`;
      },
      fix: ({ likeness }) =>
        likeness === 'none'
          ? 'Create the id once, in the page or on the server, and use it on both sides.'
          : 'Send the same id from both sides, letter for letter.',
      why: 'Every event counts twice: conversions and revenue are too high, and bidding learns from them.',
      confirm:
        'Repeat the steps: the Deduplication view shows each event as one row, paired, with one id.',
      fixes: {
        gtm: 'Each tag with a random number variable gets a new number. Put the id into the data layer push, and read it from there in the pixel tag and in the tag for the server container.',
        server:
          'Do not create an id there. Read the browser’s id from the request and send it as event_id.',
        shop: 'Let one plug-in send both copies: two plug-ins make two ids.',
      },
    },
  },
};

function toPixel(pixelId: string): string {
  return pixelId === '' ? '' : ` to pixel ${pixelId}`;
}

function idsOf({ ids }: DedupData['dedup/sent-twice'], t: Words): string {
  const named = ids.filter((id) => id !== '').map((id) => nameOf(id, t));
  const without = ids.length > named.length;
  if (named.length === 0) return 'without an event id';
  const under =
    named.length === 1 ? `with the id ${named[0]}` : `with the ids ${t.say.list(named)}`;
  return without ? `once ${under} and once without an id` : under;
}

function nameOf(id: string, t: Words): string {
  return isAutomaticEventId(id)
    ? `${t.say.quote(id, 20)} (generated by Meta’s code)`
    : t.say.quote(id, 50);
}

const SHAPES: Readonly<Record<MadeId['shape'], string | undefined>> = {
  time: 'a time',
  number: 'a random number',
  uuid: 'a random UUID',
  hash: 'a hash',
  text: undefined,
};

function madeHow(
  { browser, server, likeness }: DedupData['dedup/ids-unrelated'],
  t: Words,
): string {
  const ids = `The browser’s is ${t.say.quote(browser.id, 50)}, the server’s ${t.say.quote(server.id, 50)}`;
  if (likeness === 'case') return `${ids}: they only differ in upper and lower case.`;
  if (likeness === 'spaces') return `${ids}: they only differ in spaces before or after.`;
  if (likeness === 'signs')
    return `${ids}: the same letters and digits, but not the same spaces, hyphens or other characters.`;
  if (likeness === 'case-and-signs')
    return `${ids}: they only differ in upper and lower case, and in spaces, hyphens or other characters.`;
  if (likeness === 'part') return `${ids}: one contains the other.`;
  const [a, b] = [SHAPES[browser.shape], SHAPES[server.shape]];
  if (a !== undefined && a === b) return `${ids}: each side seems to create ${a} of its own.`;
  return `${ids}: each side seems to create its own.`;
}
