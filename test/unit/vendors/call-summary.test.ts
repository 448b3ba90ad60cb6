import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallEntry } from '../../../src/session/entry.ts';
import type { PageValue } from '../../../src/session/value.ts';
import { describeCall } from '../../../src/vendors/call-summary.ts';
import { formatArguments, formatValue } from '../../../src/vendors/format-value.ts';

function call(
  source: CallEntry['source'],
  method: string,
  args: PageValue[],
  more = {},
): CallEntry {
  return {
    kind: 'call',
    id: 'd:1',
    at: 1,
    page: 'd:0',
    source,
    method,
    args,
    phase: 'live',
    ...more,
  };
}

describe('a call in words', () => {
  it.each<[CallEntry, string, string | undefined, PageValue[]]>([
    [call('fbq', 'init', ['init', '123']), 'init', undefined, ['123']],
    [
      call('fbq', 'track', ['track', 'Purchase', { value: 1 }]),
      'track',
      'Purchase',
      [{ value: 1 }],
    ],
    [
      call('fbq', 'trackSingle', ['trackSingle', '1', 'Lead', {}]),
      'trackSingle',
      'Lead',
      ['1', {}],
    ],
    [call('fbq', 'track', [['track', 'Lead']]), 'track', 'Lead', []],
    [call('fbq', 'track', ['track', 7]), 'track', undefined, [7]],
    [call('fbq', 'toString', ['toString', 'x']), 'toString', undefined, ['x']],
    [call('fbq', 'call', []), 'call', undefined, []],
    [call('dataLayer', 'push', [{ event: 'x', a: 1 }]), 'push', 'x', [{ event: 'x', a: 1 }]],
    [call('dataLayer', 'push', [{ evt: 'x' }]), 'push', undefined, [{ evt: 'x' }]],
    [call('dataLayer', 'push', [{ event: 3 }]), 'push', undefined, [{ event: 3 }]],
    [
      call('dataLayer', 'push', [{ $type: 'arguments', values: ['event', 'buy', { v: 1 }] }]),
      'gtag event',
      'buy',
      [{ v: 1 }],
    ],
    [
      call('dataLayer', 'push', [{ $type: 'arguments', values: ['config', 'G-1'] }]),
      'gtag config',
      undefined,
      ['G-1'],
    ],
    [call('cact', 'trigger', ['trigger', 'purchase', { a: 1 }]), 'trigger', 'purchase', [{ a: 1 }]],
    [call('cact', 'consent.get', ['consent.get', 1]), 'consent.get', undefined, [1]],
    [call('cact', 'tC.event.cart', [1]), 'tC.event', 'cart', [1]],
    [call('analytics', 'track', ['Order', { r: 1 }]), 'track', 'Order', [{ r: 1 }]],
    [call('analytics', 'page', ['Shop', 'Cart']), 'page', 'Cart', ['Shop']],
    [call('analytics', 'page', []), 'page', undefined, []],
    [call('analytics', 'identify', ['u1', {}]), 'identify', undefined, ['u1', {}]],
    [call('loyjoy', 'boot', ['boot', { process: 1 }]), 'boot', undefined, [{ process: 1 }]],
    [
      call('loyjoy', 'listener', ['open', { a: 1 }], { name: 'open' }),
      'listener',
      'open',
      [{ a: 1 }],
    ],
    [call('loyjoy', 'callback', [{ a: 1 }], { name: 'open' }), 'callback', 'open', [{ a: 1 }]],
  ])('%j', (entry, command, name, rest) => {
    expect(describeCall(entry)).toEqual({ command, name, rest });
  });
});

describe('arguments on one line', () => {
  it('are written as JavaScript', () => {
    expect(formatArguments([{ value: 101, currency: 'EUR', 'a b': [true, null] }, 'x'], 200)).toBe(
      '{value: 101, currency: "EUR", "a b": [true, null]} "x"',
    );
    expect(
      formatValue(
        [
          { $type: 'undefined' },
          { $type: 'bigint', value: '1' },
          { $type: 'function', name: 'f' },
          { $type: 'map', size: 9, entries: [['a', 1]] },
          { $type: 'instance', of: 'Foo', properties: { a: 1 } },
        ],
        200,
      ),
    ).toBe('[undefined, 1n, ƒ f, Map(9) {"a" => 1}, Foo {a: 1}]');
  });

  it('never exceed the limit, whatever is passed', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.nat(60), (args, limit) => {
        const text = formatArguments(args as PageValue[], limit);
        expect(text.length).toBeLessThanOrEqual(limit + 1);
        const whole = formatArguments(args as PageValue[], 1e9);
        expect(text.endsWith('…') || text === whole).toBe(true);
      }),
    );
  });

  it('cost little when only the start of a large value is shown', () => {
    let reads = 0;
    const item = new Proxy(
      { a: 1 },
      {
        ownKeys(target) {
          reads += 1;
          return Reflect.ownKeys(target);
        },
      },
    );
    formatArguments([Array.from({ length: 10_000 }, () => item)], 100);
    expect(reads).toBeLessThan(100);
  });
});
