import { setTimeout as delay } from 'node:timers/promises';
import { sayTapProblem } from '../language/input.ts';
import type { Entry } from '../session/entry.ts';
import { followTap, type TapAddress } from '../session/tap.ts';
import { Failure } from './failure.ts';
import type { Output } from './output.ts';

/** A tap that is followed while a page is recorded. */
export interface TapRecording {
  /** What came since the last call. */
  take(): Entry[];
  close(): void;
}

/**
 * Follows a tap from now on.
 * @throws Failure when it does not answer, or refuses the token
 */
export async function recordTap(address: TapAddress, output: Output): Promise<TapRecording> {
  const { words } = output.language;
  const t = words.command;
  const end = new AbortController();
  let waiting: Entry[] = [];
  await new Promise<void>((resolve, reject) => {
    let isFollowing = false;
    void followTap(
      address,
      {
        onEntries: (entries) => {
          for (const entry of entries) waiting.push(entry);
        },
        onStatus: (status, problem) => {
          if (status === 'connected') {
            if (isFollowing) output.remark(t.tapIsBack);
            isFollowing = true;
            resolve();
          } else if (!isFollowing) {
            end.abort();
            reject(
              new Failure(
                (t, words) =>
                  `--tap: ${problem ? sayTapProblem(problem, words) : t.tapSilent(address.origin)}`,
              ),
            );
          } else output.remark(t.tapAway(problem ? sayTapProblem(problem, words) : t.tapEnded));
        },
      },
      {
        fetch: (url, init) => fetch(url, init),
        wait: (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
        signal: end.signal,
        since: 'now',
      },
    );
  });
  return {
    take() {
      const taken = waiting;
      waiting = [];
      return taken;
    },
    close: () => end.abort(),
  };
}
