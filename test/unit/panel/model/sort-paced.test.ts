import { expect, it } from 'vitest';
import { compareKeys, sortPaced } from '../../../../src/panel/model/sort-paced.ts';

/** A clock on which each look is a millisecond: pieces end all the time. */
function ticking() {
  let now = 0;
  let turns = 0;
  return {
    now: () => {
      now += 1;
      return now;
    },
    nextTurn: async () => {
      turns += 1;
    },
    turns: () => turns,
  };
}

it('puts numbers before texts and what has no key last, either way', () => {
  const keys = ['b', undefined, 10, 'a', 9];
  const sorted = (down: boolean) =>
    [...keys]
      .map((key) => ({ key }))
      .sort((a, b) => compareKeys(a.key, b.key, down))
      .map(({ key }) => key);
  expect(sorted(false)).toEqual([9, 10, 'a', 'b', undefined]);
  expect(sorted(true)).toEqual(['b', 'a', 10, 9, undefined]);
});

it('sorts as the engine does, in pieces, and keeps the order of equals', async () => {
  const items = Array.from({ length: 3000 }, (_, i) => ({ i, key: (i * 7919) % 101 }));
  const schedule = ticking();
  const sorted = await sortPaced(
    items,
    ({ key }) => key,
    false,
    schedule,
    () => true,
  );
  expect(sorted).toEqual([...items].sort((a, b) => a.key - b.key || a.i - b.i));
  expect(schedule.turns()).toBeGreaterThan(100);
});

it('stops where another sort is wanted', async () => {
  const items = Array.from({ length: 3000 }, (_, i) => i);
  expect(
    await sortPaced(
      items,
      (i) => -i,
      false,
      ticking(),
      () => false,
    ),
  ).toBeUndefined();
});
