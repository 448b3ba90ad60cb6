import { isAutomaticEventId } from '../../vendors/meta/automatic.ts';
import { isStandardEvent } from '../../vendors/meta/standard-events.ts';
import type { DedupData } from '../facts/dedup-data.ts';
import { type Fact, type RuleId, subject } from '../facts/fact.ts';
import type { Severity } from '../verdicts.ts';
import { placeOf } from './content.ts';
import { type Copy, isDerived } from './copy.ts';
import { explainPaired } from './explain-paired.ts';
import { missingIdFact } from './missing-id.ts';
import { previousTriggerFact } from './previous-trigger.ts';
import { repeatedIdFact } from './repeated-id.ts';
import { firstOf, hasUnknownReceipt, type NoteRule, type Row } from './row.ts';
import type { Sight } from './sight.ts';
import { type ToldFault, toldName, toldOf, toldStop } from './told.ts';

/** Why a row is what it is. */
export interface Explanation {
  facts: Fact[];
  notes: NoteRule[];
  /** Facts about the pixel's calls (`pixel/…`) that tell the fault already: named, not repeated. */
  told: readonly ToldFault[];
}

type FallbackCase = DedupData['dedup/fallback-server-first']['case'];

type Told = Pick<Explanation, 'facts' | 'told'>;

const NOT_TOLD: readonly ToldFault[] = [];

/** The facts of one row, and what it adds to the session's notes. */
export function explain(row: Row, sight: Sight): Explanation {
  if (firstOf(row).automatic) return { facts: [], notes: [], told: NOT_TOLD };
  const said = explainVerdict(row, sight);
  const isExplained = said.facts.some(({ rule }) => REPEATING.has(rule));
  const repeated = isExplained ? undefined : repeatedIdFact(row, sight);
  return repeated === undefined ? said : { ...said, facts: [...said.facts, repeated] };
}

/** Rules that say why an id comes again. */
const REPEATING: ReadonlySet<RuleId> = new Set<RuleId>([
  'dedup/previous-trigger-id',
  'dedup/id-reused',
  'dedup/id-on-two-pages',
]);

