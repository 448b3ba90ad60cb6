import type { Schedule } from '../../../src/panel/model/store/schedule.ts';

/**
 * A schedule that a test turns by hand: every look at the clock takes `stepMs`, so that work is cut
 * into slices where a real one would be.
 */
export function createTestSchedule(
  stepMs = 0,
): Schedule & { frame(): void; pass(ms: number): void; settle(): Promise<void> } {
  let now = 0;
  let tasks: (() => void)[] = [];
  let turns = 0;
  return {
    now() {
      now += stepMs;
      return now;
    },
    onFrame(task) {
      tasks.push(task);
    },
    async nextTurn() {
      turns += 1;
    },
    pass(ms) {
      now += ms;
    },
    frame() {
      now += 100;
      const due = tasks;
      tasks = [];
      for (const task of due) task();
    },
    /** Resolves when no work asked for another turn any more. */
    async settle() {
      for (let before = -1; before !== turns; ) {
        before = turns;
        for (let i = 0; i < 50; i += 1) await Promise.resolve();
      }
    },
  };
}
