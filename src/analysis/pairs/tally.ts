import { isAutomaticEventId } from '../../vendors/meta/automatic.ts';
import { type Fact, type RuleId, subject } from '../facts/fact.ts';
import { type Copy, compareCopies, isDerived } from './copy.ts';
import { Earliest } from './earliest.ts';
import { type Category, compareRows, firstOf, type Row } from './row.ts';

const CATEGORIES: readonly Category[] = ['alone', 'automatic', 'bare-browser', 'bare-server'];

/** The rule of the fact about a category. */
export const CATEGORY_RULES: Readonly<Record<Category, RuleId>> = {
  alone: 'dedup/missing-server-copy',
  automatic: 'dedup/automatic-id',
  'bare-browser': 'dedup/no-event-id',
  'bare-server': 'dedup/no-event-id',
};

/** The category of a row that has no fact of its own. */
export function categoryOf(row: Row): Category | undefined {
  const copy = firstOf(row);
  if (copy.automatic) return undefined;
  if (row.verdict === 'id-missing' && (row.browser.length === 0 || row.server.length === 0))
    return copy.side === 'browser' ? 'bare-browser' : 'bare-server';
  if (row.verdict !== 'browser-only') return undefined;
  return isAutomaticEventId(row.eventId) ? 'automatic' : 'alone';
}

/** What one pixel has sent under one name. */
class PixelTally {
  readonly browser = new Earliest<Copy>(compareCopies);
  /** Server copies that are certain: imported, tapped, announced, or a gateway's. */
  readonly sure = new Earliest<Copy>(compareCopies);
  /** Server copies of other vendors' hits. */
  readonly derived = new Earliest<Copy>(compareCopies);
  readonly rows: Readonly<Record<Category, Earliest<Row>>> = {
    alone: new Earliest(compareRows),
    automatic: new Earliest(compareRows),
    'bare-browser': new Earliest(compareRows),
    'bare-server': new Earliest(compareRows),
  };
  /** Categories whose rows are a fault now. */
  readonly faulty = new Set<Category>();
}

/** Copies and rows counted by name and pixel: what the session knows decides what is a fault. */
export interface Tallies {
  addCopy(copy: Copy): void;
  removeCopy(copy: Copy): void;
  addRow(row: Row, category: Category): void;
  removeRow(row: Row, category: Category): void;
  /** True where rows of the category are a fault, as of the last `settle`. */
  isFaulty(row: Row, category: Category): boolean;
  /** Judges what changed. */
  settle(): void;
}

/** What tallies tell of their changes. */
export interface TallyListener {
  /** The facts about one name and pixel; empty where there are none. */
  found(key: string, facts: readonly Fact[]): void;
  /** The profile has switched it off. */
  isOff(fact: Fact): boolean;
  /** A row became a fault, or is none any more. */
  turned(row: Row, isFault: boolean): void;
}

type CopyKind = 'browser' | 'sure' | 'derived';

function kindOf(copy: Copy): CopyKind {
  if (copy.side === 'browser') return 'browser';
  return isDerived(copy) ? 'derived' : 'sure';
}

/** What the SDK sends by itself, and what Meta never got, decides nothing. */
function counts(copy: Copy): boolean {
  return copy.received && !copy.automatic;
}

