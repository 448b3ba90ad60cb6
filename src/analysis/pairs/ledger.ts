import { LateSet } from '../late.ts';
import { append, toLength } from '../ordered.ts';
import { type Copy, isDerived } from './copy.ts';
import {
  EVIDENCE_ORDER,
  type EvidenceHints,
  type EvidenceSource,
  evidenceKeys,
  evidenceOf,
  isLoose,
  joinRows,
  mayJoin,
} from './evidence.ts';
import { judgeId, type Look } from './judge-id.ts';
import { NO_COPIES, type PairEvidence, type Row } from './row.ts';
import { createTriggers } from './triggers.ts';

/** Rows that went, and then rows that came, since the last time; a row may be in both. */
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
  /** Whether a browser copy carries this event id. */
  hasBrowserCopy(eventId: string): boolean;
}

/**
 * More rows than this under one piece of evidence show nothing: an order id that every event
 * carries is none.
 */
const BUCKET_ROWS = 8;

/** Of a row that no evidence is about. */
const NO_KEYS: readonly string[] = [];

/** A loose row with what evidence says of it. */
class Loose {
  readonly row: Row;
  keys: readonly string[] = NO_KEYS;
  partner: Loose | undefined;
  /** The row that it is part of as published; its own, or the joined one. */
  shown: Row | undefined;
  isGone = false;
  constructor(row: Row) {
    this.row = row;
  }
}

/** Loose rows under one piece of evidence; nearly always one or two. */
class Bucket {
  /** It held few enough rows to say something when it was last read. */
  wasUsed = true;
  private readonly members = new LateSet<Loose>();

  get size(): number {
    return this.members.size;
  }

  /** Few enough rows to say something. */
  get isUsed(): boolean {
    return this.size <= BUCKET_ROWS;
  }

  all(): Iterable<Loose> {
    return this.members;
  }

  add(loose: Loose): void {
    this.members.add(loose);
  }

  delete(loose: Loose): void {
    this.members.delete(loose);
  }
}

const NOTHING: never[] = [];

/** The copies under one event id, or one copy without an id, and the rows that they make. */
class Group {
  readonly key: string;
  readonly eventId: string;
  copies: Copy[] = NOTHING;
  rows: (Row | Loose)[] = NOTHING;
  /** How many of the copies are the browser's. */
  browsers = 0;
  isDirty = false;
  constructor(key: string, eventId: string) {
    this.key = key;
    this.eventId = eventId;
  }
}

