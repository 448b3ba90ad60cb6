import type { Entry } from '../../session/entry.ts';
import { numberOf } from '../../session/entry.ts';
import type { Chain, Evidence, Link } from '../analysis.ts';
import { append } from '../ordered.ts';
import type { Slot } from './pixel-slot.ts';

/** An entry and its place in the graph: one record, since there may be a million of them. */
export interface Node {
  readonly id: string;
  /** Its latest form. */
  entry: Entry;
  next: Edge[];
  previous: Edge[];
  /** The chain that it is a member of. */
  component: Component | undefined;
  /** A pixel call that sends an event: what its joining needs. */
  slot: Slot | undefined;
}

/** A link as the graph keeps it. */
export interface Edge {
  readonly from: Node;
  readonly to: Node;
  readonly evidence: Evidence;
  /** `to` carries several events: it ends the chains that lead to it. */
  readonly shared: boolean;
}

/** Entries that hang together without shared ones, two or more. */
export interface Component {
  members: Node[];
}

/**
 * Links between entries, and the chains that they make. A chain is what hangs together; an entry
 * that carries several events (a batch) ends a chain and does not join two into one.
 */
export interface Graph {
  /** Adds a link; a pair has one, and the first evidence stays. */
  link(from: Node, to: Node, evidence: Evidence, shared: boolean): void;
  unlink(from: Node, to: Node): void;
  chainOf(node: Node): Chain | undefined;
  /** Chains of two entries or more, by their root's time. */
  chains(): Iterable<Chain>;
  count(): number;
  clear(): void;
}

const NONE: Edge[] = [];

/** A node without links. */
export function createNode(entry: Entry): Node {
  return { id: entry.id, entry, next: NONE, previous: NONE, component: undefined, slot: undefined };
}

/** A graph without links. */
export function createGraph(): Graph {
  const all = new Set<Component>();
  /** Entries without a component of their own that have shared ones after them. */
  const lone = new Set<Node>();

  const adopt = (component: Component, node: Node) => {
    component.members = append(component.members, node);
    node.component = component;
    if (lone.size > 0) lone.delete(node);
  };
  const join = (from: Node, to: Node) => {
    const a = from.component;
    const b = to.component;
    if (a === undefined && b === undefined) {
      const fresh: Component = { members: [] };
      all.add(fresh);
      adopt(fresh, from);
      if (to !== from) adopt(fresh, to);
    } else if (a === undefined) adopt(b as Component, from);
    else if (b === undefined) adopt(a, to);
    else if (a !== b) {
      const [larger, smaller] = a.members.length >= b.members.length ? [a, b] : [b, a];
      all.delete(smaller);
      for (const node of smaller.members) adopt(larger, node);
    }
  };

  /** A link is gone: what hung together may not any more. */
  const dissolve = (component: Component) => {
    all.delete(component);
    for (const node of component.members) node.component = undefined;
    for (const node of component.members)
      for (const edge of node.next) if (!edge.shared) join(edge.from, edge.to);
    for (const node of component.members) markLone(node);
  };
  const markLone = (node: Node) => {
    if (node.component === undefined && node.next.some(({ shared }) => shared)) lone.add(node);
    else lone.delete(node);
  };

  /** The member of the chain that an entry is seen from: a shared entry's first sender. */
  const anchorOf = (node: Node): Node | undefined => {
    if (node.component !== undefined || lone.has(node)) return node;
    return inOrder(node.previous, 'from')[0]?.from;
  };

  const chainFrom = (anchor: Node): Chain => {
    const root = rootOf(anchor);
    const place = new Map<Node, number>();
    const edges: Edge[] = [];
    const seen = new Set<Node>([root]);
    /** Shared entries: nothing is followed beyond them. */
    const ends = new Set<Node>();
    // A stack of our own: nesting in a file may be deeper than the engine's.
    const open: Node[] = [root];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      place.set(node, place.size);
      if (ends.has(node)) continue;
      const after: Node[] = [];
      for (const edge of inOrder(node.next, 'to')) {
        edges.push(edge);
        if (seen.has(edge.to)) continue;
        seen.add(edge.to);
        if (edge.shared) ends.add(edge.to);
        after.push(edge.to);
      }
      // A second sender of the same copy: it belongs here too.
      for (const edge of inOrder(node.previous, 'from'))
        if (!edge.shared && !seen.has(edge.from)) {
          seen.add(edge.from);
          after.push(edge.from);
        }
      for (const other of after.reverse()) open.push(other);
    }
    const placeOf = (node: Node) => place.get(node) ?? 0;
    edges.sort((a, b) => placeOf(a.to) - placeOf(b.to) || placeOf(a.from) - placeOf(b.from));
    return {
      root: root.id,
      entries: [...place.keys()].map(({ id }) => id),
      links: edges.map(linkOf),
    };
  };

  return {
    link(from, to, evidence, shared) {
      for (const edge of from.next) if (edge.to === to) return;
      const edge: Edge = { from, to, evidence, shared };
      from.next = append(from.next, edge);
      to.previous = append(to.previous, edge);
      if (!shared) join(from, to);
      else if (from.component === undefined) lone.add(from);
    },
    unlink(from, to) {
      const edge = from.next.find((other) => other.to === to);
      if (edge === undefined) return;
      from.next = from.next.filter((other) => other !== edge);
      to.previous = to.previous.filter((other) => other !== edge);
      if (!edge.shared && from.component) dissolve(from.component);
      else markLone(from);
    },
    chainOf(node) {
      const anchor = anchorOf(node);
      return anchor && chainFrom(anchor);
    },
    *chains() {
      const anchors = [...all].map(({ members }) => members[0] as Node).concat([...lone]);
      const chains = anchors.map((anchor) => ({ root: rootOf(anchor), anchor }));
      chains.sort((a, b) => compareNodes(a.root, b.root));
      for (const { anchor } of chains) yield chainFrom(anchor);
    },
    count: () => all.size + lone.size,
    clear() {
      all.clear();
      lone.clear();
    },
  };
}

function rootOf(anchor: Node): Node {
  let root = anchor;
  for (const node of anchor.component?.members ?? []) if (compareNodes(node, root) < 0) root = node;
  return root;
}

function linkOf({ from, to, evidence }: Edge): Link {
  return { from: from.id, to: to.id, evidence };
}

function inOrder(edges: readonly Edge[], end: 'from' | 'to'): readonly Edge[] {
  return edges.length < 2 ? edges : [...edges].sort((a, b) => compareNodes(a[end], b[end]));
}

/** By time, then by number, then by id: the same for every order of arrival. */
function compareNodes({ entry: a }: Node, { entry: b }: Node): number {
  return a.at - b.at || numberOf(a.id) - numberOf(b.id) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
