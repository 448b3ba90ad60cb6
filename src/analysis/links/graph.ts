import type { Entry } from '../../session/entry.ts';
import { numberOf } from '../../session/entry.ts';
import type { Chain, Evidence, Link } from '../analysis.ts';

/**
 * Links between entries, and the chains that they make. A chain is what hangs together; an entry
 * that carries several events (a batch) ends a chain and does not join two into one.
 */
export interface Graph {
  /** Adds a link; a pair has one, and the first evidence stays. `shared`: `to` carries several events. */
  link(from: string, to: string, evidence: Evidence, shared?: boolean): void;
  unlink(from: string, to: string): void;
  nextOf(id: string): readonly Link[];
  previousOf(id: string): readonly Link[];
  chainOf(id: string): Chain | undefined;
  isChained(id: string): boolean;
  /** Chains of two entries or more, by their root's time. */
  chains(): Chain[];
  count(): number;
  clear(): void;
}

interface Edge extends Link {
  shared: boolean;
}

/** Entries that hang together without shared ones, two or more. */
interface Component {
  members: string[];
}

const NONE: readonly Edge[] = [];

/** A graph without links. @param get the entry of an id, for the order of a chain */
export function createGraph(get: (id: string) => Entry | undefined): Graph {
  const next = new Map<string, Edge[]>();
  const previous = new Map<string, Edge[]>();
  const components = new Map<string, Component>();
  const all = new Set<Component>();
  /** Entries without a component of their own that have shared ones after them. */
  const lone = new Set<string>();

  const join = (from: string, to: string) => {
    const a = components.get(from);
    const b = components.get(to);
    if (a !== undefined && a === b) return;
    const larger = (a?.members.length ?? 1) >= (b?.members.length ?? 1) ? a : b;
    const smaller = larger === a ? b : a;
    const target = larger ?? { members: [] };
    all.add(target);
    if (smaller !== undefined) all.delete(smaller);
    for (const id of smaller?.members ?? [larger === a ? to : from]) adopt(target, id);
    if (larger === undefined) adopt(target, from);
  };
  const adopt = (component: Component, id: string) => {
    component.members.push(id);
    components.set(id, component);
    lone.delete(id);
  };

  /** A link is gone: what hung together may not any more. */
  const dissolve = (component: Component) => {
    all.delete(component);
    for (const id of component.members) components.delete(id);
    for (const id of component.members)
      for (const edge of next.get(id) ?? NONE) if (!edge.shared) join(edge.from, edge.to);
    for (const id of component.members) markLone(id);
  };
  const markLone = (id: string) => {
    if (!components.has(id) && (next.get(id) ?? NONE).some(({ shared }) => shared)) lone.add(id);
    else lone.delete(id);
  };

  /** The member of the chain that an entry is seen from: a shared entry's first sender. */
  const anchorOf = (id: string): string | undefined => {
    if (components.has(id) || lone.has(id)) return id;
    const senders = (previous.get(id) ?? NONE).map(({ from }) => from);
    return senders.sort((a, b) => compare(get(a), get(b)))[0];
  };

  const chainFrom = (anchor: string): Chain => {
    const members = components.get(anchor)?.members ?? [anchor];
    let root = members[0] as string;
    for (const id of members) if (compare(get(id), get(root)) < 0) root = id;
    const entries: string[] = [];
    const links: Link[] = [];
    const seen = new Set<string>([root]);
    /** Shared entries: nothing is followed beyond them. */
    const ends = new Set<string>();
    // A stack of our own: nesting in a file may be deeper than the engine's.
    const open: string[] = [root];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      entries.push(id);
      if (ends.has(id)) continue;
      const after: string[] = [];
      for (const edge of inOrder(next.get(id) ?? NONE, 'to')) {
        links.push({ from: edge.from, to: edge.to, evidence: edge.evidence });
        if (seen.has(edge.to)) continue;
        seen.add(edge.to);
        if (edge.shared) ends.add(edge.to);
        after.push(edge.to);
      }
      // A second sender of the same copy: it belongs here too, and stands before what it sent.
      if (components.has(id))
        for (const edge of inOrder(previous.get(id) ?? NONE, 'from'))
          if (!edge.shared && !seen.has(edge.from)) {
            seen.add(edge.from);
            after.push(edge.from);
          }
      for (const other of after.reverse()) open.push(other);
    }
    const place = new Map(entries.map((id, n) => [id, n]));
    const placeOf = (id: string) => place.get(id) ?? 0;
    links.sort((a, b) => placeOf(a.to) - placeOf(b.to) || placeOf(a.from) - placeOf(b.from));
    return { root, entries, links };
  };
  const inOrder = (edges: readonly Edge[], end: 'from' | 'to'): readonly Edge[] =>
    edges.length < 2 ? edges : [...edges].sort((a, b) => compare(get(a[end]), get(b[end])));

  return {
    link(from, to, evidence, shared = false) {
      const known = next.get(from);
      if (known?.some((edge) => edge.to === to)) return;
      const edge: Edge = { from, to, evidence, shared };
      if (known) known.push(edge);
      else next.set(from, [edge]);
      const before = previous.get(to);
      if (before) before.push(edge);
      else previous.set(to, [edge]);
      if (!shared) join(from, to);
      else if (!components.has(from)) lone.add(from);
    },
    unlink(from, to) {
      const edge = next.get(from)?.find((other) => other.to === to);
      if (edge === undefined) return;
      remove(next, from, edge);
      remove(previous, to, edge);
      const component = components.get(from);
      if (!edge.shared && component) dissolve(component);
      else markLone(from);
    },
    nextOf: (id) => next.get(id) ?? NONE,
    previousOf: (id) => previous.get(id) ?? NONE,
    chainOf(id) {
      const anchor = anchorOf(id);
      return anchor === undefined ? undefined : chainFrom(anchor);
    },
    isChained: (id) => next.has(id) || previous.has(id),
    chains() {
      const anchors = [...all].map(({ members }) => members[0] as string).concat([...lone]);
      return anchors.map(chainFrom).sort((a, b) => compare(get(a.root), get(b.root)));
    },
    count: () => all.size + lone.size,
    clear() {
      next.clear();
      previous.clear();
      components.clear();
      all.clear();
      lone.clear();
    },
  };
}

function remove(edges: Map<string, Edge[]>, id: string, edge: Edge): void {
  const list = (edges.get(id) ?? []).filter((other) => other !== edge);
  if (list.length > 0) edges.set(id, list);
  else edges.delete(id);
}

/** By time, then by number, then by id: the same for every order of arrival. */
export function compare(a: Entry | undefined, b: Entry | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  return a.at - b.at || numberOf(a.id) - numberOf(b.id) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
