import { describe, expect, it, vi } from 'vitest';

// Node has no document: one stands in that says who looks at it.
class NotHere {}
class Observer {
  static watching: Observer | undefined;
  private readonly onChange: () => void;
  constructor(onChange: () => void) {
    this.onChange = onChange;
  }
  observe(): void {
    Observer.watching = this;
  }
  disconnect(): void {
    if (Observer.watching === this) Observer.watching = undefined;
  }
  static change(): void {
    Observer.watching?.onChange();
  }
}
vi.stubGlobal('window', globalThis);
vi.stubGlobal('document', {});
vi.stubGlobal('Element', NotHere);
vi.stubGlobal('Node', NotHere);
vi.stubGlobal('MutationObserver', Observer);
const { listenToReads, recheckTraps, trapGlobal } = await import('../../../src/hook/global.ts');

/** What the page's own code says, as a script of it would. */
const run = (code: string): unknown => new Function(code)();

describe('a name that the page deletes', () => {
  const adopted: unknown[] = [];
  const reads: string[] = [];
  listenToReads((name) => reads.push(name));
  trapGlobal('pixelOfPage', {
    adopt(value) {
      adopted.push(value);
      return value;
    },
  });

  it('is away as it is without us: a bare read throws, and no read of it is told', () => {
    run('window.pixelOfPage = 1; delete window.pixelOfPage;');
    recheckTraps();
    expect(() => run('pixelOfPage')).toThrow(ReferenceError);
    expect(run("return [typeof pixelOfPage, 'pixelOfPage' in window]")).toEqual([
      'undefined',
      false,
    ]);
    expect(reads).toEqual([]);
    expect(Observer.watching).toBeDefined();
  });

  it('is seen when it comes again, with the next change of the document', () => {
    run('window.pixelOfPage = 2;');
    Observer.change();
    expect(adopted).toContain(2);
    expect(Object.getOwnPropertyDescriptor(globalThis, 'pixelOfPage')).toMatchObject({
      get: expect.any(Function),
      enumerable: true,
      configurable: true,
    });
    expect(run('return pixelOfPage')).toBe(2);
    expect(Observer.watching).toBeUndefined();
  });

  it('may go again', () => {
    run('delete window.pixelOfPage;');
    recheckTraps();
    recheckTraps();
    expect(() => run('pixelOfPage')).toThrow(ReferenceError);
    run('window.pixelOfPage = 3;');
    recheckTraps();
    expect(run('return pixelOfPage')).toBe(3);
    expect(Observer.watching).toBeUndefined();
  });
});
