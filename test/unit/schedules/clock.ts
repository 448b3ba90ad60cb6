import type { Random } from './random.ts';

/** What is to happen, in order of time; what goes one way (a lane) keeps its order. */
export interface Clock {
  /** Milliseconds since the schedule began. */
  now(): number;
  after(ms: number, run: () => void): void;
  /** After a random time of up to `most` ms, never before what was put on the lane earlier. */
  soon(most: number, lane: Lane, run: () => void): void;
  /** Runs at the end of the task that is running. */
  microtask(run: () => void): void;
  /** A listener has returned, and nothing else is on the stack: runs the microtasks. */
  endListener(): void;
  /** Runs what is due in the next `ms`. */
  run(ms: number): Promise<void>;
}

export interface Lane {
  /** When the last of it is due. */
  until: number;
}

interface Task {
  at: number;
  order: number;
  run: () => void;
}

/** Hops that our own promises take at most between two tasks. */
const HOPS = 4;

export function createClock(random: Random): Clock {
  const tasks: Task[] = [];
  let micro: (() => void)[] = [];
  let now = 0;
  let order = 0;

  const put = (task: Task) => {
    let i = tasks.push(task) - 1;
    for (; i > 0; ) {
      const parent = (i - 1) >> 1;
      const above = tasks[parent] as Task;
      if (above.at < task.at || (above.at === task.at && above.order < task.order)) break;
      tasks[i] = above;
      i = parent;
    }
    tasks[i] = task;
  };
  const isBefore = (a: Task, b: Task) => a.at < b.at || (a.at === b.at && a.order < b.order);
  const take = (): Task => {
    const first = tasks[0] as Task;
    const last = tasks.pop() as Task;
    if (tasks.length === 0) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= tasks.length) break;
      if (child + 1 < tasks.length && isBefore(tasks[child + 1] as Task, tasks[child] as Task))
        child += 1;
      if (isBefore(last, tasks[child] as Task)) break;
      tasks[i] = tasks[child] as Task;
      i = child;
    }
    tasks[i] = last;
    return first;
  };
  const endListener = () => {
    while (micro.length > 0) {
      const due = micro;
      micro = [];
      for (const run of due) run();
    }
  };
  const endTask = async () => {
    endListener();
    for (let hop = 0; hop < HOPS; hop += 1) await undefined;
  };

  return {
    now: () => now,
    after(ms, run) {
      order += 1;
      put({ at: now + ms, order, run });
    },
    soon(most, lane, run) {
      lane.until = Math.max(lane.until, now + random.next() * most);
      order += 1;
      put({ at: lane.until, order, run });
    },
    microtask: (run) => micro.push(run),
    endListener,
    async run(ms) {
      const end = now + ms;
      await endTask();
      while (tasks.length > 0 && (tasks[0] as Task).at <= end) {
        const task = take();
        now = task.at;
        task.run();
        await endTask();
      }
      now = end;
    },
  };
}
