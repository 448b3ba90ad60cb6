// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { App } from '../../../../src/panel/app/app.tsx';
import { overviewOf } from '../../../../src/panel/model/time/overview.ts';
import { paintOverview } from '../../../../src/panel/stream/paint-overview.ts';
import type { CanvasTheme } from '../../../../src/panel/ui/canvas-theme.ts';
import type { Entry } from '../../../../src/session/entry.ts';
import { makeCall, makePage } from '../../../session/numbered.ts';
import { type Mounted, mountPart } from '../mounted.tsx';

/** The strip is as wide as the session is long: 10 seconds, and the room at both ends. */
const WIDTH = 1_040;

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(WIDTH);
  vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect').mockReturnValue({
    ...{ x: 0, y: 0, left: 0, top: 0, right: WIDTH, bottom: 36, width: WIDTH, height: 36 },
    toJSON: () => '',
  });
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(private readonly tell: () => void) {}
      observe() {
        this.tell();
      }
      disconnect() {}
    },
  );
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const entries = [
  makePage(0, { at: 1_000 }),
  ...[2, 4, 6, 11].map((seconds) => makeCall(seconds, { at: seconds * 1_000 })),
];

async function open(): Promise<Mounted> {
  const panel = await mountPart(<App />);
  await panel.take(entries);
  await panel.settle();
  return panel;
}

const drag = (panel: Mounted, from: number, to: number) =>
  act(() => {
    const strip = panel.find('overview') as HTMLElement;
    strip.setPointerCapture = () => {};
    const at = (type: string, clientX: number) =>
      strip.dispatchEvent(new PointerEvent(type, { clientX, bubbles: true }));
    at('pointerdown', from);
    at('pointermove', to);
    at('pointerup', to);
    at('lostpointercapture', to);
    at('pointermove', 0);
  });

const ids = (panel: Mounted) => panel.all('row').map(({ dataset }) => dataset.id);

it('limits the list to what is drawn on it, by a word of the filter that Escape takes out', async () => {
  const panel = await open();
  const { store } = panel.panel;
  await act(() => store.setSearch('fbq'));
  await drag(panel, 20 + 250, 20 + 550);
  await panel.settle();
  expect(store.search.value).toBe('fbq time:2.5-5.5');
  expect(ids(panel)).toEqual(['d:0', 'd:4', 'd:6']);
  // From the right to the left, over the start.
  await drag(panel, 20 + 150, 0);
  expect(store.search.value).toBe('fbq time:-1.5');
  // To the end, and beyond it.
  await drag(panel, 20 + 550, WIDTH + 50);
  expect(store.search.value).toBe('fbq time:5.5-');
  const esc = new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true });
  await act(() => void document.body.dispatchEvent(esc));
  expect(store.search.value).toBe('fbq');
});

it('takes a click for no stretch, and a double click for all', async () => {
  const panel = await open();
  const { store } = panel.panel;
  await drag(panel, 300, 301);
  expect(store.search.value).toBe('');
  await drag(panel, 300, 400);
  expect(store.search.value).not.toBe('');
  await act(() => void panel.find('overview')?.dispatchEvent(new MouseEvent('dblclick')));
  expect(store.search.value).toBe('');
});

it('forgets the stretch with the session that it was of', async () => {
  const panel = await open();
  const { store } = panel.panel;
  await act(() => store.setSearch('fbq time:2-3'));
  await panel.take([makePage(20, { at: 20_000 })]);
  expect(store.search.value).toBe('fbq');
  await act(() => store.setSearch('fbq time:2-3'));
  await act(() => store.clear());
  expect(store.search.value).toBe('fbq');
  await act(() => store.setSearch('fbq time:2-3'));
  await act(() => store.showFile('a.jsonl', [entries]));
  expect(store.search.value).toBe('fbq');
});

it('is there where there is something, and where it is wanted', async () => {
  const panel = await mountPart(<App />);
  expect(panel.find('overview')).toBeUndefined();
  await panel.take(entries);
  expect(panel.find('overview')?.querySelector('[role=img]')?.getAttribute('aria-label')).toMatch(
    /^Overview: 5 entries in /,
  );
  await panel.click('overview-choice');
  expect(panel.find('overview')).toBeUndefined();
  expect(panel.panel.preferences.overview.value).toBe(false);
});

it('has every time and every mark to be read among as many pages as there are pixels', () => {
  const drawn: { colour: string; y: number }[] = [];
  const paper = {
    fillStyle: '',
    measureText: () => ({ width: 20 }),
    fillText: () => undefined,
    fillRect(_x: number, y: number) {
      drawn.push({ colour: this.fillStyle, y });
    },
  };
  const theme = new Proxy({} as CanvasTheme, { get: (_, name) => String(name) });
  const paint = (of: readonly Entry[]) => {
    drawn.length = 0;
    const steps = overviewOf(of, 0, () => undefined);
    let step = steps.next();
    while (!step.done) step = steps.next();
    paintOverview(
      paper as unknown as CanvasRenderingContext2D,
      WIDTH,
      step.value,
      undefined,
      theme,
    );
    return new Map(drawn.map(({ colour, y }) => [colour, y]));
  };
  const marks = [makeCall(5_000, { at: 0 }), makeCall(5_001, { at: 2_000 })];
  const pages = Array.from({ length: WIDTH }, (_, at) => makePage(at, { at: at * 2 }));
  const own = [...paint([...pages, ...marks])].filter(([colour]) => !paint(marks).has(colour));
  expect(own).toEqual([['rail', 13]]);
});
