import { type Signal, signal, useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Entry } from '../../session/entry.ts';
import { usePanel } from '../model/context.ts';
import { download, nameFile } from '../model/export/write-file.ts';
import { indexOfEntry } from '../model/store/book.ts';
import type { Store } from '../model/store/store.ts';
import { FOCUS_IDS } from '../model/store/view.ts';
import { describeMarked, describePosition, describeWindow } from '../model/time/describe-place.ts';
import { findTarget, type TimelineLayout } from '../model/time/layout.ts';
import { type Move, moveSelection } from '../model/time/move.ts';
import {
  panBy,
  placeOf,
  resolveWindow,
  showTime,
  type TimePlace,
  zoomAbout,
} from '../model/time/time-window.ts';
import { language, t } from '../text/language.ts';
import { messageOf } from '../text/message-of.ts';
import { fitCanvas, useRecoloured } from '../ui/canvas.ts';
import { readTheme } from '../ui/canvas-theme.ts';
import { ImageIcon, MinusIcon, PlusIcon } from '../ui/icons.tsx';
import { bindGestures } from './gestures.ts';
import { maskedImage } from './masked-image.ts';
import { createTimelineModel, type DrawState } from './timeline-model.ts';

/** Id of the element that takes the keys. */
const HINT_ID = 'timeline-hint';

/** One press of a zoom key or button. */
const ZOOM_STEP = 1.6;
/** What one press of a pan key moves, of what is on screen. */
const PAN_STEP = 0.15;

/** The stretch on screen outlives the view: who looks something up in the stream comes back to it. */
const places = new WeakMap<Store, Signal<TimePlace>>();

function placeFor(store: Store): Signal<TimePlace> {
  let place = places.get(store);
  if (!place) {
    place = signal<TimePlace>({ kind: 'all' });
    places.set(store, place);
  }
  return place;
}

const MOVES: Readonly<Record<string, Move>> = {
  ArrowRight: 'next',
  ArrowLeft: 'previous',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'first',
  End: 'last',
};

