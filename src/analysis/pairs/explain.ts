import { isAutomaticEventId } from '../../vendors/meta/automatic.ts';
import { DEDUPLICATION_RULES } from '../../vendors/meta/deduplication.ts';
import { isStandardEvent } from '../../vendors/meta/standard-event-names.ts';
import type { Severity } from '../analysis.ts';
import type { Finding } from '../facts/legacy.ts';
import { type Copy, isDerived } from './copy.ts';
import { explainPaired } from './explain-paired.ts';
import { missingIdFinding } from './missing-id.ts';
import { previousTriggerFinding } from './previous-trigger.ts';
import { firstOf, hasUnknownReceipt, type NoteRule, type Row } from './row.ts';
import type { Sight } from './sight.ts';
import { type ToldFault, toldName, toldOf, toldStop } from './told.ts';
import { formatDuration, listWords, pixelWords } from './words.ts';

/** Why a row is what it is. */
export interface Explanation {
  findings: Finding[];
  notes: NoteRule[];
  /** Findings about the pixel's calls (`pixel/…`) that tell the fault already: named, not repeated. */
  told: readonly ToldFault[];
}

const NOT_TOLD: readonly ToldFault[] = [];

const KEY = DEDUPLICATION_RULES.key.reference;

/** The findings of one row, and what it adds to the session's notes. */
export function explain(row: Row, sight: Sight): Explanation {
  const notes: NoteRule[] = [];
  if (firstOf(row).automatic) return { findings: [], notes, told: NOT_TOLD };
  const isJoined = row.browser.length > 0 && row.server.length > 0;
  if (isJoined && row.server.every(isDerived)) notes.push('dedup/derived-copy');
  const isTimed = row.verdict === 'paired' || row.verdict === 'outside-window';
  if (isJoined && isTimed && hasUnknownReceipt(row)) notes.push('dedup/receipt-unknown');
  if (isJoined && row.verdict === 'paired' && hasHiddenPixel(row))
    notes.push('dedup/pixel-unknown');
  switch (row.verdict) {
    case 'paired': {
      const paired = explainPaired(row, sight);
      if (paired.isServerFirst) notes.push('dedup/server-first');
      return { findings: paired.findings, notes, told: paired.told };
    }
    case 'id-missing':
      return { ...explainMissing(row, sight), notes };
    case 'id-mismatch':
      return { findings: [mismatchFinding(row)], notes, told: NOT_TOLD };
    case 'id-reused':
      return { findings: [reusedFinding(row)], notes, told: NOT_TOLD };
    case 'name-mismatch':
      return { ...explainName(row, sight), notes };
    case 'pixel-mismatch':
      return { findings: [pixelFinding(row)], notes, told: NOT_TOLD };
    case 'outside-window':
      return { findings: [windowFinding(row)], notes, told: NOT_TOLD };
    case 'browser-only':
    case 'server-only':
      return { ...explainAlone(row, sight), notes };
  }
}

/** A derived copy never tells its pixel; that it is derived says so. */
function hasHiddenPixel({ browser, server }: Row): boolean {
  return browser.some(hidesPixel) || server.some(hidesPixel);
}

function hidesPixel(copy: Copy): boolean {
  return copy.pixelId === '' && !isDerived(copy);
}

/** Proof of a row: the first copy of each side. */
function proofOf(row: Row): string[] {
  return [...row.browser.slice(0, 1), ...row.server.slice(0, 1)].map(({ entry }) => entry);
}

/** Whether another vendor's hit goes on to Meta is not seen: then nothing is proven. */
function provenBy(row: Row): Severity {
  return row.server.every(isDerived) ? 'warning' : 'error';
}

function explainMissing(row: Row, sight: Sight): Pick<Explanation, 'findings' | 'told'> {
  const findings: Finding[] = [];
  const told: ToldFault[] = [];
  for (const copy of [...row.browser, ...row.server]) {
    if (copy.eventId !== '') continue;
    const fault = toldOf(copy, sight);
    if (fault) {
      told.push(fault);
      continue;
    }
    const finding = missingIdFinding(copy, sight.get(copy.entry), sight.callOf(copy));
    if (finding) findings.push(finding);
  }
  const [browser] = row.browser;
  const [server] = row.server;
  if (findings.length > 0 || told.length > 0 || browser === undefined || server === undefined)
    return { findings, told };
  return { findings: [bareFinding(row, browser, server)], told };
}

