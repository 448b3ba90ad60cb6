import type { Entry, HitEntry, ServerEntry } from '../../session/entry.ts';
import type { CopyCoverage, Pair, PairOverrides } from '../analysis.ts';
import type { Fact, RuleId } from '../facts/fact.ts';
import { toLength } from '../ordered.ts';
import type { Context, Part } from '../part.ts';
import type { Severity } from '../verdicts.ts';
import { alongside, alongsideIn } from './alongside.ts';
import { callOf, outermostCallOf } from './ancestry.ts';
import { contentOf, orderOf } from './content.ts';
import { type Copy, compareCopies, copiesOf } from './copy.ts';
import { dedupCoverage } from './coverage.ts';
import { createDoubles } from './doubles/doubles.ts';
import { Earliest } from './earliest.ts';
import type { EvidenceSource } from './evidence.ts';
import { explain } from './explain.ts';
import { createLedger } from './ledger.ts';
import { createMetaNames, type MetaNames } from './names.ts';
import { noteFact } from './notes.ts';
import { pairsUnder } from './pairs-under.ts';
import {
  type Category,
  compareRows,
  isTogether,
  type NoteRule,
  type Row,
  rowKey,
  type Told,
  toPair,
} from './row.ts';
import type { Sight } from './sight.ts';
import { CATEGORY_RULES, categoryOf, createTallies } from './tally.ts';
import { createUnrelatedIds } from './unrelated-ids.ts';

/** Browser and server copies held against Meta's rules of deduplication. */
export interface Pairs extends Part {
  /** By the time of their first copy. */
  pairs(): Pair[];
  /** The same, made one by one and not kept. */
  eachPair(): Iterable<Pair>;
  /** Of a hit, a server entry, or a call whose hits are known. */
  pairsOf(id: string): Pair[];
  /** Rows that are a fault. */
  unpaired(): number;
  /** Whether a hit or a server event is in one. */
  isUnpaired(id: string): boolean;
  /** Whether a row, as `pairs` gives it, is one. */
  isFault(pair: Pair): boolean;
  coverage(): CopyCoverage[];
  /** What the ledger would be under other pixel ids or names. */
  pairsUnder(overrides: PairOverrides): Pair[];
  /** See `Context.alongside`. */
  alongside(id: string): readonly string[];
  /** Entries whose `alongside` may have changed since this was asked last. */
  takeAlongside(): ReadonlySet<string>;
}

/**
 * The part that keeps the ledger.
 * @param metaNames names at Meta of what other systems hand on; the vendors' tables and the profile
 */
export function createPairs(
  context: Context,
  metaNames: MetaNames = createMetaNames(context.profile),
): Pairs {
  return new PairsPart(context, metaNames);
}

class PairsPart implements Pairs {
  private readonly book;
  private readonly context: Context;
  private readonly metaNames: MetaNames;
  private readonly source: EvidenceSource & Sight;
  private ledger;
  private tallies;
  private doubles;
  private unrelated;
  private copies = new Map<string, Copy[]>();
  /** Hits that the SDK sent by itself after a change of address. */
  private readonly ownViews = new Set<string>();
  /** A list only where an entry stands in several rows. */
  private byEntry = new Map<string, Row | Row[]>();
  /** Entry → rows that are a fault. */
  private faults = new Map<string, number>();
  private faultRows = 0;
  private readonly faultPairs = new WeakSet<Pair>();
  private notes = new Map<NoteRule, Earliest<Row>>();
  /** Server copies, whatever became of them. */
  private serverCount = 0;
  private browserFirst = new Earliest<Copy>(compareCopies);
  private sorted: Row[] = [];
  private unsorted: Row[] = [];
  private rowCount = 0;
  /** Entries of rows that came or went in which a connector's hit stands beside others. */
  private changedAlongside = new Set<string>();

  constructor(context: Context, metaNames: MetaNames) {
    this.context = context;
    this.book = context.facts.book();
    this.metaNames = metaNames;
    this.source = {
      facts: context.facts,
      get: (id) => context.get(id),
      contentOf: (copy) => contentOf(copy, context.get(copy.entry)),
      orderOf: (copy) => orderOf(copy, context.get(copy.entry)),
      outermostCallOf: (id) => outermostCallOf(id, context),
      callOf: (copy) => callOf(copy.entry, context),
      nextTriggerOf: (copy) => this.ledger.nextTriggerOf(copy),
      hasBrowserCopy: (eventId) => this.ledger.hasBrowserCopy(eventId),
    };
    this.ledger = createLedger(this.source);
    this.tallies = this.newTallies();
    this.doubles = this.newDoubles();
    this.unrelated = this.newUnrelated();
  }