function explainVerdict(row: Row, sight: Sight): Explanation {
  const notes: NoteRule[] = [];
  const isJoined = row.browser.length > 0 && row.server.length > 0;
  if (isJoined && row.server.every(isDerived)) notes.push('dedup/derived-copy');
  const isTimed = row.verdict === 'paired' || row.verdict === 'outside-window';
  if (isJoined && isTimed && hasUnknownReceipt(row)) notes.push('dedup/receipt-unknown');
  if (isJoined && row.verdict === 'paired' && hasHiddenPixel(row))
    notes.push('dedup/pixel-unknown');
  switch (row.verdict) {
    case 'paired':
    case 'would-pair': {
      const { facts, told, isServerFirst } = explainPaired(row, sight);
      if (isServerFirst) notes.push('dedup/server-first');
      return { facts, notes, told };
    }
    case 'id-missing':
      return { ...explainMissing(row, sight), notes };
    case 'id-mismatch':
      return { facts: [mismatchFact(row)], notes, told: NOT_TOLD };
    case 'id-reused':
      return { ...explainReused(row, sight), notes };
    case 'name-mismatch':
      return { ...explainName(row, sight), notes };
    case 'pixel-mismatch':
      return { facts: [pixelFact(row)], notes, told: NOT_TOLD };
    case 'outside-window':
      return { facts: [windowFact(row)], notes, told: NOT_TOLD };
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

function explainMissing(row: Row, sight: Sight): Told {
  const facts: Fact[] = [];
  const told: ToldFault[] = [];
  for (const copy of [...row.browser, ...row.server]) {
    if (copy.eventId !== '') continue;
    const fault = toldOf(copy, sight);
    if (fault) {
      told.push(fault);
      continue;
    }
    const fact = missingIdFact(copy, sight.get(copy.entry), sight.callOf(copy));
    if (fact) facts.push(fact);
  }
  const [browser] = row.browser;
  const [server] = row.server;
  if (facts.length > 0 || told.length > 0 || browser === undefined || server === undefined)
    return { facts, told };
  return { facts: [bareFact(row, browser, server)], told };
}

/** Two copies that something else joins, of which one or both have no id; why is not known. */
function bareFact(row: Row, browser: Copy, server: Copy): Fact {
  const { eventName, pixelId } = row;
  if (browser.eventId === '' && server.eventId === '') {
    const shown = fallbackCase(row, browser, server);
    return {
      rule: 'dedup/fallback-server-first',
      severity: shown === 'not-known' ? 'info' : 'warning',
      entries: proofOf(row),
      data: { eventName, case: shown },
    };
  }
  const side = browser.eventId === '' ? 'browser' : 'server';
  return {
    rule: 'dedup/no-event-id',
    severity: provenBy(row),
    entries: proofOf(row),
    data: {
      eventName,
      pixelId,
      side,
      count: 1,
      other: side === 'browser' ? 'server' : 'browser',
      otherId: row.eventId,
    },
  };
}

/** Why Meta's fallback keeps both of two copies without ids. */
function fallbackCase(row: Row, browser: Copy, server: Copy): FallbackCase {
  if (hasUnknownReceipt(row)) return 'not-known';
  if (server.at < browser.at) return 'server-first';
  const isByPerson = row.cause?.type === 'evidence' && row.cause.by === 'person';
  return isByPerson ? 'too-late' : 'not-known';
}

function mismatchFact(row: Row): Fact {
  const [browser, server] = [row.browser[0] as Copy, row.server[0] as Copy];
  const by = row.cause?.type === 'evidence' ? row.cause.by : 'order-id';
  const { eventName, pixelId } = row;
  const entries = proofOf(row);
  if (by === 'previous-trigger') return previousTriggerFact(row, browser, server);
  if (by === 'own-id')
    return {
      rule: 'dedup/commanders-act-own-id',
      entries,
      data: { eventName, ownId: browser.eventId, metaId: server.eventId },
    };
  if (isAutomaticEventId(browser.eventId))
    return {
      rule: 'dedup/automatic-id',
      severity: provenBy(row),
      entries,
      data: {
        eventName,
        pixelId,
        eventId: browser.eventId,
        count: 1,
        serverId: server.eventId,
      },
    };
  return {
    rule: 'dedup/different-ids',
    severity: provenBy(row),
    entries,
    data: {
      eventName,
      browserId: browser.eventId,
      serverId: server.eventId,
      by: by === 'chain' ? 'chain' : 'order-id',
    },
  };
}

function explainReused(row: Row, sight: Sight): Told {
  const { cause } = row;
  return cause?.type === 'shared' && !cause.isFirst
    ? { facts: [], told: [{ rule: 'dedup/id-shared', severity: 'info' }] }
    : { facts: [reusedFact(row, sight)], told: NOT_TOLD };
}

function reusedFact(row: Row, sight: Sight): Fact {
  const { eventName, eventId, cause } = row;
  if (cause?.type === 'shared')
    return {
      rule: 'dedup/id-shared',
      entries: cause.copies.map(({ entry }) => entry),
      data: { eventId, names: [...cause.names] },
    };
  const { by, copies } = cause?.type === 'reused' ? cause : { by: 'page', copies: row.browser };
  const entries = copies.map(({ entry }) => entry);
  // A view of another page is another view. Anything else may be one event that two pages send.
  if (by !== 'page' || VIEWS.has(eventName))
    return { rule: 'dedup/id-reused', entries, data: { eventName, eventId, by } };
  if (placesOf(row, sight).size > 2)
    return {
      rule: 'dedup/id-reused',
      severity: 'warning',
      entries,
      data: { eventName, eventId, by },
    };
  return { rule: 'dedup/id-on-two-pages', entries, data: { eventName, eventId } };
}

function placesOf({ browser, server }: Row, sight: Sight): Set<string> {
  const addresses = [...browser, ...server].flatMap((copy) => sight.contentOf(copy).address ?? []);
  return new Set(addresses.map(placeOf));
}

/** Each page has its own. */
const VIEWS: ReadonlySet<string> = new Set(['PageView', 'ViewContent']);

function explainName(row: Row, sight: Sight): Told {
  const told = toldName(row.browser[0] as Copy, row.server[0] as Copy, sight);
  return told ? { facts: [], told: [told] } : { facts: [nameFact(row)], told: NOT_TOLD };
}

function nameFact(row: Row): Fact {
  const browserName = row.eventName;
  const serverName = (row.server[0] as Copy).name;
  const difference = row.cause?.type === 'name' ? row.cause.difference : 'other';
  const names = { eventId: row.eventId, browserName, serverName };
  const entries = proofOf(row);
  // Of a connector's hit the name is judged elsewhere.
  const sent = [...row.browser, ...row.server.filter((copy) => !isDerived(copy))];
  const about = sent.map(({ entry }) => subject(entry, 'name'));
  if (difference === 'case' || difference === 'spaces')
    return {
      rule: 'dedup/name-case',
      severity: provenBy(row),
      entries,
      about,
      data: {
        ...names,
        right: isStandardEvent(serverName) ? serverName : browserName,
        isCase: difference === 'case',
      },
    };
  if (difference === 'spelling')
    return { rule: 'dedup/name-not-mapped', severity: provenBy(row), entries, data: names, about };
  return { rule: 'dedup/name-differs', entries, data: names, about };
}

function pixelFact(row: Row): Fact {
  const { eventName, eventId } = row;
  return {
    rule: 'dedup/other-pixel',
    entries: proofOf(row),
    data: {
      eventName,
      eventId,
      browser: [...new Set(row.browser.map(({ pixelId }) => pixelId))],
      server: (row.server[0] as Copy).pixelId,
    },
  };
}

function windowFact(row: Row): Fact {
  const { eventName, eventId, cause } = row;
  const times = [...row.browser, ...row.server].map(({ at }) => at);
  const isByEventTime = cause?.type === 'window' && cause.by === 'event-time';
  const isOneSided = row.browser.length === 0 || row.server.length === 0;
  return {
    rule: 'dedup/outside-window',
    severity: isByEventTime ? 'info' : isOneSided ? 'warning' : 'error',
    entries: proofOf(row),
    data: {
      eventName,
      eventId,
      apart: Math.max(...times) - Math.min(...times),
      case: isByEventTime ? 'event-time' : isOneSided ? 'one' : 'both',
    },
  };
}

function explainAlone(row: Row, sight: Sight): Told {
  const [lost] = row.lost;
  const isStopped = row.verdict === 'server-only' && lost?.side === 'browser';
  const told = isStopped ? toldStop(lost, sight) : undefined;
  return told ? { facts: [], told: [told] } : { facts: aloneFacts(row, sight), told: NOT_TOLD };
}

function aloneFacts(row: Row, sight: Sight): Fact[] {
  const { eventName, eventId, cause } = row;
  if (cause?.type === 'evidence' && cause.by === 'previous-trigger' && cause.of)
    return [previousTriggerFact(row, row.browser[0] as Copy, cause.of)];
  const [lost] = row.lost;
  const alone = firstOf(row);
  if (lost === undefined || row.lost.some(({ side }) => side === alone.side)) return [];
  const entries = [alone.entry, lost.entry];
  const entry = sight.get(lost.entry);
  const answer = entry?.kind === 'server' ? entry.answer : undefined;
  const status = entry?.kind === 'hit' ? entry.status : answer?.status;
  if (lost.side === 'browser') {
    const outcome = entry?.kind === 'hit' ? entry.outcome : undefined;
    const how = outcome === 'blocked' || outcome === 'failed' ? outcome : 'refused';
    return [{ rule: 'dedup/browser-copy-lost', entries, data: { eventName, eventId, how } }];
  }
  return [
    {
      rule: 'dedup/server-copy-refused',
      entries,
      data: {
        eventName,
        eventId,
        ...(status === undefined ? {} : { status }),
        ...(answer?.message === undefined ? {} : { answer: answer.message }),
      },
    },
  ];
}
