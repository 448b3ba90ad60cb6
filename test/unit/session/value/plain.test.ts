import { describe, expect, it } from 'vitest';
import {
  hasUnknown,
  knownPart,
  type Plain,
  plainText,
  showValue,
  toPlain,
  toPlainObject,
  UNKNOWN,
} from '../../../../src/session/value/plain.ts';
import type { PageValue } from '../../../../src/session/value.ts';

describe('a value of the page as JSON would carry it', () => {
  // What JSON.stringify makes of the page's own value stands beside each.
  it.each<[string, PageValue, unknown]>([
    ['undefined', { $type: 'undefined' }, undefined],
    ['a function', { $type: 'function', name: 'f' }, undefined],
    ['a symbol', { $type: 'symbol', description: 's' }, undefined],
    ['NaN', { $type: 'number', value: 'NaN' }, Number.NaN],
    ['-0', { $type: 'number', value: '-0' }, -0],
    ['a Map', { $type: 'map', size: 1, entries: [['a', 1]] }, new Map([['a', 1]])],
    ['a Set', { $type: 'set', size: 1, values: [1] }, new Set([1])],
    ['a RegExp', { $type: 'regexp', value: '/a/' }, /a/],
    ['an Error', { $type: 'error', name: 'Error', message: 'm' }, new Error('m')],
    ['a URL', { $type: 'url', value: 'https://a.test/' }, new URL('https://a.test/')],
    [
      'a date',
      { $type: 'date', value: '2026-01-01T00:00:00.000Z' },
      new Date('2026-01-01T00:00:00Z'),
    ],
    ['an instance', { $type: 'instance', of: 'C', properties: { a: 1 } }, { a: 1 }],
    [
      'a list',
      [1, { $type: 'undefined' }, { $type: 'function', name: '' }],
      [1, undefined, () => 1],
    ],
    ['an object', { a: 1, b: { $type: 'undefined' } }, { a: 1, b: undefined }],
    ['a key $type', { $type: 'entries', entries: [['$type', 'x']], length: 1 }, { $type: 'x' }],
  ])('%s', (_, value, own) => {
    const text = JSON.stringify({ value: own });
    expect(JSON.stringify({ value: toPlain(value) })).toBe(text);
  });

  it.each<[string, PageValue]>([
    ['a getter', { $type: 'accessor' }],
    ['a cycle, a BigInt: JSON throws', { $type: 'cycle', path: '' }],
    ['a text that was cut', { $type: 'string', value: 'a', length: 9 }],
    ['what was cut', { $type: 'cut', of: 'Object' }],
    ['an element', { $type: 'element', value: 'div' }],
  ])('is not known: %s', (_, value) => {
    expect(toPlain(value)).toBe(UNKNOWN);
    expect(hasUnknown(toPlain({ a: [value] }))).toBe(true);
    expect(knownPart(toPlain({ a: [value, 1], b: value }))).toEqual({ a: [1] });
  });

  it('keeps the head of what was cut behind it', () => {
    const list = toPlain({ $type: 'array', values: [1], length: 9 });
    expect(list).toEqual([1, UNKNOWN]);
    const object = toPlain({ $type: 'entries', entries: [['a', 1]], length: 9 });
    expect(object).toMatchObject({ a: 1 });
    expect([hasUnknown(list), hasUnknown(object)]).toEqual([true, true]);
    expect([hasUnknown(knownPart(list)), hasUnknown(knownPart(object))]).toEqual([false, false]);
  });

  it('is an object of which nothing is known where it was cut', () => {
    expect(hasUnknown(toPlainObject({ $type: 'cut', of: 'Object' }))).toBe(true);
    expect(hasUnknown(toPlainObject('text'))).toBe(false);
  });

  it('is text for people and for the wire', () => {
    const hostile = toPlain({ ['__proto__']: 1 });
    const values: Plain[] = [1, true, null, 'a', undefined, [UNKNOWN], hostile];
    expect(values.map(plainText)).toEqual([
      '1',
      'true',
      'null',
      'a',
      '',
      '["(not known)"]',
      '{"__proto__":1}',
    ]);
    expect(showValue('x'.repeat(300))).toHaveLength(201);
  });
});
