import { expect, it } from 'vitest';
import { createHistory } from '../../../../src/panel/model/history.ts';
import { createStore } from '../../../../src/panel/model/store/store.ts';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import type { Entry } from '../../../../src/session/entry.ts';
import { session } from '../../../session/session.ts';
import { createTestSchedule } from '../schedule.ts';

async function open() {
  const { entries, idOf } = session(`
    page https://shop.example/
    #a fbq track Lead
    #b fbq track Contact
    #c fbq track Search
  `);
  const schedule = createTestSchedule();
  const store = createStore({ createAnalysis, schedule });
  store.onEntries(entries);
  schedule.frame();
  await schedule.settle();
  let now = 0;
  const history = createHistory(store, () => now);
  const place = () => [
    store.view.value,
    store.isDetailOpen.value ? store.selected.value?.id : undefined,
  ];
  return {
    store,
    history,
    place,
    idOf,
    later: () => {
      now += 1_000;
    },
  };
}

it('goes back from a finding’s entry to the findings, and forward again', async () => {
  const { store, history, place, idOf, later } = await open();
  store.view.value = 'findings';
  later();
  store.reveal(idOf('b'));
  later();
  expect(place()).toEqual(['stream', idOf('b')]);
  history.back();
  expect(place()[0]).toBe('findings');
  history.back();
  expect(place()).toEqual(['stream', undefined]);
  history.back();
  expect(place()).toEqual(['stream', undefined]);
  history.forward();
  history.forward();
  expect(place()).toEqual(['stream', idOf('b')]);
});

it('takes a walk through the list by keys as one step', async () => {
  const { store, history, place, idOf, later } = await open();
  store.reveal(idOf('a'));
  later();
  store.view.value = 'consent';
  later();
  store.reveal(idOf('a'));
  later();
  for (const name of ['b', 'c', 'b']) store.walkTo(store.get(idOf(name)) as Entry);
  later();
  history.back();
  expect(place()).toEqual(['stream', idOf('a')]);
  history.back();
  expect(place()[0]).toBe('consent');
});

it('keeps what was asked for, however soon it was left', async () => {
  const { store, history, place, idOf } = await open();
  for (const name of ['a', 'b', 'c']) store.reveal(idOf(name));
  store.walkTo(store.get(idOf('a')) as Entry);
  store.select(store.get(idOf('b')));
  for (const name of ['c', 'b', 'a']) {
    history.back();
    expect(place()).toEqual(['stream', idOf(name)]);
  }
});

it('passes over what was cleared away', async () => {
  const { store, history, place, idOf, later } = await open();
  store.reveal(idOf('a'));
  later();
  store.view.value = 'mapping';
  later();
  store.clear();
  history.back();
  expect(place()).toEqual(['stream', undefined]);
});
