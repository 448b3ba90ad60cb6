import { afterAll, describe, expect, it, vi } from 'vitest';
import type { PageValue } from '../../../src/session/value.ts';

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
const RealProxy = Proxy;
const { copyArguments } = await import('../../../src/hook/copy.ts');
const { watchProxies } = await import('../../../src/hook/proxies.ts');
const { fillIn, readParts } = await import('../../../src/hook/late.ts');
watchProxies();
afterAll(() => {
  globalThis.Proxy = RealProxy;
});

/** Traps that do what the language does, and tell that they ran. */
function spy(ran: string[]): ProxyHandler<object> {
  return new RealProxy(
    {},
    {
      get: (_, trap: keyof typeof Reflect) =>
        typeof Reflect[trap] !== 'function'
          ? undefined
          : (...args: unknown[]) => {
              ran.push(trap === 'get' ? `get ${String(args[1])}` : trap);
              return (Reflect[trap] as (...all: unknown[]) => unknown)(...args);
            },
    },
  );
}

/** What a copy says at the call, how much of the page ran for it, and what it says in the end. */
function copy(ran: string[], ...args: unknown[]) {
  const made = copyArguments(args, true);
  const atCall = [...ran];
  readParts(made.late);
  return {
    atCall,
    values: JSON.parse(fillIn(made.text, made.late)) as PageValue[],
    lateAt: made.lateAt,
    made,
  };
}

describe('proxies of the page', () => {
  it('are made as before', () => {
    const target = { a: 1 };
    expect(new Proxy(target, { get: () => 7 }).a).toBe(7);
    expect(Proxy.name).toBe('Proxy');
    expect(Proxy).toHaveLength(2);
    expect(Proxy.revocable({ a: 1 }, {}).proxy.a).toBe(1);
    expect(() => new Proxy(1 as never, {})).toThrow(TypeError);
    expect(() => (Proxy as unknown as () => void)()).toThrow(TypeError);
  });

  it('are not read at the call, wherever they stand, and read when the task is over', () => {
    for (const place of [
      (state: object) => state,
      (state: object) => ({ event: 'purchase', cart: state }),
      (state: object) => [{ deep: [state] }],
      (state: object) => new Map([['cart', state]]),
    ]) {
      const ran: string[] = [];
      const { atCall, values, lateAt } = copy(ran, 'x', place(new Proxy({ a: [1] }, spy(ran))));
      // Vue's word for what is behind; no framework has a property of that name to track.
      expect(atCall).toEqual(['get __v_raw']);
      expect(JSON.stringify(values)).toContain('{"a":[1]}');
      expect(JSON.parse(lateAt)).toHaveLength(1);
    }
  });

  it('of Vue give what is behind them at once', () => {
    const raw = { total: 1, item: { $ref: true } };
    const state: object = new Proxy(raw, {
      get: (target, key, receiver) =>
        key === '__v_raw' ? target : Reflect.get(target, key, receiver),
    });
    const { made } = copy([], { state });
    expect(made.late).toBeNull();
    expect(JSON.parse(made.text)).toEqual([{ state: raw }]);
  });

  it('run no getter of the page, also late', () => {
    const ran: string[] = [];
    const target = {
      get secret() {
        ran.push('getter');
        return 1;
      },
    };
    const { values } = copy([], new Proxy(target, {}));
    expect(values).toEqual([{ secret: { $type: 'accessor' } }]);
    expect(ran).toEqual([]);
  });

  it('that cannot be read are unreadable, cycles are cycles, and what is cut is named', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(copy([], proxy).values).toEqual([{ $type: 'unreadable' }]);
    const inner: { self?: object } = {};
    inner.self = new Proxy(inner, {});
    expect(copy([], inner.self).values).toEqual([{ self: { $type: 'cycle', path: '/0' } }]);
    const { made, values } = copy([], { list: new Proxy(Array(5_000).fill(1), {}) });
    expect(values).toMatchObject([{ list: { $type: 'array', length: 5_000 } }]);
    expect(fillIn(made.cut, made.late)).toBe('["/0/list"]');
  });

  it('whose traps call us are not read again for it', () => {
    let calls = 0;
    const state: object = new Proxy(
      { a: 1 },
      {
        ownKeys(target) {
          calls += 1;
          const made = copyArguments([state], true);
          expect(JSON.parse(made.text)).toEqual([{ $type: 'unreadable' }]);
          return Reflect.ownKeys(target);
        },
      },
    );
    expect(copy([], state).values).toEqual([{ a: 1 }]);
    expect(calls).toBe(1);
  });
});
