import type { CallEntry, Entry } from '../../session/entry.ts';
import type { Pair } from '../analysis.ts';
import { type Context, createFindingBook, type Part } from '../part.ts';
import { contentOf, orderOf } from './content.ts';
import { type Copy, compareCopies, copiesOf } from './copy.ts';
import { type CopyCoverage, dedupCoverage } from './coverage.ts';
import { Earliest } from './earliest.ts';
import type { EvidenceSource } from './evidence.ts';
import { explain, type NoteRule } from './explain.ts';
import { createLedger } from './ledger.ts';
import { createMetaNames, type MetaNames } from './names.ts';
import { noServerFinding, noteFinding } from './notes.ts';
import { compareRows, type Row, toPair } from './row.ts';
import type { Sight } from './sight.ts';
import { CATEGORY_RULES, type Category, categoryOf, createTallies } from './tally.ts';
import { type PairOverrides, pairsUnder } from './what-if.ts';

/** Browser and server copies held against Meta's rules of deduplication. */
export interface Pairs extends Part {
  /** By the time of their first copy. */
  pairs(): Pair[];
  /** Of a hit, a server entry, or a call whose hits are known. */
  pairsOf(id: string): Pair[];
  /** Entries (hits, server events) that are in a row which is a fault. */
  unpaired(): number;
  isUnpaired(id: string): boolean;
  coverage(): CopyCoverage[];
  /** What the ledger would be under other pixel ids or names. */
  pairsUnder(overrides: PairOverrides): Pair[];
}

interface Shown {
  readonly row: Row;
  readonly why: readonly string[];
  readonly notes: readonly NoteRule[];
  readonly category: Category | undefined;
  /** It has a fault of its own, whatever the session knows. */
  readonly isFault: boolean;
  pair: Pair | undefined;
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
  readonly findings = createFindingBook();
  private readonly context: Context;
  private readonly metaNames: MetaNames;
  private readonly source: EvidenceSource & Sight;
  private ledger;
  private tallies;
  private copies = new Map<string, Copy[]>();
  private shown = new Map<Row, Shown>();
  private byEntry = new Map<string, Set<Shown>>();
  /** Entry → rows that are a fault. */
  private faults = new Map<string, number>();
  private notes = new Map<NoteRule, Earliest<Row>>();
  private sides = newSides();
  private sorted: Shown[] = [];
  private unsorted = new Set<Shown>();
  private hasGone = false;

  constructor(context: Context, metaNames: MetaNames) {
    this.context = context;
    this.metaNames = metaNames;
    this.source = {
      get: (id) => context.get(id),
      contentOf: (copy) => contentOf(copy, context.get(copy.entry)),
      orderOf: (copy) => orderOf(copy, context.get(copy.entry)),
      chainRootOf: (id) => context.chainOf(id)?.root,
      callOf: (copy) => this.callOf(copy),
      nextTriggerOf: (copy) => this.ledger.nextTriggerOf(copy),
    };
    this.ledger = createLedger(this.source);
    this.tallies = this.newTallies();
  }

  add(entry: Entry, before: Entry | undefined): void {
    if (entry.kind !== 'hit' && entry.kind !== 'server') return;
    if (before !== undefined) this.remove(entry.id);
    const copies = copiesOf(entry, this.metaNames);
    if (copies.length === 0) return;
    this.copies.set(entry.id, copies);
    for (const copy of copies) {
      this.ledger.add(copy);
      this.tallies.addCopy(copy);
      // A Segment hit is no server event before a pixel's hit shares its id.
      if (copy.received && copy.carrier !== 'segment') this.sides[copy.side].add(copy);
    }
  }

  settle(changed: ReadonlySet<string>): void {
    this.touch(changed);
    const { gone, come } = this.ledger.settle();
    const noted = new Set<NoteRule>();
    for (const row of gone) this.hide(row, noted);
    for (const row of come) this.show(row, noted);
    this.tallies.settle();
    for (const rule of noted) {
      const rows = this.notes.get(rule);
      const first = rows?.first;
      this.findings.put(rule, rows && first ? [noteFinding(rule, first, rows.size)] : []);
    }
    const first = this.sides.server.size === 0 ? this.sides.browser.first : undefined;
    this.findings.put('dedup/no-server-events', first ? [noServerFinding(first.entry)] : []);
  }

  pairs(): Pair[] {
    return this.inOrder().map((shown) => this.pairOf(shown));
  }

  pairsOf(id: string): Pair[] {
    const ids = this.context.get(id)?.kind === 'call' ? this.context.nextOf(id) : [id];
    const found = new Set<Shown>();
    for (const each of ids) for (const shown of this.byEntry.get(each) ?? []) found.add(shown);
    return [...found].sort((a, b) => compareRows(a.row, b.row)).map((shown) => this.pairOf(shown));
  }

  unpaired(): number {
    return this.faults.size;
  }

  isUnpaired(id: string): boolean {
    return this.faults.has(id);
  }

  coverage(): CopyCoverage[] {
    return dedupCoverage([...this.copies.values()].flat(), (id) => this.context.get(id));
  }

  pairsUnder(overrides: PairOverrides): Pair[] {
    return pairsUnder([...this.copies.values()].flat(), overrides, this.source);
  }

