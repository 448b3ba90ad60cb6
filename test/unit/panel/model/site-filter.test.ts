import { expect, it } from 'vitest';
import { keepSiteFilter } from '../../../../src/panel/model/site-filter.ts';
import { createStore } from '../../../../src/panel/model/store/store.ts';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import { makePage } from '../../../session/numbered.ts';
import { createTestSchedule } from '../schedule.ts';

const SHOP = 'https://shop.example';
const PAY = 'https://pay.example';

function open(kept: Record<string, string>) {
  const schedule = createTestSchedule();
  const store = createStore({ createAnalysis, schedule });
  const written: [string, string][] = [];
  const end = keepSiteFilter(store, new Map(Object.entries(kept)), (...one) => written.push(one));
  let pages = 0;
  const visit = async (url: string) => {
    pages += 1;
    store.onEntries([makePage(pages, { page: `p${pages}`, url })]);
    schedule.frame();
    await schedule.settle();
  };
  return { store, written, visit, end };
}

it('puts the filter of a site in force once the site is known, and keeps it there', async () => {
  const { store, written, visit } = open({ [SHOP]: 'pixel:123', [PAY]: 'is:error' });
  expect(store.search.value).toBe('');
  await visit(`${SHOP}/cart`);
  expect(store.search.value).toBe('pixel:123');
  store.setSearch('event:Lead');
  store.setSearch('');
  expect(written).toEqual([
    [SHOP, 'event:Lead'],
    [SHOP, ''],
  ]);
});

it('changes no filter while a visit leads over another site, and keeps what is typed there for it', async () => {
  const { store, written, visit } = open({ [SHOP]: 'Purchase', [PAY]: 'is:error' });
  await visit(SHOP);
  await visit(`${PAY}/checkout`);
  expect(store.search.value).toBe('Purchase');
  expect(written).toEqual([]);
  store.setSearch('Lead');
  expect(written).toEqual([[PAY, 'Lead']]);
});

it('takes nothing away that was typed before the site was known', async () => {
  const { store, written, visit } = open({ [SHOP]: 'pixel:123' });
  store.setSearch('Lead');
  expect(written).toEqual([]);
  await visit(SHOP);
  expect(store.search.value).toBe('Lead');
  expect(written).toEqual([[SHOP, 'Lead']]);
});

it('keeps no stretch of time, which is of one session only', async () => {
  const { store, written, visit } = open({});
  await visit(SHOP);
  store.setSearch('Lead time:2-3.5');
  store.setSearch('Lead time:2-8');
  store.setSearch('Lead');
  store.setSearch('time:1-');
  expect(written).toEqual([
    [SHOP, 'Lead'],
    [SHOP, ''],
  ]);
});

it('keeps no filter that is longer than a person types, and nothing after its end', async () => {
  const { store, written, visit, end } = open({});
  await visit(SHOP);
  store.setSearch('x'.repeat(1_001));
  end();
  store.setSearch('Lead');
  expect(written).toEqual([]);
});