/** Two copies that something else joins, of which one or both have no id; why is not known. */
function bareFinding(row: Row, browser: Copy, server: Copy): Finding {
  if (browser.eventId === '' && server.eventId === '')
    return {
      rule: 'dedup/fallback-server-first',
      severity: server.at < browser.at ? 'warning' : 'info',
      entries: proofOf(row),
      message: `Both copies of ${row.eventName} come without an event id and name the same person. Meta's fallback keeps one only where the server's copy is received within 48 hours after the browser's, which ${server.at < browser.at ? 'it was not: both are counted' : 'is not shown here'}.`,
      fix: 'Give both copies the same event id: then the order does not matter.',
      reference: DEDUPLICATION_RULES.fallback.reference,
    };
  const bare = browser.eventId === '' ? browser : server;
  return {
    rule: 'dedup/no-event-id',
    severity: provenBy(row),
    entries: proofOf(row),
    message: `The ${bare.side}'s copy of ${row.eventName} has no event id; the other side's has "${row.eventId}". Meta cannot tell by the id that they are one event.`,
    fix: `Give the ${bare.side}'s copy the same id.`,
    reference: KEY,
  };
}

function mismatchFinding(row: Row): Finding {
  const [browser, server] = [row.browser[0] as Copy, row.server[0] as Copy];
  const by = row.cause?.type === 'evidence' ? row.cause.by : 'order-id';
  const ids = `"${browser.eventId}" in the browser and "${server.eventId}" on the server`;
  const base = { entries: proofOf(row) };
  if (by === 'previous-trigger') return previousTriggerFinding(row, browser, server);
  if (by === 'own-id')
    return {
      ...base,
      rule: 'dedup/commanders-act-own-id',
      severity: 'error',
      message: `${row.eventName} has the id "${browser.eventId}", which is Commanders Act's own event id. Meta gets integrations.facebook.event_id, which is "${server.eventId}": config.eventId does not change it.`,
      fix: 'Use tC.uniqueEventId as eventID, read after the trigger, or set integrations.facebook.event_id yourself.',
      reference: 'domain facts 5.1 (observed, container v82)',
    };
  if (isAutomaticEventId(browser.eventId))
    return {
      ...base,
      rule: 'dedup/automatic-id',
      severity: provenBy(row),
      message: `The id of ${row.eventName} in the browser was made by Meta's own code, because the page gave none: ${ids}.`,
      fix: "Pass the server's id: fbq('track', name, {…}, {eventID: id}). It takes the place of the automatic one.",
      reference: 'domain facts 3.1 (observed)',
    };
  const shown = by === 'chain' ? 'came of one call' : 'are about the same order';
  return {
    ...base,
    rule: 'dedup/different-ids',
    severity: provenBy(row),
    message: `Both copies of ${row.eventName} ${shown}, but each side made an id of its own: ${ids}. Meta counts both.`,
    fix: 'Make the id once, in the page or on the server, and hand it to the other side.',
    reference: KEY,
  };
}

function reusedFinding(row: Row): Finding {
  if (row.cause?.type === 'shared')
    return {
      rule: 'dedup/id-shared',
      severity: 'info',
      entries: row.cause.copies.map(({ entry }) => entry),
      message: `The id "${row.eventId}" is used by several events: ${listWords(row.cause.names)}. Meta tells them apart by their names, so each still needs a copy of its own name.`,
      fix: 'Make an id per event; an order id alone is better with the event name in front.',
      reference: KEY,
    };
  const { by, copies } =
    row.cause?.type === 'reused' ? row.cause : { by: 'page', copies: [...row.browser] };
  return {
    rule: 'dedup/id-reused',
    severity: 'error',
    entries: copies.map(({ entry }) => entry),
    message:
      by === 'page'
        ? `${row.eventName} is sent with the id "${row.eventId}" on several pages. Meta keeps the first within 48 hours and discards the others.`
        : `${row.eventName} is sent again with the id "${row.eventId}" and another ${by}: two events under one id. Meta keeps the first within 48 hours and discards the other.`,
    fix: 'Make a new id for each event, not one per page, session or template.',
    reference: KEY,
  };
}

type Told = Pick<Explanation, 'findings' | 'told'>;

function explainName(row: Row, sight: Sight): Told {
  const told = toldName(row.browser[0] as Copy, row.server[0] as Copy, sight);
  return told ? { findings: [], told: [told] } : { findings: [nameFinding(row)], told: NOT_TOLD };
}

