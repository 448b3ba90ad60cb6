import { describe, expect, it } from 'vitest';
import type { Plain } from '../../../../src/session/value/plain.ts';
import { isSameValue } from '../../../../src/vendors/meta/same-value.ts';

describe('isSameValue', () => {
  it.each<[string, Plain, Plain, boolean]>([
    ['value', 9.9, '9.90', true],
    ['value', '9,90', 9.9, false],
    ['value', 9.9, '9.91', false],
    ['value', 34.3, '34.300000000000004', true],
    ['value', 34.29999999, 34.3, true],
    ['value', 40.339, '40.34', true],
    ['value', 0.002, 0.004, false],
    ['value', 34.3, 34.31, false],
    ['quantity', 1.999, 2, false],
    ['contents', [{ id: 'a', item_price: 8.403361 }], [{ id: 'a', item_price: 8.4 }], true],
    ['currency', 'eur', 'EUR', true],
    ['content_name', 'a', 'A', false],
    ['content_name', 'Gespr\u00e4ch', 'Gespra\u0308ch', true],
    ['content_name', 'Gespräch', 'Gesprach', false],
    ['content_ids', ['007'], ['7'], false],
    ['content_ids', [12], '["12"]', true],
    ['content_ids', ['a', 'b'], '["b","a"]', true],
    ['content_ids', 'a', ['a'], true],
    ['content_ids', ['a', 'a'], ['a'], false],
    ['contents', [{ id: 'a', quantity: 2 }], '[{"quantity":"2","id":"a"}]', true],
    ['anything', { a: 1, b: [true] }, '{"b":["true"],"a":1}', true],
    ['anything', { a: 1 }, { a: 1, b: 2 }, false],
    ['anything', true, 'true', true],
    ['anything', '[not JSON', '[not JSON', true],
    ['anything', null, '', true],
    ['shipping', '4.50', '4.5', true],
    ['order_id', '1.10', '1.1', false],
    ['order_id', '007', '7', false],
    ['content_name', '007', '7', false],
    ['user_data.zp', '01234', '1234', false],
    ['order_id', '12345678901234567', '12345678901234568', false],
    ['ref', '12345678901234567', '12345678901234568', false],
    ['anything', { constructor: 1 }, {}, false],
    ['contents', [{ id: '1.10' }], [{ id: '1.1' }], false],
  ])('%s: %j and %j', (name, a, b, isSame) => {
    expect(isSameValue(name, a, b)).toBe(isSame);
    expect(isSameValue(name, b, a)).toBe(isSame);
  });
});
