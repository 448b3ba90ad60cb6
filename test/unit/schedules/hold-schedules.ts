import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Kind } from './fake-browser.ts';
import { runSchedule } from './schedule.ts';

/**
 * Schedules in each browser's manner: `SCHEDULES=300` runs so many, `SCHEDULE=123` one seed alone,
 * both so many from that seed on.
 */
const { SCHEDULE, SCHEDULES } = process.env;
const FIRST = Number(SCHEDULE ?? 1);
const COUNT = Number(SCHEDULES ?? (SCHEDULE === undefined ? 5_000 : 1));

/** The test of one browser's manner; a file for each, so that they run side by side. */
export function holdSchedules(kind: Kind): void {
  describe(`schedules of faults in the manner of ${kind}`, () => {
    // Full storage is one of the faults, and said aloud each time.
    beforeAll(() => void vi.spyOn(console, 'warn').mockImplementation(() => undefined));
    afterAll(() => void vi.restoreAllMocks());

    it('lose no call in silence, and put each hit where it belongs', async () => {
      const total = {
        calls: 0,
        lost: 0,
        hits: 0,
        hitsLost: 0,
        away: 0,
        marked: 0,
        markedInVain: 0,
      };
      const failures: string[] = [];
      for (let seed = FIRST; seed < FIRST + COUNT; seed += 1) {
        const verdict = await runSchedule(seed, kind);
        for (const name of Object.keys(total) as (keyof typeof total)[])
          total[name] += verdict[name];
        if (verdict.problems.length > 0)
          failures.push(
            `seed ${seed}: ${verdict.problems.join('; ')} (${verdict.steps.join(' ')})`,
          );
      }
      console.log(kind, JSON.stringify(total));
      expect(failures.slice(0, 10), `${failures.length} schedules failed`).toEqual([]);
    }, 900_000);
  });
}
