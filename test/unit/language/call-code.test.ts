import { runInThisContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatCallCode as formatCallCodeIn,
  formatCode as formatCodeIn,
} from '../../../src/language/call-code.ts';
import { ENGLISH } from '../../../src/language/languages.ts';
import type { CallEntry } from '../../../src/session/entry.ts';
import type { PageValue } from '../../../src/session/value.ts';
import { makeCall } from '../../session/numbered.ts';

const formatCode = (value: PageValue) => formatCodeIn(value, ENGLISH.words);
const formatCallCode = (call: CallEntry) => formatCallCodeIn(call, ENGLISH.words);

function run(code: string): unknown {
  return runInThisContext(`(${code})`);
}

describe('a value as code', () => {
  it('gives any JSON value again', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        fc.pre(!JSON.stringify(value).includes('"$type"'));
        // Through JSON: -0 is not JSON.
        const plain = JSON.parse(JSON.stringify(value)) as PageValue;
        expect(JSON.stringify(run(formatCode(plain)))).toBe(JSON.stringify(plain));
      }),
      { numRuns: 1000 },
    );
  });

  it.each<PageValue>([
    { __proto__: null, ['__proto__' as string]: 1 },
    JSON.parse('{"__proto__": {"a": 1}, "b": 2}'),
    { 'two words': 1, ünï: 2, class: 3, '0': 4, "it's": 5 },
    'a \'quoted\' "text" \\ \n \u2028 */ // `$ {x}`',
    ['x'.repeat(200), { deep: [[[{ a: 'y'.repeat(100) }]]] }],
  ])('gives %j again', (value) => {
    expect(JSON.stringify(run(formatCode(value)))).toBe(JSON.stringify(value));
  });

  it.each<[PageValue, unknown]>([
    [{ $type: 'undefined' }, undefined],
    [{ $type: 'number', value: 'NaN' }, Number.NaN],
    [{ $type: 'number', value: '-0' }, -0],
    [{ $type: 'number', value: '-Infinity' }, Number.NEGATIVE_INFINITY],
    [{ $type: 'bigint', value: '9007199254740993' }, 9007199254740993n],
    [{ $type: 'date', value: '2026-11-21T10:42:28.985Z' }, new Date('2026-11-21T10:42:28.985Z')],
    [{ $type: 'date', value: 'Invalid Date' }, new Date(Number.NaN)],
    [{ $type: 'regexp', value: '/a\\/b"\'/gi' }, /a\/b"'/gi],
    [{ $type: 'map', size: 1, entries: [['a', { b: 1 }]] }, new Map([['a', { b: 1 }]])],
    [{ $type: 'set', size: 2, values: [1, '1'] }, new Set([1, '1'])],
    [{ $type: 'array', values: [1], length: 9 }, [1]],
    [{ $type: 'entries', entries: [['$type', 1]], length: 1 }, { $type: 1 }],
    [{ $type: 'instance', of: 'Foo */ throw 1 /*', properties: { a: 1 } }, { a: 1 }],
    [{ $type: 'function', name: '*/ throw 1 /*' }, undefined],
    [{ $type: 'element', value: 'div#x' }, undefined],
    [{ $type: 'cycle', path: '/1' }, undefined],
    [{ $type: 'cut', of: 'Array(90000)' }, undefined],
    [{ $type: 'accessor' }, undefined],
    [{ $type: 'unreadable' }, undefined],
    [{ $type: 'object', of: 'Promise' }, undefined],
    [{ $type: 'string', value: 'abc', length: 10485760 }, 'abc'],
    [{ $type: 'error', name: 'TypeError', message: 'no' }, new TypeError('no')],
    // Not a stand-in: a file may hold anything.
    [{ $type: 'map' } as unknown as PageValue, { $type: 'map' }],
    [{ $type: 'mystery', x: 1 } as unknown as PageValue, { $type: 'mystery', x: 1 }],
  ])('%j', (value, expected) => {
    expect(run(formatCode(value))).toEqual(expected);
  });

  it('says what could not be kept', () => {
    expect(formatCode({ $type: 'string', value: 'abc', length: 10485760 })).toContain('10,485,760');
    expect(formatCode({ $type: 'function', name: 'go' })).toContain('function go');
  });
});

describe('a call as code', () => {
  it('is the statement that makes it', () => {
    expect(formatCallCode(makeCall(1, { args: ['track', 'Purchase', { value: 1 }] }))).toBe(
      "fbq('track', 'Purchase', {value: 1});",
    );
    expect(
      formatCallCode(
        makeCall(1, {
          source: 'dataLayer',
          method: 'push',
          layer: 'my layer',
          args: [{ event: 'x' }],
        }),
      ),
    ).toBe("window['my layer'].push({event: 'x'});");
    expect(
      formatCallCode(
        makeCall(1, { source: 'analytics', method: 'track', args: ['Order', { total: 1 }] }),
      ),
    ).toBe("analytics.track('Order', {total: 1});");
    expect(
      formatCallCode(
        makeCall(1, { source: 'cact', method: 'tC.event.purchase', args: [{ a: 1 }] }),
      ),
    ).toBe('tC.event.purchase({a: 1});');
    expect(formatCallCode(makeCall(1, { via: '_fbq.push', args: [['track', 'Lead']] }))).toBe(
      "_fbq.push(['track', 'Lead']);",
    );
  });

  it('pushes arguments as gtag() does', () => {
    const code = formatCallCode(
      makeCall(1, {
        source: 'dataLayer',
        method: 'push',
        args: [{ $type: 'arguments', values: ['event', 'x'] }],
      }),
    );
    const pushed: IArguments[] = [];
    runInThisContext(`(dataLayer) => { ${code} }`)({
      push: (value: IArguments) => pushed.push(value),
    });
    expect(Object.prototype.toString.call(pushed[0])).toBe('[object Arguments]');
    expect(Array.from(pushed[0] ?? [])).toEqual(['event', 'x']);
  });

  it('cannot be led astray by names from the page', () => {
    const code = formatCallCode(
      makeCall(1, { source: 'loyjoy', method: 'listener', name: 'a\nthrow 1', args: [1] }),
    );
    expect(runInThisContext(code)).toEqual([1]);
    expect(formatCallCode(makeCall(1, { via: 'fbq;alert(1)//' }))).toMatch(/^fbq\(/);
  });
});
