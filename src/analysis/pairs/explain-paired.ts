import { DEDUPLICATION_RULES, EVENT_TIME_AGE } from '../../vendors/meta/deduplication.ts';
import { isSameValue } from '../../vendors/meta/same-value.ts';
import type { Finding } from '../facts/legacy.ts';
import { propertyOf } from './content.ts';
import { type Copy, hasName } from './copy.ts';
import { lostProducts, productsOf } from './items.ts';
import { previousTriggerFinding, repeatedTriggerFinding } from './previous-trigger.ts';
import { delayOf, type Row } from './row.ts';
import type { Sight } from './sight.ts';
import { type ToldFault, toldOf, toldParameter } from './told.ts';
import { formatDuration } from './words.ts';

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
): { findings: Finding[]; told: ToldFault[]; isServerFirst: boolean } {
  const [browser, server] = [row.browser[0] as Copy, row.server[0] as Copy];
  const proof = [browser.entry, server.entry];
  const findings: Finding[] = [];
  if (row.cause?.type === 'evidence')
    findings.push({
      rule: 'dedup/fallback',
      severity: 'info',
      entries: proof,
      message: `The copies of ${row.eventName} have no event id. Meta keeps one by its fallback: the same name and person, the browser first, the server within 48 hours.`,
      fix: 'Give both an event id: the fallback also discards a second event of the same person.',
      reference: DEDUPLICATION_RULES.fallback.reference,
    });
  const previous =
    previousTriggerOf(row, browser, server, sight) ?? repeatedTriggerFinding(row, server, sight);
  if (previous) findings.push(previous);
  const told = toldNumber(row, browser, sight);
  findings.push(...valueFindings(row, browser, server, { sight, told }));
  const clock = clockFinding(row, browser, server, sight);
  if (clock) findings.push(clock);
  return {
    findings,
    told,
    isServerFirst: (delayOf(row) ?? 0) < 0,
  };
}

/**
 * Two Commanders Act events of one name follow each other, and the chain shows that the browser's
 * copy belongs to the second although it carries the id of the first.
 */
function previousTriggerOf(
  row: Row,
  browser: Copy,
  server: Copy,
  sight: Sight,
): Finding | undefined {
  if (server.carrier !== 'commanders-act' || server.page !== browser.page) return undefined;
  const next = sight.nextTriggerOf(server);
  if (next === undefined || next.eventId === row.eventId || !hasName(next, row.eventName))
    return undefined;
  const root = sight.outermostCallOf(browser.entry);
  if (root === undefined || root !== sight.outermostCallOf(next.entry)) return undefined;
  if (root === sight.outermostCallOf(server.entry)) return undefined;
  return previousTriggerFinding(row, browser, next);
}

/** @param told takes what the finding about the browser's call says already */
function valueFindings(
  row: Row,
  browser: Copy,
  server: Copy,
  { sight, told }: { sight: Sight; told: ToldFault[] },
): Finding[] {
  if (server.carrier === 'segment') return [];
  const [left, right] = [sight.get(browser.entry), sight.get(server.entry)];
  const differing: string[] = [];
  for (const name of ['value', 'currency']) {
    const a = propertyOf(browser, left, name);
    const b = propertyOf(server, right, name);
    if (a === undefined || b === undefined || isSameValue(name, a, b)) continue;
    const fault = toldParameter(browser, name, { expected: b, actual: a }, sight);
    if (fault) told.push(fault);
    else differing.push(`${name} is ${a} in the browser and ${b} on the server`);
  }
  const products = productsOf(browser, left);
  const lost = products && lostProducts(products, productsOf(server, right));
  if (lost !== undefined) differing.push(lost);
  if (differing.length === 0) return [];
  return [
    {
      rule: 'dedup/copies-differ',
      severity: 'warning',
      entries: [browser.entry, server.entry],
      message: `The copies of ${row.eventName} "${row.eventId}" differ: ${differing.join(', ')}. Meta keeps one of them and drops what the other says.`,
      fix: `Send the same ${lost === undefined ? 'value and currency' : 'value, currency and contents'} from both sides.`,
      reference: DEDUPLICATION_RULES.first.reference,
    },
  ];
}

function clockFinding(row: Row, browser: Copy, server: Copy, sight: Sight): Finding | undefined {
  const entry = sight.get(server.entry);
  if (entry?.kind !== 'server') return undefined;
  const seconds = Number(entry.event.event_time ?? Number.NaN);
  if (!Number.isFinite(seconds) || seconds <= 0 || seconds > SECONDS) return undefined;
  const eventAt = seconds * 1000;
  const base = {
    entries: [browser.entry, server.entry],
    fix: "Set event_time to the moment of the event, in UTC seconds, and check the server's clock.",
    reference: DEDUPLICATION_RULES['event-time'].reference,
  };
  const received = entry.timeOf === 'receipt' ? entry.at : undefined;
  if (received !== undefined && eventAt - received > AHEAD)
    return {
      ...base,
      rule: 'dedup/clock-skew',
      severity: 'warning',
      message: `event_time of ${row.eventName} "${row.eventId}" lies ${formatDuration(eventAt - received)} after the moment at which the server sent it.${zoneWords(eventAt - received)}`,
    };
  if (received !== undefined && received - eventAt > EVENT_TIME_AGE)
    return {
      ...base,
      rule: 'dedup/event-time-too-old',
      severity: entry.event.action_source === 'physical_store' ? 'info' : 'error',
      message: `event_time of ${row.eventName} "${row.eventId}" is ${formatDuration(received - eventAt)} old. Beyond 7 days Meta refuses the whole request (62 days for a physical store).`,
    };
  const apart = eventAt - browser.at;
  if (Math.abs(apart) <= APART) return undefined;
  return {
    ...base,
    rule: 'dedup/clock-skew',
    severity: 'info',
    message: `event_time of ${row.eventName} "${row.eventId}" is ${formatDuration(apart)} ${apart > 0 ? 'after' : 'before'} the browser's copy.${zoneWords(apart)} The window of 48 hours does not follow it.`,
  };
}

/** A difference of whole hours is what a local time taken for UTC makes. */
function zoneWords(difference: number): string {
  const hours = Math.round(difference / HOUR);
  const rest = Math.abs(difference - hours * HOUR);
  return hours !== 0 && Math.abs(hours) <= 14 && rest <= AHEAD
    ? ' Whole hours look like a local time taken for UTC.'
    : '';
}

/** Longer than any number's text without an exponent; vendors' own ids are longer. */
const NUMBER_DIGITS = 21;

/** That the id is a number is told of the call; here it is named. */
function toldNumber(row: Row, browser: Copy, sight: Sight): ToldFault[] {
  if (row.eventId.length > NUMBER_DIGITS || !/^\d+$/.test(row.eventId)) return [];
  const fault = toldOf(browser, sight);
  return fault ? [fault] : [];
}
