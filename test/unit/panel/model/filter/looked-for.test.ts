import { expect, it } from 'vitest';
import { lookedForBy } from '../../../../../src/panel/model/filter/looked-for.ts';

const found = (search: string, text: string) =>
  lookedForBy(search).flatMap((pattern) => [...text.matchAll(pattern)].map(([each]) => each));

it('a search is looked for by its words, not by what it leaves out or asks of the analysis', () => {
  expect(found('cart "19.8 EUR"', 'AddToCart 19.8 EUR, cart 1908 EUR')).toEqual([
    'Cart',
    'cart',
    '19.8 EUR',
  ]);
  expect(found('event:Purchase', 'Purchase purchase')).toEqual(['Purchase']);
  expect(found('/v\\w+/y -value', 'value: a, Value: v1')).toEqual(['value', 'v1']);
  expect(found('is:sent source:fbq value:>1 -cart', 'sent fbq >1 1 cart')).toEqual([]);
  expect(found('a', 'a letter')).toEqual([]);
  expect(found('', 'anything')).toEqual([]);
});
