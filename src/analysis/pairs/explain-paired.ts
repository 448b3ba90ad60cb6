import {
  EVENT_TIME_AGE,
  keptSide,
  type Side,
  STORE_EVENT_TIME_AGE,
} from '../../vendors/meta/deduplication.ts';
import type { CopyDifference } from '../facts/dedup-data.ts';
import { type Fact, subject } from '../facts/fact.ts';
import { type Copy, hasName, isDerived } from './copy.ts';
import { copyDifferences } from './differences.ts';
import { previousTriggerFact, repeatedTriggerFact } from './previous-trigger.ts';
import { delayOf, type Row } from './row.ts';
import type { Sight } from './sight.ts';
import { type ToldFault, toldOf, toldParameter } from './told.ts';

/** How far clocks may differ before it is said; our choice, not Meta's. Milliseconds. */
const AHEAD = 60_000;
const APART = 5 * 60_000;
const HOUR = 3_600_000;

/** An event_time beyond this is in milliseconds, which is told where it is read. */
const SECONDS = 1e11;

/** What is worth knowing of a pair that Meta keeps one of. */
export function explainPaired(
  row: Row,
  sight: Sight,
): { facts: Fact[]; told: ToldFault[]; isServerFirst: boolean } {
  const [browser, server] = [row.browser[0] as Copy, row.server[0] as Copy];
  const entries = [browser.entry, server.entry];
  const facts: Fact[] = [];
  if (row.cause?.type === 'evidence')
    facts.push({ rule: 'dedup/fallback', entries, data: { eventName: row.eventName } });
  const previous =
    previousTriggerOf(row, browser, server, sight) ?? repeatedTriggerFact(row, server, sight);
  if (previous) facts.push(previous);
  const told = toldNumber(row, browser, sight);
  const items = differencesOf(browser, server, { sight, told });
  const { eventName, eventId } = row;
  if (items.length > 0)
    facts.push({
      rule: 'dedup/copies-differ',
      severity: items.some(({ name }) => HEAVY.has(name)) ? 'warning' : 'info',
      entries,
      data: { eventName, eventId, items, ...keptIn(row) },
      about: items.map(({ name }) =>
        name === 'value' || name === 'currency' ? subject(server.entry, name) : undefined,
      ),
    });
  const clock = clockFact(row, browser, server, sight);
  if (clock) facts.push(clock);
  return { facts, told, isServerFirst: (delayOf(row) ?? 0) < 0 };
}

/**
 * Two Commanders Act events of one name follow each other, and the chain shows that the browser's
 * copy belongs to the second although it carries the id of the first.
 */
function previousTriggerOf(row: Row, browser: Copy, server: Copy, sight: Sight): Fact | undefined {
  if (server.carrier !== 'commanders-act' || server.page !== browser.page) return undefined;
  const next = sight.nextTriggerOf(server);
  if (next === undefined || next.eventId === row.eventId || !hasName(next, row.eventName))
    return undefined;
  const root = sight.outermostCallOf(browser.entry);
  if (root === undefined || root !== sight.outermostCallOf(next.entry)) return undefined;
  if (root === sight.outermostCallOf(server.entry)) return undefined;
  return previousTriggerFact(row, browser, next);
}

/** What has weight; of the rest reports tell, and nothing is counted or matched by it. */
const HEAVY: ReadonlySet<string> = new Set([
  ...['value', 'currency', 'contents', 'quantity'],
  ...['fbp', 'fbc', 'external_id'],
]);

/** The side that Meta counts; nothing where a receipt is not known. */
function keptIn(row: Row): { kept?: Side } {
  const delay = row.server.some(isDerived) ? undefined : delayOf(row);
  return delay === undefined ? {} : { kept: keptSide(0, delay) };
}

/** @param told takes what the fact about the browser's call says already */
function differencesOf(
  browser: Copy,
  server: Copy,
  { sight, told }: { sight: Sight; told: ToldFault[] },
): CopyDifference[] {
  const [left, right] = [sight.get(browser.entry), sight.get(server.entry)];
  if (left === undefined || right === undefined) return [];
  return copyDifferences(
    { entry: left, index: browser.index },
    { entry: right, index: server.index },
  ).filter((item) => {
    const fault =
      'browser' in item &&
      toldParameter(browser, item.name, { expected: item.server, actual: item.browser }, sight);
    if (fault) told.push(fault);
    return !fault;
  });
}

function clockFact(row: Row, browser: Copy, server: Copy, sight: Sight): Fact | undefined {
  const entry = sight.get(server.entry);
  if (entry?.kind !== 'server') return undefined;
  const seconds = Number(entry.event.event_time ?? Number.NaN);
  if (!Number.isFinite(seconds) || seconds <= 0 || seconds > SECONDS) return undefined;
  const eventAt = seconds * 1000;
  const { eventName, eventId } = row;
  const entries = [browser.entry, server.entry];
  const isStore = entry.event.action_source === 'physical_store';
  // What is older is refused. A server that sends when the browser does is told as late as this.
  const limit = isStore ? STORE_EVENT_TIME_AGE : EVENT_TIME_AGE;
  const skew = (difference: number, from: 'receipt' | 'browser'): Fact => ({
    rule: 'dedup/clock-skew',
    severity: from === 'receipt' || -difference > limit ? 'warning' : 'info',
    entries,
    data: { eventName, eventId, difference, from, isZone: isWholeHours(difference) },
    about: [subject(server.entry, 'time')],
  });
  const received = entry.timeOf === 'receipt' ? entry.at : undefined;
  if (received !== undefined && eventAt - received > AHEAD)
    return skew(eventAt - received, 'receipt');
  if (received !== undefined && received - eventAt > limit)
    return {
      rule: 'dedup/event-time-too-old',
      severity: isStore ? 'info' : 'error',
      entries,
      data: { eventName, eventId, age: received - eventAt, limit },
      about: [subject(server.entry, 'time')],
    };
  const apart = eventAt - browser.at;
  return Math.abs(apart) <= APART ? undefined : skew(apart, 'browser');
}

/** A difference of whole hours is what a local time taken for UTC makes. */
function isWholeHours(difference: number): boolean {
  const hours = Math.round(difference / HOUR);
  const rest = Math.abs(difference - hours * HOUR);
  return hours !== 0 && Math.abs(hours) <= 14 && rest <= AHEAD;
}

/** Longer than any number's text without an exponent; vendors' own ids are longer. */
const NUMBER_DIGITS = 21;

/** That the id is a number is told of the call; here it is named. */
function toldNumber(row: Row, browser: Copy, sight: Sight): ToldFault[] {
  if (row.eventId.length > NUMBER_DIGITS || !/^\d+$/.test(row.eventId)) return [];
  const fault = toldOf(browser, sight);
  return fault ? [fault] : [];
}
