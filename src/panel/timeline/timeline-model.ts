import type { Entry } from '../../session/entry.ts';
import { type ConsentBand, consentBands } from '../model/consent/bands.ts';
import type { Book } from '../model/store/book.ts';
import { indexOfEntry } from '../model/store/book.ts';
import { chainLines } from '../model/time/chain-lines.ts';
import { createLaneIndex, type LaneIndex } from '../model/time/lane-index.ts';
import { BANDS_PX, HEAD_PX, layOut, type TimelineLayout } from '../model/time/layout.ts';
import {
  resolveWindow,
  type TimePlace,
  type TimeWindow,
  ticksOf,
  wholeWindow,
} from '../model/time/time-window.ts';
import { t } from '../text/language.ts';
import type { CanvasTheme } from '../ui/canvas-theme.ts';
import { paint } from './paint.ts';
import type { Scene } from './scene.ts';

/** What one drawing depends on. */
export interface DrawState {
  entries: readonly Entry[];
  place: TimePlace;
  width: number;
  height: number;
  scrollTop: number;
  selected: Entry | undefined;
  hovered: Entry | undefined;
  area: { from: number; to: number } | undefined;
}

/** The timeline without its component: it keeps what is dear to make between two drawings. */
export interface TimelineModel {
  readonly index: LaneIndex;
  /** The stretch that holds every entry of the list. */
  whole(entries: readonly Entry[]): TimeWindow;
  /** Draws, and says where everything stands. */
  draw(ctx: CanvasRenderingContext2D, state: DrawState, theme: CanvasTheme): TimelineLayout;
  /**
   * An image of the stretch on screen with every lane, at twice the size.
   * @param state.entries masked: an image leaves the panel
   */
  toImage(state: DrawState, theme: CanvasTheme): Promise<Blob>;
}

/** Lanes as high as this in an image. */
const IMAGE_LANE_PX = 34;
const IMAGE_SCALE = 2;

/** A timeline of a book; another book needs another one. */
export function createTimelineModel(book: Book): TimelineModel {
  const index = createLaneIndex();
  let bands: readonly ConsentBand[] = [];
  let bandsOf = -1;

  const bandsNow = (): readonly ConsentBand[] => {
    const version = book.version();
    if (version !== bandsOf) {
      bandsOf = version;
      // Not of the list: a filter does not change what was in force.
      const { together } = consentBands(book.log.entries, book.analysis.consent.stretches());
      bands = together.filter(({ state }) => state !== 'no-source');
    }
    return bands;
  };

  const whole = (entries: readonly Entry[]): TimeWindow => {
    const first = entries[0]?.at ?? 0;
    return wholeWindow(first, Math.max(first, entries.at(-1)?.at ?? first));
  };

  const compose = (state: DrawState, theme: CanvasTheme, index: LaneIndex): Scene => {
    const { entries, width, height, scrollTop, selected, hovered, area } = state;
    index.update(entries);
    const window = resolveWindow(state.place, whole(entries));
    const shownBands = bandsNow();
    const layout = layOut({
      index,
      window,
      width,
      height,
      scrollTop,
      hasBands: shownBands.length > 0,
    });
    const isListed = (entry: Entry | undefined) =>
      entry && indexOfEntry(entries, entry) !== -1 ? entry : undefined;
    return {
      layout,
      index,
      ticks: ticksOf(window, width - layout.left, book.startAt()),
      lines: chainLines({
        layout,
        analysis: book.analysis,
        get: book.log.get,
        selected: selected?.id,
        hovered: hovered?.id,
      }),
      bands: shownBands,
      analysis: book.analysis,
      theme,
      selected: isListed(selected),
      hovered: isListed(hovered),
      area,
    };
  };

  return {
    index,
    whole,
    draw(ctx, state, theme) {
      const scene = compose(state, theme, index);
      paint(ctx, scene);
      return scene.layout;
    },
    async toImage(state, theme) {
      const lanes = createLaneIndex();
      lanes.update(state.entries);
      const height =
        HEAD_PX +
        Math.max(1, lanes.lanes.length) * IMAGE_LANE_PX +
        (bandsNow().length > 0 ? BANDS_PX : 0);
      const canvas = document.createElement('canvas');
      canvas.width = state.width * IMAGE_SCALE;
      canvas.height = height * IMAGE_SCALE;
      const ctx = canvas.getContext('2d');
      if (!ctx) throw new Error(t().timeline.noCanvas);
      ctx.scale(IMAGE_SCALE, IMAGE_SCALE);
      paint(
        ctx,
        compose(
          { ...state, height, scrollTop: 0, hovered: undefined, area: undefined },
          theme,
          lanes,
        ),
      );
      const blob = await new Promise<Blob | null>((resolve) => {
        canvas.toBlob(resolve, 'image/png');
      });
      if (!blob) throw new Error(t().timeline.notWritten);
      return blob;
    },
  };
}