/** Lanes per source over time, with the chains across them. */
export function TimelineView(props: { empty: ComponentChildren }) {
  const panel = usePanel();
  const { store, host } = panel;
  const words = t().timeline;
  const book = store.book();
  const model = useMemo(() => createTimelineModel(book), [book]);
  const place = placeFor(store);
  const hovered = useSignal<{ entry: Entry; count: number; x: number; y: number } | undefined>(
    undefined,
  );
  const area = useSignal<{ from: number; to: number } | undefined>(undefined);
  const size = useSignal({ width: 0, height: 0 });
  const scrollTop = useSignal(0);
  const contentHeight = useSignal(0);
  const recoloured = useRecoloured();
  const canvas = useRef<HTMLCanvasElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const layout = useRef<TimelineLayout>(undefined);
  const frame = useRef<number>(undefined);

  const { entries } = store.shown.value;
  const selected = store.selected.value;
  const position = selected ? indexOfEntry(entries, selected) : -1;
  model.index.update(entries);
  const whole = model.whole(entries);
  const window = resolveWindow(place.value, whole);

  const stateNow = (): DrawState => ({
    entries: store.shown.peek().entries,
    place: place.peek(),
    width: size.peek().width,
    height: size.peek().height,
    scrollTop: scrollTop.peek(),
    selected: store.selected.peek(),
    hovered: hovered.peek()?.entry,
    area: area.peek(),
  });

  const draw = () => {
    frame.current = undefined;
    const element = canvas.current;
    const state = stateNow();
    const ctx = fitCanvas(element, state);
    if (!element || !ctx) return;
    // Read by the benchmark; also tells that the first drawing is done.
    const startedAt = performance.now();
    layout.current = model.draw(ctx, state, readTheme(element));
    element.dataset.drawMs = (performance.now() - startedAt).toFixed(2);
    contentHeight.value = layout.current.contentHeight;
  };

  useSignalEffect(() => {
    // Everything that a drawing shows.
    void [store.shown.value, store.counts.value, store.selected.value, place.value];
    void [hovered.value, area.value, size.value, scrollTop.value];
    void [host.theme.value, language.value, recoloured.value];
    frame.current ??= requestAnimationFrame(() => draw());
  });
  useEffect(
    () => () => {
      if (frame.current !== undefined) cancelAnimationFrame(frame.current);
      frame.current = undefined;
    },
    [],
  );

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      size.value = { width: element.clientWidth, height: element.clientHeight };
      // At once: until the next frame the old picture would be seen stretched.
      draw();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [size, entries.length === 0]);

  const windowNow = () => resolveWindow(place.peek(), model.whole(store.shown.peek().entries));
  const wholeNow = () => model.whole(store.shown.peek().entries);
  const timeAt = (x: number) => layout.current?.timeAt(x) ?? windowNow().from;
  const msPerPx = () => {
    const { from, to } = windowNow();
    const plot = size.peek().width - (layout.current?.left ?? 0);
    return (to - from) / Math.max(1, plot);
  };
  const zoom = (factor: number, at: number) => {
    place.value = zoomAbout(windowNow(), factor, at, wholeNow());
  };
  /** With keys and buttons: about the selection where it is in sight, else about the middle. */
  const zoomAboutSelection = (factor: number) => {
    const { from, to } = windowNow();
    const at = store.selected.peek()?.at;
    zoom(factor, at !== undefined && at > from && at < to ? at : (from + to) / 2);
  };
  const pan = (ms: number) => {
    place.value = panBy(windowNow(), ms, wholeNow());
  };
  const targetAt = (x: number, y: number) => layout.current && findTarget(layout.current, x, y);

  const bringIntoView = (entry: Entry) => {
    const next = showTime(windowNow(), entry.at, wholeNow());
    if (next) place.value = next;
    const lane = model.index.find(indexOfEntry(store.shown.peek().entries, entry))?.lane;
    const row = lane === undefined ? undefined : layout.current?.rows[lane];
    const element = scroller.current;
    if (!row || !element) return;
    const { clientHeight } = element;
    if (row.y + row.height > clientHeight) element.scrollTop += row.y + row.height - clientHeight;
    else if (row.y < 38) element.scrollTop -= 38 - row.y;
  };
  const choose = (at: number | undefined, opens: boolean) => {
    const entry = at === undefined ? undefined : store.shown.peek().entries[at];
    if (!entry) return;
    if (opens) store.select(entry);
    else store.walkTo(entry);
    if (opens) store.isDetailOpen.value = true;
    bringIntoView(entry);
  };

  const actions = useRef<Parameters<typeof bindGestures>[1]>(undefined);
  actions.current = {
    pick: (x, y) => choose(targetAt(x, y)?.position, true),
    zoomIn(x, y) {
      const target = targetAt(x, y);
      if (target && target.mark.first !== target.mark.last)
        this.zoomTo({ from: target.mark.x - 6, to: target.mark.endX + 6 });
      else zoom(ZOOM_STEP * 2, timeAt(x));
    },
    hover(x, y) {
      const target = targetAt(x, y);
      const entry = target && store.shown.peek().entries[target.position];
      const count = target ? target.mark.last - target.mark.first + 1 : 0;
      hovered.value = entry ? { entry, count, x, y } : undefined;
    },
    leave() {
      hovered.value = undefined;
    },
    pan: (dx) => pan(-dx * msPerPx()),
    zoom: (factor, x) => zoom(factor, timeAt(x)),
    drawArea(next) {
      area.value = next;
    },
    zoomTo: ({ from, to }) => {
      place.value = placeOf({ from: timeAt(from), to: timeAt(to) }, wholeNow());
    },
    scroll(dy) {
      const element = scroller.current;
      if (!element) return false;
      const before = element.scrollTop;
      element.scrollTop += dy;
      return element.scrollTop !== before;
    },
  };
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const now = () => actions.current as Parameters<typeof bindGestures>[1];
    return bindGestures(element, {
      pick: (x, y) => now().pick(x, y),
      zoomIn: (x, y) => now().zoomIn(x, y),
      hover: (x, y) => now().hover(x, y),
      leave: () => now().leave(),
      pan: (dx) => now().pan(dx),
      zoom: (factor, x) => now().zoom(factor, x),
      drawArea: (next) => now().drawArea(next),
      zoomTo: (next) => now().zoomTo(next),
      scroll: (dy) => now().scroll(dy),
    });
  }, [entries.length === 0]);

  useSignalEffect(() => {
    if (store.revealed.value === 0) return;
    const entry = store.selected.peek();
    if (entry) queueMicrotask(() => bringIntoView(entry));
  });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { from, to } = windowNow();
    const span = to - from;
    const { key, shiftKey } = event;
    if (key === '+' || key === '=') zoomAboutSelection(ZOOM_STEP);
    else if (key === '-' || key === '_') zoomAboutSelection(1 / ZOOM_STEP);
    else if (key === '0') place.value = { kind: 'all' };
    else if (key === 'PageDown' || (shiftKey && key === 'ArrowRight'))
      pan(span * (shiftKey ? PAN_STEP : 0.9));
    else if (key === 'PageUp' || (shiftKey && key === 'ArrowLeft'))
      pan(-span * (shiftKey ? PAN_STEP : 0.9));
    else if (key === 'Enter' || key === ' ') {
      if (position === -1) return;
      store.isDetailOpen.value = true;
    } else {
      const move = Object.hasOwn(MOVES, key) ? MOVES[key] : undefined;
      if (!move) return;
      choose(moveSelection(model.index, position, move, from), false);
    }
    event.preventDefault();
  };

  const saveImage = async () => {
    const element = canvas.current;
    if (!element) return;
    try {
      const blob = await maskedImage(panel, model, stateNow(), readTheme(element));
      download(blob, nameFile(book.latestUrl(), Date.now()).replace(/\.jsonl$/, '.png'));
    } catch (error) {
      store.message.value = words.noImage(messageOf(error));
    }
  };

  const isEmpty = entries.length === 0;
  const isOver = contentHeight.value > size.value.height;
  const tip = hovered.value;
  return (
    <section class="timeline" id="view-timeline" aria-label={words.view}>
      <div class="timeline-bar" role="toolbar" aria-label={words.view}>
        <button
          type="button"
          class="icon-button"
          data-testid="zoom-out"
          aria-label={words.zoomOut}
          title={words.zoomOutTitle}
          disabled={isEmpty || place.value.kind === 'all'}
          onClick={() => zoomAboutSelection(1 / ZOOM_STEP)}
        >
          <MinusIcon />
        </button>
        <button
          type="button"
          class="icon-button"
          data-testid="zoom-in"
          aria-label={words.zoomIn}
          title={words.zoomInTitle}
          disabled={isEmpty}
          onClick={() => zoomAboutSelection(ZOOM_STEP)}
        >
          <PlusIcon />
        </button>
        <button
          type="button"
          class="button small"
          data-testid="zoom-all"
          title={words.allTitle}
          disabled={isEmpty || place.value.kind === 'all'}
          onClick={() => {
            place.value = { kind: 'all' };
          }}
        >
          {words.all}
        </button>
        <span class="timeline-range" data-testid="timeline-range">
          {isEmpty ? '' : describeWindow(window, book.startAt(), entries[0]?.at ?? 0)}
        </span>
        <span class="space" />
        <button
          type="button"
          class="button small"
          data-testid="save-image"
          title={words.saveImageTitle}
          disabled={isEmpty}
          onClick={() => void saveImage()}
        >
          <ImageIcon />
          {words.saveImage}
        </button>
      </div>
      <div class="timeline-place">
        {isEmpty ? (
          props.empty
        ) : (
          <div
            ref={scroller}
            class="timeline-scroller"
            onScroll={(event) => {
              scrollTop.value = event.currentTarget.scrollTop;
            }}
          >
            <div style={{ height: isOver ? `${contentHeight.value}px` : '100%' }}>
              {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a canvas has no role of its own */}
              <canvas
                ref={canvas}
                id={FOCUS_IDS.timeline}
                class="timeline-canvas"
                role="application"
                tabIndex={0}
                aria-label={words.of(entries.length)}
                aria-roledescription={words.role}
                aria-describedby={HINT_ID}
                data-testid="timeline"
                data-from={window.from}
                data-to={window.to}
                data-selected={position === -1 ? undefined : selected?.id}
                onKeyDown={onKeyDown}
              />
            </div>
          </div>
        )}
        {tip && (
          <div
            class="timeline-tip"
            data-testid="timeline-tip"
            style={{
              left: `${Math.max(4, Math.min(tip.x + 12, size.value.width - 260))}px`,
              top: `${tip.y > size.value.height - 50 ? tip.y - 40 : tip.y + 14}px`,
            }}
          >
            {describeMarked(tip.entry, book.startAt(), book.analysis)}
            {tip.count > 1 && <span class="dim"> · {words.oneOf(tip.count)}</span>}
          </div>
        )}
      </div>
      <p class="timeline-status" role="status" data-testid="timeline-status">
        {selected && position !== -1
          ? `${describeMarked(selected, book.startAt(), book.analysis)} · ${describePosition(model.index, position)}`
          : isEmpty
            ? ''
            : words.nothingSelected}
      </p>
      <p id={HINT_ID} class="timeline-hint">
        {words.keys}
      </p>
    </section>
  );
}
