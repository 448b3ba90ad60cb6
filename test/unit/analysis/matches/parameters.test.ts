import { describe, expect, it } from 'vitest';
import { itemsDifference, readItems } from '../../../../src/analysis/matches/compare.ts';
import type { MetaParameters } from '../../../../src/analysis/matches/meta-event.ts';
import { compareParameters, judgeNoHash } from '../../../../src/analysis/matches/parameters.ts';
import { readPath } from '../../../../src/session/value/path.ts';
import {
  isObject,
  type Plain,
  type PlainObject,
  toPlain,
  UNKNOWN,
} from '../../../../src/session/value/plain.ts';
import { COMMANDERS_ACT_MAPPING } from '../../../../src/vendors/commanders-act/mapping.ts';
import { fromFlat } from '../../../../src/vendors/flat-names.ts';
import type { ParameterRow } from '../../../../src/vendors/mapping.ts';
import { SEGMENT_MAPPING } from '../../../../src/vendors/segment/mapping.ts';

/** An object with one value at a path of a mapping table. */
function objectAt(path: string, value: Plain): PlainObject {
  const [key = '', ...rest] = path.replace('{1-5}', '3').split('.');
  const inside = rest.length === 0 ? value : objectAt(rest.join('.'), value);
  return key.endsWith('[]') ? { [key.slice(0, -2)]: [{}, inside] } : { [key]: inside };
}

const pixel = (custom: PlainObject, user: Record<string, string> = {}): MetaParameters => ({
  custom,
  user,
  of: 'call',
  isPartial: false,
});

const rows = COMMANDERS_ACT_MAPPING.parameters;
const paths = rows.flatMap((row) =>
  row.from.filter(() => row.form === undefined).map(({ path }) => [path, row.to] as const),
);

describe('every parameter of Commanders Act', () => {
  it.each(paths)('%s is held against the hit as %s', (path, to) => {
    const compare = (sent: PlainObject) =>
      compareParameters(rows, objectAt(path, '7'), { collected: sent }, judgeNoHash)
        .filter((match) => match.to === to)
        .map(({ from, verdict }) => [from, verdict]);
    expect(compare(objectAt(path, '7'))).toEqual([[path, 'equal']]);
    expect(compare(objectAt(path, '8'))).toEqual([[path, 'different']]);
    expect(compare({})).toEqual([[path, 'missing']]);
  });

  it.each(rows.map((row) => [row.override ?? '', row.to]))(
    '%s takes the place of %s',
    (path, to) => {
      const given = { ...objectAt('amount', 1), ...objectAt(path, 'own') };
      const found = compareParameters(rows, given, { collected: given }, judgeNoHash);
      expect(found.find((match) => match.to === to)).toMatchObject({ from: path, expected: 'own' });
    },
  );

  it('may be one that only the page knows', () => {
    const given = objectAt('integrations.facebook.custom_data.your_field', 'your_value');
    expect(
      compareParameters(rows, given, { pixel: pixel({ your_field: 'your_value' }) }, judgeNoHash),
    ).toMatchObject([{ to: 'your_field', verdict: 'equal' }]);
  });

  it('items become contents, or content_ids', () => {
    const given: PlainObject = {
      items: [{ id: 'l1', quantity: 2, product: { id: 'a', price: 9.9 } }],
    };
    const verdictOf = (sent: PlainObject) => {
      const found = compareParameters(rows, given, { pixel: pixel(sent) }, judgeNoHash);
      return found.find(({ to }) => to === 'contents');
    };
    expect(verdictOf({ contents: [{ id: 'a', quantity: 2 }] })?.verdict).toBe('equal');
    expect(verdictOf({ contents: [{ id: 'a', quantity: 1 }] })?.notes).toContainEqual({
      code: 'items',
      lost: [],
      added: [],
      changed: [{ id: 'a', field: 'quantity', expected: 2, actual: 1 }],
    });
    expect(verdictOf({ contents: [] })).toMatchObject({ verdict: 'different' });
    expect(verdictOf({ content_ids: ['a'] })).toMatchObject({ verdict: 'equal' });
    expect(verdictOf({ content_ids: 'b' })?.notes).toContainEqual({
      code: 'items',
      lost: ['a'],
      added: ['b'],
      changed: [],
      isRenamed: true,
    });
    expect(verdictOf({})?.verdict).toBe('missing');
  });

  it('content_type is product unless the page says otherwise, and never lost', () => {
    const find = (sent: PlainObject) =>
      compareParameters(rows, {}, { pixel: pixel(sent) }, judgeNoHash).map(
        ({ verdict }) => verdict,
      );
    expect(find({ content_type: 'product' })).toEqual(['equal']);
    expect(find({ content_type: ['product'] })).toEqual(['equal']);
    expect(find({ content_type: 'hotel' })).toEqual(['different']);
  });
});

describe('hashed parameters', () => {
  const given: PlainObject = { user: { email: 'Ada@shop.test' } };
  it('are judged by the function that is passed in', () => {
    const asked: unknown[] = [];
    const found = compareParameters(rows, given, { pixel: pixel({}, { em: 'ab' }) }, (...args) => {
      asked.push(args);
      return { verdict: 'hashed-equal', notes: [{ code: 'hash-agrees', rules: ['business-sdk'] }] };
    });
    expect(asked).toEqual([['em', 'Ada@shop.test', 'ab']]);
    expect(found).toMatchObject([
      { verdict: 'hashed-equal', notes: [{ code: 'hash-agrees', rules: ['business-sdk'] }] },
    ]);
  });

  it('are not known without the plain text, unless the hash itself is the same', () => {
    const hashed: PlainObject = { user: { email_sha256: 'ab' } };
    const judge = (sent: string) =>
      compareParameters(rows, hashed, { pixel: pixel({}, { em: sent }) }, (_field, plaintext) => {
        expect(plaintext).toBeUndefined();
        return { verdict: 'hashed-unknown' };
      }).map(({ verdict }) => verdict);
    expect(judge('ab')).toEqual(['hashed-equal']);
    expect(judge('cd')).toEqual(['hashed-unknown']);
  });
});

