/** How the store comes by its turns: frames to paint in, and breaks in long work. */
export interface Schedule {
  /** Milliseconds on a clock that only goes forward. */
  now(): number;
  /** Runs `task` before the next paint. */
  onFrame(task: () => void): void;
  /** Resolves after input and painting have had their turn. */
  nextTurn(): Promise<void>;
}

/** The browser's own turns. */
export function createBrowserSchedule(): Schedule {
  return {
    now: () => performance.now(),
    onFrame: (task) => {
      requestAnimationFrame(task);
    },
    nextTurn: createNextTurn(),
  };
}

/** scheduler.yield where there is one; else a message to ourselves: timers would wait 4 ms. */
function createNextTurn(): () => Promise<void> {
  const { scheduler } = globalThis as { scheduler?: { yield?: () => Promise<void> } };
  if (scheduler?.yield) return () => scheduler.yield?.() ?? Promise.resolve();
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(null);
    });
}
