import { expect, it } from 'vitest';
import { unknownValueIn } from '../../../../../src/panel/model/filter/closed-words.ts';
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
  ['verdict:foo', 'verdict:foo', undefined],
  ['Lead -verdict:payred', 'verdict:payred', 'verdict:paired'],
  ['source:foo', 'source:foo', undefined],
  ['source:fbq,fpq', 'source:fpq', 'source:fbq'],
  ['kind:calls', 'kind:calls', 'kind:call'],
  ['vendor:mata', 'vendor:mata', 'vendor:meta'],
  ['highlight:pink', 'highlight:pink', undefined],
  ['rule:nothing', 'rule:nothing', undefined],
  ['rule:dedup/no-evnt-id', 'rule:dedup/no-evnt-id', 'rule:dedup/no-event-id'],
])('tells of a value that no entry can have: %j', (search, given, meant) => {
  expect(unknownValueIn(search, entries)).toMatchObject({ given, meant });
  expect(unknownValueIn(search, entries)?.known.length).toBeGreaterThan(3);
});

it.each([
  ...['verdict:held', 'verdict:not-sent', 'verdict:PAIRED', 'verdict:/^no/', 'verdict:'],
  ...['source:f', 'source:fbq,dataLayer', 'source:gap', 'source:hit', 'kind:call,hit'],
  ...['vendor:Meta', 'vendor:"cmd. act"', 'highlight:red', 'rule:dedup/no-event-id', 'rule:pixel'],
  ...['name:foo', 'event:foo', 'page:foo', 'currency:foo', 'foo'],
])('says nothing of %j', (search) => {
  expect(unknownValueIn(search, entries)).toBeUndefined();
});

it.each(['status:foo', 'status:5000', 'status:x5'])('says that %j is no status', (search) => {
  const parsed = parseQuery(search);
  expect(parsed.ok ? '' : parsed.error).toContain('expected a number such as 500');
  for (const typed of ['status:5', 'status:5xx', 'status:50x', 'status:x', 'status:/^4/'])
    expect(parseQuery(typed).ok).toBe(true);
});

it.each([
  ['ev', ['event:']],
  ['value:', ['value:>9', 'value:<=9', 'value:34.3', 'value:9']],
  ['value:>', ['value:>9']],
  ['verdict:not', ['verdict:not-visible', 'verdict:not-sent']],
  ['source:c', ['source:cact', 'source:cbq', 'source:consent', 'source:console']],
  [
    'rule:priv',
    [
      'rule:privacy',
      'rule:privacy/personal-in-address',
      'rule:privacy/personal-in-custom-data',
      'rule:privacy/plain-user-data',
    ],
  ],
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