function nameFinding(row: Row): Finding {
  const server = row.server[0] as Copy;
  const difference = row.cause?.type === 'name' ? row.cause.difference : 'other';
  const names = `"${row.eventName}" in the browser and "${server.name}" on the server`;
  const base = { entries: proofOf(row), reference: KEY };
  if (difference === 'case')
    return {
      ...base,
      rule: 'dedup/name-case',
      severity: provenBy(row),
      message: `One id, two names: ${names}. Names are case-sensitive, so Meta counts both.`,
      fix: `Send "${isStandardEvent(server.name) ? server.name : row.eventName}" from both sides.`,
    };
  if (difference === 'spelling')
    return {
      ...base,
      rule: 'dedup/name-not-mapped',
      severity: provenBy(row),
      message: `One id, two names: ${names}. One is another system's name for the other, and was not mapped. Meta counts both.`,
      fix: 'Map the name before it is sent: the name at Meta must be the same on both sides.',
    };
  return {
    ...base,
    rule: 'dedup/name-differs',
    severity: 'warning',
    message: `The id "${row.eventId}" stands for ${names}. Either one event has two names, and Meta counts both, or one id was used for two events.`,
    fix: 'Send one name from both sides, or an id of its own for each event.',
  };
}

function pixelFinding(row: Row): Finding {
  const server = row.server[0] as Copy;
  const pixels = [...new Set(row.browser.map(({ pixelId }) => pixelId))];
  return {
    rule: 'dedup/other-pixel',
    severity: 'warning',
    entries: proofOf(row),
    message: `${row.eventName} "${row.eventId}" went from the browser to ${listWords(pixels.map(pixelWords))} and from the server to ${pixelWords(server.pixelId)}. Meta deduplicates within one pixel: each counts it.`,
    fix: 'Send both copies to the same pixel (dataset), unless the two are meant to count apart.',
    reference: KEY,
  };
}

function windowFinding(row: Row): Finding {
  const all = [...row.browser, ...row.server];
  const times = all.map(({ at }) => at);
  const apart = formatDuration(Math.max(...times) - Math.min(...times));
  const base = {
    rule: 'dedup/outside-window',
    entries: proofOf(row),
    reference: DEDUPLICATION_RULES.window.reference,
  };
  if (row.cause?.type === 'window' && row.cause.by === 'event-time')
    return {
      ...base,
      severity: 'info',
      message: `By its event_time the server's copy of ${row.eventName} "${row.eventId}" belongs ${apart} after the browser's. When Meta received it is not known; 48 hours count from the receipt of the first.`,
      fix: 'Tap the server live to see when it sends, and send within 48 hours.',
    };
  if (row.browser.length === 0 || row.server.length === 0)
    return {
      ...base,
      severity: 'warning',
      message: `${row.eventName} "${row.eventId}" was sent again more than 48 hours after the first with this id. Meta counts it again.`,
      fix: 'Where it is the same event, do not send it again; where it is not, give it its own id.',
    };
  return {
    ...base,
    severity: 'error',
    message: `The copies of ${row.eventName} "${row.eventId}" were received ${apart} apart. Meta discards a copy within 48 hours of the first alone: it counts both.`,
    fix: "Send the server's copy within 48 hours of the browser's.",
  };
}

function explainAlone(row: Row, sight: Sight): Told {
  const [lost] = row.lost;
  const isStopped = row.verdict === 'server-only' && lost?.side === 'browser';
  const told = isStopped ? toldStop(lost, sight) : undefined;
  return told ? { findings: [], told: [told] } : { findings: aloneFindings(row), told: NOT_TOLD };
}

function aloneFindings(row: Row): Finding[] {
  if (row.cause?.type === 'evidence' && row.cause.by === 'previous-trigger' && row.cause.of)
    return [previousTriggerFinding(row, row.browser[0] as Copy, row.cause.of)];
  const [lost] = row.lost;
  if (lost === undefined || row.lost.some(({ side }) => side === firstOf(row).side)) return [];
  const alone = firstOf(row);
  if (lost.side === 'browser')
    return [
      {
        rule: 'dedup/browser-copy-lost',
        severity: 'info',
        entries: [alone.entry, lost.entry],
        message: `The browser's copy of ${row.eventName} "${row.eventId}" did not reach Meta: it was stopped or failed. The server's copy stands in for it.`,
        fix: 'Nothing: this is what the server copy is for. Allow the request to see both.',
        reference: 'domain facts 2.3, 4.1',
      },
    ];
  return [
    {
      rule: 'dedup/server-copy-refused',
      severity: 'warning',
      entries: [alone.entry, lost.entry],
      message: `The server sent ${row.eventName} "${row.eventId}", but the answer refused it. One invalid event makes Meta refuse its whole request.`,
      fix: 'Read the answer of the request, and correct the event that it names.',
      reference: 'domain facts 4',
    },
  ];
}
