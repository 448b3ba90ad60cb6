import { isAutomaticEventId } from '../../vendors/meta/automatic.ts';
import type { Fact } from '../facts/fact.ts';
import type { Copy } from './copy.ts';
import { gistOf, haveOtherSenders, type Sender, scriptIn } from './doubles/gist.ts';
import type { Row } from './row.ts';
import type { Sight } from './sight.ts';

/** Milliseconds; what leaves again sooner may be one action, heard twice. Our choice. */
const APART = 500;

/** What happens once however often it is sent: the same id again is right, Meta keeps one. */
const ONCE: ReadonlySet<string> = new Set([
  'CompleteRegistration',
  'Donate',
  'PageView',
  'Purchase',
  'StartTrial',
  'SubmitApplication',
  'Subscribe',
]);

/** What a page may well send again of one view. */
const VIEWS: ReadonlySet<string> = new Set(['InitiateCheckout', 'ViewContent']);

/** Calls that are named as proof. */
const SHOWN = 4;

/**
 * That one piece of code of one document sent an event again and again under one id, as a page does
 * that came from a cache with the id printed in it. A page that is loaded again is no such thing,
 * nor are two pieces of code that share an id.
 */
export function repeatedIdFact(row: Row, sight: Sight): Fact<'dedup/id-repeated'> | undefined {
  const { eventName, eventId, browser } = row;
  if (browser.length < 2 || eventId === '' || ONCE.has(eventName)) return undefined;
  if (isAutomaticEventId(eventId)) return undefined;
  let longest: Copy[] = [];
  for (const copies of byPage(browser).values()) {
    const sent = repeatedIn(copies, sight);
    if (sent.length > longest.length) longest = sent;
  }
  const [first] = longest;
  if (first === undefined || longest.length < 2 || sight.orderOf(first) !== undefined)
    return undefined;
  const proof = longest.slice(0, SHOWN);
  const calls = proof.flatMap((copy) => sight.callOf(copy)?.id ?? []);
  return {
    rule: 'dedup/id-repeated',
    severity: VIEWS.has(eventName) ? 'info' : 'warning',
    entries: [...proof.map(({ entry }) => entry), ...new Set(calls)],
    data: { eventName, eventId, count: longest.length },
  };
}

function byPage(copies: readonly Copy[]): Map<string, Copy[]> {
  const pages = new Map<string, Copy[]>();
  for (const copy of copies) {
    const others = pages.get(copy.page);
    if (others) others.push(copy);
    else pages.set(copy.page, [copy]);
  }
  return pages;
}

/** Copies of the first one's sender, each well after the one before. */
function repeatedIn(copies: readonly Copy[], sight: Sight): Copy[] {
  const sent: Copy[] = [];
  let sender: Sender | undefined;
  let last = Number.NEGATIVE_INFINITY;
  for (const copy of copies) {
    const call = sight.callOf(copy);
    const at = call?.phase === 'live' ? call.at : copy.at;
    if (at - last < APART) continue;
    const own: Sender = {
      gist: gistOf(copy, sight.get(copy.entry)),
      eventId: copy.eventId,
      script: scriptIn(call?.stack),
    };
    if (sender !== undefined && haveOtherSenders(sender, own)) continue;
    sender ??= own;
    last = at;
    sent.push(copy);
  }
  return sent;
}
