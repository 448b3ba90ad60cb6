import { expect, it } from 'vitest';
import {
  createPreferences,
  type Kept,
  keepPreferences,
  parseKept,
  restoreStore,
} from '../../../../src/panel/model/preferences.ts';
import { createStore } from '../../../../src/panel/model/store/store.ts';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import { createTestSchedule } from '../schedule.ts';

const makeStore = () => createStore({ createAnalysis, schedule: createTestSchedule() });

it('keeps what was chosen, and shows it in the next panel', () => {
  const store = makeStore();
  const preferences = createPreferences();
  const written: Kept[] = [];
  keepPreferences(preferences, store, (kept) => written.push(kept));
  expect(written).toEqual([]);
  store.view.value = 'consent';
  store.preserve.value = true;
  store.setSearch('is:error');
  preferences.hidden.value = ['pair'];
  preferences.own.value = ['value'];
  preferences.order.value = { by: '.value', down: true };
  preferences.detailSize.value = { width: 500 };

  const kept = parseKept(JSON.parse(JSON.stringify(written.at(-1))));
  const next = makeStore();
  restoreStore(next, kept);
  expect(next.view.value).toBe('consent');
  expect(next.preserve.value).toBe(true);
  expect(next.search.value).toBe('is:error');
  const { hidden, own, order, detailSize } = createPreferences(kept);
  expect([hidden.value, own.value, order.value, detailSize.value]).toEqual([
    ['pair'],
    ['value'],
    { by: '.value', down: true },
    { width: 500 },
  ]);
});

it.each([
  undefined,
  null,
  'x',
  { view: 'nothing', hidden: 'pair', own: [1], order: { by: 'size' }, detailSize: null },
  { hidden: ['event', 'constructor'], search: 'x'.repeat(5000), preserve: 'yes' },
])('takes nothing from %j that is none of its own', (value) => {
  const { view, hidden = [], own = [], order, search, preserve } = parseKept(value);
  expect([view, hidden, own, order, search, preserve]).toEqual([
    undefined,
    [],
    [],
    undefined,
    undefined,
    undefined,
  ]);
});
