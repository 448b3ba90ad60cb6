import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Failure } from './failure.ts';

/** What a session may take of the engine's memory as it is read; its report needs the rest. */
const SHARE = 0.75;
/** What the engine keeps for what is new, in bytes: nothing that stays finds room there. */
const YOUNG = 48 * 2 ** 20;
/** Unused memory is collected anew when this much more is taken: that takes seconds. */
const STEP = 0.05;

/** The memory of the engine, in bytes. */
export interface Memory {
  readonly limit: number;
  /** What is taken, with what nobody uses any more. */
  taken(): number;
  /** Gives back what nobody uses any more. */
  collect(): void;
}

/** The memory of the engine that runs the command. */
function ownMemory(): Memory {
  return {
    limit: getHeapStatistics().heap_size_limit,
    taken: () => getHeapStatistics().used_heap_size,
    collect() {
      setFlagsFromString('--expose-gc');
      runInNewContext('gc')();
    },
  };
}

/**
 * Whether there is room for more of a session. An engine that runs out of memory ends the command
 * with a dump that nobody understands: before it comes to that, the command says what to do.
 * @returns what is to be called as the session grows, with the name of its file
 * @throws Failure from that
 */
export function createRoom(
  { limit, taken, collect }: Memory = ownMemory(),
): (file: string) => void {
  const room = (limit - YOUNG) * SHARE;
  let allowed = room;
  return (file) => {
    if (taken() <= allowed) return;
    collect();
    const used = taken();
    if (used > room) throw new Failure((t) => t.noRoom(file, limit, suggestedFor(limit)));
    allowed = Math.max(room, used + limit * STEP);
  };
}

/** What to give the engine next, in megabytes as node counts them. */
function suggestedFor(limit: number): number {
  return Math.ceil((limit * 3) / 2 ** 30) * 1_024;
}
