// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest';
import { Toast } from '../../../../src/panel/app/toast.tsx';
import { mountPart } from '../mounted.tsx';

afterEach(() => {
  vi.useRealTimers();
});

it.each(Array.from({ length: 25 }, (_, n) => n * 4))(
  'a way back stays where the word before it ends %i ms after it came',
  async (ms) => {
    vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'requestAnimationFrame', 'cancelAnimationFrame'],
    });
    const panel = await mountPart(<Toast />);
    const { store } = panel.panel;
    store.notify('Copied');
    // Effects run at the next frame; from then on it stands for 1,800 ms.
    await vi.advanceTimersToNextTimerAsync();
    await vi.advanceTimersToNextTimerAsync();
    await vi.advanceTimersByTimeAsync(1_800 - ms);
    store.notify('Off', { label: 'Undo', run: () => undefined });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(panel.textOf('toast')).toBe('OffUndo');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(panel.textOf('toast')).toBe('');
  },
);
