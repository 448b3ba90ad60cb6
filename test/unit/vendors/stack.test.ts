import { describe, expect, it } from 'vitest';
import { isExtensionFrame, nameFrame, parseStack } from '../../../src/vendors/stack.ts';

describe('a call stack', () => {
  it('is read as Chromium writes it', () => {
    const text = [
      'Error: at the (door)',
      '    at fbq (chrome-extension://abc/hook.js:1:2)',
      '    at Object.track [as push] (https://shop.example/a.js?v=(1):112:9)',
      '    at async Promise.all (index 0)',
      '    at new Cart (https://shop.example/cart.js:5:1)',
      '    at eval (eval at boot (https://shop.example/eval.js:7:3), <anonymous>:1:1)',
      '    at https://shop.example/:44:3',
      '    at Array.forEach (<anonymous>)',
    ].join('\n');
    expect(parseStack(text)).toEqual([
      { functionName: 'fbq', url: 'chrome-extension://abc/hook.js', line: 1, column: 2 },
      {
        functionName: 'Object.track [as push]',
        url: 'https://shop.example/a.js?v=(1)',
        line: 112,
        column: 9,
      },
      { functionName: 'async Promise.all', url: 'index 0', line: undefined, column: undefined },
      { functionName: 'new Cart', url: 'https://shop.example/cart.js', line: 5, column: 1 },
      { functionName: 'eval', url: 'https://shop.example/eval.js', line: 7, column: 3 },
      { functionName: '', url: 'https://shop.example/', line: 44, column: 3 },
      { functionName: 'Array.forEach', url: '<anonymous>', line: undefined, column: undefined },
    ]);
  });

  it('is read as Firefox writes it', () => {
    const text = [
      'fbq@moz-extension://abc/hook.js:1:2',
      'track/<@https://shop.example/@scope/a.js:112:9',
      '@https://shop.example/:44:3',
      'setTimeout handler*boot@https://shop.example/b.js:3:1',
      'run@https://shop.example/c.js line 8 > eval:1:1',
      '',
    ].join('\n');
    expect(parseStack(text)).toEqual([
      { functionName: 'fbq', url: 'moz-extension://abc/hook.js', line: 1, column: 2 },
      { functionName: 'track', url: 'https://shop.example/@scope/a.js', line: 112, column: 9 },
      { functionName: '', url: 'https://shop.example/', line: 44, column: 3 },
      { functionName: 'boot', url: 'https://shop.example/b.js', line: 3, column: 1 },
      { functionName: 'run', url: 'https://shop.example/c.js', line: 8, column: undefined },
    ]);
  });

  it('tells our own frames and names a place briefly', () => {
    const [own, page] = parseStack(
      'a@moz-extension://x/h.js:1:1\nb@https://s.example/js/a.js?x:3:4',
    );
    expect(own && isExtensionFrame(own)).toBe(true);
    expect(page && isExtensionFrame(page)).toBe(false);
    expect(page && nameFrame(page)).toBe('a.js:3:4');
  });

  it('is empty for text that is none', () => {
    expect(parseStack('user@example.org wrote\n<b>hello</b>')).toEqual([]);
  });
});