  clear(): void {
    this.findings.clear();
    this.ledger = createLedger(this.source);
    this.tallies = this.newTallies();
    this.copies = new Map();
    this.shown = new Map();
    this.byEntry = new Map();
    this.faults = new Map();
    this.notes = new Map();
    this.sides = newSides();
    this.sorted = [];
    this.unsorted = new Set();
    this.hasGone = false;
  }

  private newTallies() {
    return createTallies({
      found: (key, findings) => this.findings.put(key, findings),
      turned: (row, isFault) => {
        const shown = this.shown.get(row);
        if (shown) shown.pair = undefined;
        this.countFault(row, isFault ? 1 : -1);
      },
    });
  }

  private remove(id: string): void {
    for (const copy of this.copies.get(id) ?? []) {
      this.ledger.remove(copy);
      this.tallies.removeCopy(copy);
      this.sides[copy.side].delete(copy);
    }
    this.copies.delete(id);
  }

  /**
   * A hit's call says why an id is missing. A chain is evidence where other vendors' hits are: then
   * a link that changes far up changes it for every hit below.
   */
  private touch(changed: ReadonlySet<string>): void {
    if (!this.ledger.hasDerived()) {
      for (const id of changed)
        for (const copy of this.copies.get(id) ?? []) this.ledger.touch(copy);
      return;
    }
    const seen = new Set<string>();
    const open = [...changed];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      for (const copy of this.copies.get(id) ?? []) this.ledger.touch(copy);
      open.push(...this.context.nextOf(id));
    }
  }

  private callOf(copy: Copy): CallEntry | undefined {
    for (const id of this.context.previousOf(copy.entry)) {
      const entry = this.context.get(id);
      if (entry?.kind === 'call' && entry.source === 'fbq') return entry;
    }
    return undefined;
  }

  private show(row: Row, noted: Set<NoteRule>): void {
    const { findings, notes } = explain(row, this.source);
    const isFault =
      row.verdict !== 'paired' && findings.some(({ severity }) => severity !== 'info');
    const category = findings.length === 0 ? categoryOf(row) : undefined;
    const why = [...new Set([...findings.map(({ rule }) => rule), ...notes])];
    const shown: Shown = { row, why, notes, category, isFault, pair: undefined };
    this.shown.set(row, shown);
    this.unsorted.add(shown);
    for (const { entry } of copiesIn(row)) {
      const rows = this.byEntry.get(entry);
      if (rows) rows.add(shown);
      else this.byEntry.set(entry, new Set([shown]));
    }
    if (findings.length > 0) this.findings.put(`row\0${row.key}`, findings);
    for (const rule of notes) {
      noted.add(rule);
      const rows = this.notes.get(rule) ?? new Earliest(compareRows);
      this.notes.set(rule, rows);
      rows.add(row);
    }
    if (isFault) this.countFault(row, 1);
    if (category) this.tallies.addRow(row, category);
  }

  private hide(row: Row, noted: Set<NoteRule>): void {
    const shown = this.shown.get(row);
    if (shown === undefined) return;
    if (shown.category) this.tallies.removeRow(row, shown.category);
    if (shown.isFault) this.countFault(row, -1);
    this.shown.delete(row);
    if (!this.unsorted.delete(shown)) this.hasGone = true;
    for (const { entry } of copiesIn(row)) {
      const rows = this.byEntry.get(entry);
      if (rows?.delete(shown) && rows.size === 0) this.byEntry.delete(entry);
    }
    this.findings.put(`row\0${row.key}`, []);
    for (const rule of shown.notes) {
      noted.add(rule);
      this.notes.get(rule)?.delete(row);
    }
  }

  private countFault(row: Row, by: 1 | -1): void {
    for (const entry of new Set(copiesIn(row).map((copy) => copy.entry))) {
      const count = (this.faults.get(entry) ?? 0) + by;
      if (count > 0) this.faults.set(entry, count);
      else this.faults.delete(entry);
    }
  }

  /** What came is sorted and merged into what is sorted already. */
  private inOrder(): readonly Shown[] {
    if (this.unsorted.size === 0 && !this.hasGone) return this.sorted;
    const kept = this.hasGone ? this.sorted.filter(({ row }) => this.shown.has(row)) : this.sorted;
    const fresh = [...this.unsorted].sort((a, b) => compareRows(a.row, b.row));
    const merged: Shown[] = [];
    let next = 0;
    for (const shown of kept) {
      for (let other = fresh[next]; other && compareRows(other.row, shown.row) < 0; ) {
        merged.push(other);
        next += 1;
        other = fresh[next];
      }
      merged.push(shown);
    }
    for (const shown of fresh.slice(next)) merged.push(shown);
    this.sorted = merged;
    this.unsorted = new Set();
    this.hasGone = false;
    return merged;
  }

  private pairOf(shown: Shown): Pair {
    const { row, why, category } = shown;
    const more = category && this.tallies.isFaulty(row, category) ? [CATEGORY_RULES[category]] : [];
    shown.pair ??= toPair(row, [...why, ...more]);
    return shown.pair;
  }
}

function newSides() {
  return { browser: new Earliest<Copy>(compareCopies), server: new Earliest<Copy>(compareCopies) };
}

function copiesIn({ browser, server }: Row): readonly Copy[] {
  return server.length === 0 ? browser : browser.length === 0 ? server : [...browser, ...server];
}
