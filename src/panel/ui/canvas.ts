import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** Makes a canvas as sharp as the screen, in CSS pixels. @returns what draws on it; undefined without room */
export function fitCanvas(
  element: HTMLCanvasElement | null,
  size: { width: number; height: number },
): CanvasRenderingContext2D | undefined {
  const ctx = element?.getContext('2d');
  if (!element || !ctx || size.width === 0) return undefined;
  const ratio = devicePixelRatio;
  const width = Math.round(size.width * ratio);
  const height = Math.round(size.height * ratio);
  if (element.width !== width || element.height !== height) {
    element.width = width;
    element.height = height;
    element.style.width = `${size.width}px`;
    element.style.height = `${size.height}px`;
  }
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  return ctx;
}

/** How often the user's own colours took the place of ours, or left it: a canvas is drawn anew then. */
export function useRecoloured(): ReadonlySignal<number> {
  const recoloured = useSignal(0);
  useEffect(() => {
    const own = matchMedia('(forced-colors: active)');
    const redraw = () => {
      recoloured.value += 1;
    };
    own.addEventListener('change', redraw);
    return () => own.removeEventListener('change', redraw);
  }, [recoloured]);
  return recoloured;
}
