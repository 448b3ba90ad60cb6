import type { Chain, Link } from '../../analysis/analysis.ts';
import type { Entry } from '../../session/entry.ts';

/** A step of a chain: an entry, and how deep it stands below what caused it. */
export interface ChainStep {
  id: string;
  /** 0 for one that nothing in the chain caused. */
  level: number;
}

/**
 * The entries of a chain as a tree: each below what caused it, in order of time. Where several lead
 * to one, it stands below the last of them that was there before it: a trigger, a pixel call inside
 * it and the call's hit carry one id, and it is the call that made the hit.
 */
export function chainSteps(
  chain: Chain,
  get: (id: string) => Pick<Entry, 'at'> | undefined,
): ChainStep[] {
  const at = (id: string) => get(id)?.at ?? 0;
  const places = new Map(chain.entries.map((id, place) => [id, place]));
  const compare = (a: string, b: string) =>
    at(a) - at(b) || (places.get(a) ?? 0) - (places.get(b) ?? 0);
  const parents = new Map<string, string>();
  for (const { from, to } of chain.links) {
    const before = parents.get(to);
    if (before === undefined || isNearer(from, before, to)) parents.set(to, from);
  }
  function isNearer(a: string, b: string, to: string): boolean {
    const [isBefore, wasBefore] = [at(a) <= at(to), at(b) <= at(to)];
    return isBefore === wasBefore ? compare(a, b) > 0 : isBefore;
  }
  const children = new Map<string | undefined, string[]>();
  for (const id of chain.entries) {
    const parent = parents.get(id);
    const list = children.get(parent);
    if (list) list.push(id);
    else children.set(parent, [id]);
  }
  const steps: ChainStep[] = [];
  const seen = new Set<string>();
  // By hand: a chain may be as long as a burst.
  const walk = (roots: readonly string[]) => {
    const stack = roots.map((id) => ({ id, level: 0 })).reverse();
    for (let step = stack.pop(); step; step = stack.pop()) {
      if (seen.has(step.id)) continue;
      seen.add(step.id);
      steps.push(step);
      for (const id of (children.get(step.id) ?? []).sort(compare).reverse())
        stack.push({ id, level: step.level + 1 });
    }
  };
  walk((children.get(undefined) ?? []).sort(compare));
  // Links of a file may go round in a circle; what stands in it is shown all the same.
  walk(chain.entries.filter((id) => !seen.has(id)));
  return steps;
}

/** The links that lead to each entry, in the chain's order. */
export function linksTo(chain: Chain | undefined): Map<string, Link[]> {
  const links = new Map<string, Link[]>();
  for (const link of chain?.links ?? []) {
    const known = links.get(link.to);
    if (known) known.push(link);
    else links.set(link.to, [link]);
  }
  return links;
}