/** Nothing counted. */
export function createTallies(listener: TallyListener): Tallies {
  /** Name → pixel → tally. */
  const names = new Map<string, Map<string, PixelTally>>();
  let dirty = new Set<string>();

  const tallyOf = (name: string, pixelId: string): PixelTally => {
    const pixels = names.get(name) ?? new Map<string, PixelTally>();
    names.set(name, pixels);
    const tally = pixels.get(pixelId) ?? new PixelTally();
    pixels.set(pixelId, tally);
    return tally;
  };
  const countOf = (copy: Copy): Earliest<Copy> => tallyOf(copy.name, copy.pixelId)[kindOf(copy)];
  const settleTally = (name: string, pixelId: string, tally: PixelTally) => {
    const first = (kind: CopyKind) => tally[kind].first ?? names.get(name)?.get('')?.[kind].first;
    const [server, derived, browser] = [first('sure'), first('derived'), first('browser')];
    const found: Fact[] = [];
    for (const category of CATEGORIES) {
      const rows = tally.rows[category];
      const other = category === 'bare-server' ? browser : server;
      const { alone } = tally.rows;
      // As many of the browser's lack a copy as the server has sent without an id: one fault.
      const twin = category === 'bare-server' && alone.size <= rows.size ? alone.first : undefined;
      const fact =
        rows.size === 0
          ? undefined
          : factOf(category, { rows: rows.few, count: rows.size, other, derived, twin });
      if (fact) found.push(fact);
      const isFault = fact !== undefined && other !== undefined && !listener.isOff(fact);
      if (isFault === tally.faulty.has(category)) continue;
      if (isFault) tally.faulty.add(category);
      else tally.faulty.delete(category);
      for (const each of rows) listener.turned(each, isFault);
    }
    listener.found(`tally\0${pixelId}\0${name}`, found);
  };

  return {
    addCopy(copy) {
      if (!counts(copy)) return;
      countOf(copy).add(copy);
      dirty.add(copy.name);
    },
    removeCopy(copy) {
      if (!counts(copy)) return;
      countOf(copy).delete(copy);
      dirty.add(copy.name);
    },
    addRow(row, category) {
      const tally = tallyOf(row.eventName, row.pixelId);
      tally.rows[category].add(row);
      if (tally.faulty.has(category)) listener.turned(row, true);
      dirty.add(row.eventName);
    },
    removeRow(row, category) {
      const tally = tallyOf(row.eventName, row.pixelId);
      tally.rows[category].delete(row);
      if (tally.faulty.has(category)) listener.turned(row, false);
      dirty.add(row.eventName);
    },
    isFaulty: (row, category) =>
      names.get(row.eventName)?.get(row.pixelId)?.faulty.has(category) === true,
    settle() {
      for (const name of dirty)
        for (const [pixelId, tally] of names.get(name) ?? []) settleTally(name, pixelId, tally);
      dirty = new Set();
    },
  };
}

interface What {
  /** The first of them. */
  rows: readonly Row[];
  count: number;
  /** The first copy of the other side, or of a kind that Meta's own rule counts. */
  other: Copy | undefined;
  /** The first copy of a connector. */
  derived: Copy | undefined;
  /** A browser's row of which the fact speaks as well. */
  twin: Row | undefined;
}

/** The fact about the rows of a category; undefined where nothing shows a fault. */
function factOf(category: Category, { rows, count, other, derived, twin }: What): Fact | undefined {
  const [row] = rows;
  if (row === undefined) return undefined;
  const { eventName, pixelId, eventId } = row;
  const witness = other ?? derived;
  const shown = [...rows.map((each) => firstOf(each)), ...(witness ? [witness] : [])];
  const entries = [...new Set(shown.map(({ entry }) => entry))];
  switch (category) {
    case 'alone': {
      if (other === undefined) return undefined;
      const isLive = other.carrier === 'tap' || other.carrier === 'gateway';
      return {
        rule: 'dedup/missing-server-copy',
        severity: isLive ? 'warning' : 'info',
        entries,
        data: { eventName, pixelId, count },
        about: [subject(firstOf(row).entry, 'event-id')],
      };
    }
    case 'automatic':
      return {
        rule: 'dedup/automatic-id',
        severity: other === undefined || other.carrier === 'gateway' ? 'info' : 'warning',
        entries,
        data: { eventName, pixelId, eventId, count },
      };
    case 'bare-browser': {
      if (witness === undefined) return undefined;
      const { carrier } = witness;
      return {
        rule: 'dedup/no-event-id',
        severity: other === undefined ? 'info' : 'warning',
        entries,
        data: {
          eventName,
          pixelId,
          side: 'browser',
          count,
          other: carrier === 'commanders-act' || carrier === 'segment' ? carrier : 'server',
        },
      };
    }
    case 'bare-server':
      if (other === undefined) return undefined;
      return {
        rule: 'dedup/no-event-id',
        severity: 'warning',
        entries,
        data: { eventName, pixelId, side: 'server', count, other: 'browser' },
        ...(twin === undefined ? {} : { about: [subject(firstOf(twin).entry, 'event-id')] }),
      };
  }
}
