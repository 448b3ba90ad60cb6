import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { KEYS, NODES, STRING_UNITS } from '../../../src/session/limits.ts';
import { isStandIn, type PageValue } from '../../../src/session/value.ts';

// The copier asks brand checks of the DOM's classes; Node has none, and nothing is one.
class NotHere {
  get localName(): string {
    throw new TypeError('Illegal invocation');
  }
  get nodeName(): string {
    throw new TypeError('Illegal invocation');
  }
}
vi.stubGlobal('window', globalThis);
vi.stubGlobal('document', {});
vi.stubGlobal('Element', NotHere);
vi.stubGlobal('Node', NotHere);
const { copyArguments } = await import('../../../src/hook/copy.ts');

function copy(...args: unknown[]): PageValue[] {
  return JSON.parse(copyArguments(args).text);
}
function cuts(...args: unknown[]): string[] {
  const { cut } = copyArguments(args);
  return cut === '' ? [] : JSON.parse(cut);
}

/** The value that a copy stands for; the inverse of the copier for what it carries whole. */
function revive(value: PageValue): unknown {
  if (Array.isArray(value)) return value.map(revive);
  if (typeof value !== 'object' || value === null) return value;
  if (!isStandIn(value))
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, revive(v as PageValue)]));
  switch (value.$type) {
    case 'undefined':
      return undefined;
    case 'number':
      return Number(value.value);
    case 'bigint':
      return BigInt(value.value);
    case 'date':
      return new Date(value.value === 'Invalid Date' ? Number.NaN : value.value);
    case 'map':
      return new Map(value.entries.map(([k, v]) => [revive(k), revive(v)]));
    case 'set':
      return new Set(value.values.map(revive));
    case 'entries':
      return Object.fromEntries(value.entries.map(([k, v]) => [k, revive(v)]));
    default:
      throw new Error(`not carried whole: ${value.$type}`);
  }
}

