import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../src/panel/model/filter/query.ts';
import { isSameValue } from '../../src/vendors/meta/same-value.ts';
import { secretsIn } from '../../src/vendors/meta/server-events/secrets.ts';
import { probableNumber } from '../../src/vendors/meta/written-number.ts';
import { parseStack } from '../../src/vendors/stack.ts';

/**
 * Texts that a page, a file or a person may give us. At this length an expression that takes the
 * square of it needs minutes, and the test's own limit ends it.
 */
const UNITS = 300_000;
const long = (text: string) => text.repeat(Math.ceil(UNITS / text.length));

describe('a long text is read in one go', () => {
  it('as a number', () => {
    expect(isSameValue('value', `${long('1')}x`, 1)).toBe(false);
    expect(isSameValue('value', `${long(' ')}x`, 1)).toBe(false);
    expect(probableNumber(`${long('1')}x`)).toBeUndefined();
  });

  it('as a stack', () => {
    const name = `${long('<')}f`;
    expect(parseStack(`${name}@https://a.test/p:1:2`)[0]).toMatchObject({ functionName: name });
    const place = `${long(' line 1 > eval')}\r`;
    expect(parseStack(`f@${place}:1:2`)[0]).toMatchObject({ functionName: 'f', line: 1 });
    expect(parseStack(`    at f (eval at ${long('(')}a:1:2)`)).toHaveLength(1);
  });

  it('as a search for a status, which it is not', () => {
    expect(parseQuery(`status:${long('x')}y`).ok).toBe(false);
  });

  it('as a header with a secret', () => {
    expect(secretsIn([['authorization', `Bearer ${long(' ')}\n`]])).toHaveLength(1);
    expect(secretsIn([['authorization', 'Bearer abc']])).toEqual(['Bearer abc', 'abc']);
  });
});
