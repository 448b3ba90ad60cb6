import type { CallEntry, Entry, GapEntry, PageEntry } from '../session/entry.ts';
import { documentOf, numberOf } from '../session/entry.ts';
import type { Analysis, Chain, Finding, Link, Summary } from './analysis.ts';

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

/**
 * The analysis of a session. Incremental: each entry costs the same however many came before, and
 * what is read is made from what was added, not from the order in which it was.
 */
export function createAnalysis(): Analysis {
  let nodes = new Map<string, Node>();
  /** Calls whose cause has not come (yet): cause id → calls. */
  let orphans = new Map<string, Node[]>();
  let gaps: GapEntry[] = [];
  let reads: PageEntry[] = [];
  let pages = 0;
  let calls = 0;
  let hits = 0;
  let serverEvents = 0;
  let lost = 0;
  /** Calls that have something nested in them and are nested in nothing known. */
  let roots = new Set<Node>();

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

  return {
    add(entries) {
      for (const entry of entries) {
        switch (entry.kind) {
          case 'page':
            if (entry.event === 'read') reads.push(entry);
            else if (entry.event === 'start' && entry.top !== false) pages += 1;
            break;
          case 'call':
            calls += 1;
            addCall(entry);
            break;
          case 'hit':
            hits += 1;
            break;
          case 'server':
            serverEvents += 1;
            break;
          case 'gap':
            gaps.push(entry);
            lost += entry.to - entry.from + 1;
            break;
          case 'consent':
            break;
        }
      }
    },
    summary(): Summary {
      return {
        pages,
        calls,
        hits,
        serverEvents,
        chains: roots.size,
        lost,
        findings: {
          error: gaps.length,
          warning: countBare(reads),
          info: reads.length - countBare(reads),
        },
      };
    },
    chains: () => inOrder([...roots]).map(chainFrom),
    chainOf(id) {
      let node = nodes.get(id);
      if (!node) return undefined;
      for (let parent = parentOf(node); parent; parent = parentOf(node)) node = parent;
      return node.children.length > 0 ? chainFrom(node) : undefined;
    },
    findings: () => [...byTime(gaps).map(gapFinding), ...byTime(reads).map(readFinding)],
    clear() {
      nodes = new Map();
      orphans = new Map();
      roots = new Set();
      gaps = [];
      reads = [];
      pages = 0;
      calls = 0;
      hits = 0;
      serverEvents = 0;
      lost = 0;
    },
  };
}

function countBare(reads: readonly PageEntry[]): number {
  let count = 0;
  for (const read of reads) if (read.access === 'bare') count += 1;
  return count;
}

function compare(a: Entry, b: Entry): number {
  return a.at - b.at || numberOf(a.id) - numberOf(b.id) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function inOrder(nodes: readonly Node[]): Node[] {
  return [...nodes].sort((a, b) => compare(a.entry, b.entry));
}

function byTime<E extends Entry>(entries: readonly E[]): E[] {
  return [...entries].sort(compare);
}

const GAP_REASONS: Record<GapEntry['reason'], string> = {
  limit: 'the page made more calls than are kept until a panel asks',
  'document-gone': 'the page went away before they could be asked for again',
  unreadable: 'they could not be written or read',
};

function gapFinding(gap: GapEntry): Finding {
  const count = gap.to - gap.from + 1;
  return {
    rule: 'log/gap',
    severity: 'error',
    entries: [gap.id],
    message: `${count} ${count === 1 ? 'entry is' : 'entries are'} lost: ${GAP_REASONS[gap.reason]}.`,
    fix: 'Do not conclude that an event is missing on this page. Open the panel first, then load the page again.',
    reference: 'ARCHITECTURE.md, "Never silently lose"',
  };
}

function readFinding(read: PageEntry): Finding {
  const name = read.name ?? '?';
  const isBare = read.access === 'bare';
  return {
    rule: 'page/read-before-definition',
    severity: isBare ? 'warning' : 'info',
    entries: [read.id],
    message: isBare
      ? `The page reads ${name} before anything has defined it. Without Event Loupe this line throws "ReferenceError: ${name} is not defined" and the rest of its function does not run.`
      : `A script reads ${name} before anything has defined it. Written as window.${name} that gives undefined; written as the bare name it throws a ReferenceError without Event Loupe. Its source could not be seen.`,
    fix: `Define it first (window.${name} = window.${name} || …), or test it with typeof ${name} !== 'undefined'.`,
    reference:
      'facts: `dataLayer && dataLayer.push` throws where dataLayer is not declared; a hook behind an accessor hides that.',
  };
}
