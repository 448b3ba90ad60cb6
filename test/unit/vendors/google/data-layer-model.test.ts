import { describe, expect, it } from 'vitest';
import type { CallEntry } from '../../../../src/session/entry.ts';
import { mergeDataLayer } from '../../../../src/vendors/google/data-layer-model.ts';
import { entries } from '../../../session/session.ts';

/** The model after these pushes. */
function model(...pushes: string[]) {
  const calls = entries(pushes.map((push) => `dataLayer ${push}`).join('\n')) as CallEntry[];
  const { values, unmerged } = mergeDataLayer(calls);
  return { values: JSON.parse(JSON.stringify(values)), unmerged: unmerged.map(({ why }) => why) };
}

/** The tables of the helper's README: what is there, what comes, what it becomes. */
describe('a data layer as Google’s helper merges it', () => {
  it.each<[string, string, unknown]>([
    // Overwriting existing values
    ['{k: [1, 2, 3]}', '{k: hello}', { k: 'hello' }],
    ['{k: {ducks: quack}}', '{k: [1, 2, 3]}', { k: [1, 2, 3] }],
    ['{k: {ducks: quack}}', '{k: hello}', { k: 'hello' }],
    ['{k: hello}', '{k: [1, 2, 3]}', { k: [1, 2, 3] }],
    ['{k: hello}', '{k: {ducks: quack}}', { k: { ducks: 'quack' } }],
    ['{k: hello}', '{k: 42}', { k: 42 }],
    // Recursively merging values
    ['{k: {one: 1, three: 3}}', '{k: {two: 2}}', { k: { one: 1, three: 3, two: 2 } }],
    ['{k: {one: 1, three: 3}}', '{k: {three: 4}}', { k: { one: 1, three: 4 } }],
    ['{one: {two: 3}}', '{one: {four: 5}}', { one: { two: 3, four: 5 } }],
    ['{one: {two: 3}}', '{two: 4}', { one: { two: 3 }, two: 4 }],
    ['{k: []}', '{k: [hello]}', { k: ['hello'] }],
    ['{k: [1, 2, 3]}', '{k: [4]}', { k: [4, 2, 3] }],
    ['{k: [1, {two: 3}]}', '{k: [0, {two: 4, six: 8}]}', { k: [0, { two: 4, six: 8 }] }],
    // Preventing default recursive merge
    ['{a: [1]}', '{a: [], _clear: true}', { a: [] }],
    ['{a: {x: 1}}', '{a: {}, _clear: 1}', { a: {} }],
    ['{a: [0, 2]}', '{a: [1], _clear: true}', { a: [1] }],
    ['{a: {x: 0, y: 2}}', '{a: {x: 1}, _clear: true}', { a: { x: 1 } }],
    ['{a: {x: 0, y: 2}}', '{a: {x: 1}, _clear: false}', { a: { x: 1, y: 2 } }],
    [
      '{one: {two: {three: 3}}, five: [1, 2]}',
      '{one: {two: {four: 4}}, five: [3], _clear: true}',
      { one: { two: { four: 4 } }, five: [3] },
    ],
    [
      '{one: {two: {three: 3}}, five: [1, 2]}',
      '{one: {two: {four: 4}, _clear: true}, five: [3]}',
      { one: { two: { four: 4 } }, five: [3, 2] },
    ],
    // Dots in a key go deeper.
    ['{"one.two": 1}', '{"one.three.four": 2}', { one: { two: 1, three: { four: 2 } } }],
    ['{one: 1}', '{"one.two": 2}', { one: { two: 2 } }],
    ['{ecommerce: {items: [1]}}', '{ecommerce: null}', { ecommerce: null }],
    // Commands
    ['{abc: [1]}', '["abc.push", 4, 5]', { abc: [1, 4, 5] }],
    ['{a: {b: [1, 2]}}', '["a.b.shift"]', { a: { b: [2] } }],
    ['{a: 1}', '{__proto__: {b: 2}}', JSON.parse('{"a": 1, "__proto__": {"b": 2}}')],
  ])('%s and %s', (before, after, expected) => {
    expect(model(before, after)).toEqual({ values: expected, unmerged: [] });
  });

  it('takes gtag’s set, and says what of the rest is not known', () => {
    const calls = entries(`
      gtag set {country: DE, user: {tier: 1}}
      gtag set user {id: 7}
      gtag event purchase {value: 3}
      dataLayer ["a.sort"]
      dataLayer [5]
      dataLayer (function(go))
      dataLayer (undefined)
    `) as CallEntry[];
    const { values, pushes, unmerged } = mergeDataLayer(calls);
    expect(JSON.parse(JSON.stringify(values))).toEqual({
      country: 'DE',
      user: { tier: 1, id: 7 },
    });
    expect(pushes).toBe(2);
    expect(unmerged.map(({ why, name }) => [why, name])).toEqual([
      ['gtag', 'event'],
      ['command', 'a.sort'],
      ['command', undefined],
      ['function', undefined],
      ['value', undefined],
    ]);
  });

  it('changes nothing of the session', () => {
    const calls = entries(
      'dataLayer {a: {b: [1]}}\ndataLayer {a: {b: [2, 3], c: 1}}',
    ) as CallEntry[];
    const before = JSON.stringify(calls);
    mergeDataLayer(calls);
    expect(JSON.stringify(calls)).toBe(before);
  });
});
