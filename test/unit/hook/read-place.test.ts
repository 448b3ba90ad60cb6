import { describe, expect, it, vi } from 'vitest';

// The natives are taken from a page; Node has none.
vi.stubGlobal('window', globalThis);
vi.stubGlobal('document', {});
const { columnOf } = await import('../../../src/hook/read-place.ts');

describe('the column of the first frame that is not ours', () => {
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
    expect(columnOf(stack)).toBe(column);
  });

  it('is not looked for in lines that would keep us busy', () => {
    const hostile = `    at ${'(a:'.repeat(200_000)}`;
    expect(columnOf(`Error\n${hostile}\n    at https://a.test/p:1:2`)).toBeUndefined();
  });
});
