import type { Entry } from '../../session/entry.ts';

/** Deeper nesting is drawn at this depth: the row must keep room for the call itself. */
const DRAWN_DEPTH = 8;

/** How a row is drawn into the tree of causes. */
export interface Nesting {
  /** 0 for a call that nothing caused. */
  depth: number;
  /** Per level above the row's own: whether its line runs through this row. */
  lines: boolean[];
  /** The line of the row's own level goes on to the row below: it has something nested in it. */
  opens: boolean;
  /** The row is the last one under its cause, as far as rows are neighbours. */
  ends: boolean;
}

const NONE: Nesting = { depth: 0, lines: [], opens: false, ends: false };

/**
 * Draws rows `first` to `last` of a list into the tree of causes. Lines join neighbours only: what
 * ran in between belongs to something else.
 * @param get finds an entry by id.
 */
export function nestRows(
  entries: readonly Entry[],
  first: number,
  last: number,
  get: (id: string) => Entry | undefined,
): Nesting[] {
  const paths: string[][] = [];
  for (let i = first; i <= last + 1; i += 1) {
    const entry = entries[i];
    paths.push(entry ? pathOf(entry, get) : []);
  }
  const result: Nesting[] = [];
  for (let i = first; i <= last; i += 1) {
    const path = paths[i - first] ?? [];
    const next = paths[i - first + 1] ?? [];
    const depth = path.length - 1;
    if (depth < 1 && next.length < 2) {
      result.push(NONE);
      continue;
    }
    const runsOn = (level: number) => next.length > level + 1 && next[level] === path[level];
    const lines: boolean[] = [];
    for (let level = 0; level < depth; level += 1) lines.push(runsOn(level));
    result.push({ depth, lines, opens: runsOn(depth), ends: depth > 0 && !runsOn(depth - 1) });
  }
  return result;
}

/** How a row of a list in which each chain stands together meets the row below. */
export type ChainEdge = 'inside' | 'end';

/**
 * Where chains end, of rows `first` to `last` of such a list: `inside` where the row below belongs to
 * the same chain, `end` where a chain of several ends or begins below; undefined between two that
 * stand alone.
 */
export function chainEdges(
  entries: readonly Entry[],
  first: number,
  last: number,
  rootOf: (id: string) => string | undefined,
): (ChainEdge | undefined)[] {
  const roots: (string | undefined)[] = [];
  for (let i = first - 1; i <= last + 2; i += 1) {
    const entry = entries[i];
    roots.push(entry && (rootOf(entry.id) ?? entry.id));
  }
  const joins = (i: number) => roots[i] !== undefined && roots[i] === roots[i + 1];
  const edges: (ChainEdge | undefined)[] = [];
  for (let i = 1; i <= last - first + 1; i += 1)
    edges.push(joins(i) ? 'inside' : joins(i - 1) || joins(i + 1) ? 'end' : undefined);
  return edges;
}

/** Ids from the outermost cause down to the entry itself. */
function pathOf(entry: Entry, get: (id: string) => Entry | undefined): string[] {
  const path = [entry.id];
  let at: Entry | undefined = entry;
  while (path.length <= DRAWN_DEPTH && at?.kind === 'call' && at.cause !== undefined) {
    const cause = get(at.cause);
    // A file may name the entry itself, or go round in a circle.
    if (!cause || path.includes(cause.id)) break;
    path.unshift(cause.id);
    at = cause;
  }
  return path;
}
