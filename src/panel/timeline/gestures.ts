import { AXIS_PX } from '../model/time/layout.ts';

/** What the pointer asks for. All places are CSS pixels from the canvas's top left corner. */
export interface GestureActions {
  /** A click that was no drag. */
  pick(x: number, y: number): void;
  zoomIn(x: number, y: number): void;
  hover(x: number, y: number): void;
  leave(): void;
  /** Dragged by so many pixels; the content follows the pointer. */
  pan(dx: number): void;
  /** `factor` above 1 shows less time. */
  zoom(factor: number, x: number): void;
  /** A stretch is being drawn, or was given up (undefined). */
  drawArea(area: { from: number; to: number } | undefined): void;
  zoomTo(area: { from: number; to: number }): void;
  /** @returns false where there is nothing to scroll in that direction */
  scroll(dy: number): boolean;
}

/** Less than this is a click with an unsteady hand. */
const DRAG_PX = 3;
/** A notch of a wheel is about 100 pixels; a pinch sends many small ones. */
const ZOOM_PER_PX = 0.004;
const LINE_PX = 16;

/**
 * Drag pans, drag on the axis or with Shift draws a stretch to zoom to, the wheel pans (or scrolls
 * lanes that do not fit), with Ctrl it zooms, as does a pinch. Returns what takes it off again.
 */
export function bindGestures(canvas: HTMLElement, actions: GestureActions): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  let drag:
    | { kind: 'pan' | 'area'; startX: number; startY: number; x: number; moved: boolean }
    | undefined;

  const placeOf = (event: MouseEvent) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  canvas.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0) return;
      const { x, y } = placeOf(event);
      const kind = event.shiftKey || y < AXIS_PX ? 'area' : 'pan';
      drag = { kind, startX: x, startY: y, x, moved: false };
    },
    { signal },
  );
  canvas.addEventListener(
    'pointermove',
    (event) => {
      const { x, y } = placeOf(event);
      if (!drag) {
        actions.hover(x, y);
        return;
      }
      if (!drag.moved && Math.abs(x - drag.startX) < DRAG_PX) return;
      // Not before: a click needs no capture.
      if (!drag.moved) canvas.setPointerCapture(event.pointerId);
      drag.moved = true;
      if (drag.kind === 'area') actions.drawArea({ from: drag.startX, to: x });
      else actions.pan(x - drag.x);
      drag.x = x;
    },
    { signal },
  );
  canvas.addEventListener(
    'pointerup',
    (event) => {
      const ended = drag;
      drag = undefined;
      if (!ended) return;
      const { x } = placeOf(event);
      if (!ended.moved) actions.pick(ended.startX, ended.startY);
      else if (ended.kind === 'area') {
        actions.drawArea(undefined);
        if (Math.abs(x - ended.startX) >= DRAG_PX)
          actions.zoomTo({ from: Math.min(ended.startX, x), to: Math.max(ended.startX, x) });
      }
    },
    { signal },
  );
  canvas.addEventListener(
    'pointercancel',
    () => {
      drag = undefined;
      actions.drawArea(undefined);
    },
    { signal },
  );
  canvas.addEventListener('pointerleave', () => actions.leave(), { signal });
  canvas.addEventListener(
    'dblclick',
    (event) => {
      const { x, y } = placeOf(event);
      actions.zoomIn(x, y);
    },
    { signal },
  );
  canvas.addEventListener(
    'wheel',
    (event) => {
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE_PX : 1;
      const dx = event.deltaX * unit;
      const dy = event.deltaY * unit;
      if (event.ctrlKey || event.metaKey)
        actions.zoom(Math.exp(-dy * ZOOM_PER_PX), placeOf(event).x);
      else if (event.shiftKey) actions.pan(-(dx || dy));
      else if (Math.abs(dx) > Math.abs(dy)) actions.pan(-dx);
      else if (!actions.scroll(dy)) actions.pan(-dy);
      // The page would zoom or go back otherwise.
      event.preventDefault();
    },
    { signal, passive: false },
  );
  return () => controller.abort();
}
