/** How the store comes by its turns: frames to paint in, and breaks in long work. */
export interface Schedule {
  /** Milliseconds on a clock that only goes forward. */
  now(): number;
  /** Runs `task` before the next paint. */
  onFrame(task: () => void): void;
  /** Resolves after input and painting have had their turn. */
  nextTurn(): Promise<void>;
}

/** Time for one piece of long work: with what else a frame has to do, it fits into one. */
const PIECE_MS = 6;

/** Long work in pieces: the panel answers between two of them. */
export interface Pieces {
  /** The piece has had its time. */
  isOver(): boolean;
  /** Begins the next piece once the browser had its turn. What was true before may be so no more. */
  next(): Promise<void>;
}

/** The first piece begins now. */
export function createPieces(schedule: Pick<Schedule, 'now' | 'nextTurn'>): Pieces {
  let endAt = schedule.now() + PIECE_MS;
  return {
    isOver: () => schedule.now() >= endAt,
    async next() {
      await schedule.nextTurn();
      endAt = schedule.now() + PIECE_MS;
    },
  };
}

/** Work in turns may hold back a frame for this long. */
const FRAME_MS = 16;
/**
 * Longer than this no work waits for a frame: a panel behind another one has none, and its counts
 * (the icon's errors too) go on.
 */
const PATIENCE_MS = 100;

/** The browser's own turns. */
export function createBrowserSchedule(): Schedule {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  // A message to ourselves, since timers would wait 4 ms.
  const nextMessage = () =>
    new Promise<void>((resolve) => {
      waiting.push(resolve);
      port2.postMessage(null);
    });
  const onFrame = (task: () => void) => {
    let isDone = false;
    const begin = () => {
      if (isDone) return;
      isDone = true;
      task();
    };
    requestAnimationFrame(begin);
    setTimeout(begin, PATIENCE_MS);
  };
  let paintedAt = performance.now();
  return {
    now: () => performance.now(),
    onFrame,
    async nextTurn() {
      // Chromium goes on with messages (and with scheduler.yield) for hundreds of milliseconds
      // before it paints, so the frame has to be waited for. A hidden panel has none.
      if (!document.hidden && performance.now() - paintedAt >= FRAME_MS) {
        await new Promise<void>(onFrame);
        paintedAt = performance.now();
      }
      await nextMessage();
    },
  };
}
