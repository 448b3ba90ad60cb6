import { type Copy, compareCopies, isDerived } from './copy.ts';
import {
  EVIDENCE_ORDER,
  type EvidenceSource,
  evidenceKeys,
  evidenceOf,
  isLoose,
  joinRows,
  mayJoin,
} from './evidence.ts';
import { judgeId, type Look } from './judge-id.ts';
import type { PairEvidence, Row } from './row.ts';

/** Rows that went and rows that came since the last time. */
export interface LedgerChange {
  gone: Row[];
  come: Row[];
}

/** The copies of a session and the rows that they make; each id is judged alone, when it changed. */
export interface Ledger {
  add(copy: Copy): void;
  remove(copy: Copy): void;
  /** What is known about the copy besides itself has changed: its call, its chain. */
  touch(copy: Copy): void;
  settle(): LedgerChange;
  /** True while copies are derived from hits of other vendors: then chains are evidence. */
  hasDerived(): boolean;
  nextTriggerOf(copy: Copy): Copy | undefined;
}

/**
 * More rows than this under one piece of evidence show nothing: an order id that every event
 * carries is none.
 */
const BUCKET_ROWS = 8;

/** A loose row with what evidence says of it. */
interface Loose {
  row: Row;
  keys: string[];
  partner: Loose | undefined;
  /** The row that it is part of as published; its own, or the joined one. */
  shown: Row | undefined;
}

interface Bucket {
  members: Set<Loose>;
  /** It held few enough rows to say something when it was last read. */
  wasUsed: boolean;
}

