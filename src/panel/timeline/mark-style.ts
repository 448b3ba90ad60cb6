import type { Analysis, CallState, Severity } from '../../analysis/analysis.ts';
import type { Entry } from '../../session/entry.ts';
import type { Facet } from '../text/describe-entry.ts';
import { outcomeWords } from '../text/hit-words.ts';

/** How one entry is drawn. */
export interface MarkStyle {
  shape: 'circle' | 'square' | 'diamond' | 'triangle';
  /** The lane's own colour, or that of something wrong. */
  colour: 'tone' | 'bad' | 'warn';
  /** Only its outline: nothing has come of it (yet). */
  isHollow: boolean;
  severity: Severity | undefined;
}

/** The shape that stands for a lane: that of its entries. */
export function shapeOf(tone: Facet): MarkStyle['shape'] {
  if (tone === 'hit') return 'square';
  if (tone === 'server') return 'diamond';
  return tone === 'gap' ? 'triangle' : 'circle';
}

type Answers = Pick<Analysis, 'states' | 'facts'>;

/** Shape by kind, colour and outline by what became of it. */
export function styleOf(entry: Entry, analysis: Answers): MarkStyle {
  const severity = analysis.facts.worstOf(entry.id);
  switch (entry.kind) {
    case 'hit': {
      const tone = outcomeWords(entry)?.tone;
      return {
        shape: 'square',
        colour: tone === 'bad' || tone === 'warn' ? tone : 'tone',
        isHollow: entry.outcome === 'pending' || entry.outcome === 'blocked',
        severity,
      };
    }
    case 'server':
      return { shape: 'diamond', colour: 'tone', isHollow: false, severity };
    case 'gap':
      return { shape: 'triangle', colour: 'bad', isHollow: false, severity };
    case 'call': {
      const states = new Set<CallState>(analysis.states.of(entry.id).map(({ state }) => state));
      if (states.has('not-sent'))
        return { shape: 'circle', colour: 'bad', isHollow: true, severity };
      if (states.has('held')) return { shape: 'circle', colour: 'warn', isHollow: true, severity };
      const colour = entry.threw ? 'bad' : 'tone';
      return { shape: 'circle', colour, isHollow: false, severity };
    }
    default:
      return { shape: 'circle', colour: 'tone', isHollow: false, severity };
  }
}