  add(entry: Entry, before: Entry | undefined): void {
    if (entry.kind === 'page') this.doubles.addPage(entry);
    if (entry.kind !== 'hit' && entry.kind !== 'server') return;
    if (before !== undefined) this.remove(entry.id);
    this.take(entry, this.ownViews.has(entry.id));
  }

  /** @param isOwnView the SDK sent it by itself, as links said when they were settled last */
  private take(entry: HitEntry | ServerEntry, isOwnView: boolean): void {
    const read = copiesOf(entry, this.metaNames);
    const copies = isOwnView ? read.map((copy) => ({ ...copy, automatic: true })) : read;
    if (copies.length === 0) return;
    this.copies.set(entry.id, copies);
    for (const copy of copies) {
      this.ledger.add(copy);
      this.doubles.add(copy);
      this.tallies.addCopy(copy);
      this.countSide(copy, 1);
    }
  }

  settle(changed: ReadonlySet<string>): void {
    this.rereadViews(changed);
    this.touch(changed);
    this.doubles.settle();
    const { gone, come } = this.ledger.settle();
    const noted = new Set<NoteRule>();
    for (const row of gone) this.hide(row, noted);
    for (const row of come) this.show(row, noted);
    this.tallies.settle();
    this.unrelated.settle();
    for (const rule of noted) {
      const rows = this.notes.get(rule);
      const isTold = rows !== undefined && rows.size > 0;
      this.book.put(rule, isTold ? [noteFact(rule, rows.few, rows.size)] : []);
    }
    const first = this.serverCount === 0 ? this.browserFirst.first : undefined;
    this.book.put(
      'dedup/no-server-events',
      first ? [{ rule: 'dedup/no-server-events', entries: [first.entry], data: {} }] : [],
    );
  }

  /** PageViews of which links say otherwise now whether the SDK sent them by itself. */
  private rereadViews(changed: ReadonlySet<string>): void {
    for (const id of changed) {
      const [copy] = this.copies.get(id) ?? [];
      if (copy?.name !== 'PageView' || copy.carrier !== 'pixel') continue;
      const isOwn = this.context.isOwnView(id);
      const entry = this.context.get(id);
      if (entry?.kind !== 'hit' || isOwn === this.ownViews.has(id)) continue;
      if (isOwn) this.ownViews.add(id);
      else this.ownViews.delete(id);
      this.remove(id);
      this.take(entry, isOwn);
    }
  }

  pairs(): Pair[] {
    return this.inOrder().map((row) => this.pairOf(row));
  }

  *eachPair(): Iterable<Pair> {
    for (const row of this.inOrder()) yield toPair(row, this.whyOf(row));
  }

  pairsOf(id: string): Pair[] {
    const ids = this.context.get(id)?.kind === 'call' ? this.context.nextOf(id) : [id];
    const found = new Set<Row>();
    for (const each of ids) for (const row of this.rowsOf(each)) found.add(row);
    return [...found].sort(compareRows).map((row) => this.pairOf(row));
  }

  unpaired(): number {
    return this.faultRows;
  }

  isUnpaired(id: string): boolean {
    return this.faults.has(id);
  }

  isFault(pair: Pair): boolean {
    return this.faultPairs.has(pair);
  }

  coverage(): CopyCoverage[] {
    return dedupCoverage([...this.allCopies()], (id) => this.context.get(id));
  }

  pairsUnder(overrides: PairOverrides): Pair[] {
    return pairsUnder([...this.allCopies()], overrides, this.source);
  }

  alongside(id: string): readonly string[] {
    return alongside(id, this.rowsOf(id));
  }

  takeAlongside(): ReadonlySet<string> {
    const taken = this.changedAlongside;
    this.changedAlongside = new Set();
    return taken;
  }

  clear(): void {
    this.book.clear();
    this.changedAlongside = new Set();
    this.ledger = createLedger(this.source);
    this.tallies = this.newTallies();
    this.doubles = this.newDoubles();
    this.unrelated = this.newUnrelated();
    this.copies = new Map();
    this.ownViews.clear();
    this.byEntry = new Map();
    this.faults = new Map();
    this.faultRows = 0;
    this.notes = new Map();
    this.serverCount = 0;
    this.browserFirst = new Earliest(compareCopies);
    this.sorted = [];
    this.unsorted = [];
    this.rowCount = 0;
  }

  private *allCopies(): Iterable<Copy> {
    for (const copies of this.copies.values()) yield* copies;
  }