/** An empty ledger. */
export function createLedger(source: EvidenceSource): Ledger {
  /** By event id; a copy without one is alone under its key, after a NUL. */
  const groups = new Map<string, Copy[]>();
  const rowsOf = new Map<string, (Row | Loose)[]>();
  const buckets = new Map<string, Bucket>();
  /** Commanders Act's copies by page, by time. */
  const triggers = new Map<string, Copy[]>();
  let dirty = new Set<string>();
  const counts = { browser: 0, server: 0, derived: 0 };
  /** Loose rows that are no more, until what they were part of is settled. */
  let removed = new Set<Loose>();
  /** What the loose rows were last read under. */
  let mode = '';

  const groupOf = (copy: Copy) => (copy.eventId === '' ? `\0${copy.key}` : copy.eventId);
  const count = (copy: Copy, by: 1 | -1) => {
    counts[copy.side] += by;
    if (isDerived(copy)) counts.derived += by;
  };

  const placeOf = (list: readonly Copy[], copy: Copy): number => {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareCopies(list[middle] as Copy, copy) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  /** The trigger before this one may have got another next one. */
  const placeTrigger = (copy: Copy, isNew: boolean) => {
    if (copy.carrier !== 'commanders-act' || !copy.received) return;
    const list = triggers.get(copy.page) ?? [];
    if (isNew) triggers.set(copy.page, list);
    const place = placeOf(list, copy);
    if (isNew) list.splice(place, 0, copy);
    else if (list[place]?.key === copy.key) list.splice(place, 1);
    const before = list[place - 1];
    if (before) dirty.add(groupOf(before));
  };

  const nextTriggerOf = (copy: Copy): Copy | undefined => {
    const list = triggers.get(copy.page);
    return list?.[placeOf(list, copy) + 1];
  };

  const look: Look = { contentOf: source.contentOf, nextTriggerOf };

  const judgeGroup = (key: string): Row[] => {
    const copies = groups.get(key);
    if (copies === undefined) return [];
    const [only] = copies;
    if (key[0] !== '\0' || only === undefined) return judgeId(key, copies, look);
    return only.received ? [missingRow(only)] : [];
  };

  const settle = (): LedgerChange => {
    const now = `${counts.browser > 0 && counts.server > 0} ${counts.derived > 0}`;
    const isReread = now !== mode;
    mode = now;
    // Evidence counts only where both sides are there: what was not read before is read now.
    if (isReread) dirty = new Set([...groups.keys(), ...rowsOf.keys(), ...dirty]);
    const gone = new Set<Row>();
    const come = new Set<Row>();
    const changed = new Set<string>();
    const fresh: Loose[] = [];
    for (const key of dirty) {
      for (const old of rowsOf.get(key) ?? []) {
        if (!('row' in old)) gone.add(old);
        else removeLoose(old, gone, changed, fresh);
      }
      const rows = judgeGroup(key).map((row) => {
        if (!isLoose(row)) {
          come.add(row);
          return row;
        }
        const loose: Loose = { row, keys: keysOf(row), partner: undefined, shown: undefined };
        for (const each of loose.keys) {
          changed.add(each);
          const bucket = buckets.get(each);
          if (bucket) bucket.members.add(loose);
          else buckets.set(each, { members: new Set([loose]), wasUsed: true });
        }
        fresh.push(loose);
        return loose;
      });
      if (rows.length > 0) rowsOf.set(key, rows);
      else rowsOf.delete(key);
    }
    dirty = new Set();
    joinLoose(changed, fresh, gone, come);
    // What went and came back in one go was never shown, or is shown still.
    for (const row of come) if (gone.delete(row)) come.delete(row);
    return { gone: [...gone], come: [...come] };
  };

  const keysOf = (row: Row): string[] =>
    counts.browser > 0 && counts.server > 0
      ? [...new Set(evidenceKeys(row, source, counts.derived > 0))]
      : [];

  const removeLoose = (loose: Loose, gone: Set<Row>, changed: Set<string>, fresh: Loose[]) => {
    if (loose.shown) gone.add(loose.shown);
    loose.shown = undefined;
    if (loose.partner) {
      loose.partner.partner = undefined;
      loose.partner.shown = undefined;
      fresh.push(loose.partner);
      loose.partner = undefined;
    }
    for (const key of loose.keys) {
      changed.add(key);
      const bucket = buckets.get(key);
      bucket?.members.delete(loose);
      if (bucket?.members.size === 0) buckets.delete(key);
    }
    removed.add(loose);
  };

  /** Rows whose join may have changed: those under changed evidence, and those beside them. */
  const joinLoose = (
    changed: ReadonlySet<string>,
    fresh: readonly Loose[],
    gone: Set<Row>,
    come: Set<Row>,
  ) => {
    const near = new Set<Loose>(fresh);
    for (const key of changed) {
      const bucket = buckets.get(key);
      if (!bucket) continue;
      const isUsed = bucket.members.size <= BUCKET_ROWS;
      if (isUsed || bucket.wasUsed) for (const loose of bucket.members) near.add(loose);
      bucket.wasUsed = isUsed;
    }
    const affected = new Set(near);
    for (const loose of near)
      for (const key of loose.keys) {
        const bucket = buckets.get(key);
        if (bucket && bucket.members.size <= BUCKET_ROWS)
          for (const other of bucket.members) affected.add(other);
      }
    const wanted = new Map<Loose, Loose | undefined>();
    for (const loose of affected)
      if (!removed.has(loose)) wanted.set(loose, partnerOf(loose)?.loose);
    // Part first, then join: a partner that changes must be free before it is taken.
    for (const [loose, partner] of wanted) {
      if (loose.partner === undefined || loose.partner === partner) continue;
      if (loose.shown) gone.add(loose.shown);
      const old = loose.partner;
      if (!wanted.has(old)) wanted.set(old, partnerOf(old)?.loose);
      loose.shown = undefined;
      loose.partner = undefined;
      old.shown = undefined;
      old.partner = undefined;
    }
    for (const [loose, partner] of wanted) {
      if (partner === undefined || loose.partner === partner) continue;
      for (const each of [loose, partner]) {
        if (each.shown) gone.add(each.shown);
        come.delete(each.row);
      }
      const by = partnerOf(loose)?.by as PairEvidence;
      const row = joinRows(loose.row, partner.row, by);
      loose.partner = partner;
      partner.partner = loose;
      loose.shown = row;
      partner.shown = row;
      come.add(row);
    }
    for (const loose of wanted.keys())
      if (loose.shown === undefined) {
        loose.shown = loose.row;
        come.add(loose.row);
      }
    removed = new Set();
  };

  /** The other row where each is the only one that evidence offers the other. */
  const partnerOf = (loose: Loose): { loose: Loose; by: PairEvidence } | undefined => {
    const found = onlyCandidate(loose);
    return found && onlyCandidate(found.loose)?.loose === loose ? found : undefined;
  };

  const onlyCandidate = (loose: Loose): { loose: Loose; by: PairEvidence } | undefined => {
    let found: Loose | undefined;
    let by: PairEvidence = 'person';
    for (const key of loose.keys) {
      const bucket = buckets.get(key);
      if (bucket === undefined || bucket.members.size > BUCKET_ROWS) continue;
      const evidence = evidenceOf(key);
      for (const other of bucket.members) {
        if (!mayJoin(loose.row, other.row, key, source)) continue;
        if (found !== undefined && found !== other) return undefined;
        found = other;
        if (EVIDENCE_ORDER.indexOf(evidence) < EVIDENCE_ORDER.indexOf(by)) by = evidence;
      }
    }
    return found && { loose: found, by };
  };

  return {
    add(copy) {
      count(copy, 1);
      const key = groupOf(copy);
      const copies = groups.get(key);
      if (copies) copies.push(copy);
      else groups.set(key, [copy]);
      dirty.add(key);
      placeTrigger(copy, true);
    },
    remove(copy) {
      const key = groupOf(copy);
      const copies = groups.get(key);
      const place = copies?.findIndex((each) => each.key === copy.key) ?? -1;
      if (copies === undefined || place === -1) return;
      count(copy, -1);
      copies.splice(place, 1);
      if (copies.length === 0) groups.delete(key);
      dirty.add(key);
      placeTrigger(copy, false);
    },
    touch(copy) {
      dirty.add(groupOf(copy));
      // The pair of the trigger before is judged by this one's chain.
      const list = copy.carrier === 'commanders-act' ? triggers.get(copy.page) : undefined;
      const before = list?.[placeOf(list, copy) - 1];
      if (before) dirty.add(groupOf(before));
    },
    settle,
    hasDerived: () => counts.derived > 0,
    nextTriggerOf,
  };
}

function missingRow(copy: Copy): Row {
  const isBrowser = copy.side === 'browser';
  return {
    key: `\0${copy.key}`,
    pixelId: copy.pixelId,
    eventName: copy.name,
    eventId: '',
    verdict: 'id-missing',
    browser: isBrowser ? [copy] : [],
    server: isBrowser ? [] : [copy],
    lost: [],
  };
}
