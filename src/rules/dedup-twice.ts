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
      title: 'One event left more than once',
      message(data, t) {
        const { eventName, side, count, by, order, apart, amounts } = data;
        const often = t.say.plural(count, { one: 'once', other: '# times' });
        const again = count === 2 ? 'twice' : often;
        const content =
          amounts === undefined
            ? 'with content that agrees'
            : `with the same products, and a value of ${t.say.list(amounts)}`;
        const how = {
          order: `The ${side} sent ${eventName} ${again} for the order ${t.say.quote(order ?? '')}`,
          load: `The page was loaded again, and ${eventName} left ${again} with the same content`,
          visit: `${eventName} left ${again} from the same page with the same content`,
          senders: `Two pieces of code seem to send ${eventName}: it left ${again} within ${t.say.duration(apart)}, ${content}`,
          moment: `${eventName} left ${again} within ${t.say.duration(apart)} with the same content, as code does that runs twice`,
          route: `Meta’s library sends ${eventName} by itself when the address changes (history.pushState), and the page sends it too: it left ${again} for one address`,
        }[by];
        return `${how}, ${idsOf(data, t)}. Meta cannot tell that it is one event, and counts each.`;
      },
      fix({ side, by, eventName }) {
        if (side === 'server')
          return 'Use the order number as event_id: then Meta keeps one, however often the server sends it.';
        if (by === 'senders')
          return `Let one of them send ${eventName}, and switch it off in the other. Or give both the same event id.`;
        if (by === 'route')
          return 'Switch the library’s own off, in front of init: fbq.disablePushState = true;';
        if (by === 'moment')
          return `Send ${eventName} once: register the listener once, or make the event id outside the code that runs twice.`;
        return 'Use the order number as event id: a page that is loaded again then sends the same id, and Meta keeps one. Or remember that the order was sent.';
      },
      why: 'Conversions and revenue are too high, and the bidding learns from sales that never were.',
      confirm:
        'Repeat the step, and load the page again: the Deduplication view shows one row for the event, with one id.',
      fixes: {
        gtm: 'In the preview, look which tags fire on the event. Two tags, or one tag on two triggers, send it twice.',
        shop: 'If a plug-in sends the event, remove it from the tag manager, or switch it off in the plug-in.',
        code: 'In React, an effect runs twice in strict mode, and again whenever its dependencies change.',
      },
    },
  },
  'dedup/id-repeated': {
    severity: 'warning',
    links: [LINKS.metaEventId, LINKS.metaDeduplication],
    text: {
      title: 'Several actions have the same event id',
      message: ({ eventName, eventId, count }, t) =>
        `${eventName} left ${count === 2 ? 'twice' : t.say.plural(count, { one: 'once', other: '# times' })} from one page with the same event id, ${t.say.quote(eventId)}. Meta keeps the first within 48 hours and drops the others. If each was an action of its own, such as a click, they are lost.`,
      fix: ({ eventName }) =>
        `Make a new event id for each ${eventName} when it happens, not once when the page is made.`,
      why: 'A page from a cache gives every visitor and every click the same id. Meta takes all of these events for copies of one.',
      confirm:
        'Do it twice, and load the page in a private window: every event has an id of its own in the Deduplication view.',
      fixes: {
        shop: 'Leave the id out of HTML that is cached. Let the script make it at the click, and send it along to the server.',
        gtm: 'A variable that reads the id from the page gives the same one for each event. Make the id in the data layer push.',
      },
    },
  },
  'dedup/ids-unrelated': {
    severity: 'warning',
    links: [LINKS.metaDeduplication, LINKS.metaEventId],
    text: {
      title: 'The ids of browser and server never agree',
      message(data, t) {
        const { events, count, pixelId } = data;
        const what =
          count === 1 ? events[0] : `${t.say.number(count)} events (${t.say.list(events)})`;
        return `Browser and server both send ${what}${toPixel(pixelId)}, but their event ids never agree. ${madeHow(data, t)} Meta counts each copy as an event of its own.`;
      },
      fix: ({ likeness }) =>
        likeness === 'none'
          ? 'Make the id once, in the page or on the server, and hand the same id to both.'
          : 'Send the same id from both sides, letter for letter.',
      why: 'Every event counts twice: conversions and revenue are too high, and the bidding learns from them.',
      confirm:
        'Repeat the steps: the Deduplication view shows each event as one row, paired, with one id.',
      fixes: {
        gtm: 'Tags that use a random number variable get a new number each. Put the id into the data layer push, and read it from there in the pixel tag and in the tag for the server container.',
        server:
          'Do not make an id there. Read the browser’s from the request, and send it as event_id.',
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
    ? `${t.say.quote(id, 20)} (made by Meta’s code)`
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
  if (likeness === 'case') return `${ids}: they differ in capital letters only.`;
  if (likeness === 'part') return `${ids}: one stands inside the other.`;
  const [a, b] = [SHAPES[browser.shape], SHAPES[server.shape]];
  if (a !== undefined && a === b) return `${ids}: each side seems to make ${a} of its own.`;
  return `${ids}: each side seems to make its own.`;
}
