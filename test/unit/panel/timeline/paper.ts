import type { DrawState } from '../../../../src/panel/timeline/timeline-model.ts';
import type { CanvasTheme } from '../../../../src/panel/ui/canvas-theme.ts';
import type { Entry } from '../../../../src/session/entry.ts';

/** Of a canvas what the drawing asks it for: it notes the texts, each seven pixels a letter wide. */
export function paper() {
  const texts: string[] = [];
  const drawing: Record<string, unknown> = {
    measureText: (text: string) => ({ width: text.length * 7 }),
    fillText: (text: string) => void texts.push(text),
    createLinearGradient: () => ({ addColorStop: () => undefined }),
  };
  const context = new Proxy(drawing, {
    get: (own, name) => (Reflect.has(own, name) ? Reflect.get(own, name) : () => undefined),
  });
  return { texts, context: context as unknown as CanvasRenderingContext2D };
}

export const ANY_THEME = new Proxy({} as CanvasTheme, {
  get: (_, name) => (name === 'tones' ? {} : 'black'),
});

/** All of a list on a wide screen. */
export function wholeState(entries: readonly Entry[]): DrawState {
  return {
    entries,
    place: { kind: 'all' },
    width: 1_400,
    height: 400,
    scrollTop: 0,
    selected: undefined,
    hovered: undefined,
    area: undefined,
  };
}
