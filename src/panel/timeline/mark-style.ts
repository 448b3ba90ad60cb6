import type { Analysis, Severity } from '../../analysis/analysis.ts';
import type { Entry } from '../../session/entry.ts';
import type { Facet } from '../text/describe-entry.ts';
import { outcomeWords, type Tone } from '../text/hit-words.ts';
import { stateTone } from '../text/state-words.ts';

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
      const states = analysis.states.of(entry.id);
      const tones = new Set<Tone>(states.map(stateTone));
      const isHollow = states.some(({ state }) => state === 'not-sent' || state === 'held');
      const colour = entry.threw || tones.has('bad') ? 'bad' : tones.has('warn') ? 'warn' : 'tone';
      return { shape: 'circle', colour, isHollow, severity };
    }
    default:
      return { shape: 'circle', colour: 'tone', isHollow: false, severity };
  }
}
