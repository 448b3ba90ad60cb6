import type { CallEntry, Entry } from '../../session/entry.ts';
import { documentOf, numberOf } from '../../session/entry.ts';
import type { Chain, Link } from '../analysis.ts';

/** The links between entries, and the chains that they make. */
export interface Links {
  add(entry: Entry, before: Entry | undefined): void;
  /** Brings the links up to date; returns the ids of entries whose links changed. */
  settle(): ReadonlySet<string>;
  chains(): Chain[];
  chainOf(id: string): Chain | undefined;
  isChained(id: string): boolean;
  nextOf(id: string): readonly string[];
  previousOf(id: string): readonly string[];
  /** Chains that there are. */
  count(): number;
  clear(): void;
}

interface Node {
  entry: CallEntry;
  /** The cause's id, where it can be one. */
  cause: string | undefined;
  children: Node[];
}

/**
 * The id of the call around this one. It ran earlier in the same document; an imported file may
 * say anything, and a circle of causes must not hang the analysis.
 */
function causeOf(entry: CallEntry): string | undefined {
  const { cause, id } = entry;
  if (cause === undefined || documentOf(cause) !== documentOf(id)) return undefined;
  return numberOf(cause) < numberOf(id) ? cause : undefined;
}

/** No links. */
export function createLinks(_get: (id: string) => Entry | undefined): Links {
  let nodes = new Map<string, Node>();
  /** Calls whose cause has not come (yet): cause id → calls. */
  let orphans = new Map<string, Node[]>();
  /** Calls that have something nested in them and are nested in nothing known. */
  let roots = new Set<Node>();
  let changed = new Set<string>();

  const addCall = (entry: CallEntry) => {
    const node: Node = { entry, cause: causeOf(entry), children: orphans.get(entry.id) ?? [] };
    orphans.delete(entry.id);
    for (const child of node.children) roots.delete(child);
    nodes.set(entry.id, node);
    const parent = parentOf(node);
    if (parent) {
      parent.children.push(node);
      if (!parentOf(parent)) roots.add(parent);
    } else {
      if (node.cause !== undefined) {
        const waiting = orphans.get(node.cause);
        if (waiting) waiting.push(node);
        else orphans.set(node.cause, [node]);
      }
      if (node.children.length > 0) roots.add(node);
    }
  };

  const parentOf = (node: Node): Node | undefined =>
    node.cause === undefined ? undefined : nodes.get(node.cause);

  const chainFrom = (root: Node): Chain => {
    const entries: string[] = [];
    const links: Link[] = [];
    // A stack of our own: nesting in a file may be deeper than the engine's.
    const open: Node[] = [root];
    for (let node = open.pop(); node; node = open.pop()) {
      entries.push(node.entry.id);
      if (node !== root && node.cause !== undefined)
        links.push({ from: node.cause, to: node.entry.id, evidence: 'nested' });
      for (const child of inOrder(node.children).reverse()) open.push(child);
    }
    return { root: root.entry.id, entries, links };
  };

  const chainOf = (id: string): Chain | undefined => {
    let node = nodes.get(id);
    if (!node) return undefined;
    for (let parent = parentOf(node); parent; parent = parentOf(node)) node = parent;
    return node.children.length > 0 ? chainFrom(node) : undefined;
  };

  return {
    add(entry) {
      if (entry.kind !== 'call') return;
      changed.add(entry.id);
      addCall(entry);
    },
    settle() {
      const before = changed;
      changed = new Set();
      return before;
    },
    chains: () => inOrder([...roots]).map(chainFrom),
    chainOf,
    isChained(id) {
      const node = nodes.get(id);
      return node !== undefined && (node.children.length > 0 || parentOf(node) !== undefined);
    },
    nextOf: (id) => inOrder(nodes.get(id)?.children ?? []).map(({ entry }) => entry.id),
    previousOf(id) {
      const node = nodes.get(id);
      const parent = node && parentOf(node);
      return parent ? [parent.entry.id] : [];
    },
    count: () => roots.size,
    clear() {
      nodes = new Map();
      orphans = new Map();
      roots = new Set();
      changed = new Set();
    },
  };
}

function compare(a: Entry, b: Entry): number {
  return a.at - b.at || numberOf(a.id) - numberOf(b.id) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function inOrder(nodes: readonly Node[]): Node[] {
  return [...nodes].sort((a, b) => compare(a.entry, b.entry));
}
