import { expect, it } from 'vitest';
import { createAbsence } from '../../../../src/panel/intake/absence.ts';

/** An absence with a clock of its own, and what it tells: time and number of hits. */
function watch(missing = 0) {
  let time = 10_000;
  const timers: { at: number; run(): void }[] = [];
  const told: (number | undefined)[][] = [];
  const absence = createAbsence({
    now: () => time,
    after: (ms, run) => void timers.push({ at: time + ms, run }),
    missing: () => missing,
    tell: (at, lost) => void told.push([at, lost]),
  });
  const pass = (ms: number) => {
    time += ms;
    for (const timer of timers.filter(({ at }) => at <= time)) {
      timers.splice(timers.indexOf(timer), 1);
      timer.run();
    }
  };
  return { absence, told, pass };
}

it('is told once, without a size, where a page came or went, at its end', () => {
  const { absence, told, pass } = watch(3);
  absence.begin(8_000);
  absence.onTurn(10_100);
  pass(200);
  absence.end();
  absence.end();
  pass(6_000);
  pass(6_000);
  expect(told).toEqual([[10_200, undefined]]);
});

it('counts the hits that nobody recorded where the page stayed, and is silent where there are none', () => {
  for (const [missing, expected] of [
    [2, [[10_200, 2]]],
    [0, []],
  ] as const) {
    const { absence, told, pass } = watch(missing);
    absence.begin(8_000);
    pass(200);
    absence.end();
    absence.onTurn(10_300);
    pass(6_000);
    absence.onTurn(16_300);
    expect(told).toEqual(expected);
  }
});

it('is one where the next background dies, too, before it has told all', () => {
  const { absence, told, pass } = watch();
  absence.begin(8_000);
  absence.onTurn(10_100);
  pass(200);
  absence.end();
  pass(3_000);
  absence.begin(8_000);
  pass(200);
  absence.end();
  pass(6_000);
  expect(told).toEqual([[13_400, undefined]]);
});

it('is none where the background had run all the time', () => {
  const { absence, told, pass } = watch(3);
  absence.begin(10_000);
  absence.onTurn(10_100);
  pass(200);
  absence.end();
  absence.cancel();
  pass(6_000);
  expect(told).toEqual([]);
});
