import type { Panel } from '../model/context.ts';
import { readied } from '../model/export/offer.ts';
import type { CanvasTheme } from '../ui/canvas-theme.ts';
import type { DrawState, TimelineModel } from './timeline-model.ts';

/** The timeline on screen as an image, masked as every export: addresses and names may hold a person. */
export async function maskedImage(
  panel: Pick<Panel, 'store' | 'schedule'>,
  model: TimelineModel,
  state: DrawState,
  theme: CanvasTheme,
): Promise<Blob> {
  const entries = await readied(panel, state.entries, true);
  const selected = entries.find(({ id }) => id === state.selected?.id);
  return model.toImage({ ...state, entries, selected }, theme);
}
