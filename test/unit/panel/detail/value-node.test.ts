import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countChildren,
  describeValue,
  listChildren,
  longText,
} from '../../../../src/panel/detail/value-node.ts';
import type { PageValue } from '../../../../src/session/value.ts';

describe('a value in the tree', () => {
  it('tells types apart that look alike', () => {
    expect(describeValue('1')).toEqual({ text: '"1"', tone: 'string' });
    expect(describeValue(1)).toEqual({ text: '1', tone: 'number' });
    expect(describeValue('null').text).not.toBe(describeValue(null).text);
    expect(describeValue({ $type: 'bigint', value: '123' }).text).toBe('123n');
    expect(describeValue({ $type: 'undefined' }).text).toBe('undefined');
  });

  it('says what was cut or not read', () => {
    const cut = describeValue({ $type: 'string', value: 'x'.repeat(8192), length: 10_485_760 });
    expect(cut.note).toBe('… 10,485,760 characters, first 8,192 kept');
    expect(describeValue({ $type: 'array', values: [1, 2], length: 90_000 }).note).toBe(
      'first 2 of 90,000 kept',
    );
    expect(describeValue({ $type: 'accessor' }).text).toBe('(getter, not read)');
    expect(describeValue({ $type: 'cycle', path: '/2/a~1b' }).text).toContain('args[2]["a/b"]');
  });

  it('gives children with the path that code reaches them by', () => {
    const value: PageValue = { a: 1, 'two words': [true], 0: 'x' };
    expect(listChildren(value, 10).map(({ step }) => step)).toEqual(['[0]', '.a', '["two words"]']);
    expect(listChildren({ $type: 'map', size: 1, entries: [['k', 2]] }, 10)).toEqual([
      { label: '"k"', step: '.get("k")', value: 2 },
    ]);
  });

  it('gives no more children than asked for', () => {
    const long = Array.from({ length: 1000 }, (_, i) => i);
    expect(countChildren(long)).toBe(1000);
    expect(listChildren(long, 100)).toHaveLength(100);
  });

  it('shows anything that JSON can hold, forged stand-ins included', () => {
    const forged = fc.record(
      {
        $type: fc.constantFrom(
          'map',
          'set',
          'array',
          'entries',
          'instance',
          'string',
          'error',
          'x',
        ),
        value: fc.jsonValue(),
        values: fc.jsonValue(),
        entries: fc.jsonValue(),
        size: fc.jsonValue(),
        length: fc.jsonValue(),
        properties: fc.jsonValue(),
        of: fc.jsonValue(),
      },
      { requiredKeys: ['$type'] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), forged), (value) => {
        const page = value as PageValue;
        expect(describeValue(page).text.length).toBeLessThan(2000);
        expect(listChildren(page, 1e6)).toHaveLength(countChildren(page));
        longText(page);
      }),
      { numRuns: 1000 },
    );
  });
});
