import { signal } from '@preact/signals';
import { expect, it } from 'vitest';
import { createMappingModel } from '../../../../../src/panel/model/mapping/mapping-model.ts';
import type { InForce } from '../../../../../src/panel/model/profile/profiles.ts';
import { createStore } from '../../../../../src/panel/model/store/store.ts';
import { createAnalysis } from '../../../../../src/rules/create-analysis.ts';
import { makeCall, makePage } from '../../../../session/numbered.ts';
import { createTestSchedule } from '../../schedule.ts';

const push = (n: number, event: string) =>
  makeCall(n, { source: 'dataLayer', method: 'push', args: [{ event }] });

function createModel(schedule: ReturnType<typeof createTestSchedule>) {
  const store = createStore({ createAnalysis, schedule });
  const inForce = signal<InForce>({ site: '', from: undefined, profile: {} });
  const model = createMappingModel(store, { inForce }, schedule);
  const names = () =>
    model.rows.value.flatMap((row) =>
      row.kind === 'name' ? [`${row.name} ${row.tally.events}`] : [],
    );
  return { store, model, names };
}

it('ends a look that was begun, for who comes back', async () => {
  // Each piece is over at once.
  const schedule = createTestSchedule(100);
  const { store, model, names } = createModel(schedule);
  store.onEntries([makePage(0), push(1, 'a'), push(2, 'b')]);
  schedule.frame();
  await schedule.settle();
  model.watch()();
  await schedule.settle();
  expect(names()).toEqual(['a 1', 'b 1']);
});

it('follows the session while it is watched, and shows nothing of another one', async () => {
  const schedule = createTestSchedule();
  const { store, model, names } = createModel(schedule);
  const stop = model.watch();
  store.onEntries([makePage(0), push(1, 'a'), push(2, 'a')]);
  schedule.frame();
  await expect.poll(names).toEqual(['a 2']);
  store.onEntries([push(3, 'b')]);
  schedule.frame();
  await expect.poll(names).toEqual(['a 2', 'b 1']);
  await expect.poll(() => model.isBusy.value).toBe(false);
  stop();
  store.onEntries([push(4, 'c')]);
  schedule.frame();
  await schedule.settle();
  expect(names()).toEqual(['a 2', 'b 1']);
  await store.showFile('x.jsonl', [[makePage(0), push(1, 'other')]]);
  const again = model.watch();
  expect(names()).toEqual([]);
  // Not "0 of 52 rules seen" while it is looked.
  const seen = () => model.rows.value.flatMap((row) => (row.kind === 'group' ? [row.seen] : []));
  expect(model.coverage.value.isKnown).toBe(false);
  expect(new Set(seen())).toEqual(new Set([undefined]));
  await expect.poll(names).toEqual(['other 1']);
  expect(model.coverage.value.isKnown).toBe(true);
  expect(new Set(seen())).toEqual(new Set([0]));
  again();
});
