import type { Analysis } from '../../analysis/analysis.ts';
import type { Entry } from '../../session/entry.ts';
import type { ConsentBand } from '../model/consent/bands.ts';
import type { ChainLine } from '../model/time/chain-lines.ts';
import type { LaneIndex } from '../model/time/lane-index.ts';
import type { TimelineLayout } from '../model/time/layout.ts';
import type { Tick } from '../model/time/time-window.ts';
import type { CanvasTheme } from '../ui/canvas-theme.ts';

/** Everything that one drawing shows. */
export interface Scene {
  layout: TimelineLayout;
  index: LaneIndex;
  ticks: readonly Tick[];
  lines: readonly ChainLine[];
  bands: readonly ConsentBand[];
  analysis: Pick<Analysis, 'states' | 'facts'>;
  theme: CanvasTheme;
  /** Those that are in the list. */
  selected: Entry | undefined;
  hovered: Entry | undefined;
  /** A stretch being drawn with the pointer, in pixels. */
  area: { from: number; to: number } | undefined;
}
