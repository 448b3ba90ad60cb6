import { numberOf } from '../../session/entry.ts';
import type { Fact } from '../facts/fact.ts';
import { type Copy, hasName } from './copy.ts';
import type { Row } from './row.ts';
import type { Sight } from './sight.ts';

type PreviousTrigger = Fact<'dedup/previous-trigger-id'>;

/**
 * The id of the Commanders Act event before was used. Also said of a row that stands alone: the
 * right copy has its pair elsewhere.
 */
export function previousTriggerFact(row: Row, browser: Copy, right: Copy): PreviousTrigger {
  return {
    rule: 'dedup/previous-trigger-id',
    severity: 'error',
    entries: [browser.entry, right.entry],
    data: {
      eventName: row.eventName,
      eventId: browser.eventId,
      ownId: right.eventId,
      isRepeated: false,
    },
  };
}

/**
 * The pixel sent an event twice under the id of one trigger, the second time between that trigger
 * and the next of the same name, which has no copy from the pixel. That is what reading
 * tC.uniqueEventId too early gives from the second event on; a call that was made twice by mistake
 * and a pixel that left the next event out look the same, so it is no error.
 */
export function repeatedTriggerFact(
  row: Row,
  server: Copy,
  sight: Sight,
): PreviousTrigger | undefined {
  if (server.carrier !== 'commanders-act' || row.browser.length !== 2) return undefined;
  const next = sight.nextTriggerOf(server);
  if (next === undefined || next.eventId === '' || next.eventId === row.eventId) return undefined;
  if (!hasName(next, row.eventName) || sight.hasBrowserCopy(next.eventId)) return undefined;
  const calls = row.browser.map((copy) => ({ copy, call: sight.callOf(copy) }));
  calls.sort((a, b) => numberOf(a.call?.id ?? '') - numberOf(b.call?.id ?? ''));
  const [first, second] = calls;
  const [own, other] = [sight.callOf(server), sight.callOf(next)];
  if (first?.call === undefined || second?.call === undefined) return undefined;
  if (own === undefined || other === undefined) return undefined;
  const order = [own, first.call, second.call, other];
  if (order.some(({ page }) => page !== own.page)) return undefined;
  for (let i = 1; i < order.length; i += 1)
    if (numberOf(order[i]?.id ?? '') <= numberOf(order[i - 1]?.id ?? '')) return undefined;
  return {
    rule: 'dedup/previous-trigger-id',
    severity: 'warning',
    entries: [second.copy.entry, next.entry],
    data: {
      eventName: row.eventName,
      eventId: row.eventId,
      ownId: next.eventId,
      isRepeated: true,
    },
  };
}