describe('copyArguments', () => {
  it('carries what JSON carries as JSON does', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 5 }), (args) => {
        // Not compared with what JSON makes of them: it takes -0 for 0, and we do not.
        expect(copy(...args).map(revive)).toEqual(args);
      }),
    );
  });

  it('carries undefined, every number, BigInt, Date, Map and Set exactly', () => {
    const key = fc.oneof(fc.string(), fc.constantFrom('$type', '0', 'a/b', '~', 'toJSON'));
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { maxDepth: 4 },
        fc.string(),
        fc.double(),
        fc.constantFrom(undefined, null, true, -0, Number.NaN, Number.POSITIVE_INFINITY),
        fc.bigInt(),
        fc.date(),
        fc.array(tie('any'), { maxLength: 4 }),
        fc.dictionary(key, tie('any'), { maxKeys: 4 }),
        fc.array(tie('any'), { maxLength: 3 }).map((items) => new Set(items)),
        fc.array(fc.tuple(tie('any'), tie('any')), { maxLength: 3 }).map((pairs) => new Map(pairs)),
      ),
    })).any;
    fc.assert(
      fc.property(fc.array(value, { maxLength: 3 }), (args) => {
        expect(copy(...args).map(revive)).toEqual(args);
        expect(cuts(...args)).toEqual([]);
      }),
    );
  });

  it('never throws and always gives JSON', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.anything({
            withBigInt: true,
            withBoxedValues: true,
            withDate: true,
            withMap: true,
            withNullPrototype: true,
            withObjectString: true,
            withSet: true,
            withSparseArray: true,
            withTypedArray: true,
            withUnicodeString: true,
          }),
          { maxLength: 3 },
        ),
        (args) => {
          expect(Array.isArray(copy(...args))).toBe(true);
        },
      ),
    );
  });

  it('runs none of the page’s code', () => {
    const run = vi.fn();
    const hostile = {
      get getter() {
        run('getter');
        return 1;
      },
      set setter(_: unknown) {
        run('setter');
      },
      toJSON: () => run('toJSON'),
      toString: () => run('toString'),
      valueOf: () => run('valueOf'),
      [Symbol.toPrimitive]: () => run('toPrimitive'),
      get [Symbol.toStringTag]() {
        run('toStringTag');
        return 'x';
      },
      [Symbol.iterator]: () => run('iterator'),
    };
    class Cart {
      items = [1];
      get total() {
        run('class getter');
        return 2;
      }
    }
    const list = [1, 2];
    Object.defineProperty(list, 1, { get: () => run('item'), enumerable: true });
    expect(copy(hostile, new Cart(), list, [hostile])).toMatchObject([
      { getter: { $type: 'accessor' }, setter: { $type: 'accessor' } },
      { $type: 'instance', of: 'Cart', properties: { items: [1] } },
      [1, { $type: 'accessor' }],
      [{ getter: { $type: 'accessor' } }],
    ]);
    expect(run).not.toHaveBeenCalled();
  });

  it('survives proxies that throw and revoked ones, and copies the rest', () => {
    const throwing = new Proxy(
      {},
      new Proxy(
        {},
        {
          get: () => () => {
            throw new Error('trap');
          },
        },
      ),
    );
    const { proxy, revoke } = Proxy.revocable({}, {});
    const functionProxy = Proxy.revocable(() => undefined, {});
    revoke();
    functionProxy.revoke();
    expect(copy('a', throwing, proxy, functionProxy.proxy, { in: proxy, b: 1 })).toEqual([
      'a',
      { $type: 'unreadable' },
      { $type: 'unreadable' },
      { $type: 'unreadable' },
      { in: { $type: 'unreadable' }, b: 1 },
    ]);
  });

  it('tells a cycle, with its place, from a shared object', () => {
    const shared = { id: 1 };
    const order: Record<string, unknown> = { 'a/b': { first: shared, second: shared } };
    (order['a/b'] as Record<string, unknown>).again = order['a/b'];
    order.self = order;
    expect(copy('x', order)).toEqual([
      'x',
      {
        'a/b': { first: { id: 1 }, second: { id: 1 }, again: { $type: 'cycle', path: '/1/a~1b' } },
        self: { $type: 'cycle', path: '/1' },
      },
    ]);
  });

  it('cannot be made to take an object of the page for a stand-in', () => {
    expect(copy({ $type: 'undefined' }, { x: { $type: 1, y: 2 } })).toEqual([
      { $type: 'entries', entries: [['$type', 'undefined']], length: 1 },
      {
        x: {
          $type: 'entries',
          entries: [
            ['$type', 1],
            ['y', 2],
          ],
          length: 2,
        },
      },
    ]);
  });

  it('knows arguments objects, also empty ones', () => {
    function gtag(..._: unknown[]): IArguments {
      // biome-ignore lint/complexity/noArguments: what gtag() pushes is the case at hand
      return arguments;
    }
    expect(copy(gtag('js', 1), gtag())).toEqual([
      { $type: 'arguments', values: ['js', 1] },
      { $type: 'arguments', values: [] },
    ]);
  });

  it('names what JSON cannot carry', () => {
    class Shop {}
    expect(
      copy(
        function buy() {},
        Symbol('s'),
        /a+/gi,
        new URL('https://shop.test/x'),
        new RangeError('no'),
        new Shop(),
        Promise.resolve(),
        new Uint8Array(0),
        // biome-ignore lint/suspicious/noSparseArray: a hole is the case at hand
        [1, , 3],
        Object.create(null),
      ),
    ).toEqual([
      { $type: 'function', name: 'buy' },
      { $type: 'symbol', description: 's' },
      { $type: 'regexp', value: '/a+/gi' },
      { $type: 'url', value: 'https://shop.test/x' },
      { $type: 'error', name: 'RangeError', message: 'no' },
      { $type: 'instance', of: 'Shop', properties: {} },
      { $type: 'object', of: 'Promise' },
      { $type: 'object', of: 'Uint8Array' },
      [1, { $type: 'undefined' }, 3],
      {},
    ]);
  });

  it('cuts long strings, long lists, many keys and deep objects, and marks each place', () => {
    const long = 'x'.repeat(10_000_000);
    const many = Object.fromEntries(Array.from({ length: KEYS + 5 }, (_, i) => [`k${i}`, i]));
    let deep: unknown = 'end';
    for (let i = 0; i < 50; i += 1) deep = { deep };
    const list = Array.from({ length: KEYS + 1 }, (_, i) => i);
    const [text, keys, nested, items] = copy({ long }, many, deep, list) as [
      { long: { length: number; value: string } },
      { entries: unknown[]; length: number },
      unknown,
      { values: unknown[]; length: number },
    ];
    expect(text.long).toEqual({
      $type: 'string',
      value: long.slice(0, STRING_UNITS),
      length: 10_000_000,
    });
    expect([keys.entries.length, keys.length]).toEqual([KEYS, KEYS + 5]);
    expect([items.values.length, items.length]).toEqual([KEYS, KEYS + 1]);
    expect(JSON.stringify(nested)).toContain('{"$type":"cut","of":"Object"}');
    expect(cuts({ long }, many, deep, list)).toEqual([
      '/0/long',
      '/1',
      `/2${'/deep'.repeat(13)}`,
      '/3',
    ]);
  });

  it('stays small for an object that shares its parts without end', () => {
    let node: Record<string, unknown> = { leaf: 1 };
    for (let i = 0; i < 11; i += 1) node = { a: node, b: node, c: node, d: node };
    const { text, cut } = copyArguments([node]);
    expect(text.length).toBeLessThan(NODES * 40);
    expect(cut).not.toBe('');
  });

  describe('with poisoned prototypes', () => {
    const poison = (target: object, key: string, value: PropertyDescriptor) => {
      Object.defineProperty(target, key, { configurable: true, ...value });
      undo.push(() => Reflect.deleteProperty(target, key));
    };
    const undo: (() => void)[] = [];
    afterEach(() => {
      for (const step of undo.splice(0)) step();
    });

    it.each(['toJSON', 'get', 'value', '$type'])('is not misled by Object.prototype.%s', (key) => {
      const run = vi.fn(() => 'poison');
      poison(Object.prototype, key, { get: () => run });
      const { text } = copyArguments(['track', { value: 1, list: [1, { a: 2 }] }]);
      undo.splice(0)[0]?.();
      expect(JSON.parse(text)).toEqual(['track', { value: 1, list: [1, { a: 2 }] }]);
      expect(run).not.toHaveBeenCalled();
    });

    it('is not misled by Array.prototype.toJSON or by a setter for items', () => {
      const run = vi.fn();
      poison(Array.prototype, 'toJSON', { value: run });
      poison(Array.prototype, '0', { set: run, get: run });
      const { text } = copyArguments(['a', [{ b: 1 }], new Map([[1, [2]]])]);
      for (const step of undo.splice(0)) step();
      expect(JSON.parse(text)).toEqual([
        'a',
        [{ b: 1 }],
        { $type: 'map', size: 1, entries: [[1, [2]]] },
      ]);
      expect(run).not.toHaveBeenCalled();
    });
  });
});