describe("Segment's quirks", () => {
  const added = SEGMENT_MAPPING.parametersOf?.['Product Added'] ?? [];
  const verdicts = (given: PlainObject, sent: PlainObject) =>
    compareParameters(added, given, { pixel: pixel(sent) }, judgeNoHash).map(
      ({ to, verdict }) => `${to} ${verdict}`,
    );

  it('are accepted: two decimals, USD by default, a list as type, 0.00 by its setting', () => {
    const sent = { value: '39.00', currency: 'USD', content_type: ['product'] };
    expect(verdicts({ price: 39 }, sent)).toEqual([
      'value equal',
      'currency equal',
      'content_type equal',
    ]);
    expect(verdicts({ price: 39, value: 5 }, { value: '5.00' })).toContain('value equal');
    expect(verdicts({ price: 39 }, { value: '0.00' })).toContain('value equal');
    expect(verdicts({ price: 39 }, { value: '40.00' })).toContain('value different');
    expect(verdicts({ price: 39, currency: 'EUR' }, { currency: 'USD' })).toContain(
      'currency different',
    );
  });
});

describe('items', () => {
  it.each<[string, Plain]>([
    ['GA4', [{ item_id: 'a', quantity: 1, price: 2 }]],
    ['Commanders Act', [{ id: 'x', quantity: 1, product: { id: 'a', price: 2 } }]],
    ['Segment', [{ product_id: 'a', quantity: '1', price: '2' }]],
    ['Meta', '[{"id":"a","quantity":1,"item_price":2}]'],
  ])('of %s are the same items', (_vocabulary, value) => {
    expect(readItems(value)).toEqual([{ id: 'a', quantity: 1, price: 2 }]);
  });

  it('differ in what was lost, added and changed', () => {
    const a = { id: 'a', quantity: 1 };
    const b = { id: 'b' };
    expect(itemsDifference([a, b], [b, a])).toBeUndefined();
    expect(itemsDifference([a, b], [a])).toEqual({ lost: ['b'], added: [], changed: [] });
    expect(itemsDifference([a], [a, b])).toEqual({ lost: [], added: ['b'], changed: [] });
    expect(itemsDifference([a, a], [a, { id: 'a', quantity: 3 }])).toEqual({
      lost: [],
      added: [],
      changed: [{ id: 'a', field: 'quantity', expected: 1, actual: 3 }],
    });
    expect(readItems([{ name: 'no id' }])).toBeUndefined();
    expect(readItems('text')).toBeUndefined();
  });
});

describe('values', () => {
  it('are what JSON would make of them', () => {
    expect(
      toPlain({
        a: { $type: 'undefined' },
        b: { $type: 'number', value: 'NaN' },
        c: { $type: 'date', value: '2026-01-01' },
        d: { $type: 'instance', of: 'Cart', properties: { n: 1 } },
        e: { $type: 'accessor' },
        f: { $type: 'entries', entries: [['$type', 'x']], length: 1 },
        g: { $type: 'array', values: [1], length: 9 },
      }),
    ).toEqual({
      a: undefined,
      b: null,
      c: '2026-01-01',
      d: { n: 1 },
      e: UNKNOWN,
      f: { $type: 'x' },
      g: [1, UNKNOWN],
    });
  });

  it('that were not copied whole prove no difference', () => {
    const given = { amount: UNKNOWN, currency: 'EUR' } satisfies PlainObject;
    expect(
      compareParameters(rows, given, { collected: { amount: '1', currency: 'EUR' } }, judgeNoHash),
    ).toMatchObject([{ to: 'currency', verdict: 'equal' }]);
  });

  it('that are empty need not be sent, and give way to another name', () => {
    const own: ParameterRow[] = [{ from: [{ path: 'a' }, { path: 'b' }], to: 'content_name' }];
    const sent = (custom: PlainObject) => ({ pixel: pixel(custom) });
    expect(compareParameters(own, { a: '' }, sent({}), judgeNoHash)).toEqual([]);
    expect(
      compareParameters(own, { a: '', b: 'x' }, sent({ content_name: 'x' }), judgeNoHash),
    ).toMatchObject([{ from: 'b', expected: 'x', verdict: 'equal' }]);
    expect(
      compareParameters(own, { a: '' }, sent({ content_name: 'x' }), judgeNoHash),
    ).toMatchObject([{ from: 'a', expected: '', actual: 'x', verdict: 'different' }]);
  });

  it('of a flat hit are found under their paths, whatever contradicts them', () => {
    const flat = fromFlat({ 'a.b': '1', a: 'x', 'a.c': '2', items: '[{"product":{"name":"n"}}]' });
    expect(readPath(flat, 'a.b')).toBe('1');
    expect(readPath(flat, 'items[].product.name')).toBe('n');
    expect(isObject(flat)).toBe(true);
    const contrary = fromFlat({ a: 'x', 'a.b': '1', '__proto__.c': '3' });
    expect(readPath(contrary, 'a')).toBe('x');
    expect(readPath(contrary, 'a.b')).toBe('1');
    expect(({} as Record<string, unknown>).c).toBeUndefined();
  });
});
