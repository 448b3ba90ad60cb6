import { signal } from '@preact/signals';
import { expect, it } from 'vitest';
import {
  applySettings,
  createPreferences,
  type Kept,
  keepPreferences,
  parseKept,
  readSettings,
  restoreStore,
  settingsText,
} from '../../../../src/panel/model/preferences.ts';
import { createStore } from '../../../../src/panel/model/store/store.ts';
import type { DetailTab, View } from '../../../../src/panel/model/store/view.ts';
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
  preferences.hidden.value = ['pair'];
  preferences.own.value = ['value'];
  preferences.order.value = { by: '.value', down: true };
  preferences.widths.value = new Map([['sent', 200]]);
  preferences.detailSize.value = { width: 500 };
  preferences.filters.value = [{ search: 'is:error', highlight: 'red' }];

  const kept = parseKept(JSON.parse(JSON.stringify(written.at(-1))));
  const next = makeStore();
  restoreStore(next, kept);
  expect(next.view.value).toBe('consent');
  expect(next.preserve.value).toBe(true);
  const { hidden, own, order, widths, detailSize, filters } = createPreferences(kept);
  expect([...widths.value]).toEqual([['sent', 200]]);
  expect(filters.value).toEqual([{ search: 'is:error', highlight: 'red' }]);
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
  { hidden: ['event', 'constructor'], preserve: 'yes' },
])('takes nothing from %j that is none of its own', (value) => {
  const { view, hidden = [], own = [], order, preserve } = parseKept(value);
  expect([view, hidden, own, order, preserve]).toEqual([undefined, [], [], undefined, undefined]);
});

it.each([
  [[{ search: '' }, { search: 5 }, null, 'x', { search: 'x'.repeat(2_000) }], []],
  [[{ search: 'a', highlight: 'pink' }], [{ search: 'a' }]],
])('takes of saved filters %j those that are some', (filters, expected) => {
  expect(parseKept({ filters }).filters).toEqual(expected);
});

it('takes of widths those that a column can have', () => {
  const widths = [['sent', 200], ['.value', 40], ['pair', 4], ['time', 1e9], ['x'], 5, [7, 80]];
  expect(parseKept({ widths }).widths).toEqual([
    ['sent', 200],
    ['.value', 40],
  ]);
  expect(parseKept({ widths: { sent: 200 } }).widths).toEqual([]);
});

/** What of a store is kept with the preferences. */
const shownBy = (view: View, tab: DetailTab, preserve: boolean) => ({
  view: signal(view),
  detailTab: signal(tab),
  preserve: signal(preserve),
});

it('takes settings to another panel, and adds to the filters that it has', () => {
  const mine = createPreferences({ own: ['value'], filters: [{ search: 'a', highlight: 'blue' }] });
  const left = shownBy('mapping', 'chain', true);
  const text = settingsText(mine, left, ['tcLayer']);
  const yours = createPreferences({
    hidden: ['pair'],
    filters: [{ search: 'b' }, { search: 'a' }],
  });
  const settings = readSettings(text);
  expect(settings?.layers).toEqual(['tcLayer']);
  const there = shownBy('stream', 'payload', false);
  applySettings(yours, there, settings?.kept ?? {});
  expect([there.view.value, there.detailTab.value, there.preserve.value]).toEqual([
    'mapping',
    'chain',
    true,
  ]);
  expect(yours.own.value).toEqual(['value']);
  expect(yours.hidden.value).toEqual(['took']);
  expect(yours.filters.value).toEqual([{ search: 'b' }, { search: 'a' }]);
});

it.each(['', '[]', '{"kind":"session","version":1}', '{"mapping":{"rules":[]}}', 'null'])(
  '%j: is no file of settings',
  (text) => expect(readSettings(text)).toBeUndefined(),
);