  private newTallies() {
    return createTallies({
      found: (key, facts) => this.book.put(key, facts),
      isOff: (fact) => this.severityOf(fact) === undefined,
      turned: (row, isFault) => {
        if (row.told) row.told.pair = undefined;
        // One that is a fault of its own is counted already.
        if (!row.told?.isFault) this.countFault(row, isFault ? 1 : -1);
      },
    });
  }

  private newDoubles() {
    return createDoubles({
      get: this.source.get,
      callOf: this.source.callOf,
      orderOf: this.source.orderOf,
      found: (key, facts) => this.book.put(key, facts),
      turned: (copy) => this.ledger.touch(copy),
    });
  }

  private newUnrelated() {
    return createUnrelatedIds({
      contentOf: this.source.contentOf,
      found: (key, facts) => this.book.put(key, facts),
      turned: (rows) => {
        for (const { told } of rows) if (told) told.pair = undefined;
      },
    });
  }

  private remove(id: string): void {
    for (const copy of this.copies.get(id) ?? []) {
      this.ledger.remove(copy);
      this.doubles.remove(copy);
      this.tallies.removeCopy(copy);
      this.countSide(copy, -1);
    }
    this.copies.delete(id);
  }

  private countSide(copy: Copy, by: 1 | -1): void {
    if (copy.side === 'server') this.serverCount += by;
    else if (!copy.received) return;
    else if (by === 1) this.browserFirst.add(copy);
    else this.browserFirst.delete(copy);
  }

