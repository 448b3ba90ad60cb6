import { describe, expect, it, vi } from 'vitest';

// The natives are taken from a page; Node has none.
vi.stubGlobal('window', globalThis);
vi.stubGlobal('document', {});
const { codePlaceOf } = await import('../../../src/hook/read-place.ts');

describe('the first frame that is not ours', () => {
  it.each([
    [
      'Error\n    at get (chrome-extension://abc/hook.js:1:99)\n    at f (https://a.test/p:3:17)\n    at https://a.test/q:1:2',
      17,
    ],
    ['get@moz-extension://abc/hook.js:1:99\nf@https://a.test/p:3:17\n@https://a.test/q:1:2\n', 17],
    ['Error\n    at https://a.test/p?at=b:c:12:5', 5],
    ['', undefined],
    ['Error: at last\n    at <anonymous>', undefined],
  ])('%j', (stack, column) => {
    expect(codePlaceOf(stack)?.column).toBe(column);
  });

  it.each([
    [
      'Error\n    at HTMLButtonElement.onclick (https://a.test/:1:146)\n    at https://a.test/:9:1',
      true,
    ],
    ['onclick@https://a.test/:1:5\n@https://a.test/:9:1\n', true],
    [
      'Error\n    at lead (https://a.test/:3:9)\n    at HTMLButtonElement.onclick (https://a.test/:1:146)',
      false,
    ],
    ['Error\n    at once (https://a.test/onclick:3:9)', false],
  ])('%j is a handler: %s', (stack, isHandler) => {
    expect(codePlaceOf(stack)?.isHandler).toBe(isHandler);
  });

  it('is not looked for in lines that would keep us busy', () => {
    const hostile = `    at ${'(a:'.repeat(200_000)}`;
    expect(codePlaceOf(`Error\n${hostile}\n    at https://a.test/p:1:2`)).toBeUndefined();
  });
});
