import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBrowserSchedule } from '../../../../../src/panel/model/store/schedule.ts';

describe('the browser’s turns', () => {
  let frames: Map<number, () => void>;

  beforeEach(() => {
    frames = new Map();
    let next = 1;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    vi.stubGlobal('document', { hidden: false });
    vi.stubGlobal('requestAnimationFrame', (task: () => void) => {
      frames.set(next, task);
      return next++;
    });
    vi.stubGlobal('cancelAnimationFrame', (frame: number) => frames.delete(frame));
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('run a task in the frame, once', () => {
    let runs = 0;
    createBrowserSchedule().onFrame(() => {
      runs += 1;
    });
    for (const frame of [...frames.values()]) frame();
    vi.advanceTimersByTime(1_000);
    expect(runs).toBe(1);
  });

  it('wait for no frame that does not come', async () => {
    const schedule = createBrowserSchedule();
    let runs = 0;
    schedule.onFrame(() => {
      runs += 1;
    });
    vi.advanceTimersByTime(1_000);
    expect(runs).toBe(1);
    const turn = schedule.nextTurn();
    vi.advanceTimersByTime(1_000);
    await turn;
  });
});