  /**
   * A hit's call says why an id is missing. A chain is evidence where other vendors' hits are: then
   * a link that changes far up changes it for every hit below.
   */
  private touch(changed: ReadonlySet<string>): void {
    if (!this.ledger.hasDerived()) {
      for (const id of changed) for (const copy of this.copies.get(id) ?? []) this.touchCopy(copy);
      return;
    }
    const seen = new Set<string>();
    const open = [...changed];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      for (const copy of this.copies.get(id) ?? []) this.touchCopy(copy);
      open.push(...this.context.nextOf(id));
    }
  }

  private touchCopy(copy: Copy): void {
    this.ledger.touch(copy);
    this.doubles.touch(copy);
  }

  private show(row: Row, noted: Set<NoteRule>): void {
    if (row.told) return;
    const { facts, told, ...explanation } = explain(row, this.source);
    const notes = toLength(
      explanation.notes.filter((rule) => this.severityOf(noteFact(rule, [row], 1))),
    );
    const isPaired = isTogether(row);
    const why = new Set<RuleId>();
    let isFault = false;
    let differs: Pair['differs'];
    for (const { rule, severity } of told) {
      why.add(rule);
      if (!isPaired && severity !== 'info') isFault = true;
    }
    for (const fact of facts) {
      const severity = this.severityOf(fact);
      if (severity === undefined) continue;
      why.add(fact.rule);
      if (fact.rule === 'dedup/copies-differ')
        differs = { names: [...new Set(fact.data.items.map(({ name }) => name))], severity };
      // A pair whose values differ is a pair; one that joins two events is none.
      if (severity === 'error' || (severity === 'warning' && !isPaired)) isFault = true;
    }
    const hasFacts = facts.length > 0;
    const hasOwnFault = facts.some(({ rule }) => rule !== 'dedup/id-repeated');
    const double = this.doubleOf(row);
    if (double !== undefined) {
      why.add('dedup/sent-twice');
      if (!isPaired) isFault ||= double !== 'info';
    }
    const isTold = hasOwnFault || told.length > 0 || double !== undefined;
    const category = isTold ? undefined : categoryOf(row);
    for (const rule of notes) why.add(rule);
    row.told = {
      why: why.size === 0 ? NO_RULES : [...why],
      notes,
      category,
      isFault,
      hasFacts,
      differs,
      pair: undefined,
    };
    this.rowCount += 1;
    this.unsorted.push(row);
    for (const entry of alongsideIn(row)) this.changedAlongside.add(entry);
    for (const { entry } of row.browser) this.index(entry, row);
    for (const { entry } of row.server) this.index(entry, row);
    if (hasFacts) this.book.put(`row\0${rowKey(row)}`, facts);
    for (const rule of notes) {
      noted.add(rule);
      const rows = this.notes.get(rule) ?? new Earliest(compareRows);
      this.notes.set(rule, rows);
      rows.add(row);
    }
    if (isFault) this.countFault(row, 1);
    if (category) this.tallies.addRow(row, category);
    this.unrelated.add(row, category === 'alone');
  }

  private hide(row: Row, noted: Set<NoteRule>): void {
    const { told } = row;
    if (told === undefined) return;
    if (told.category) this.tallies.removeRow(row, told.category);
    this.unrelated.remove(row, told.category === 'alone');
    if (told.isFault) this.countFault(row, -1);
    row.told = undefined;
    this.rowCount -= 1;
    for (const entry of alongsideIn(row)) this.changedAlongside.add(entry);
    for (const { entry } of copiesIn(row)) this.unindex(entry, row);
    if (told.hasFacts) this.book.put(`row\0${rowKey(row)}`, []);
    for (const rule of told.notes) {
      noted.add(rule);
      this.notes.get(rule)?.delete(row);
    }
  }

  /** How grave it is that the event left more than once; undefined where it did not. */
  private doubleOf(row: Row): Severity | undefined {
    for (const copy of copiesIn(row)) {
      const fact = this.doubles.factOf(copy);
      const severity = fact && this.severityOf(fact);
      if (severity !== undefined) return severity;
    }
    return undefined;
  }

  private rowsOf(entry: string): readonly Row[] {
    const rows = this.byEntry.get(entry);
    if (rows === undefined) return [];
    return Array.isArray(rows) ? rows : [rows];
  }

  private index(entry: string, row: Row): void {
    const rows = this.byEntry.get(entry);
    if (rows === undefined) this.byEntry.set(entry, row);
    else if (!Array.isArray(rows)) {
      if (rows !== row) this.byEntry.set(entry, [rows, row]);
    } else if (!rows.includes(row)) rows.push(row);
  }

  private unindex(entry: string, row: Row): void {
    const rows = this.byEntry.get(entry);
    if (rows === row) this.byEntry.delete(entry);
    else if (Array.isArray(rows)) {
      const left = rows.filter((each) => each !== row);
      if (left.length === 0) this.byEntry.delete(entry);
      else this.byEntry.set(entry, left);
    }
  }

  /** As the profile has it; undefined where it has switched the fact off. */
  private severityOf(fact: Fact): Severity | undefined {
    return this.context.facts.severityOf(fact);
  }

  private countFault(row: Row, by: 1 | -1): void {
    this.faultRows += by;
    for (const entry of new Set(copiesIn(row).map((copy) => copy.entry))) {
      const count = (this.faults.get(entry) ?? 0) + by;
      if (count > 0) this.faults.set(entry, count);
      else this.faults.delete(entry);
    }
  }

  /** What came is sorted and merged into what is sorted already. */
  private inOrder(): readonly Row[] {
    const isSame = this.unsorted.length === 0 && this.sorted.length === this.rowCount;
    if (isSame && this.sorted.every(isTold)) return this.sorted;
    const kept = this.sorted.filter(isTold);
    const seen = new Set(kept);
    const fresh = [...new Set(this.unsorted)].filter((row) => row.told && !seen.has(row));
    this.sorted = mergeRows(kept, fresh.sort(compareRows));
    this.unsorted = [];
    return this.sorted;
  }

  private pairOf(row: Row): Pair {
    const told = row.told as Told;
    if (told.pair !== undefined) return told.pair;
    const why = this.whyOf(row);
    const pair = toPair(row, why);
    if (told.isFault || why !== told.why) this.faultPairs.add(pair);
    told.pair = pair;
    return pair;
  }

  /** The rules of a row: its own, and that of its category where it is a fault now. */
  private whyOf(row: Row): readonly RuleId[] {
    const { why, category } = row.told as Told;
    const isMore = category !== undefined && this.tallies.isFaulty(row, category);
    return isMore ? [...why, this.categoryRule(row, category)] : why;
  }

  /** The rule that speaks for rows of a category. */
  private categoryRule(row: Row, category: Category): RuleId {
    const fact = category === 'alone' ? this.unrelated.factOf(row) : undefined;
    return fact && this.severityOf(fact) ? fact.rule : CATEGORY_RULES[category];
  }
}

const NO_RULES: readonly RuleId[] = [];

function isTold({ told }: Row): boolean {
  return told !== undefined;
}

function mergeRows(kept: readonly Row[], fresh: readonly Row[]): Row[] {
  if (kept.length === 0) return [...fresh];
  const merged: Row[] = [];
  let next = 0;
  for (const row of kept) {
    for (let other = fresh[next]; other && compareRows(other, row) < 0; other = fresh[next]) {
      merged.push(other);
      next += 1;
    }
    merged.push(row);
  }
  for (const row of fresh.slice(next)) merged.push(row);
  return merged;
}

function copiesIn({ browser, server }: Row): readonly Copy[] {
  return server.length === 0 ? browser : browser.length === 0 ? server : [...browser, ...server];
}