/** An empty ledger. */
export function createLedger(source: EvidenceSource): Ledger {
  /** By event id; a copy without one is alone under its key, after a NUL. */
  const groups = new Map<string, Group>();
  const buckets = new Map<string, Bucket>();
  const triggers = createTriggers();
  let dirty: Group[] = [];
  const counts = { browser: 0, server: 0, derived: 0, ownIds: 0 };
  /** What the loose rows were last read under. */
  let mode = '';
  let hints: EvidenceHints = { hasDerived: false, hasOwnIds: false };

  const keyOf = (copy: Copy) => (copy.eventId === '' ? `\0${copy.key}` : copy.eventId);
  const count = (copy: Copy, by: 1 | -1) => {
    counts[copy.side] += by;
    if (isDerived(copy)) counts.derived += by;
    if (copy.ownId !== undefined) counts.ownIds += by;
  };
  const mark = (group: Group | undefined) => {
    if (group === undefined || group.isDirty) return;
    group.isDirty = true;
    dirty.push(group);
  };
  const markCopy = (copy: Copy | undefined) => {
    if (copy) mark(groups.get(keyOf(copy)));
  };

  /** The id has got its first browser copy, or lost its last: what is said of the trigger before follows it. */
  const countBrowser = (group: Group, copy: Copy, by: 1 | -1) => {
    if (copy.side !== 'browser' || group.eventId === '') return;
    group.browsers += by;
    if (group.browsers !== (by === 1 ? 1 : 0)) return;
    for (const other of group.copies)
      if (other.carrier === 'commanders-act' && other.received) markCopy(triggers.before(other));
  };

  const look: Look = { contentOf: source.contentOf, nextTriggerOf: triggers.after };

  const judgeGroup = ({ eventId, copies }: Group): Row[] => {
    if (eventId !== '') return copies.length === 0 ? [] : judgeId(eventId, copies, look);
    return copies.filter(({ received }) => received).map(missingRow);
  };

  const settle = (): LedgerChange => {
    const gone: Row[] = [];
    const come: Row[] = [];
    const changed = new Set<string>();
    const near = new Set<Loose>();
    hints = { hasDerived: counts.derived > 0, hasOwnIds: counts.ownIds > 0 };
    const now = `${counts.browser > 0 && counts.server > 0} ${hints.hasDerived} ${hints.hasOwnIds}`;
    // Evidence is read where something can meet it: what was not read before is read now.
    if (now !== mode) for (const group of groups.values()) mark(group);
    mode = now;
    const judged = dirty;
    dirty = [];
    for (const group of judged) {
      group.isDirty = false;
      for (const old of group.rows)
        if (old instanceof Loose) removeLoose(old, gone, changed, near);
        else gone.push(old);
      const rows: (Row | Loose)[] = judgeGroup(group);
      for (let i = 0; i < rows.length; i += 1) {
        const row = rows[i] as Row;
        if (isLoose(row)) rows[i] = addLoose(row, changed, near, come);
        else come.push(row);
      }
      group.rows = toLength(rows);
      if (group.copies.length === 0) groups.delete(group.key);
    }
    joinLoose(changed, near, gone, come);
    return { gone, come };
  };

  const addLoose = (row: Row, changed: Set<string>, near: Set<Loose>, come: Row[]): Loose => {
    const loose = new Loose(row);
    const isOneSided = counts.browser === 0 || counts.server === 0;
    loose.keys = isOneSided ? NO_KEYS : evidenceKeys(row, source, hints);
    if (loose.keys.length === 0) {
      loose.shown = row;
      come.push(row);
      return loose;
    }
    near.add(loose);
    for (const key of loose.keys) {
      changed.add(key);
      const bucket = buckets.get(key) ?? new Bucket();
      if (bucket.size === 0) buckets.set(key, bucket);
      bucket.add(loose);
    }
    return loose;
  };

  const removeLoose = (loose: Loose, gone: Row[], changed: Set<string>, near: Set<Loose>) => {
    if (loose.shown) gone.push(loose.shown);
    loose.shown = undefined;
    loose.isGone = true;
    if (loose.partner) {
      loose.partner.partner = undefined;
      loose.partner.shown = undefined;
      near.add(loose.partner);
      loose.partner = undefined;
    }
    for (const key of loose.keys) {
      changed.add(key);
      const bucket = buckets.get(key);
      bucket?.delete(loose);
      if (bucket?.size === 0) buckets.delete(key);
    }
  };

  /** Rows whose join may have changed: those under changed evidence, and those beside them. */
  const joinLoose = (changed: ReadonlySet<string>, near: Set<Loose>, gone: Row[], come: Row[]) => {
    for (const key of changed) {
      const bucket = buckets.get(key);
      if (!bucket) continue;
      if (bucket.isUsed || bucket.wasUsed) for (const loose of bucket.all()) near.add(loose);
      bucket.wasUsed = bucket.isUsed;
    }
    const affected = new Set(near);
    for (const loose of near)
      for (const key of loose.keys) {
        const bucket = buckets.get(key);
        if (bucket?.isUsed) for (const other of bucket.all()) affected.add(other);
      }
    const joins: [Loose, Loose, PairEvidence][] = [];
    // Part first, then join: a partner that changes must be free before it is taken.
    for (const loose of affected) {
      if (loose.isGone) continue;
      const found = partnerOf(loose);
      if (found && found.loose !== loose.partner) joins.push([loose, found.loose, found.by]);
      const old = loose.partner;
      if (old === undefined || old === found?.loose) continue;
      if (loose.shown) gone.push(loose.shown);
      for (const each of [loose, old]) {
        each.shown = undefined;
        each.partner = undefined;
        affected.add(each);
      }
    }
    for (const [loose, partner, by] of joins) {
      if (loose.partner === partner) continue;
      for (const each of [loose, partner]) if (each.shown) gone.push(each.shown);
      const row = joinRows(loose.row, partner.row, by);
      loose.partner = partner;
      partner.partner = loose;
      loose.shown = row;
      partner.shown = row;
      come.push(row);
    }
    for (const loose of affected)
      if (!loose.isGone && loose.shown === undefined) {
        loose.shown = loose.row;
        come.push(loose.row);
      }
  };

  /** The other row where each is the only one that evidence offers the other. */
  const partnerOf = (loose: Loose): { loose: Loose; by: PairEvidence } | undefined => {
    if (loose.keys.length === 0) return undefined;
    const found = onlyCandidate(loose);
    return found && onlyCandidate(found.loose)?.loose === loose ? found : undefined;
  };

  const onlyCandidate = (loose: Loose): { loose: Loose; by: PairEvidence } | undefined => {
    let found: Loose | undefined;
    let by: PairEvidence = 'person';
    for (const key of loose.keys) {
      const bucket = buckets.get(key);
      if (!bucket?.isUsed) continue;
      const evidence = evidenceOf(key);
      for (const other of bucket.all()) {
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
      const key = keyOf(copy);
      let group = groups.get(key);
      if (group === undefined) {
        group = new Group(key, copy.eventId);
        groups.set(key, group);
      }
      group.copies = append(group.copies, copy);
      countBrowser(group, copy, 1);
      mark(group);
      // The trigger before this one has got another next one.
      if (copy.carrier === 'commanders-act' && copy.received) markCopy(triggers.add(copy));
    },
    remove(copy) {
      const group = groups.get(keyOf(copy));
      const place = group?.copies.findIndex((each) => each.key === copy.key) ?? -1;
      if (group === undefined || place === -1) return;
      count(copy, -1);
      group.copies.splice(place, 1);
      countBrowser(group, copy, -1);
      mark(group);
      if (copy.carrier === 'commanders-act' && copy.received) markCopy(triggers.remove(copy));
    },
    touch(copy) {
      markCopy(copy);
      // The pair of the trigger before is judged by this one's chain.
      if (copy.carrier === 'commanders-act') markCopy(triggers.before(copy));
    },
    settle,
    hasDerived: () => counts.derived > 0,
    nextTriggerOf: triggers.after,
    hasBrowserCopy: (eventId) => (groups.get(eventId)?.browsers ?? 0) > 0,
  };
}

function missingRow(copy: Copy): Row {
  const isBrowser = copy.side === 'browser';
  return {
    window: 0,
    pixelId: copy.pixelId,
    eventName: copy.name,
    eventId: '',
    verdict: 'id-missing',
    browser: isBrowser ? [copy] : NO_COPIES,
    server: isBrowser ? NO_COPIES : [copy],
    lost: NO_COPIES,
    cause: undefined,
    told: undefined,
  };
}
