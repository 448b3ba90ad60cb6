import { expect, it } from 'vitest';
import { parseQuery, unknownKeyIn } from '../../../../../src/panel/model/filter/query.ts';
import { suggestionsFor } from '../../../../../src/panel/model/filter/suggest.ts';
import { createStore } from '../../../../../src/panel/model/store/store.ts';
import { createAnalysis } from '../../../../../src/rules/create-analysis.ts';
import { session } from '../../../../session/session.ts';
import { createTestSchedule } from '../../schedule.ts';

const PIXEL = '1234567890123456';
const { entries, nameOf } = session(`
  page https://shop.example/
  #gtm dataLayer {event: gtm.js}
  #chat loyjoy load
  #opted loyjoy newsletter_single_opt_in
  #buy dataLayer {event: purchase, ecommerce: {value: 34.3, currency: EUR}}
  #library library
  #lead fbq track Lead {value: "9", currency: usd}
  #sent hit ${PIXEL} Lead cd={value: 9, currency: usd}
  #bare fbq track Contact
`);

async function found(search: string) {
  const schedule = createTestSchedule();
  const store = createStore({ createAnalysis, schedule });
  store.onEntries(entries);
  store.setSearch(search);
  schedule.frame();
  await schedule.settle();
  return store.shown.value.entries
    .filter(({ kind }) => kind !== 'page')
    .map(({ id }) => nameOf(id));
}

it.each([
  ['value:>10', ['buy']],
  ['value:>=9', ['buy', 'lead', 'sent']],
  ['value:<10', ['lead', 'sent']],
  ['value:34.3', ['buy']],
  ['value:34.30', ['buy']],
  // As German rows show it.
  ['value:34,3', ['buy']],
  ['value:>9,5', ['buy']],
  ['-value:>0 source:fbq', ['bare']],
  ['currency:eur', ['buy']],
  ['currency:USD', ['lead', 'sent']],
  ['event:Lead', ['lead', 'sent']],
  ['event:lead', []],
  ['is:lifecycle', ['gtm', 'chat', 'library']],
  ['-is:lifecycle source:loyjoy', ['opted']],
])('%j finds %j', async (search, names) => {
  expect(await found(search)).toEqual(names);
});

it('says that a value is no number', () => {
  const parsed = parseQuery('value:>ten');
  expect(parsed.ok ? '' : parsed.error).toContain('expected a number');
});

it.each([
  ['evnt:Purchase', { given: 'evnt', meant: 'event' }],
  ['PageView pixle:12', { given: 'pixle', meant: 'pixel' }],
  ['colour:red', { given: 'colour', meant: undefined }],
  ['event:Purchase value:>10', undefined],
  ['https://shop.example/', undefined],
  ['/evnt:/ "evnt: x"', undefined],
])('tells of a word that is none: %j', (search, told) => {
  expect(unknownKeyIn(search)).toEqual(told);
});

it.each([
  ['ev', ['event:']],
  ['is:without', ['is:without-consent']],
  ['fbq -is:bro', ['fbq -is:broken-pair']],
  ['event:Le', ['event:Lead']],
  ['event:Lead', []],
  ['currency:', ['currency:EUR', 'currency:usd']],
  ['Lead', []],
  ['/ev', []],
  ['', []],
])('%j goes on as %j', (search, offered) => {
  expect(suggestionsFor(search, entries)).toEqual(offered);
});

it('offers a name in another case only while it is not whole: Meta tells them apart', () => {
  const both = session(`page https://shop.example/
    dataLayer {event: purchase}
    fbq track Purchase`).entries;
  expect(suggestionsFor('event:purch', both)).toEqual(['event:purchase', 'event:Purchase']);
  expect(suggestionsFor('event:Purchase', both)).toEqual([]);
});
