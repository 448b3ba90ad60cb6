import { describe, expect, it, vi } from 'vitest';

// What the hook takes of the DOM when it loads, as far as Node lacks it.
class NotHere {
  get localName(): string {
    throw new TypeError('Illegal invocation');
  }
  get nodeName(): string {
    throw new TypeError('Illegal invocation');
  }
}
class OwnDocument extends EventTarget {
  get cookie(): string {
    return '';
  }
  get URL(): string {
    return 'https://shop.test/';
  }
}
const page = new EventTarget() as EventTarget & Record<string, unknown>;
vi.stubGlobal('window', page);
vi.stubGlobal('Element', NotHere);
vi.stubGlobal('Node', NotHere);
vi.stubGlobal('Document', OwnDocument);
vi.stubGlobal('document', new OwnDocument());
vi.stubGlobal('SubmitEvent', Event);
vi.stubGlobal('PageTransitionEvent', Event);
const { readAll } = await import('../../../src/hook/consent/readers.ts');
const { microtask } = await import('../../../src/hook/natives.ts');
const { analyticsSource } = await import('../../../src/hook/sources/analytics.ts');

/** An object whose traps throw, all but those that plain use of it needs. */
const hostile = () =>
  new Proxy(
    {},
    {
      getOwnPropertyDescriptor() {
        throw new Error('trap');
      },
      getPrototypeOf() {
        throw new Error('trap');
      },
    },
  );

describe('an object of the page whose traps throw', () => {
  it('throws nothing into the consent tool that hands it to us', () => {
    const listeners: ((data: unknown) => void)[] = [];
    page.__tcfapi = (command: string, _version: number, callback: (data: unknown) => void) => {
      if (command === 'ping') callback({ cmpStatus: 'loaded' });
      else listeners.push(callback);
    };
    readAll('change', false);
    readAll('change', false);
    expect(listeners.length).toBeGreaterThan(1);
    for (const listener of listeners) expect(() => listener(hostile())).not.toThrow();
  });

  it.each(['__gpp', '__uspapi'])('throws nothing into %s', (name) => {
    const callbacks: ((data: unknown) => void)[] = [];
    page[name] = (command: string, ...rest: ((data: unknown) => void)[]) => {
      const callback = rest.find((one) => typeof one === 'function') as (data: unknown) => void;
      callbacks.push(callback);
      if (command === 'ping') callback({ cmpStatus: 'loaded' });
    };
    readAll('change', false);
    expect(callbacks.length).toBeGreaterThan(0);
    for (const callback of callbacks) {
      expect(() => callback(hostile())).not.toThrow();
      expect(() => callback({ pingData: hostile() })).not.toThrow();
    }
  });

  it('makes no rejection that the page would hear of', async () => {
    const heard: unknown[] = [];
    const onRejection = (reason: unknown) => heard.push(reason);
    process.on('unhandledRejection', onRejection);
    page.__ucCmp = { getConsentDetails: async () => hostile() };
    readAll('change', false);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', onRejection);
    expect(heard).toEqual([]);
  });

  it('is taken by analytics and its queue as without us', () => {
    const taken: unknown[][] = [];
    const library = { track: (...args: unknown[]) => taken.push(args) };
    const queue: unknown[] & { track?: (...args: unknown[]) => void } = [];
    queue.track = (...args) => taken.push(args);
    analyticsSource.adopt(queue, 'analytics');
    analyticsSource.adopt(library, 'analytics');
    const value = hostile();
    expect(() => queue.push(value)).not.toThrow();
    expect(queue.length).toBe(1);
    expect(() => queue.track?.('a', value)).not.toThrow();
    expect(() => library.track('a', value)).not.toThrow();
    expect(taken).toHaveLength(2);
    expect(taken.map((args) => args[1] === value)).toEqual([true, true]);
  });
});

it('a queue that is pushed nothing is not asked for what Array.prototype holds', () => {
  const queue: unknown[] = [];
  analyticsSource.adopt(queue, 'analytics');
  let isAsked = false;
  Object.defineProperty(Array.prototype, '0', {
    configurable: true,
    get() {
      isAsked = true;
      return undefined;
    },
  });
  try {
    queue.push();
  } finally {
    Reflect.deleteProperty(Array.prototype, '0');
  }
  expect(isAsked).toBe(false);
});

it('the end of the task is waited for without asking what the page made of Promise', async () => {
  let isAsked = false;
  const ask = {
    configurable: true,
    get() {
      isAsked = true;
      return undefined;
    },
  };
  const own = Object.getOwnPropertyDescriptors(Promise.prototype);
  let ran = 0;
  let ranAtOnce = 0;
  try {
    for (const name of ['constructor', 'then']) Object.defineProperty(Promise.prototype, name, ask);
    microtask(() => {
      ran += 1;
    });
    ranAtOnce = ran;
  } finally {
    Object.defineProperties(Promise.prototype, own);
  }
  await Promise.resolve();
  expect({ isAsked, ranAtOnce, ran }).toEqual({ isAsked: false, ranAtOnce: 0, ran: 1 });
});
