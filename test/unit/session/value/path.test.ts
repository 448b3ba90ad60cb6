import { describe, expect, it } from 'vitest';
import { isGiven, locate, locateGiven, readPath } from '../../../../src/session/value/path.ts';
import { type Plain, UNKNOWN } from '../../../../src/session/value/plain.ts';

describe('a path', () => {
  it.each<[Plain, string, string | undefined, Plain]>([
    [{ a: { b: 1 } }, 'a.b', 'a.b', 1],
    [{ 'a.b': 2, a: { b: 1 } }, 'a.b', 'a.b', 2],
    [{ a: 1 }, 'a.b', undefined, undefined],
    [{ a: null }, 'a', undefined, undefined],
    [{ a: 0 }, 'a', 'a', 0],
    [{ a: false }, 'a', 'a', false],
    [{ items: [{ id: 'x' }, { id: 'y' }] }, 'items[].id', 'items[0].id', 'x'],
    // A mapping that meets an empty text goes on, as a person would.
    [{ items: [{ id: '' }, { id: 'x' }] }, 'items[].id', 'items[1].id', 'x'],
    [{ items: [{}, { id: 'x' }] }, 'items[].id', 'items[1].id', 'x'],
    [{ items: [{ id: '' }, { id: null }] }, 'items[].id', 'items[0].id', ''],
    [{ items: { id: 'x' } }, 'items[].id', undefined, undefined],
    [{ category_2: 'b', category_5: 'e' }, 'category_{1-5}', 'category_2', 'b'],
    [{ category_1: '', category_5: 'e' }, 'category_{1-5}', 'category_5', 'e'],
    [{ category_1: '' }, 'category_{1-5}', 'category_1', ''],
    [{ category_6: 'f' }, 'category_{1-5}', undefined, undefined],
    [{ category_1: 'a' }, 'category_{5-1}', undefined, undefined],
    [{}, 'constructor', undefined, undefined],
    [{}, '__proto__.constructor', undefined, undefined],
    ['text', 'length', undefined, undefined],
  ])('%j, %s', (value, path, at, found) => {
    expect(locate(value, path)).toEqual(at === undefined ? undefined : { path: at, value: found });
    expect(readPath(value, path)).toEqual(found);
    const given = isGiven(found) ? { path: at, value: found } : undefined;
    expect(locateGiven(value, path)).toEqual(given);
  });

  it('is not known behind what was not copied', () => {
    expect(readPath(UNKNOWN, 'a.b')).toBe(UNKNOWN);
    expect(readPath({ a: UNKNOWN }, 'a.b')).toBe(UNKNOWN);
    expect(readPath({ items: [{ id: UNKNOWN }, { id: 'x' }] }, 'items[].id')).toBe(UNKNOWN);
    expect(readPath({ items: [{ id: 'x' }, UNKNOWN] }, 'items[].id')).toBe('x');
    expect(readPath({ items: [{}, UNKNOWN] }, 'items[].id')).toBe(UNKNOWN);
    expect(readPath({ a: 1, [UNKNOWN]: true }, 'a')).toBe(1);
    expect(readPath({ a: 1, [UNKNOWN]: true }, 'b')).toBe(UNKNOWN);
    expect(locateGiven({ a: UNKNOWN }, 'a')).toBeUndefined();
  });
});
