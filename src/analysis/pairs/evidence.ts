import { fallbackDiscards, isSamePerson } from '../../vendors/meta/deduplication.ts';
import { toLength } from '../ordered.ts';
import type { Content } from './content.ts';
import { type Copy, compareCopies, mayShare } from './copy.ts';
import { firstOf, type PairEvidence, type Row, sideOf, togetherVerdict } from './row.ts';

/** What reading the evidence of a row needs. */
export interface EvidenceSource {
  contentOf(copy: Copy): Content;
  orderOf(copy: Copy): string | undefined;
  /** The outermost call inside which the hit's own call ran. */
  outermostCallOf(entry: string): string | undefined;
}

/** What there is in the session at all: evidence that nothing can meet is not read. */
export interface EvidenceHints {
  /** Server copies derived from hits of other vendors. */
  hasDerived: boolean;
  /** Commanders Act events whose own id is not the one for Meta. */
  hasOwnIds: boolean;
}

const KINDS: Readonly<Record<string, PairEvidence>> = {
  t: 'previous-trigger',
  a: 'own-id',
  o: 'order-id',
  c: 'chain',
  f: 'person',
  e: 'person',
};

/** The kind of evidence that a bucket's key stands for. */
export function evidenceOf(key: string): PairEvidence {
  return KINDS[key[0] as string] as PairEvidence;
}

/** Strongest first: the one that is named where several join the same two rows. */
export const EVIDENCE_ORDER: readonly PairEvidence[] = [
  'previous-trigger',
  'own-id',
  'order-id',
  'chain',
  'person',
];

/** True for a row that evidence from elsewhere may still join to another. */
export function isLoose(row: Row): boolean {
  if (sideOf(row) === undefined || isAutomatic(row)) return false;
  const { verdict, cause } = row;
  if (verdict === 'browser-only' || verdict === 'server-only' || verdict === 'id-missing')
    return true;
  return verdict === 'id-reused' && cause?.type === 'shared';
}

function isAutomatic(row: Row): boolean {
  return firstOf(row).automatic;
}

/**
 * What a loose row is known by besides its id: rows of two sides that share a key may be one event.
 * Nothing here is time.
 */
export function evidenceKeys(row: Row, source: EvidenceSource, hints: EvidenceHints): string[] {
  const copy = firstOf(row);
  const names = copy.otherNames ? [row.eventName, ...copy.otherNames] : [row.eventName];
  const keys: string[] = [];
  const order = source.orderOf(copy);
  if (order !== undefined) for (const name of names) keys.push(`o\0${name}\0${order}`);
  // A chain holds server copies only where a vendor's hit stands for one.
  const root = hints.hasDerived ? source.outermostCallOf(copy.entry) : undefined;
  if (root !== undefined) for (const name of names) keys.push(`c\0${name}\0${root}`);
  if (hints.hasDerived) keys.push(...triggerKeys(row, copy, hints.hasOwnIds));
  if (row.verdict === 'id-missing' && copy.pixelId !== '') keys.push(...personKeys(row, source));
  return toLength(keys);
}

function triggerKeys(row: Row, copy: Copy, hasOwnIds: boolean): string[] {
  if (copy.side === 'server') {
    if (copy.carrier !== 'commanders-act') return [];
    const own = copy.ownId === undefined ? [] : [`a\0${row.eventName}\0${copy.ownId}`];
    return [`t\0${copy.key}`, ...own];
  }
  const keys = row.eventId === '' || !hasOwnIds ? [] : [`a\0${row.eventName}\0${row.eventId}`];
  if (row.cause?.type === 'evidence' && row.cause.of) keys.push(`t\0${row.cause.of.key}`);
  return keys;
}

function personKeys(row: Row, source: EvidenceSource): string[] {
  const { fbp, externalIds } = source.contentOf(firstOf(row)).person;
  const where = `${row.pixelId}\0${row.eventName}`;
  const keys = [...new Set(externalIds)].map((id) => `e\0${where}\0${id}`);
  if (fbp !== undefined) keys.push(`f\0${where}\0${fbp}`);
  return keys;
}

/** True where the key's evidence holds between these two rows. */
export function mayJoin(a: Row, b: Row, key: string, source: EvidenceSource): boolean {
  if (sideOf(a) === sideOf(b) || !mayShare(a.pixelId, b.pixelId)) return false;
  const hasIds = a.eventId !== '' || b.eventId !== '';
  // The fallback is for events without ids; ids are no use to it, nor it to them.
  if (evidenceOf(key) === 'person')
    return (
      !hasIds &&
      isSamePerson(source.contentOf(firstOf(a)).person, source.contentOf(firstOf(b)).person)
    );
  return true;
}

/** The row that two loose rows are together. */
export function joinRows(a: Row, b: Row, by: PairEvidence): Row {
  const [browser, server] = sideOf(a) === 'browser' ? [a, b] : [b, a];
  return {
    ...browser,
    told: undefined,
    pixelId: browser.pixelId || server.pixelId,
    eventId: browser.eventId || server.eventId,
    server: [...server.server].sort(compareCopies),
    lost: [...browser.lost, ...server.lost],
    verdict: verdictOf(browser, server, by),
    cause: { type: 'evidence', by },
  };
}

function verdictOf(browser: Row, server: Row, by: PairEvidence): Row['verdict'] {
  if (browser.eventId !== '' && server.eventId !== '') return 'id-mismatch';
  const [first, second] = [firstOf(browser), firstOf(server)];
  const isTimed = first.clock === 'receipt' && second.clock === 'receipt';
  const isFallback = by === 'person' && isTimed && fallbackDiscards(first.at, second.at);
  return isFallback ? togetherVerdict(server.server) : 'id-missing';
}
