import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { usePanel } from '../model/context.ts';
import { roundSpan, spanIn, withSpan } from '../model/filter/time-span.ts';
import { followPaced } from '../model/follow-paced.ts';
import { overviewOf } from '../model/time/overview.ts';
import { language, t } from '../text/language.ts';
import { fitCanvas, useRecoloured } from '../ui/canvas.ts';
import { readTheme } from '../ui/canvas-theme.ts';
import { type Area, OVERVIEW_PX, paintOverview } from './paint-overview.ts';

/** Less than this is a click with an unsteady hand. */
const DRAG_PX = 3;

/**
 * The session over time, above the list. A stretch that is drawn on it becomes a word of the filter,
 * where it can be read, changed and taken out by keyboard.
 */
export function OverviewStrip() {
  const { store, host, schedule } = usePanel();
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<number>(undefined);
  const width = useSignal(0);
  const drawn = useSignal<Area | undefined>(undefined);
  const recoloured = useRecoloured();
  const words = t().stream;
  const followed = useMemo(
    () =>
      followPaced(
        store,
        schedule,
        () => undefined,
        ({ log, startAt, severityOf }) =>
          log.entries.length === 0 ? undefined : overviewOf(log.entries, startAt(), severityOf),
      ),
    [store, schedule],
  );
  const { calls, hits, serverEvents, lost, findings } = store.counts.value.summary;
  const isSomething = calls + hits + serverEvents + lost > 0;
  const isSeen = isSomething && width.value > 0;
  useEffect(() => (isSeen ? followed.watch() : undefined), [isSeen, followed]);

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      width.value = element.clientWidth;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [width, isSomething]);

  /** The stretch of the filter, on the strip. */
  const chosen = (): Area | undefined => {
    const span = spanIn(store.search.peek());
    const overview = followed.value.peek();
    if (span === undefined || overview === undefined) return undefined;
    const { window, startAt } = overview;
    const xOf = (seconds: number) =>
      ((startAt + seconds * 1_000 - window.from) / (window.to - window.from)) * width.peek();
    return { from: Math.max(0, xOf(span.from)), to: Math.min(width.peek(), xOf(span.to)) };
  };

  const draw = () => {
    frame.current = undefined;
    const overview = followed.value.peek();
    const ctx = fitCanvas(canvas.current, { width: width.peek(), height: OVERVIEW_PX });
    if (!canvas.current || !ctx || !overview) return;
    const area = drawn.peek() ?? chosen();
    paintOverview(ctx, width.peek(), overview, area, readTheme(canvas.current));
  };
  useSignalEffect(() => {
    // Everything that a drawing shows.
    void [followed.value.value, store.search.value, width.value, drawn.value];
    void [host.theme.value, language.value, recoloured.value];
    frame.current ??= requestAnimationFrame(draw);
  });
  useEffect(
    () => () => {
      if (frame.current !== undefined) cancelAnimationFrame(frame.current);
      frame.current = undefined;
    },
    [],
  );

  /** Limits the list to what was drawn. */
  const take = ({ from, to }: Area) => {
    const overview = followed.value.peek();
    if (overview === undefined) return;
    const { window, startAt } = overview;
    const step = (window.to - window.from) / 1_000 / Math.max(1, width.peek());
    const secondsAt = (x: number) => (window.from - startAt) / 1_000 + x * step;
    const span = roundSpan({ from: secondsAt(from), to: secondsAt(to) }, step);
    // What is drawn to the end goes on with it.
    if (to >= width.peek()) span.to = Number.POSITIVE_INFINITY;
    store.setSearch(withSpan(store.search.peek(), span));
  };

  if (!isSomething) return null;
  const { from, to } = followed.value.value?.window ?? { from: 0, to: 0 };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the filter's word does the same by keyboard
    <div
      ref={place}
      class="overview"
      data-testid="overview"
      title={words.overviewTitle}
      onDblClick={() => store.setSearch(withSpan(store.search.peek(), undefined))}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        const strip = event.currentTarget;
        const { left, width: room } = strip.getBoundingClientRect();
        const xOf = ({ clientX }: PointerEvent) => Math.max(0, Math.min(room, clientX - left));
        const start = xOf(event);
        strip.setPointerCapture(event.pointerId);
        strip.onpointermove = (moved) => {
          const x = xOf(moved);
          const isDrag = drawn.peek() !== undefined || Math.abs(x - start) >= DRAG_PX;
          if (isDrag) drawn.value = { from: Math.min(start, x), to: Math.max(start, x) };
        };
        const end = () => {
          strip.onpointermove = null;
          drawn.value = undefined;
        };
        strip.onpointerup = () => {
          const area = drawn.peek();
          if (area) take(area);
          end();
        };
        strip.onlostpointercapture = end;
      }}
    >
      <canvas
        ref={canvas}
        role="img"
        aria-label={words.overviewOf(
          store.counts.value.entries,
          t().say.duration(to - from),
          findings.error,
          findings.warning,
        )}
      />
    </div>
  );
}
