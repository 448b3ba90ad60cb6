import type { Analysis, Evidence } from '../../../analysis/analysis.ts';
import type { Entry } from '../../../session/entry.ts';
import { laneKeyOf } from './lane-index.ts';
import type { TimelineLayout } from './layout.ts';

/** A link between two entries as it is drawn. */
export interface ChainLine {
  fromX: number;
  fromY: number;
  toX: number;
  toY: number;
  evidence: Evidence;
  weight: 'strong' | 'hovered' | 'faint';
}

/** With more chains than this, all of them together would hide everything. */
const FEW_CHAINS = 120;
/** Links of one chain that are drawn. */
const LINKS = 500;

type Answers = Pick<Analysis, 'chains' | 'summary'>;

/** The links to draw: all chains faintly while they are few, then the hovered, then the selected. */
export function chainLines(options: {
  layout: TimelineLayout;
  analysis: Answers;
  get: (id: string) => Entry | undefined;
  selected: string | undefined;
  hovered: string | undefined;
}): ChainLine[] {
  const { layout, analysis, get, selected, hovered } = options;
  const rows = new Map(layout.rows.map((row) => [row.lane.key, row]));
  const lines: ChainLine[] = [];
  const place = (id: string) => {
    const entry = get(id);
    const key = entry && laneKeyOf(entry);
    const row = key && rows.get(key);
    return entry && row ? { x: layout.xOf(entry.at), y: row.y + row.height / 2 } : undefined;
  };
  const drawn = new Set<string>();
  const add = (chain: ReturnType<Answers['chains']['of']>, weight: ChainLine['weight']) => {
    for (const { from, to, evidence } of chain?.links.slice(0, LINKS) ?? []) {
      const start = place(from);
      const end = place(to);
      if (!start || !end || isOutside(layout, start.x, end.x)) continue;
      const key = `${from} ${to}`;
      if (drawn.has(key)) continue;
      drawn.add(key);
      lines.push({ fromX: start.x, fromY: start.y, toX: end.x, toY: end.y, evidence, weight });
    }
  };
  const addOf = (id: string | undefined, weight: ChainLine['weight']) => {
    if (id !== undefined && analysis.chains.has(id)) add(analysis.chains.of(id), weight);
  };
  addOf(selected, 'strong');
  addOf(hovered, 'hovered');
  if (analysis.summary().chains <= FEW_CHAINS)
    for (const chain of analysis.chains.all()) add(chain, 'faint');
  // The strong ones are painted last.
  return lines.reverse();
}

function isOutside(layout: TimelineLayout, a: number, b: number): boolean {
  return (a < layout.left && b < layout.left) || (a > layout.width && b > layout.width);
}
